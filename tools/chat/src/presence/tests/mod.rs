//! What is learnt from the lines of a server.

use super::*;

/// Sees the lines; returns those to show.
fn see<'a>(presence: &mut Presence, lines: &[&'a str]) -> Vec<&'a str> {
    let shown = |line: &&&str| presence.see(&Line::parse(line));
    lines.iter().filter(shown).copied().collect()
}

fn welcomed(more: &[&str]) -> Presence {
    let mut presence = Presence::default();
    see(&mut presence, &["* Enter your username:", "* Welcome, al! You're in #lobby."]);
    see(&mut presence, more);
    presence
}

#[test]
fn a_server_that_may_know_no_commands_is_not_asked() {
    assert_eq!(welcomed(&[]).question(), None);
    let past = ["* last 1 message in #lobby:", "<bob> * hi", "<al> hi"];
    assert_eq!(welcomed(&past).question(), None);
}

#[test]
fn who_is_asked_once_and_its_answer_is_not_shown() {
    let mut presence = welcomed(&["* Be kind."]);
    assert_eq!(presence.question(), Some("/who"));
    assert_eq!(presence.question(), None);
    let shown = see(&mut presence, &["<bob> in #lobby: x", "* in #lobby: al, Bob, carl"]);
    assert_eq!(shown, ["<bob> in #lobby: x"]);
    assert_eq!(presence.users, ["al", "Bob", "carl"]);
}

#[test]
fn the_answer_to_the_user_is_shown() {
    let mut presence = welcomed(&["* Be kind."]);
    presence.user_sends("/users ");
    presence.question();
    let answers = ["* in #lobby: al", "* in #lobby: al, bob"];
    assert_eq!(see(&mut presence, &answers), [answers[0]]);
    assert_eq!(presence.users, ["al", "bob"]);
}

#[test]
fn a_server_without_who_is_asked_once_at_most() {
    let mut presence = welcomed(&["* You're in #rust."]);
    assert_eq!(presence.question(), Some("/who"));
    let refusal = "! unknown command: /who (try /help)";
    assert!(see(&mut presence, &[refusal, "* You're in #c."]).len() == 1);
    assert_eq!(presence.question(), None);
    presence.user_sends("/who");
    assert_eq!(see(&mut presence, &[refusal]), [refusal]);
}

#[test]
fn people_come_go_and_change_their_names() {
    let mut presence = welcomed(&["* Carl joined #lobby", "* bob joined #lobby"]);
    see(&mut presence, &["* x joined #rust", "* bob joined #lobby"]);
    assert_eq!(presence.users, ["al", "bob", "Carl"]);
    see(&mut presence, &["* al is now zed", "* bob left #lobby (too slow)", "* z left #rust"]);
    assert_eq!(
        (presence.users, presence.me.as_deref()),
        (vec!["Carl".into(), "zed".into()], Some("zed"))
    );
}

#[test]
fn another_room_has_other_people() {
    let mut presence = welcomed(&["* bob joined #lobby", "* You're in #rust."]);
    assert_eq!(presence.room.as_deref(), Some("rust"));
    assert_eq!(presence.users, ["al"]);
    assert_eq!(presence.question(), Some("/who"));
}

#[test]
fn in_a_crowd_not_everybody_is_named() {
    let mut presence = welcomed(&["* Be kind."]);
    presence.question();
    see(&mut presence, &["* in #lobby: al, bob, and 9 more", "* zoe left #lobby"]);
    assert_eq!((presence.users.len(), presence.unnamed), (2, 8));
}
