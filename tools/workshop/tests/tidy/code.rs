//! Words that code may not contain. These tests read tokens and not the tree,
//! so that they see into macros as well.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Visibility};

use crate::check;
use crate::source::{Source, of_stages, of_workspace};

/// A token with its line: a word, a sign, or a bracket, without nesting.
type Flat = (String, usize);

/// All tokens of a file. A literal is `""`, so that no text looks like code.
fn flat(source: &Source) -> Vec<Flat> {
    let stream: TokenStream =
        source.text.parse().unwrap_or_else(|error| panic!("{}: {error}", source.path));
    let mut tokens = Vec::new();
    flatten(stream, &mut tokens);
    tokens
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Flat>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                tokens.push((open.to_owned(), line));
                flatten(group.stream(), tokens);
                tokens.push((close.to_owned(), group.span_close().start().line));
            }
            TokenTree::Literal(_) => tokens.push(("\"\"".to_owned(), line)),
            other => tokens.push((other.to_string(), line)),
        }
    }
}

/// The lines where these tokens follow each other.
fn lines_with(tokens: &[Flat], wanted: &[&str]) -> Vec<usize> {
    let matches =
        |window: &&[Flat]| window.iter().map(|token| token.0.as_str()).eq(wanted.iter().copied());
    tokens.windows(wanted.len()).filter(matches).map(|window| window[0].1).collect()
}

/// Violations wherever these tokens follow each other.
fn find(sources: &[Source], wanted: &[&str], tests_too: bool) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources {
        for line in lines_with(&flat(source), wanted) {
            if tests_too || !source.is_test(line) {
                violations.push(source.at(line, &wanted.concat()));
            }
        }
    }
    violations
}

#[test]
fn nothing_is_left_to_do() {
    let sources = of_workspace();
    let macros = ["todo", "unimplemented", "dbg"];
    let found = macros.map(|name| find(&sources, &[name, "!"], true));
    check("no todo!, unimplemented!, dbg!", &found.concat());
}

#[test]
fn nothing_panics_on_purpose_outside_tests() {
    // The test kit exists for tests: there, a panic is the result.
    let mut sources = of_workspace();
    sources.retain(|source| !source.path.starts_with("tools/testkit/"));
    let methods = ["unwrap", "expect"];
    let found = methods.map(|name| find(&sources, &[".", name, "("], false));
    check("no .unwrap(), no .expect()", &found.concat());
}

#[test]
fn nothing_in_a_stage_is_unsafe() {
    check("no unsafe", &find(&of_stages(), &["unsafe"], true));
}

#[test]
fn no_module_is_somewhere_else() {
    check("no #[path]", &find(&of_workspace(), &["#", "[", "path"], true));
}

#[test]
fn whatever_is_thrown_away_has_a_reason() {
    let mut violations = Vec::new();
    for source in of_workspace() {
        let tokens = flat(&source);
        let lines = ["=", ":"].map(|sign| lines_with(&tokens, &["let", "_", sign])).concat();
        for line in lines {
            // Several in a row may share the comment above the first.
            let is_another = |&line: &usize| source.line(line).trim_start().starts_with("let _");
            let above = (1..line).rev().find(|line| !is_another(line)).unwrap_or(0);
            let explained = source.line(above).trim_start().starts_with("//");
            if !explained && !source.line(line).contains("// ") {
                violations.push(source.at(line, "let _ without a comment why"));
            }
        }
    }
    check("let _ =", &violations);
}

#[test]
fn whatever_is_allowed_has_a_reason() {
    let mut violations = Vec::new();
    for source in of_workspace() {
        let mut attributes = Attributes(Vec::new());
        attributes.visit_file(&source.tree);
        let wrong = attributes.0.into_iter();
        violations.extend(wrong.map(|(line, what)| source.at(line, what)));
    }
    check("allow and expect", &violations);
}

/// Attributes that allow what they may not, or do not say why.
struct Attributes(Vec<(usize, &'static str)>);

impl<'ast> Visit<'ast> for Attributes {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let mut tokens = Vec::new();
        if let syn::Meta::List(list) = &attribute.meta {
            flatten(list.tokens.clone(), &mut tokens);
        }
        let has = |word: &str| {
            attribute.path().is_ident(word) || tokens.iter().any(|token| token.0 == word)
        };
        let is_lint = ["allow", "expect", "cfg_attr"].iter().any(|w| attribute.path().is_ident(w));
        if is_lint && (has("allow") || has("expect")) {
            let line = attribute.pound_token.span.start().line;
            if has("dead_code") || has("unused") {
                self.0.push((line, "unused code is allowed"));
            } else if !has("reason") {
                self.0.push((line, "allow or expect without a reason"));
            }
        }
        visit::visit_attribute(self, attribute);
    }
}

#[test]
fn the_modules_of_a_stage_are_private() {
    let mut violations = Vec::new();
    for source in of_stages().iter().filter(|source| source.path.ends_with("/src/lib.rs")) {
        for item in &source.tree.items {
            if let Item::Mod(module) = item
                && !matches!(module.vis, Visibility::Inherited)
            {
                let line = module.ident.span().start().line;
                violations.push(source.at(line, &format!("mod {} is not private", module.ident)));
            }
        }
    }
    check("private modules", &violations);
}
