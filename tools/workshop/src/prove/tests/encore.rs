//! Proofs about what lies beyond the stages: a library, and a server that uses it.

use super::course::{ASKS, Course, scenario};
use super::{Mode, Package, Wanted};

const PLAIN: &str = "line.to_owned()";

/// An edit of the only function of a package.
fn edit(file: &str, find: &str, replace: &str) -> String {
    format!("[[edit]]\nfile = \"{file}\"\nfind = \"{find}\"\nreplace = \"{replace}\"\n")
}

fn of_library(replace: &str) -> String {
    edit("task/state.rs", PLAIN, replace)
}

fn of_server(replace: &str) -> String {
    edit("lib.rs", "runtime::say(line)", replace)
}

fn fails(name: &str) -> Wanted {
    Wanted::Fails(format!("encore/{name}"))
}

fn broker_scenario(answer: &str) -> String {
    scenario(answer).replace("stages: 1\nfeatures: x\n", "chat: broker\n")
}

#[test]
fn a_snippet_may_use_the_encore() {
    let course = Course::new();
    let wrong = "//? error: E0308\npub fn f() -> String {\n    runtime::say(1)\n}\n";
    course.book("fails/encore/wrong.rs", wrong);
    course.holds(&fails("wrong"));
    let message = course.recorded("fails/encore/wrong.txt");
    assert!(message.contains("--> encore/runtime/src/task/state.rs:1:8\n"), "{message}");
    assert!(message.contains("1 | pub fn say(line: &str)"), "{message}");
    let run = Wanted::Run("encore/say".to_owned());
    let says =
        "use runtime::say;\nfn main() {\n    println!(\"{}\", broker::answer(&say(\"x\")));\n}\n";
    course.book("programs/encore/say.rs", says);
    course.holds(&run);
    assert_eq!(course.recorded("programs/encore/say.txt"), "x\n");
}

#[test]
fn a_library_that_is_broken_is_told_from_the_one_as_it_is() {
    let course = Course::new();
    let broken = |name: &str, how: &str, edit: &str| {
        let text = format!("package = \"runtime\"\n{how}\n{edit}");
        course.book(&format!("fails/encore/{name}.toml"), &text);
    };
    course.book(
        "fails/encore/asks.rs",
        "fn main() {\n    println!(\"{}\", runtime::say(\"x\"));\n}\n",
    );
    let program = "program = \"asks.rs\"";
    broken("loud", program, &of_library("line.to_uppercase()"));
    course.holds(&fails("loud"));
    assert_eq!(course.recorded("fails/encore/loud.broken.txt"), "X\n");
    assert_eq!(course.recorded("fails/encore/loud.shipped.txt"), "x\n");
    broken("harmless", program, &of_library("String::from(line)"));
    course.refuses(&fails("harmless"), &["it prints the same for both"]);
    broken("panics", program, &of_library("panic!(\\\"no {line}\\\")"));
    course.refuses(&fails("panics"), &["with the broken library", "status 101, not with status 0"]);
    broken("mistyped", "error = \"E0308\"", &of_library("line"));
    course.holds(&fails("mistyped"));
    let message = course.recorded("fails/encore/mistyped.txt");
    assert!(message.contains("--> src/task/state.rs:2:5\n"), "{message}");
    course.book("fails/encore/loud.txt", &broker_scenario("HI"));
    broken("session", "session = \"loud.txt\"", &of_library("line.to_uppercase()"));
    course.refuses(&fails("session"), &["runtime is no chat server"]);
}

#[test]
fn a_server_of_the_encore_is_broken_like_a_stage() {
    let course = Course::new();
    let broken = |name: &str, how: &str| {
        let edit = of_server("runtime::say(line).to_uppercase()");
        let text = format!("package = \"broker\"\n{how}\n{edit}");
        course.book(&format!("fails/encore/{name}.toml"), &text);
    };
    course.book("fails/encore/loud.txt", &broker_scenario("HI"));
    broken("session", "session = \"loud.txt\"");
    course.holds(&fails("session"));
    course.book("fails/encore/stage.txt", &scenario("HI"));
    broken("stage", "session = \"stage.txt\"");
    course.refuses(&fails("stage"), &["does not hold for this server, but for 1"]);
    course.book("fails/encore/asks.rs", &ASKS.replace("END", ""));
    broken("program", "program = \"asks.rs\"");
    course.holds(&fails("program"));
    assert_eq!(course.recorded("fails/encore/program.broken.txt"), "HI\n");
    broken("unknown", "package = \"stage1-tiny\"\nerror = \"E0308\"");
    course.refuses(&fails("unknown"), &["duplicate"]);
}

#[test]
fn a_program_may_talk_to_a_server_as_it_is() {
    let course = Course::new();
    let run = Wanted::Run("encore/asks".to_owned());
    course.book(
        "programs/encore/asks.rs",
        &format!("//? server: broker\n{}", ASKS.replace("END", "")),
    );
    course.holds(&run);
    assert_eq!(course.recorded("programs/encore/asks.txt"), "hi\n");
    course.book("programs/encore/lost.rs", "//? server: nobody\nfn main() {}\n");
    course.refuses(&Wanted::Run("encore/lost".to_owned()), &["there is no package nobody"]);
}

#[test]
fn a_session_of_the_encore_has_a_recording_of_its_own() {
    let course = Course::new();
    let session = |name: &str, server: &str| Wanted::Session {
        name: name.to_owned(),
        package: Package::parse(server),
    };
    course.book("scenarios/broker/echo.txt", &broker_scenario("hi"));
    course.holds(&session("echo", "broker"));
    assert!(course.recorded("sessions/broker/echo.txt").contains("alice| hi\n"));
    course.book("scenarios/broker/loud.txt", &broker_scenario("HI"));
    course.refuses(&session("loud", "broker"), &["(package broker)", "came     the line hi"]);
    course.refuses(&session("echo", "runtime"), &["runtime is no chat server"]);
    course.refuses(&session("echo", "tuned"), &["scenarios/echo (package tuned)"]);
}

#[test]
fn an_exercise_about_the_encore_tells_right_from_wrong() {
    let course = Course::new();
    let wrong = |package: &str, check: &str, wrong: &str, right: &str| {
        let exercise = format!(
            "title = \"t\"\npackage = \"{package}\"\ntask = \"t\"\nhints = [\"a\", \"b\", \"c\"]\n\
             check = \"{check}\"\n[wrong]\nwhy = \"w\"\n{}{}",
            wrong.replace("[[edit]]", "[[wrong.edit]]"),
            right.replace("[[edit]]", "[[solution.edit]]")
        );
        course.book("exercises/encore/loud/exercise.toml", &exercise);
        course.wrong(Mode::Check, &[Wanted::Exercise("encore/loud".to_owned())], false)
    };
    let asks = "fn main() {\n    assert_eq!(runtime::say(\"x\"), \"X\");\n}\n";
    course.book("exercises/encore/loud/check.rs", asks);
    course.book("exercises/encore/loud/check.txt", &broker_scenario("HI"));
    let [right, other] = ["line.to_uppercase()", "line.to_lowercase()"].map(of_library);
    assert_eq!(wrong("runtime", "check.rs", &other, &right), "");
    assert!(wrong("runtime", "check.rs", &right, &right).contains("wrong solution passes"));
    assert!(wrong("runtime", "check.rs", &other, &other).contains("the solution fails"));
    let [right, other] = ["pub fn shout() {}", "pub fn whisper() {}"]
        .map(|added| edit("lib.rs", "mod task;", &format!("mod task; {added}")));
    course.book("exercises/encore/loud/check.rs", "fn main() {\n    runtime::shout();\n}\n");
    assert_eq!(wrong("runtime", "check.rs", &other, &right), "");
    assert!(wrong("runtime", "check.rs", &other, &other).contains("cannot find function `shout`"));
    let [right, other] = ["line.to_uppercase()", "runtime::say(line) + line"].map(of_server);
    assert_eq!(wrong("broker", "check.txt", &other, &right), "");
    assert!(wrong("broker", "check.txt", &right, &right).contains("wrong solution passes"));
}

#[test]
fn only_a_stage_has_to_be_about_patterns() {
    let course = Course::new();
    let quiz = "[[question]]\nask = \"a\"\ncode = 'fn main() { print!(\"{}\", runtime::say(\"1\")); }'\n\
         why = \"w\"\n[[question.choice]]\ntext = \"t\"\noutcome = \"prints 1\"\n";
    course.book("quizzes/encore.toml", quiz);
    course.holds(&Wanted::Quiz("encore".to_owned()));
    assert_eq!(course.recorded("quizzes/encore.txt"), "prints 1\n");
    course.book("quizzes/stage1.toml", quiz);
    course.refuses(&Wanted::Quiz("stage1".to_owned()), &["is about no pattern"]);
}
