//! The items of a source file and the lines they stand on.

use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Attribute, Fields, ImplItem, Item, ItemImpl, TraitItem, Visibility};

use super::label::{Label, squeezed};

/// All that a directive can name in a file.
#[derive(Debug, Default)]
pub struct Items {
    entries: Vec<(Label, Range<usize>)>,
    /// Everything above the tests.
    shown: Range<usize>,
}

impl Items {
    /// Parses a file; one that is not Rust has no items.
    pub fn of(file: &str, source: &str) -> Result<Self, String> {
        let is_rust = file.rsplit_once('.').is_some_and(|(_, extension)| extension == "rs");
        let mut items = Self { entries: Vec::new(), shown: 0..source.lines().count() };
        if !is_rust {
            return Ok(items);
        }
        let parsed = syn::parse_file(source).map_err(|error| format!("{file}: {error}"))?;
        let docs = source.lines().take_while(|line| line.starts_with("//!")).count();
        items.entries.push((Label::named(&"docs"), 0..docs));
        for item in &parsed.items {
            items.add(item);
        }
        while items.shown.end > 0 && source.lines().nth(items.shown.end - 1) == Some("") {
            items.shown.end -= 1;
        }
        Ok(items)
    }

    /// Everything above the tests.
    pub fn shown(&self) -> Range<usize> {
        self.shown.clone()
    }

    /// The lines of all items that are written like this.
    pub fn find(&self, name: &str) -> Vec<Range<usize>> {
        let wanted = Label::parse(name);
        let found = self.entries.iter().filter(|(label, _)| label.is_meant_by(&wanted));
        merged(found.map(|(_, range)| range.clone()).collect())
    }

    pub fn names(&self) -> String {
        let mut names: Vec<String> =
            self.entries.iter().map(|(label, _)| label.to_string()).collect();
        names.dedup();
        names.join(", ")
    }

    fn add(&mut self, item: &Item) {
        let range = lines(item.attrs(), item.span());
        if item.is_test() {
            self.shown.end = self.shown.end.min(range.start);
            return;
        }
        match item {
            Item::Impl(block) => return self.add_impl(block, range),
            Item::Struct(of) => self.add_fields(&of.ident.to_string(), &of.fields),
            Item::Enum(of) => {
                for variant in &of.variants {
                    let range = lines(&variant.attrs, variant.span());
                    self.member(Label::named(&of.ident), &variant.ident, range);
                }
            }
            Item::Trait(of) => {
                for inner in &of.items {
                    if let TraitItem::Fn(method) = inner {
                        let range = lines(&method.attrs, method.span());
                        self.member(Label::named(&of.ident), &method.sig.ident, range);
                    }
                }
            }
            _ => {}
        }
        if let Some(name) = item.name() {
            self.entries.push((Label::named(&name), range));
        }
    }

    fn add_fields(&mut self, owner: &str, fields: &Fields) {
        for field in fields {
            if let Some(name) = &field.ident {
                let range = lines(&field.attrs, field.span());
                self.member(Label::named(&owner), name, range);
            }
        }
    }

    fn add_impl(&mut self, block: &ItemImpl, range: Range<usize>) {
        let of_trait = block.trait_.as_ref().map(|(_, path, _)| squeezed(path));
        let owner = squeezed(&block.self_ty);
        let label = Label { of_trait, is_impl: true, owner, member: None };
        for inner in &block.items {
            let (name, range) = match inner {
                ImplItem::Fn(of) => (of.sig.ident.to_string(), lines(&of.attrs, of.span())),
                ImplItem::Const(of) => (of.ident.to_string(), lines(&of.attrs, of.span())),
                ImplItem::Type(of) => (of.ident.to_string(), lines(&of.attrs, of.span())),
                _ => continue,
            };
            // A method of an inherent impl needs no `impl` before its name.
            let is_impl = label.of_trait.is_some();
            self.member(Label { is_impl, ..label.clone() }, &name, range);
        }
        self.entries.push((label, range));
    }

    fn member(&mut self, label: Label, name: &impl ToString, range: Range<usize>) {
        self.entries.push((Label { member: Some(name.to_string()), ..label }, range));
    }
}

/// What the parser's items have in common.
pub trait Shared {
    fn attrs(&self) -> &[Attribute];
    fn name(&self) -> Option<String>;
    fn is_test(&self) -> bool;
}

impl Shared for Item {
    fn attrs(&self) -> &[Attribute] {
        match self {
            Self::Const(of) => &of.attrs,
            Self::Enum(of) => &of.attrs,
            Self::Fn(of) => &of.attrs,
            Self::Impl(of) => &of.attrs,
            Self::Mod(of) => &of.attrs,
            Self::Static(of) => &of.attrs,
            Self::Struct(of) => &of.attrs,
            Self::Trait(of) => &of.attrs,
            Self::Type(of) => &of.attrs,
            Self::Use(of) => &of.attrs,
            _ => &[],
        }
    }

    fn name(&self) -> Option<String> {
        Some(match self {
            Self::Const(of) => of.ident.to_string(),
            Self::Enum(of) => of.ident.to_string(),
            Self::Fn(of) => of.sig.ident.to_string(),
            Self::Mod(_) => "mods".to_owned(),
            Self::Static(of) => of.ident.to_string(),
            Self::Struct(of) => of.ident.to_string(),
            Self::Trait(of) => of.ident.to_string(),
            Self::Type(of) => of.ident.to_string(),
            Self::Use(of) if matches!(of.vis, Visibility::Public(_)) => "mods".to_owned(),
            Self::Use(_) => "uses".to_owned(),
            _ => return None,
        })
    }

    fn is_test(&self) -> bool {
        let is_cfg_test = |attr: &Attribute| squeezed(attr).contains("cfg(test)");
        matches!(self, Self::Mod(of) if of.attrs.iter().any(is_cfg_test))
    }
}

/// From the first of the attributes, which doc comments are, to the end.
fn lines(attrs: &[Attribute], span: Span) -> Range<usize> {
    let starts = attrs.iter().map(|attr| attr.span().start().line);
    let start = starts.chain([span.start().line]).min().unwrap_or(1);
    start - 1..span.end().line
}

/// Neighbours become one range.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
//! Docs.

use std::fmt;

/// A room.
pub struct Room<T> {
    /// Its name.
    name: T,
}

impl<T> Room<T> {
    const MOST: u8 = 1;

    /// Says hello.
    pub fn hello(&self) {}
}

impl From<u8> for Room<u8> {
    fn from(name: u8) -> Self {
        Self { name }
    }
}

#[cfg(test)]
mod tests {}
";

    fn found(name: &str) -> Vec<Range<usize>> {
        Items::of("room.rs", SOURCE).unwrap().find(name)
    }

    #[test]
    #[allow(clippy::single_range_in_vec_init, reason = "it is a list of ranges")]
    fn items_are_found_with_their_docs() {
        assert_eq!(found("docs"), [0..1]);
        assert_eq!(found("uses"), [2..3]);
        assert_eq!(found("Room"), [4..9]);
        assert_eq!(found("Room::name"), [6..8]);
        assert_eq!(found("Room::hello"), [13..15]);
        assert_eq!(found("impl Room"), [10..16]);
        assert_eq!(found("impl<T> Room<T>"), [10..16]);
        assert_eq!(found("impl From for Room"), [17..22]);
        assert_eq!(found("impl From<u8> for Room::from"), [18..21]);
        assert!(found("Rooms").is_empty());
    }

    #[test]
    fn tests_are_not_shown() {
        let items = Items::of("room.rs", SOURCE).unwrap();
        assert_eq!(items.shown(), 0..22);
    }
}
