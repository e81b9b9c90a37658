//! Which lines of a file a directive means.

use std::ops::Range;

use super::items::Items;

/// Items by name, and perhaps a part of them by text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    pub items: Vec<String>,
    pub part: Option<Part>,
}

/// From the first line that holds one text to the next that holds the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    pub first: Option<String>,
    pub last: Option<String>,
}

impl Selection {
    /// Reads `Room::admit, Room::name "first" .. "last"`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let marks = [text.find('"'), text.find("..")];
        let quotes = marks.into_iter().flatten().min().unwrap_or(text.len());
        let (names, part) = text.split_at(quotes);
        let items = split_names(names);
        let part = part.trim();
        let part = if part.is_empty() { None } else { Some(Part::parse(part)?) };
        if part.is_some() && items.len() > 1 {
            return Err(format!("a part is of one item, not of {}", items.join(", ")));
        }
        Ok(Self { items, part })
    }

    /// The lines of `source` that are meant, by index.
    pub fn lines(&self, source: &str, items: &Items) -> Result<Vec<Range<usize>>, String> {
        if let Some(name) = self.items.iter().find(|name| items.find(name).is_empty()) {
            return Err(format!("there is no item {name}; there are {}", items.names()));
        }
        self.known_lines(source, items)
    }

    /// The same, of those items that are there.
    pub fn known_lines(&self, source: &str, items: &Items) -> Result<Vec<Range<usize>>, String> {
        let mut ranges: Vec<Range<usize>> =
            self.items.iter().flat_map(|name| items.find(name)).collect();
        if self.items.is_empty() {
            ranges.push(items.shown());
        }
        let Some(part) = &self.part else { return Ok(ranges) };
        let lines: Vec<&str> = source.lines().collect();
        let part = ranges.into_iter().find_map(|range| part.within(&lines, range));
        part.map(|range| vec![range]).ok_or_else(|| format!("no such part: {:?}", self.part))
    }
}

impl Part {
    fn parse(text: &str) -> Result<Self, String> {
        let (first, rest) = quoted(text)?;
        let rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(Self { last: first.clone(), first });
        }
        let rest = rest.strip_prefix("..").ok_or_else(|| format!("expected .. before {rest:?}"))?;
        let (last, rest) = quoted(rest.trim_start())?;
        if !rest.trim().is_empty() {
            return Err(format!("unexpected {rest:?}"));
        }
        Ok(Self { first, last })
    }

    /// The part of these lines, if both texts are there in this order.
    pub fn within(&self, lines: &[&str], range: Range<usize>) -> Option<Range<usize>> {
        let find = |from: usize, text: &str| {
            (from..range.end).find(|&line| lines.get(line).is_some_and(|line| line.contains(text)))
        };
        let start = match &self.first {
            Some(text) => find(range.start, text)?,
            None => range.start,
        };
        let end = match &self.last {
            Some(text) => find(start, text)? + 1,
            None => range.end,
        };
        Some(start..end)
    }
}

/// A text in quotes, in which `\"` stands for a quote, and what follows it.
fn quoted(text: &str) -> Result<(Option<String>, &str), String> {
    let Some(inner) = text.strip_prefix('"') else { return Ok((None, text)) };
    let mut unquoted = String::new();
    let mut characters = inner.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Ok((Some(unquoted), &inner[index + 1..])),
            '\\' => unquoted.extend(characters.next().map(|(_, escaped)| escaped)),
            other => unquoted.push(other),
        }
    }
    Err(format!("a quote is missing after {inner:?}"))
}

/// Splits at the commas that stand outside of `<…>`.
fn split_names(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut depth = 0;
    for character in text.chars() {
        match character {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        match names.last_mut() {
            Some(name) if character != ',' || depth > 0 => name.push(character),
            _ => names.push(String::new()),
        }
    }
    names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_a_part() {
        let items = Selection::parse("Chat::login, Map<K, V>").unwrap().items;
        assert_eq!(items, ["Chat::login", "Map<K, V>"]);
        assert!(Selection::parse("Chat::login, Chat \"id\"").is_err());
        let selection = Selection::parse(r#"Chat::login "let \"id\"" .. "end""#).unwrap();
        assert_eq!(selection.items, ["Chat::login"]);
        let part = selection.part.unwrap();
        assert_eq!(part.first.as_deref(), Some("let \"id\""));
        assert_eq!(part.last.as_deref(), Some("end"));
    }

    #[test]
    fn open_ends_and_single_lines() {
        let part = |text| Selection::parse(text).unwrap().part.unwrap();
        let lines = ["a", "b", "c", "b"];
        assert_eq!(part("x \"b\" ..").within(&lines, 0..4), Some(1..4));
        assert_eq!(part(".. \"b\"").within(&lines, 0..4), Some(0..2));
        assert_eq!(part("x .. \"b\"").within(&lines, 0..4), Some(0..2));
        assert_eq!(part("\"c\"").within(&lines, 0..4), Some(2..3));
        assert_eq!(part("\"c\" .. \"a\"").within(&lines, 0..4), None);
    }

    #[test]
    fn an_open_quote_is_refused() {
        assert!(Selection::parse("x \"b").is_err());
        assert!(Selection::parse("x \"b\" to \"c\"").is_err());
    }
}
