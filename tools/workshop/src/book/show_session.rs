//! A replayed scenario as terminals side by side.

use super::html;

/// More of one letter in a row is said instead of shown.
const LONGEST_RUN: usize = 40;

/// More equal lines in a row than this are counted.
const MOST_ALIKE: usize = 4;

/// How many of them are shown then.
const SAMPLE: usize = 8;

/// One thing that happened at a terminal, or for all to see.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Event {
    Typed { who: String, text: String },
    Shown { who: String, text: String },
    Happened { who: String, what: String },
    Noted(String),
}

impl Event {
    /// Reads a line of a transcript.
    fn parse(line: &str) -> Self {
        if let Some(note) = line.strip_prefix("# ") {
            return Self::Noted(note.to_owned());
        }
        let (who, rest) = line.split_at(line.find(['>', '|', ' ']).unwrap_or(line.len()));
        let who = who.to_owned();
        let text = |rest: &str| rest.strip_prefix(' ').unwrap_or(rest).to_owned();
        if let Some(rest) = rest.strip_prefix('>') {
            // The mark of a line without its newline.
            let typed = text(rest);
            let text = typed.strip_suffix("\\c").unwrap_or(&typed).to_owned();
            return Self::Typed { who, text };
        }
        if let Some(rest) = rest.strip_prefix('|') {
            return Self::Shown { who, text: text(rest) };
        }
        if who == "server" {
            return Self::Noted(format!("The server{rest}."));
        }
        Self::Happened { who, what: text(rest) }
    }

    fn who(&self) -> Option<&str> {
        match self {
            Self::Typed { who, .. } | Self::Shown { who, .. } | Self::Happened { who, .. } => {
                Some(who)
            }
            Self::Noted(_) => None,
        }
    }

    fn html(&self) -> String {
        match self {
            Self::Typed { text, .. } => format!("<kbd>{}</kbd>", visible(text)),
            Self::Shown { text, .. } => format!("<samp>{}</samp>", visible(text)),
            Self::Happened { what, .. } => format!("<i>{}</i>", html::escaped(what)),
            Self::Noted(text) => html::escaped(text),
        }
    }
}

/// A line of which nothing can be seen still takes a line.
fn visible(text: &str) -> String {
    if text.trim().is_empty() { "&nbsp;".to_owned() } else { html::escaped(&shortened(text)) }
}

/// A thousand times the same letter tells no more than a few of them and their number.
fn shortened(text: &str) -> String {
    let mut short = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let mut count = 1;
        while characters.next_if_eq(&character).is_some() {
            count += 1;
        }
        if count > LONGEST_RUN {
            short.extend(std::iter::repeat_n(character, SAMPLE));
            short += &format!("… ({count} × {character})");
        } else {
            short.extend(std::iter::repeat_n(character, count));
        }
    }
    short
}

/// What a column of the table holds in one of its rows.
type Cell = Vec<String>;

/// The terminals of all clients, or of those that are named.
pub fn session(transcript: &str, title: &str, only: &[String]) -> Result<String, String> {
    let mut events: Vec<Event> = transcript.lines().map(Event::parse).collect();
    events.retain(|event| {
        event.who().is_none_or(|who| only.is_empty() || only.iter().any(|name| name == who))
    });
    let events = folded(&events);
    let clients = clients(&events);
    if clients.is_empty() {
        return Err("nobody takes part in this session".to_owned());
    }
    // A single terminal needs no name beside each of its lines.
    let class = if clients.len() == 1 { "session alone" } else { "session" };
    Ok(html::figure(class, &html::escaped(title), &table(&clients, &rows(&clients, &events))))
}

/// The same line many times in a row is shown once, with a number.
fn folded(events: &[Event]) -> Vec<Event> {
    let mut folded: Vec<Event> = Vec::new();
    for same in events.chunk_by(|one, other| one == other) {
        match same {
            [Event::Shown { who, .. }, ..] if same.len() > MOST_ALIKE => {
                folded.push(same[0].clone());
                let what = format!("… and {} times more", same.len() - 1);
                folded.push(Event::Happened { who: who.clone(), what });
            }
            _ => folded.extend_from_slice(same),
        }
    }
    folded
}

/// The figure of a session that can be run, with what a page has to know for that.
pub fn live(figure: &str, transcript: &str, stage: u8, scenario: &str) -> String {
    let events: Vec<Event> = transcript.lines().map(Event::parse).collect();
    let clients = html::escaped(&clients(&events).join(" "));
    let scenario = html::escaped(scenario);
    let data =
        format!(" data-stage=\"{stage}\" data-scenario=\"{scenario}\" data-clients=\"{clients}\">");
    figure.replacen('>', &data, 1)
}

/// Who takes part, in the order of their coming.
fn clients(events: &[Event]) -> Vec<String> {
    let mut clients: Vec<String> = Vec::new();
    for who in events.iter().filter_map(Event::who) {
        if !clients.iter().any(|client| client == who) {
            clients.push(who.to_owned());
        }
    }
    clients
}

/// A row holds what happened until somebody typed again.
fn rows(clients: &[String], events: &[Event]) -> Vec<Result<Vec<Cell>, String>> {
    let mut rows: Vec<Result<Vec<Cell>, String>> = Vec::new();
    for event in events {
        let Some(column) = event.who().and_then(|who| clients.iter().position(|name| name == who))
        else {
            rows.push(Err(event.html()));
            continue;
        };
        if matches!(event, Event::Typed { .. }) || !matches!(rows.last(), Some(Ok(_))) {
            rows.push(Ok(vec![Cell::new(); clients.len()]));
        }
        if let Some(Ok(row)) = rows.last_mut() {
            row[column].push(event.html());
        }
    }
    rows
}

fn table(clients: &[String], rows: &[Result<Vec<Cell>, String>]) -> String {
    let mut names = String::new();
    for name in clients {
        names += &format!("<th scope=\"col\">{}</th>", html::escaped(name));
    }
    let mut html = format!("<table>\n<thead><tr>{names}</tr></thead>\n<tbody>\n");
    for row in rows {
        match row {
            Err(note) => {
                html += &format!(
                    "<tr class=\"note\"><td colspan=\"{}\">{note}</td></tr>\n",
                    clients.len()
                );
            }
            Ok(cells) => {
                let cell = |(cell, name): (&Cell, &String)| {
                    let name = html::escaped(name);
                    format!("<td data-client=\"{name}\">{}</td>", cell.join("<br>"))
                };
                let cells: String = cells.iter().zip(clients).map(cell).collect();
                html += &format!("<tr>{cells}</tr>\n");
            }
        }
    }
    html + "</tbody>\n</table>"
}

#[cfg(test)]
mod tests {
    use super::*;

    const TALK: &str = "alice connects\nalice| * Enter your username:\nalice> alice\nbob connects\n\
        # Now they talk.\nalice> <hi>\nalice| <alice> <hi>\nbob| <alice> <hi>\nserver logs x\n";

    #[test]
    fn clients_stand_side_by_side_and_nothing_is_markup() {
        let html = session(TALK, "Two people", &[]).unwrap();
        assert!(html.contains("<th scope=\"col\">alice</th><th scope=\"col\">bob</th>"));
        assert!(
            html.contains("<kbd>&lt;hi&gt;</kbd><br><samp>&lt;alice&gt; &lt;hi&gt;</samp></td>")
        );
        assert!(html.contains("colspan=\"2\">Now they talk.</td>"));
        assert!(html.contains("The server logs x."));
        assert!(html.lines().all(|line| !line.trim().is_empty()), "{html}");
    }

    #[test]
    fn what_is_there_a_thousand_times_is_said() {
        let text = format!("<a> {}b", "x".repeat(1024));
        assert_eq!(shortened(&text), "<a> xxxxxxxx… (1024 × x)b");
        assert_eq!(shortened("* aaa  *"), "* aaa  *");
    }

    #[test]
    fn equal_lines_are_counted() {
        let talk = format!("a connects\n{}", "a| <a> again\n".repeat(50));
        let html = session(&talk, "T", &[]).unwrap();
        assert_eq!(html.matches("again").count(), 1);
        assert!(html.contains("… and 49 times more"), "{html}");
    }

    #[test]
    fn a_page_knows_what_to_run() {
        let alone = session(TALK, "T", &["bob".to_owned()]).unwrap();
        let html = live(&alone, TALK, 5, "two-people");
        let data = "data-stage=\"5\" data-scenario=\"two-people\" data-clients=\"alice bob\">";
        assert!(html.starts_with(&format!("<figure class=\"session alone\" {data}")), "{html}");
        assert!(html.lines().all(|line| !line.trim().is_empty()), "{html}");
    }

    #[test]
    fn one_client_can_be_shown_alone() {
        let html = session(TALK, "T", &["bob".to_owned()]).unwrap();
        assert!(!html.contains("data-client=\"alice\""));
        assert!(session(TALK, "T", &["carol".to_owned()]).is_err());
    }
}
