//! Figures inside of sentences: `{{measured stage6 burst-100 per_cpu}}`.

use crate::bench::Figures;

const OPEN: &str = "{{measured ";

/// Puts the figures into a text; the errors say what there is no figure for.
pub fn fill_in(text: &str, figures: &Figures) -> (String, Vec<String>) {
    let (mut filled, mut errors) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        filled += before;
        let Some((inner, after)) = after.split_once("}}") else {
            errors.push(format!("{OPEN} without its end"));
            rest = after;
            continue;
        };
        match figure(inner, figures) {
            Ok(figure) => filled += &figure,
            Err(why) => errors.push(why),
        }
        rest = after;
    }
    (filled + rest, errors)
}

fn figure(inner: &str, figures: &Figures) -> Result<String, String> {
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

    #[test]
    fn figures_stand_in_sentences() {
        let path = Workspace::find().root().join("tools/workshop/tests/fixtures/results.json");
        let figures = Figures::read(&path).unwrap();
        let text = "At {{measured stage5 burst-100 per_cpu}} a second.";
        let (filled, errors) = fill_in(text, &figures);
        assert!(errors.is_empty() && !filled.contains("{{"), "{filled} {errors:?}");
        assert_ne!(filled, "At  a second.");
        let (_, errors) = fill_in("{{measured stage9 burst-100 per_cpu}}", &figures);
        assert!(errors[0].contains("stage9"), "{errors:?}");
    }
}
