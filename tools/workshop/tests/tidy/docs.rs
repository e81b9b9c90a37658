//! Every type says why it exists.

use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item, ItemMod, Visibility};

use crate::check;
use crate::source::{is_for_tests, of_stages};

#[test]
fn every_type_says_why_it_exists() {
    let mut violations = Vec::new();
    for source in of_stages().iter().filter(|source| source.path.contains("/src/")) {
        let mut types = Types(Vec::new());
        types.visit_file(&source.tree);
        let silent = types.0.into_iter();
        violations
            .extend(silent.map(|(line, name)| source.at(line, &format!("{name} has no ///"))));
    }
    check("comments on types", &violations);
}

/// The types that are not private and have no comment.
struct Types(Vec<(usize, Ident)>);

impl<'ast> Visit<'ast> for Types {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item(&mut self, item: &'ast Item) {
        let found: Option<(&Visibility, &[Attribute], &Ident)> = match item {
            Item::Struct(item) => Some((&item.vis, &item.attrs, &item.ident)),
            Item::Enum(item) => Some((&item.vis, &item.attrs, &item.ident)),
            Item::Trait(item) => Some((&item.vis, &item.attrs, &item.ident)),
            Item::Type(item) => Some((&item.vis, &item.attrs, &item.ident)),
            _ => None,
        };
        if let Some((visibility, attributes, name)) = found
            && !matches!(visibility, Visibility::Inherited)
            && !attributes.iter().any(|attribute| attribute.path().is_ident("doc"))
        {
            self.0.push((name.span().start().line, name.clone()));
        }
        visit::visit_item(self, item);
    }
}
