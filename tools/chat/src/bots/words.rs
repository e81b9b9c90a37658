//! The words of the bots.

/// How many rooms there are words for.
pub const MOST_ROOMS: i64 = 12;

const ROOMS: [&str; 12] = [
    "lobby",
    "kitchen",
    "garden",
    "crabs",
    "borrowing",
    "night-shift",
    "library",
    "tea",
    "lost-found",
    "weather",
    "puns",
    "roof",
];

const ADJECTIVES: [&str; 40] = [
    "agile", "amber", "bold", "brave", "brisk", "calm", "clever", "cosy", "curious", "dapper",
    "early", "fancy", "fluffy", "gentle", "happy", "hasty", "humble", "jolly", "keen", "lazy",
    "lucky", "mellow", "merry", "modest", "nimble", "patient", "plucky", "polite", "proud",
    "quiet", "rapid", "rusty", "silent", "sleepy", "sly", "snug", "sunny", "tidy", "witty",
    "zesty",
];

const ANIMALS: [&str; 40] = [
    "badger", "bat", "beaver", "bee", "bison", "cat", "crab", "crow", "duck", "eel", "ferret",
    "finch", "fox", "frog", "gecko", "goat", "goose", "hare", "hedgehog", "heron", "ibis", "koala",
    "lemur", "lynx", "mole", "moose", "newt", "otter", "owl", "panda", "puffin", "quail", "rabbit",
    "robin", "seal", "sloth", "snail", "toad", "walrus", "yak",
];

/// A room; the first is where everybody is after logging in.
pub fn room(number: usize) -> &'static str {
    ROOMS[number % ROOMS.len()]
}

/// A name such as `sleepy-otter`. A few have a number, so that they do not run out.
pub fn name() -> String {
    let adjective = ADJECTIVES[fastrand::usize(..ADJECTIVES.len())];
    let animal = ANIMALS[fastrand::usize(..ANIMALS.len())];
    match fastrand::u8(..100) {
        number if number < 90 => format!("{adjective}-{animal}"),
        number => format!("{adjective}-{animal}-{number}"),
    }
}

/// A play other than the last one.
pub fn play(last: &[&str]) -> &'static [&'static str] {
    loop {
        let play = PLAYS[fastrand::usize(..PLAYS.len())];
        if play != last {
            return play;
        }
    }
}

/// What two bots say in turn.
const PLAYS: [&[&str]; 32] = [
    &["Good morning!", "It is always morning in here: the clock counts from boot."],
    &["Anybody awake?", "I poll, therefore I am."],
    &[
        "Has anyone seen my pointer?",
        "It was dangling over there a moment ago.",
        "Phew. The compiler took it away.",
    ],
    &[
        "Knock, knock.",
        "Who's there?",
        "Deadlock.",
        "Deadlock who?",
        "You first.",
        "No, you first.",
    ],
    &["I know a joke about UDP.", "Tell me!", "I did. Twice, in the wrong order."],
    &["Why do crabs make good reviewers?", "They never give anything away, they only lend it."],
    &[
        "May I borrow your umbrella?",
        "Shared or exclusively?",
        "Exclusively. It is a small umbrella.",
    ],
    &["My queue is full.", "Then stop listening to the walrus.", "I tried. He is unbounded."],
    &["What is the opposite of a race condition?", "A queue at the post office."],
    &["I have sent you a message.", "I have not got it.", "At most once, they said."],
    &["How was your weekend?", "Pending.", "Still?", "Nobody woke me up."],
    &["I was told to pin myself.", "And?", "I cannot move, but I am very safe."],
    &[
        "Who owns this room?",
        "Whoever has been here longest.",
        "So patience is a kind of ownership.",
    ],
    &["The tea is ready: :heart:", "Mine says Poll::Pending."],
    &["A mutex walks into a bar.", "And?", "Everybody else waits outside."],
    &["I wrote a server in one evening.", "And then?", "A second client came."],
    &["What do you call a thread without a name?", "A mystery in the next backtrace."],
    &["Is this line too long?", "Not by a thousand bytes."],
    &["Look, a crab :crab:", "In stage three it was only a word between two colons."],
    &["I had a dream about a garbage collector.", "Did it end?", "Nobody could say when."],
    &["My cousin blocks.", "All day?", "Only on Fridays, and only while reading."],
    &[
        "Which came first, the channel or the message?",
        "The receiver. It has been waiting ever since.",
    ],
    &["Please hold my guard for a moment.", "Across an await? Never."],
    &["I slept well.", "For how long?", "Spuriously."],
    &["Do you like lifetimes?", "The short ones I understand."],
    &[
        "I would like to leave.",
        "Then drop.",
        "But what if I panic on the way?",
        "Dropped all the same. It is very tidy here.",
    ],
    &[
        "There are two hard things.",
        "Naming, and knowing who still has a copy.",
        "And off-by-one errors.",
    ],
    &[
        "The hedgehog has been kicked.",
        "By whom?",
        "By the owner. He had it coming, and now the lobby has him.",
    ],
    &[
        "Somebody reads very slowly.",
        "How slowly?",
        "The server has begun to write letters instead.",
    ],
    &["Is it raining where you are?", "I am on loopback. It never rains on loopback."],
    &["I said it only once.", "And everybody heard it. That is what rooms are for."],
    &["Nothing ever happens here.", "Zero lines a second is also a rate."],
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn servers_take_every_name() {
        for adjective in ADJECTIVES {
            for animal in ANIMALS {
                let longest = format!("{adjective}-{animal}-99");
                assert!(longest.len() <= 20, "{longest}");
                assert!(
                    longest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
                    "{longest}"
                );
            }
        }
    }

    #[test]
    fn no_word_is_there_twice() {
        assert_eq!(i64::try_from(ROOMS.len()), Ok(MOST_ROOMS));
        for list in [&ADJECTIVES[..], &ANIMALS, &ROOMS] {
            assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), list.len());
        }
    }

    #[test]
    fn servers_take_every_line() {
        for line in PLAYS.concat() {
            assert!(!line.starts_with('/') && !line.is_empty() && line.len() <= 200, "{line}");
        }
        assert!(PLAYS.iter().all(|play| play.len() >= 2));
        assert_ne!(play(PLAYS[0]), PLAYS[0]);
    }
}
