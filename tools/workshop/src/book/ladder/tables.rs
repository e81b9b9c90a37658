//! The ladder's tables. A narrow page has room for them: what is long stands in rows of its own.

use load::plot::trimmed;

use super::super::html::{self, escaped};
use super::{Ladder, Measured, Outcome, Rung, Share};

/// Those beside whom the tuned server was measured.
const BESIDE: [&str; 4] = ["tuned", "stage 6", "floor", "nats"];

impl Ladder {
    /// All rungs, with a row for each scenario.
    pub fn table(&self) -> String {
        let rungs = self.rungs.iter().map(Rung::rows).collect();
        let scenarios: Vec<String> =
            self.scenarios.iter().map(|(name, what)| format!("{name}: {what}")).collect();
        let caption = format!(
            "What was tried, each beside the try before it: medians, and ranges of all rounds. Of \
             deliveries more is better, of all else less. {}. {}",
            escaped(&scenarios.join("; ")),
            self.source()
        );
        figure(&caption, &["scenario", "before", "after", "ratio"], rungs)
    }

    /// Where the time goes in stage 6 and in the tuned server.
    pub fn profile(&self) -> Result<String, String> {
        if self.shares.is_empty() {
            return Err("the ladder has no profile".to_owned());
        }
        let caption = "Where the processor time of a burst goes.";
        let rows = vec![self.shares.iter().map(Share::row).collect::<Vec<_>>().join("\n")];
        Ok(figure(caption, &["what", "stage 6", "tuned"], rows))
    }

    /// What the whole ladder came to, beside others and beside what was aimed at.
    pub fn outcomes(&self) -> Result<String, String> {
        if self.results.is_empty() {
            return Err("the ladder has no results".to_owned());
        }
        let rows = self.results.iter().map(|outcome| {
            let what = self.scenarios.get(&outcome.scenario).map_or("", String::as_str);
            outcome.rows(what)
        });
        let caption = "The whole ladder beside others, medians and ranges, and what was aimed at.";
        Ok(figure(caption, &BESIDE, rows.collect()))
    }
}

impl Rung {
    fn rows(&self) -> String {
        let lines = format!("{:+}", self.lines).replace('-', "−");
        let end = if self.kept { "kept" } else { "taken out again" };
        let note = self.note.as_ref().map_or_else(String::new, |note| format!(" {note}."));
        let head = format!(
            "<strong>{}</strong> · {lines} lines · {end}<br>{}.{}",
            escaped(&self.name),
            escaped(self.what.trim_end_matches('.')),
            escaped(&note.replace("..", "."))
        );
        let rows = self.measured.iter().map(Measured::row);
        std::iter::once(wide(4, &head)).chain(rows).collect::<Vec<_>>().join("\n")
    }
}

impl Measured {
    fn row(&self) -> String {
        let Self { scenario, unit, rounds, before, before_range, after, after_range, .. } = self;
        let ratios = self.ratio_range.as_ref();
        row(&[
            format!("{}<br>{}, {}", escaped(scenario), escaped(unit), counted(*rounds)),
            trimmed(*before) + &range(before_range),
            trimmed(*after) + &range(after_range),
            format!("{:.2}{}", self.ratio, ratios.map(range).unwrap_or_default()),
        ])
    }
}

impl Share {
    fn row(&self) -> String {
        let bar = |share: f64| {
            let percent = share * 100.0;
            format!("{percent:.0} %<span class=\"share\" style=\"width:{percent:.0}%\"></span>")
        };
        row(&[escaped(&self.what), bar(self.stage6), bar(self.tuned)])
    }
}

impl Outcome {
    fn rows(&self, what: &str) -> String {
        let cell = |value: Option<f64>, of: Option<[f64; 2]>| {
            let ranges = of.as_ref().map(range).unwrap_or_default();
            value.map_or_else(|| "–".to_owned(), |value| trimmed(value) + &ranges)
        };
        let head = format!(
            "<strong>{}</strong> · {}, {}<br>{}",
            escaped(&self.scenario),
            escaped(&self.unit),
            counted(self.rounds),
            escaped(what)
        );
        let cells = [
            cell(Some(self.tuned), Some(self.tuned_range)),
            cell(self.stage6, self.stage6_range),
            cell(self.floor, self.floor_range),
            cell(self.nats, self.nats_range),
        ];
        let end = if self.reached { "reached" } else { "missed" };
        let why = self.why.as_ref().map_or_else(String::new, |why| format!(". {why}"));
        let foot =
            format!("Target {}: <strong>{end}</strong>{}", escaped(&self.target), escaped(&why));
        [wide(4, &head), row(&cells), wide(4, &foot)].join("\n")
    }
}

/// A table in which each group has a body of its own.
fn figure(caption: &str, heads: &[&str], groups: Vec<String>) -> String {
    let heads: Vec<String> =
        heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let bodies: Vec<String> =
        groups.into_iter().map(|rows| format!("<tbody>\n{rows}\n</tbody>")).collect();
    let table = format!(
        "<table>\n<thead><tr>{}</tr></thead>\n{}\n</table>",
        heads.concat(),
        bodies.join("\n")
    );
    html::figure("ladder", caption, &table)
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
    format!("<tr>{}</tr>", cells.concat())
}

/// A row of one cell, for what is long.
fn wide(columns: usize, html: &str) -> String {
    format!("<tr class=\"wide\"><td colspan=\"{columns}\">{html}</td></tr>")
}

fn range([low, high]: &[f64; 2]) -> String {
    format!("<br><small>{} – {}</small>", trimmed(*low), trimmed(*high))
}

fn counted(rounds: u32) -> String {
    if rounds == 1 { "1 round".to_owned() } else { format!("{rounds} rounds") }
}
