//! All bots, by rooms.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::bot::Bot;
use super::play::Play;
use super::words;
use crate::address::Address;
use crate::error::ClientError;

/// How long the goodbyes of all bots may take.
const GOODBYE: Duration = Duration::from_secs(5);

/// The bots of a room, and what they are talking of.
#[derive(Debug, Default)]
struct Company {
    bots: Vec<Bot>,
    play: Play,
}

/// All bots of this program.
#[derive(Debug, Default)]
pub struct Crowd {
    rooms: Vec<Company>,
    names: BTreeSet<String>,
    said: usize,
    /// Lines that bots read which are no longer here.
    read: usize,
}

impl Crowd {
    /// Lets a bot log in and go to the room with this number.
    pub fn admit(&mut self, address: &Address, room: usize) -> Result<(), ClientError> {
        let names = &mut self.names;
        let mut bot = Bot::log_in(address, || new_name(names))?;
        if room > 0 && !bot.say(&format!("/join {}", words::room(room))) {
            return Err(ClientError::BotsAlone);
        }
        if self.rooms.len() <= room {
            self.rooms.resize_with(room + 1, Company::default);
        }
        self.rooms[room].bots.push(bot);
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.rooms.iter().map(|room| room.bots.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Lets somebody somewhere say the next line; false if nobody is left.
    pub fn say_something(&mut self) -> bool {
        while !self.is_empty() {
            let inhabited: Vec<usize> =
                (0..self.rooms.len()).filter(|&room| !self.rooms[room].bots.is_empty()).collect();
            let room = inhabited[fastrand::usize(..inhabited.len())];
            let company = &mut self.rooms[room];
            let (speaker, line) = company.play.next_line(company.bots.len());
            if company.bots[speaker].say(line) {
                self.said += 1;
                return true;
            }
            self.read += company.bots.swap_remove(speaker).read();
        }
        false
    }

    /// Lets everybody quit, and says what was done.
    pub fn leave(mut self) -> String {
        let mut bots: Vec<Bot> = self.rooms.drain(..).flat_map(|room| room.bots).collect();
        bots.iter_mut().for_each(Bot::quit);
        let deadline = Instant::now() + GOODBYE;
        let read: usize = bots.into_iter().map(|bot| bot.wait(deadline)).sum();
        format!("said {} lines, read {}", self.said, self.read + read)
    }
}

/// A name that no other bot has.
fn new_name(taken: &mut BTreeSet<String>) -> String {
    loop {
        let name = words::name();
        if taken.insert(name.clone()) {
            return name;
        }
    }
}
