//! How deep statements are nested.
//!
//! The statements of a function's own body are at level 0. Each block in
//! braces is one level deeper than what it stands in, whether it belongs to an
//! `if`, a loop, a closure, an `async`, a `let … else` or to nothing; so are
//! the arms of a `match`. An `else if` is as deep as its `if`. A closure or an
//! arm without braces adds no level of its own, and neither do line breaks
//! inside an expression: they are layout, not logic.

use std::mem;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, ExprMatch, ImplItemFn, ItemFn, TraitItemFn};

use crate::check;
use crate::source::of_workspace;
use crate::tables::LEVELS;

#[test]
fn statements_are_not_deep() {
    let mut violations = Vec::new();
    for source in of_workspace() {
        violations.extend(
            deep(&source.tree).into_iter().map(|(line, level)| {
                source.at(line, &format!("level {level} of at most {LEVELS}"))
            }),
        );
    }
    check("the nesting of a function", &violations);
}

/// Where blocks are too deep: the line that opens them, and their level.
fn deep(tree: &syn::File) -> Vec<(usize, usize)> {
    let mut levels = Levels { level: 0, deep: Vec::new() };
    levels.visit_file(tree);
    levels.deep
}

struct Levels {
    level: usize,
    deep: Vec<(usize, usize)>,
}

impl Levels {
    fn enter(&mut self, line: usize, visit: impl FnOnce(&mut Self)) {
        self.level += 1;
        if self.level == LEVELS + 1 {
            self.deep.push((line, self.level));
        }
        visit(self);
        self.level -= 1;
    }

    /// A function inside another starts anew.
    fn body(&mut self, block: &Block) {
        let outer = mem::take(&mut self.level);
        visit::visit_block(self, block);
        self.level = outer;
    }
}

impl<'ast> Visit<'ast> for Levels {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.body(&item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.body(&item.block);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        item.default.iter().for_each(|block| self.body(block));
    }

    fn visit_block(&mut self, block: &'ast Block) {
        if block.stmts.is_empty() {
            return;
        }
        self.enter(block.span().start().line, |levels| visit::visit_block(levels, block));
    }

    fn visit_expr_match(&mut self, expression: &'ast ExprMatch) {
        self.visit_expr(&expression.expr);
        for arm in &expression.arms {
            self.enter(arm.span().start().line, |levels| visit::visit_arm(levels, arm));
        }
    }
}

#[test]
fn levels_are_counted_as_described() {
    let four = "fn f() { for a in b { match a { C => { if d { e(); } } } } }";
    assert_eq!(deep(&parse(four)), []);
    let five = "fn f() {\n loop {\n match a {\n B => {\n if c {\n if d {\n e(); } } } } } }";
    assert_eq!(deep(&parse(five)), [(6, 5)]);
    let chain = "fn f() { if a { } else if b { if c { || { d(|| { 1 }) } } } }";
    assert_eq!(deep(&parse(chain)), []);
}

fn parse(code: &str) -> syn::File {
    syn::parse_file(code).unwrap_or_else(|error| panic!("{error}"))
}
