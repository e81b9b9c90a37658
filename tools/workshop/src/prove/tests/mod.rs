//! Each kind of proof, with a course that is small: what holds is written down, and what does
//! not is refused.

mod course;
#[cfg(target_os = "linux")]
mod encore;

use course::{ASKS, Course, edit, scenario};

use super::{Mode, Package, Wanted};

/// Answers in capitals; what the edit finds is `line.to_owned()`.
const CAPITALS: &str = "    line.to_uppercase()";
const PLAIN: &str = "    line.to_owned()";

/// Its message points into the standard library.
const SPAWN: &str = "//? error: E0277\n\
    pub fn f(a: std::rc::Rc<u8>) {\n    std::thread::spawn(move || drop(a));\n}\n";

fn fails(name: &str) -> Wanted {
    Wanted::Fails(format!("s/{name}"))
}

#[test]
fn a_snippet_fails_as_expected() {
    let course = Course::new();
    let moved = "fn main() {\n    let a = String::new();\n    drop(a);\n    drop(a);\n}\n";
    course.book("fails/s/moved.rs", &format!("//? error: E0382\n{moved}"));
    course.holds(&fails("moved"));
    let message = course.recorded("fails/s/moved.txt");
    assert!(message.starts_with("error[E0382]: use of moved value: `a`\n"), "{message}");
    // The line that readers see as the fourth.
    assert!(message.contains("--> moved.rs:4:10\n"), "{message}");
    assert!(!message.contains("For more") && !message.contains("aborting"), "{message}");

    course.book("recorded/fails/s/moved.txt", &message.replace("moved value", "value"));
    let wrong = course.wrong(Mode::Check, &[fails("moved")], false);
    assert!(wrong.contains("fails/s/moved: fails/s/moved.txt is not what comes now"), "{wrong}");
    assert!(wrong.contains("- error[E0382]: use of value: `a`"), "{wrong}");
    assert!(wrong.contains("+ error[E0382]: use of moved value: `a`"), "{wrong}");

    course.book("fails/s/other.rs", &format!("//? error: E0277\n{moved}"));
    course.refuses(&fails("other"), &["expected E0277, and E0382 came", "use of moved value"]);
    course.book("fails/s/fine.rs", "//? error: E0382\npub fn f() {}\n");
    course.refuses(&fails("fine"), &["it compiles; expected E0382"]);
    course.book("fails/s/silent.rs", moved);
    course.refuses(&fails("silent"), &["no `//? error:`"]);
    let argument = "//? error: E0308\npub fn f() -> String {\n    stage1_tiny::answer(1)\n}\n";
    course.book("fails/s/stage.rs", argument);
    course.holds(&fails("stage"));
    let message = course.recorded("fails/s/stage.txt");
    assert!(message.contains("--> stage1-tiny/src/lib.rs:1:8\n"), "{message}");
    assert!(message.contains("1 | pub fn answer(line: &str)"), "{message}");
    course.book("fails/s/spawn.rs", SPAWN);
    course.holds(&fails("spawn"));
    let message = course.recorded("fails/s/spawn.txt");
    assert!(message.contains("--> std/src/thread/functions.rs:"), "{message}");
    assert!(!message.contains("/rustc/") && !message.contains("= note: required by"), "{message}");
}

#[test]
fn a_stage_fails_as_expected() {
    let course = Course::new();
    let broken = |name: &str, error: &str, edit: &str| {
        let text = format!("stage = 1\nerror = \"{error}\"\n[[edit]]\n{edit}");
        course.book(&format!("fails/s/{name}.toml"), &text);
    };
    broken("mistyped", "E0308", &edit(PLAIN, "    line"));
    course.holds(&fails("mistyped"));
    let message = course.recorded("fails/s/mistyped.txt");
    assert!(message.contains("--> src/lib.rs:2:5\n"), "{message}");
    broken("fine", "E0308", &edit(PLAIN, CAPITALS));
    course.refuses(&fails("fine"), &["it compiles"]);
    broken("twice", "E0308", &edit("line", "x"));
    course.refuses(&fails("twice"), &["lib.rs holds this 2 times"]);
    broken("never", "E0308", &edit("lines", "x"));
    course.refuses(&fails("never"), &["lib.rs holds this 0 times"]);
    broken("nowhere", "E0308", &edit("x", "y").replace("lib.rs", "other.rs"));
    course.refuses(&fails("nowhere"), &["cannot read other.rs"]);
    broken("main", "E0425", "file = \"main.rs\"\nfind = \"(address)\"\nreplace = \"(adress)\"\n");
    course.holds(&fails("main"));
}

#[test]
fn a_broken_server_is_told_from_the_one_as_it_is() {
    let course = Course::new();
    let broken = |name: &str, how: &str, edit: &str| {
        let text = format!("stage = 1\n{how}\n[[edit]]\n{edit}");
        course.book(&format!("fails/s/{name}.toml"), &text);
    };
    course.book("fails/s/loud.txt", &scenario("HI"));
    course.book("fails/s/asks.rs", &ASKS.replace("END", ""));
    course.book("fails/s/strict.rs", &ASKS.replace("END", "assert_eq!(answer, \"HI\");"));
    let (session, program) = ("session = \"loud.txt\"", "program = \"asks.rs\"");

    broken("session", session, &edit(PLAIN, CAPITALS));
    course.holds(&fails("session"));
    let transcript = "alice connects\nalice> hi\nalice| HI\nalice hangs up\n";
    assert_eq!(course.recorded("fails/s/session.txt"), transcript);
    broken("harmless", session, &edit(PLAIN, "    String::from(line)"));
    course.refuses(&fails("harmless"), &["does not go like this", "expected the line HI"]);
    course.book("fails/s/quiet.txt", &scenario("hi"));
    let quiet = session.replace("loud", "quiet");
    broken("same", &quiet, &edit(PLAIN, "    String::from(line)"));
    course.refuses(&fails("same"), &["goes exactly like the broken one"]);
    broken("syntax", session, &edit(PLAIN, "    line"));
    course.refuses(&fails("syntax"), &["it does not compile", "E0308"]);

    broken("program", program, &edit(PLAIN, CAPITALS));
    course.holds(&fails("program"));
    assert_eq!(course.recorded("fails/s/program.broken.txt"), "HI\n");
    assert_eq!(course.recorded("fails/s/program.shipped.txt"), "hi\n");
    broken("prints-the-same", program, &edit(PLAIN, "    String::from(line)"));
    course.refuses(&fails("prints-the-same"), &["it prints the same for both"]);
    broken("panics", &program.replace("asks", "strict"), &edit(PLAIN, CAPITALS));
    course.refuses(&fails("panics"), &["with the shipped server", "status 101, not with status 0"]);
}

#[test]
fn a_program_prints_what_was_written_down() {
    let course = Course::new();
    let run = |name: &str| Wanted::Run(format!("s/{name}"));
    let panics = "//? exit: 101\nfn main() {\n    println!(\"one\\n\");\n    panic!(\"two\");\n}\n";
    course.book("programs/s/panics.rs", panics);
    course.holds(&run("panics"));
    let output = "one\n\n\nthread 'main' panicked at panics.rs:3:5:\ntwo\n";
    assert_eq!(course.recorded("programs/s/panics.txt"), output);
    course.book("programs/s/well.rs", &panics.replace("//? exit: 101\n", ""));
    course.refuses(&run("well"), &["it ended with status 101, not with status 0"]);
    course.book("programs/s/odd.rs", "fn main() { println!(\"{}\", std::process::id()); }");
    course.refuses(&run("odd"), &["something else in the next run", "\n    - ", "\n    + "]);
    course.book("programs/s/wrong.rs", "fn main() { oops }");
    course.refuses(&run("wrong"), &["it does not compile", "error[E0425]"]);
}

#[test]
fn a_session_goes_as_it_was_written_down() {
    let course = Course::new();
    let session =
        |name: &str| Wanted::Session { name: name.to_owned(), package: Package::Stage(1) };
    course.book("scenarios/echo.txt", &scenario("hi"));
    course.holds(&session("echo"));
    assert!(course.recorded("sessions/stage1/echo.txt").contains("alice| hi\n"));
    course.book("scenarios/loud.txt", &scenario("HI"));
    course.refuses(&session("loud"), &["(stage 1) alice| HI", "came     the line hi"]);
    course.book("scenarios/late.txt", &scenario("hi").replace("stages: 1", "stages: 2"));
    course.refuses(&session("late"), &["does not hold for this server, but for 2"]);
}

#[test]
fn an_exercise_tells_right_from_wrong() {
    let course = Course::new();
    let refuses = |check: &str, wrong: &str, right: &str, why: &[&str]| {
        let exercise = format!(
            "title = \"t\"\nstage = 1\npatterns = [1]\ntask = \"t\"\nhints = [\"a\", \"b\", \"c\"]\n\
             check = \"{check}\"\n[wrong]\nwhy = \"w\"\n[[wrong.edit]]\n{}\n[[solution.edit]]\n{}",
            edit(PLAIN, wrong),
            edit(PLAIN, right)
        );
        course.book("exercises/s/loud/exercise.toml", &exercise);
        let wrong = course.wrong(Mode::Check, &[Wanted::Exercise("s/loud".to_owned())], false);
        assert_eq!(wrong.lines().count() > 0, !why.is_empty(), "{wrong}");
        assert!(why.iter().all(|why| wrong.contains(why)), "{why:?} is not in {wrong}");
    };
    let lower = "    line.to_lowercase()";
    course.book("exercises/s/loud/check.txt", &scenario("HI"));
    course.book("exercises/s/loud/check.rs", &ASKS.replace("END", "assert_eq!(answer, \"HI\");"));
    course.book("exercises/s/loud/any.txt", &scenario("hi"));
    for check in ["check.txt", "check.rs"] {
        refuses(check, lower, CAPITALS, &[]);
        refuses(check, CAPITALS, CAPITALS, &["the wrong solution passes the check"]);
        refuses(check, lower, lower, &["the solution fails the check"]);
    }
    refuses("any.txt", CAPITALS, lower, &["the untouched package passes the check"]);
    let unused = "    let x = 1;\n    line.to_uppercase()";
    refuses("check.txt", lower, unused, &["the solution: it does not compile", "unused variable"]);
    refuses("check.txt", "    line", CAPITALS, &["the wrong solution: it does not compile"]);
}

#[test]
fn a_quiz_has_one_answer_to_each_question() {
    let course = Course::new();
    let quiz = Wanted::Quiz("s".to_owned());
    let ask = |code: &str, outcomes: &[&str]| {
        let mut text =
            format!("[[question]]\npattern = 1\nask = \"a\"\ncode = '{code}'\nwhy = \"w\"\n");
        for outcome in outcomes {
            text += &format!("[[question.choice]]\ntext = \"t\"\noutcome = \"{outcome}\"\n");
        }
        text
    };
    let prints = "fn main() { println!(\"1\\n2\"); }";
    let panics = "fn main() { panic!(); }";
    let two = ask(prints, &["prints 1", "compiles"]) + &ask(prints, &["compiles", "prints 1 / 2"]);
    course.book("quizzes/s.toml", &two);
    course.refuses(&quiz, &["question 2: 2 choices fit what comes: prints 1 / 2"]);
    let none = ask(prints, &["prints 1", "panics", "error E0382"]);
    course.book("quizzes/s.toml", &none);
    course.refuses(&quiz, &["question 1: no choice fits what comes: prints 1 / 2"]);
    let moved = "fn main() { let a = String::new(); drop(a); drop(a); }";
    let all = ask(prints, &["panics", "prints 1 / 2"])
        + &ask(panics, &["prints", "panics"])
        + &ask(moved, &["compiles", "error E0382"])
        + &ask("fn main() {}", &["prints", "panics"]);
    course.book("quizzes/s.toml", &all);
    course.holds(&quiz);
    assert_eq!(course.recorded("quizzes/s.txt"), "prints 1 / 2\npanics\nerror E0382\nprints\n");
}

#[test]
fn a_command_prints_what_was_written_down() {
    let course = Course::new();
    let command = |line: &str| Wanted::Command(line.to_owned());
    let wanted = command("cargo run -p stage1-tiny -- nowhere");
    course.holds(&wanted);
    let name = super::recorded::names(std::path::Path::new(""), &wanted).concat();
    let output = course.recorded(&name);
    assert!(output.contains("thread 'main' panicked at stage1-tiny/src/main.rs:6:"), "{output}");
    assert!(output.ends_with("\n(exit status 101)\n"), "{output}");
    let with_variable = command("ADDR=nowhere cargo run -p stage1-tiny");
    course.holds(&with_variable);
    let name = super::recorded::names(std::path::Path::new(""), &with_variable).concat();
    assert_eq!(course.recorded(&name), output, "the server has seen it");
    course.refuses(&command("cargo run -p stage2-tiny"), &["there is no server stage2-tiny"]);
    course.refuses(&command("cargo build"), &["only `cargo workshop …` and"]);
    course.refuses(&command("cargo run -p stage1-tiny -- 'a b'"), &["needs a shell"]);
}

#[test]
fn recordings_that_nothing_shows_are_found() {
    let course = Course::new();
    course.book("scenarios/echo.txt", &scenario("hi"));
    let echo = Wanted::Session { name: "echo".to_owned(), package: Package::Stage(1) };
    course.holds(&echo);
    course.book("recorded/fails/s/gone.txt", "");
    assert_eq!(course.wrong(Mode::Check, std::slice::from_ref(&echo), false), "");
    let wrong = course.wrong(Mode::Check, &[echo], true);
    assert_eq!(wrong, "recorded/fails/s/gone.txt: nothing shows this recording any more\n");
}
