//! Plans for those who teach with the book.

use std::path::Path;

use serde::Deserialize;

use super::html;
use super::page::read;

/// What happens in a workshop, and how long it takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    slot_minutes: u32,
    #[serde(rename = "item")]
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    minutes: u32,
    title: String,
    /// A page of the book.
    #[serde(default)]
    page: Option<String>,
    /// What the speaker says, shows and types.
    #[serde(default)]
    notes: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Talk,
    Live,
    Exercise,
    Break,
}

impl Plan {
    /// Reads a plan that fits its slot.
    pub fn load(root: &Path, name: &str) -> Result<Self, String> {
        let text = read(&root.join("book/plans").join(format!("{name}.toml")))?;
        Self::parse(&text).map_err(|why| format!("plan {name}: {why}"))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let plan: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let (sum, slot) = (plan.minutes(), plan.slot_minutes);
        if sum > slot {
            return Err(format!("its items take {sum} minutes, but the slot has {slot}"));
        }
        Ok(plan)
    }

    fn minutes(&self) -> u32 {
        self.items.iter().map(|item| item.minutes).sum()
    }

    /// The plan as a table; `to_root` leads from the page to the book's root.
    pub fn table(&self, to_root: &str) -> String {
        let mut body = "<table>\n<thead><tr><th scope=\"col\">from</th><th scope=\"col\">minutes\
            </th><th scope=\"col\">what</th><th scope=\"col\">how</th></tr></thead>\n<tbody>\n"
            .to_owned();
        let mut start = 0;
        for item in &self.items {
            let from = format!("{}:{:02}", start / 60, start % 60);
            body += &format!("<tr><td>{from}</td>{}</tr>\n", item.cells(to_root));
            start += item.minutes;
        }
        let (sum, spare) = (self.minutes(), self.slot_minutes - self.minutes());
        body += &format!(
            "</tbody>\n<tfoot><tr><td></td><td>{sum}</td><td colspan=\"2\">of {}; {spare} to spare\
             </td></tr></tfoot>\n</table>",
            self.slot_minutes
        );
        html::figure("plan", "Minute by minute", &body)
    }
}

impl Item {
    fn cells(&self, to_root: &str) -> String {
        let title = html::escaped(&self.title);
        let title = match &self.page {
            Some(page) => {
                let page = page.replace(".md", ".html");
                format!("<a href=\"{to_root}{page}\">{title}</a>")
            }
            None => title,
        };
        let notes = html::escaped(&self.notes.split_whitespace().collect::<Vec<_>>().join(" "));
        let notes = if notes.is_empty() { notes } else { format!("<br><small>{notes}</small>") };
        let kind = match self.kind {
            Kind::Talk => "talk",
            Kind::Live => "live coding",
            Kind::Exercise => "exercise",
            Kind::Break => "break",
        };
        format!("<td>{}</td><td>{title}{notes}</td><td>{kind}</td>", self.minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TALK: &str = "[[item]]\nminutes = 20\ntitle = \"Rc\"\nkind = \"talk\"\n";

    #[test]
    fn a_plan_that_exceeds_its_slot_is_refused() {
        let plan = |slot| Plan::parse(&format!("slot_minutes = {slot}\n{TALK}{TALK}"));
        assert!(plan(40).is_ok());
        let why = plan(39).unwrap_err();
        assert!(why.contains("40 minutes") && why.contains("39"), "{why}");
    }
}
