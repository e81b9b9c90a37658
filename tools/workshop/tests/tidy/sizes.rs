//! How long files and functions are.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, ImplItemFn, ItemFn, Signature, TraitItemFn};

use crate::check;
use crate::source::{Source, of_workspace};
use crate::tables::{FILE_LINES, FUNCTION_LINES, MAIN_LINES};

#[test]
fn a_file_is_short() {
    let mut violations = Vec::new();
    for source in of_workspace() {
        let is_main = source.path.starts_with("stage") && source.path.ends_with("/src/main.rs");
        let most = if is_main { MAIN_LINES } else { FILE_LINES };
        let lines = source.text.lines().count();
        if lines > most {
            violations.push(source.at(most + 1, &format!("{lines} lines of at most {most}")));
        }
    }
    check("the length of a file", &violations);
}

#[test]
fn a_function_is_short() {
    let mut violations = Vec::new();
    for source in of_workspace() {
        let mut functions = Functions { source: &source, violations: &mut violations };
        functions.visit_file(&source.tree);
    }
    check("the length of a function", &violations);
}

struct Functions<'a> {
    source: &'a Source,
    violations: &'a mut Vec<String>,
}

impl Functions<'_> {
    /// Counts neither the comment nor the attributes above the function.
    fn measure(&mut self, signature: &Signature, block: &Block) {
        let first = signature.span().start().line;
        let lines = block.span().end().line + 1 - first;
        if lines > FUNCTION_LINES {
            let what = format!("fn {}: {lines} lines of at most {FUNCTION_LINES}", signature.ident);
            self.violations.push(self.source.at(first, &what));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        if let Some(block) = &item.default {
            self.measure(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}
