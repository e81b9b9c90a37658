//! That the checker sees what it is there for.

use super::checker::Checker;
use super::follower::Follower;

/// People in one kept room, of whom the first is there from the beginning.
struct Room {
    checker: Checker,
    people: Vec<Follower>,
}

impl Room {
    fn new(names: &[&str]) -> Self {
        let mut room = Self { checker: Checker::default(), people: Vec::new() };
        room.checker.keep("lobby");
        for name in names {
            let mut follower = Follower::default();
            follower.ask((*name).to_owned(), &mut room.checker);
            let earlier = room.people.len();
            room.people.push(follower);
            room.hear(earlier, &format!("* Welcome, {name}! You're in #lobby."));
            for other in 0..earlier {
                room.hear(other, &format!("* {name} joined #lobby"));
            }
        }
        room
    }

    fn hear(&mut self, who: usize, line: &str) {
        self.people[who].hear(line.as_bytes(), &mut self.checker);
    }

    fn all_hear(&mut self, lines: &[&str]) {
        for line in lines {
            for who in 0..self.people.len() {
                self.hear(who, line);
            }
        }
    }

    /// What was lost and what was wrong, if that was all.
    fn faults(mut self) -> (u64, u64) {
        for person in &self.people {
            person.conclude(&mut self.checker);
        }
        self.checker.conclude();
        (self.checker.faults.lost, self.checker.faults.wrong)
    }
}

const ONE: &str = "<z> lobby 1";
const TWO: &str = "<z> lobby 2";

#[test]
fn who_sees_the_same_sees_nothing_wrong() {
    let mut room = Room::new(&["a", "b", "c"]);
    room.all_hear(&[ONE, "* z is now y", TWO]);
    assert_eq!(room.faults(), (0, 0));
}

#[test]
fn a_line_that_one_misses_is_lost() {
    for who in 0..3 {
        let mut room = Room::new(&["a", "b", "c"]);
        for other in (0..3).filter(|&other| other != who) {
            room.hear(other, ONE);
        }
        room.all_hear(&[TWO]);
        assert!(room.faults().0 > 0, "in between");
        let mut room = Room::new(&["a", "b", "c"]);
        for other in (0..3).filter(|&other| other != who) {
            room.hear(other, ONE);
        }
        assert_eq!(room.faults(), (1, 0), "at the end");
    }
}

#[test]
fn two_orders_are_wrong() {
    let mut room = Room::new(&["a", "b"]);
    for (who, line) in [(0, ONE), (0, TWO), (1, TWO), (1, ONE)] {
        room.hear(who, line);
    }
    assert_ne!(room.faults(), (0, 0));
}

#[test]
fn what_comes_twice_is_wrong() {
    let mut room = Room::new(&["a", "b"]);
    room.all_hear(&[ONE, TWO]);
    room.hear(1, ONE);
    assert_ne!(room.faults(), (0, 0));
}

#[test]
fn another_room_is_wrong() {
    let mut room = Room::new(&["a", "b"]);
    room.all_hear(&["<z> rust 1"]);
    assert_eq!(room.faults(), (0, 2));
}

#[test]
fn what_one_says_comes_back_in_its_order() {
    let said = |lines: &[&str]| {
        let mut room = Room::new(&["a", "b"]);
        for text in ["lobby 1", "lobby 2", "lobby 3"] {
            room.people[0].say(text.to_owned());
        }
        room.all_hear(lines);
        room.faults()
    };
    assert_eq!(said(&["<a> lobby 1", "<a> lobby 2", "<a> lobby 3"]), (0, 0));
    assert_eq!(said(&["<a> lobby 1", "<a> lobby 3"]), (1, 0), "for all");
    assert_eq!(said(&["<a> lobby 1", "<a> lobby 2"]), (1, 0), "the last one");
    assert_eq!(said(&["<a> lobby 2", "<a> lobby 1", "<a> lobby 3"]), (1, 1), "late");
}

#[test]
fn a_newcomer_sees_all_from_its_coming_on() {
    for missed in [0, 1] {
        let mut room = Room::new(&["a"]);
        room.all_hear(&[ONE]);
        let mut late = Follower::default();
        late.ask("late".to_owned(), &mut room.checker);
        room.people.push(late);
        // It is the first to read, so it is not known yet where that is.
        for line in ["* Welcome, late! You're in #lobby.", "* last 1 message in #lobby:", ONE] {
            room.hear(1, line);
        }
        let live = ["<z> lobby 2", "<z> lobby 3"];
        for line in &live[missed..] {
            room.hear(1, line);
        }
        room.hear(0, "* late joined #lobby");
        for line in &live {
            room.hear(0, line);
        }
        assert_eq!(room.faults() == (0, 0), missed == 0);
    }
}

#[test]
fn another_history_is_wrong() {
    let mut room = Room::new(&["a", "b"]);
    room.all_hear(&[ONE, TWO]);
    room.people[1].ask("b".to_owned(), &mut room.checker);
    for line in ["* You're in #den.", "* You're in #lobby.", "* last 1 message in #lobby:", ONE] {
        room.hear(1, line);
    }
    room.hear(0, "* b left #lobby");
    room.hear(0, "* b joined #lobby");
    assert_eq!(room.faults(), (0, 1));
}

#[test]
fn who_moves_has_seen_all_up_to_then_and_nothing_after() {
    for (lines, is_right) in [(&[ONE][..], true), (&[], false), (&[ONE, TWO], false)] {
        let mut room = Room::new(&["a", "b"]);
        for line in lines {
            room.hear(1, line);
        }
        room.hear(1, "* You're in #den.");
        for line in [ONE, "* b left #lobby"] {
            room.hear(0, line);
        }
        assert_eq!(room.faults() == (0, 0), is_right, "{lines:?}");
    }
}

#[test]
fn a_whisper_reaches_both() {
    for (hears, expected) in [(true, (0, 0)), (false, (1, 0))] {
        let mut room = Room::new(&["a", "b"]);
        room.people[0].say("lobby 1".to_owned());
        let whisper = "[a -> b] lobby 1";
        for who in 0..=usize::from(hears) {
            room.hear(who, whisper);
        }
        assert_eq!(room.faults(), expected);
    }
}

#[test]
fn a_refusal_is_wrong() {
    let mut room = Room::new(&["a"]);
    room.hear(0, "! server is full, try again later");
    assert_eq!(room.faults(), (0, 1));
}
