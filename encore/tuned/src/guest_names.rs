//! Names for those who do not care which one they get, such as `BraveOtter`.

use std::hash::{BuildHasher, RandomState};

use crate::chat::Chat;
use crate::error::ChatError;
use crate::types::UserName;

const ADJECTIVES: [&str; SIDE] = [
    "Agile", "Amber", "Ancient", "Bold", "Brave", "Breezy", "Bright", "Calm", "Careful",
    "Cheerful", "Clever", "Cosy", "Crimson", "Curious", "Dapper", "Daring", "Dusty", "Eager",
    "Early", "Earnest", "Famous", "Fearless", "Fluffy", "Foggy", "Frosty", "Gentle", "Giant",
    "Golden", "Happy", "Hidden", "Honest", "Humble", "Icy", "Ivory", "Jolly", "Kind", "Lively",
    "Loyal", "Lucky", "Lunar", "Mellow", "Merry", "Mighty", "Misty", "Modest", "Noble", "Patient",
    "Polite", "Proud", "Quick", "Quiet", "Rapid", "Rustic", "Shiny", "Silent", "Silver", "Sleepy",
    "Snowy", "Solar", "Sunny", "Swift", "Tidy", "Velvet", "Witty",
];

const ANIMALS: [&str; SIDE] = [
    "Alpaca",
    "Badger",
    "Beaver",
    "Bison",
    "Bobcat",
    "Camel",
    "Cheetah",
    "Cobra",
    "Condor",
    "Cricket",
    "Crow",
    "Dolphin",
    "Donkey",
    "Dragonfly",
    "Eagle",
    "Falcon",
    "Ferret",
    "Finch",
    "Firefly",
    "Fox",
    "Gazelle",
    "Gecko",
    "Gibbon",
    "Giraffe",
    "Goose",
    "Hamster",
    "Hare",
    "Hawk",
    "Hedgehog",
    "Heron",
    "Ibex",
    "Iguana",
    "Jackal",
    "Jaguar",
    "Kestrel",
    "Koala",
    "Lemur",
    "Leopard",
    "Lizard",
    "Lobster",
    "Lynx",
    "Magpie",
    "Marmot",
    "Meerkat",
    "Moose",
    "Narwhal",
    "Newt",
    "Ocelot",
    "Octopus",
    "Otter",
    "Owl",
    "Panda",
    "Panther",
    "Pelican",
    "Penguin",
    "Puffin",
    "Rabbit",
    "Raccoon",
    "Raven",
    "Salmon",
    "Seal",
    "Tiger",
    "Walrus",
    "Wombat",
];

/// How many words of each kind there are.
const SIDE: usize = 64;

/// How many names there are.
const ALL: usize = SIDE * SIDE;

/// Walks through all names in an order that looks like none, and starts again.
///
/// The order is that of a linear congruential generator: with a modulus that is a power of two, a
/// multiplier that is one more than a multiple of four and an odd step, it comes by every number
/// before it comes by one again (Hull and Dobell, 1962). So nobody has to remember which names
/// were given out.
#[derive(Debug)]
pub struct GuestNames {
    next: usize,
    multiplier: usize,
    step: usize,
}

impl GuestNames {
    /// In another order each time.
    pub fn new() -> Self {
        // A hasher of the standard library has random keys: enough for an order.
        let random = RandomState::new();
        Self::seeded([0, 1, 2].map(|n| usize::try_from(random.hash_one(n) >> 40).unwrap_or(n)))
    }

    fn seeded([first, multiplier, step]: [usize; 3]) -> Self {
        Self {
            next: first % ALL,
            multiplier: multiplier % ALL / 8 * 8 + 5,
            step: step % ALL / 2 * 2 + 1,
        }
    }

    /// The next name that nobody has. `None` if all of them are in use.
    pub fn next_free(&mut self, is_free: impl Fn(&str) -> bool) -> Option<UserName> {
        (0..ALL).find_map(|_| {
            let name = name(self.next);
            self.next = (self.next * self.multiplier + self.step) % ALL;
            is_free(&name).then(|| UserName::try_from(name.as_str()).ok())?
        })
    }
}

impl Chat {
    /// A name for somebody who has not chosen one.
    pub fn guest_name(&mut self) -> Result<UserName, ChatError> {
        let Self { guest_names, names, .. } = self;
        let is_free = |name: &str| !names.contains_key(&name.to_ascii_lowercase());
        guest_names.next_free(is_free).ok_or(ChatError::NoGuestName)
    }
}

/// The name with that number. The generator's low bits repeat soon, so that both words depend on
/// all of its bits.
fn name(number: usize) -> String {
    let (high, low) = (number / SIDE, number % SIDE);
    let (animal, adjective) = (high, (low + 37 * high) % SIDE);
    format!("{}{}", ADJECTIVES[adjective], ANIMALS[animal])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn take(names: &mut GuestNames, count: usize) -> Vec<String> {
        let next = |_| names.next_free(|_| true).unwrap().to_string();
        (0..count).map(next).collect()
    }

    #[test]
    fn no_name_comes_twice_before_all_have_come() {
        for seed in [[0, 0, 0], [1, 2, 3], [4095, 4095, 4095], [77, 1234, 998]] {
            let mut names = GuestNames::seeded(seed);
            let round = take(&mut names, ALL);
            assert_eq!(round.iter().collect::<HashSet<_>>().len(), ALL, "{seed:?}");
            assert_eq!(take(&mut names, ALL), round, "they are used again");
        }
    }

    #[test]
    fn every_name_is_valid_and_in_one_spelling() {
        let all: HashSet<String> = (0..ALL).map(|number| name(number).to_lowercase()).collect();
        assert_eq!(all.len(), ALL);
        assert!((0..ALL).all(|number| UserName::try_from(name(number).as_str()).is_ok()));
    }

    #[test]
    fn names_that_are_taken_are_left_out() {
        let mut names = GuestNames::new();
        let round = take(&mut names, ALL);
        let taken = &round[..3];
        let is_free = |name: &str| !taken.iter().any(|taken| taken == name);
        assert_eq!(names.next_free(is_free).unwrap().to_string(), round[3]);
        assert!(names.next_free(|_| false).is_none());
    }

    #[test]
    fn each_server_has_an_order_of_its_own() {
        let orders: HashSet<_> = (0..8).map(|_| take(&mut GuestNames::new(), 8)).collect();
        assert!(orders.len() > 1, "{orders:?}");
    }
}
