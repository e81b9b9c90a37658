//! What can go wrong in a stage can go wrong in the next.

use std::collections::BTreeMap;

use syn::spanned::Spanned;
use syn::{Fields, Item};

use crate::check;
use crate::source::Source;
use crate::tables::STAGES;

#[test]
fn the_errors_of_a_stage_are_in_the_next() {
    let mut violations = Vec::new();
    let mut before: BTreeMap<String, (String, String)> = BTreeMap::new();
    for stage in STAGES {
        let source = Source::read(format!("{stage}/src/error.rs"));
        let variants = variants(&source);
        if variants.is_empty() {
            violations.push(source.at(1, "there is no enum ChatError with variants"));
        }
        for (name, (fields, place)) in &before {
            match variants.get(name) {
                None => violations.push(format!("{place}: {name} is not in {}", source.path)),
                Some((other, there)) if other != fields => violations
                    .push(format!("{place}: {name}{fields} has other fields at {there}: {other}")),
                Some(_) => {}
            }
        }
        before = variants;
    }
    check("ChatError", &violations);
}

/// The variants of `ChatError`: their fields, and where they are.
fn variants(source: &Source) -> BTreeMap<String, (String, String)> {
    let error = source.tree.items.iter().find_map(|item| match item {
        Item::Enum(item) if item.ident == "ChatError" => Some(item),
        _ => None,
    });
    let variants = error.into_iter().flat_map(|error| &error.variants).map(|variant| {
        let place = format!("{}:{}", source.path, variant.ident.span().start().line);
        (variant.ident.to_string(), (fields(&variant.fields), place))
    });
    variants.collect()
}

/// The fields as they stand in the source, blanks and attributes apart.
fn fields(fields: &Fields) -> String {
    let field = |field: &syn::Field| {
        let name = field.ident.as_ref().map_or_else(String::new, |name| format!("{name}: "));
        let text = field.ty.span().source_text().unwrap_or_default();
        format!("{name}{text}")
    };
    let all: Vec<String> = fields.iter().map(field).collect();
    if all.is_empty() { String::new() } else { format!("({})", all.join(", ")) }
}
