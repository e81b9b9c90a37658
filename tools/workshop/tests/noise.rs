//! Which changed lines count as noise, on small stages of one or two files.

use workshop::{NoiseKind, Sources, Step};

fn sources(files: &[(&str, &str)]) -> Sources {
    let files = files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned()));
    Sources { label: String::new(), files: files.collect() }
}

fn noise_of(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<(NoiseKind, String)> {
    let noise = Step::between(&sources(old), &sources(new)).noise();
    let shown = noise.into_iter().map(|line| {
        let sign = if line.is_added { '+' } else { '-' };
        (line.kind, format!("{}{sign}{} {}", line.file, line.number, line.text.trim()))
    });
    shown.collect()
}

fn noise(old: &str, new: &str) -> Vec<(NoiseKind, String)> {
    noise_of(&[("a", old)], &[("a", new)])
}

fn expect(found: &[(NoiseKind, String)], kind: NoiseKind, lines: &[&str]) {
    let expected: Vec<_> = lines.iter().map(|&line| (kind, line.to_owned())).collect();
    assert_eq!(found, expected);
}

#[test]
fn real_changes_are_no_noise() {
    assert_eq!(noise("let users = Rc::new(1);\n", "let users = Arc::new(1);\n"), []);
    assert_eq!(noise("one();\n", "one();\ntwo_more_things();\n"), []);
    assert_eq!(noise("one();\ntwo_more_things();\n", "one();\n"), []);
    assert_eq!(noise("same();\n", "same();\n"), []);
}

#[test]
fn another_indentation_is_reformatting() {
    let found = noise("work();\n}\n", "loop {\n    work();\n    }\n}\n");
    expect(&found, NoiseKind::Reformatted, &["a-1 work();", "a+2 work();"]);
}

#[test]
fn other_line_breaks_are_reformatting() {
    let found = noise("call(one, two);\n", "call(\n    one,\n    two,\n);\n");
    let lines = ["a-1 call(one, two);", "a+1 call(", "a+2 one,", "a+3 two,", "a+4 );"];
    expect(&found, NoiseKind::Reformatted, &lines);
    let found = noise("call(\n    one,\n    two,\n);\n", "call(one, two);\n");
    let lines = ["a-1 call(", "a-2 one,", "a-3 two,", "a-4 );", "a+1 call(one, two);"];
    expect(&found, NoiseKind::Reformatted, &lines);
    assert_eq!(noise("call(one, two);\n", "call(\n    one,\n    2,\n);\n"), []);
}

#[test]
fn a_moved_line_counts_on_both_sides_and_once() {
    let line = "remember_the_milk();\n";
    let old = [("a", &*format!("{line}keep();\n")), ("b", "stay();\n")];
    let twice = format!("stay();\n{line}{line}");
    let found = noise_of(&old, &[("a", "keep();\n"), ("b", &twice)]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0], (NoiseKind::Moved, "a-1 remember_the_milk();".to_owned()));
    assert_eq!(found[1].0, NoiseKind::Moved);
}

#[test]
fn what_moves_to_a_new_file_is_not_counted() {
    let found = noise_of(
        &[("a", "remember_the_milk();\nkeep();\n")],
        &[("a", "keep();\n"), ("b", "remember_the_milk();\n")],
    );
    assert_eq!(found, []);
}

#[test]
fn lines_that_are_everywhere_are_not_moved() {
    for line in ["}\n", "});\n", "return;\n", "Ok(())\n"] {
        assert_eq!(noise(&format!("{line}a();\nb();\n"), &format!("a();\nb();\n{line}")), []);
    }
}

#[test]
fn a_rename_counts_wherever_the_name_is_used() {
    let old = "fn old_name() {\n}\nlet x = old_name();\nsame();\n";
    let new = "fn new_name() {\n}\nlet x = new_name();\nsame();\n";
    let lines = [
        "a-1 fn old_name() {",
        "a-3 let x = old_name();",
        "a+1 fn new_name() {",
        "a+3 let x = new_name();",
    ];
    expect(&noise(old, new), NoiseKind::Renamed, &lines);
}

#[test]
fn a_name_that_lives_on_is_not_renamed() {
    let old = "fn old_name() {\nold_name();\n";
    let new = "fn new_name() {\nold_name();\n";
    assert_eq!(noise(old, new), []);
}

#[test]
fn a_reworded_comment_is_noise_unless_code_nearby_changed() {
    let old = "// what it is\none();\n";
    let found = noise(old, "// what this is\none();\n");
    expect(&found, NoiseKind::Comment, &["a-1 // what it is", "a+1 // what this is"]);
    assert_eq!(noise(old, "// what this is\none(2);\n"), []);
    let far = "1();\n2();\n3();\n4();\n5();\n6();\n7();\n";
    let found = noise(&format!("{old}{far}end();\n"), &format!("// this\none();\n{far}end(1);\n"));
    expect(&found, NoiseKind::Comment, &["a-1 // what it is", "a+1 // this"]);
}

#[test]
fn a_removed_comment_is_noise_and_an_added_one_is_not() {
    let bare = "one();\n";
    let commented = "// why\none();\n";
    expect(&noise(commented, bare), NoiseKind::Comment, &["a-1 // why"]);
    assert_eq!(noise(bare, commented), []);
}

#[test]
fn what_is_said_of_a_file_may_change_with_its_code() {
    let far = "1();\n2();\n3();\n4();\n5();\n6();\n7();\n";
    let old = format!("//! For one.\n{far}end();\n");
    assert_eq!(noise(&old, &format!("//! For all.\n{far}end(2);\n")), []);
    assert_eq!(noise(&old, &format!("//! For all.\n{far}end();\n")).len(), 2);
}
