//! Figures inside of sentences: `{{measured stage6 burst-100 per_cpu}}`, `{{lines encore/broker}}`,
//! `{{runtime spawn own}}`, `{{ladder journal lines}}`.

use std::path::Path;

use super::ladder::Ladder;
use super::lines;
use super::runtime_bench::RuntimeBench;
use super::sources::Sources;
use crate::bench::Figures;

/// What may follow two braces.
const WORDS: [&str; 4] = ["measured", "lines", "runtime", "ladder"];

/// Where the figures come from.
pub struct Inline<'a> {
    pub root: &'a Path,
    pub sources: &'a Sources,
    pub figures: &'a Figures,
}

impl Inline<'_> {
    /// Puts the figures into a text; the errors say what there is no figure for.
    pub fn fill_in(&self, text: &str) -> (String, Vec<String>) {
        let (mut filled, mut errors) = (String::new(), Vec::new());
        let mut rest = text;
        while let Some((before, word, after)) = opened(rest) {
            filled += before;
            let Some((inner, after)) = after.split_once("}}") else {
                errors.push(format!("{{{{{word} without its end"));
                rest = after;
                continue;
            };
            match self.figure(word, inner) {
                Ok(figure) => filled += &figure,
                Err(why) => errors.push(why),
            }
            rest = after;
        }
        (filled + rest, errors)
    }

    fn figure(&self, word: &str, inner: &str) -> Result<String, String> {
        match word {
            "measured" => measured(inner, self.figures),
            "runtime" => RuntimeBench::load(self.root)?.figure(inner),
            "ladder" => Ladder::load(self.root)?.figure(inner),
            _ => {
                let found = self.sources.named(inner.trim());
                let package = found.ok_or_else(|| format!("there is no crate {inner:?}"))?;
                lines::of(package).map(lines::grouped)
            }
        }
    }
}

/// The first figure that is asked for: what stands before it, its word, and what stands behind.
fn opened(text: &str) -> Option<(&str, &str, &str)> {
    let marks = WORDS.iter().filter_map(|word| {
        let mark = format!("{{{{{word} ");
        text.find(&mark).map(|at| (at, *word, at + mark.len()))
    });
    let (at, word, after) = marks.min()?;
    Some((&text[..at], word, &text[after..]))
}

fn measured(inner: &str, figures: &Figures) -> Result<String, String> {
    let words: Vec<&str> = inner.split_whitespace().collect();
    match words[..] {
        [server, key, metric] => figures.median(server, None, key, metric),
        [server, "/", other, key, metric] => figures.median(server, Some(other), key, metric),
        _ => Err(format!("{inner:?} is not SERVER SCENARIO METRIC or ONE / OTHER SCENARIO METRIC")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    fn filled(text: &str) -> (String, Vec<String>) {
        let workspace = Workspace::find();
        let path = workspace.root().join("tools/workshop/tests/fixtures/results.json");
        let (sources, figures) =
            (Sources::read(&workspace).unwrap(), Figures::read(&path).unwrap());
        Inline { root: workspace.root(), sources: &sources, figures: &figures }.fill_in(text)
    }

    #[test]
    fn figures_stand_in_sentences() {
        let (text, errors) = filled("At {{measured stage5 burst-100 per_cpu}} a second.");
        assert!(errors.is_empty() && !text.contains("{{"), "{text} {errors:?}");
        assert_ne!(text, "At  a second.");
        let (_, errors) = filled("{{measured stage9 burst-100 per_cpu}}");
        assert!(errors[0].contains("stage9"), "{errors:?}");
    }

    #[test]
    fn lines_stand_in_sentences_too() {
        let (text, errors) = filled("{{lines stage1-tcp}} and {{lines encore/broker}}, {{lined}}");
        let (first, rest) = text.split_once(" and ").unwrap();
        let (second, rest) = rest.split_once(", ").unwrap();
        assert!(errors.is_empty() && rest == "{{lined}}", "{text} {errors:?}");
        let number = |text: &str| text.replace(lines::THIN, "").parse::<u32>().unwrap();
        assert!(number(first) > 100 && number(second) > number(first), "{text}");
        assert!(filled("{{lines stage9}}").1[0].contains("stage9"));
        assert!(filled("{{lines stage1-tcp").1[0].contains("without its end"));
    }
}
