//! All who take part, on one thread.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use fastrand::Rng;
use mio::{Events, Poll};

use super::actor::{Actor, State};
use super::checker::Checker;
use super::follower::Follower;
use super::proxy::Proxy;
use crate::client::Client;
use crate::error::LoadError;

/// Rooms in which somebody is all the time, so that everything in them is seen.
pub const KEPT: [&str; 3] = ["lobby", "rust", "tea"];

/// How many stay in each of them.
const STAY: usize = 3;

/// One of so many is behind the bad network.
const PROXIED: usize = 4;

/// How long the first ones may take to come in.
const ENTRY: Duration = Duration::from_secs(10);

/// The clients of the chaos, and who looks after them.
pub struct Crowd {
    poll: Poll,
    events: Events,
    buffer: Vec<u8>,
    pub actors: Vec<Actor>,
    /// Those below this number stay where they are.
    pub core: usize,
    pub checker: Checker,
    pub proxy: Proxy,
    pub random: Rng,
    pub deeds: BTreeMap<&'static str, u64>,
    /// Names given so far; none is used twice.
    names: u64,
    server: SocketAddr,
    /// Clients that were disconnected though they did nothing wrong.
    pub disconnected: u64,
}

impl Crowd {
    /// Nobody yet, in front of this server.
    pub fn new(server: SocketAddr, seed: u64) -> io::Result<Self> {
        let mut checker = Checker::default();
        for room in KEPT {
            checker.keep(room);
        }
        Ok(Self {
            poll: Poll::new()?,
            events: Events::with_capacity(1024),
            buffer: vec![0; 256 * 1024],
            actors: Vec::new(),
            core: KEPT.len() * STAY,
            checker,
            proxy: Proxy::start(server, seed)?,
            random: Rng::with_seed(seed),
            deeds: BTreeMap::new(),
            names: 0,
            server,
            disconnected: 0,
        })
    }

    /// The core comes in one by one, so that the first in each room sees all of it; then all the
    /// others at once.
    pub fn enter(&mut self, clients: usize) -> Result<(), LoadError> {
        for number in 0..self.core {
            let actor = self.connect(number)?;
            self.actors.push(actor);
            let room = KEPT[number / STAY];
            self.wait_for(number, KEPT[0])?;
            if room != KEPT[0] {
                room.clone_into(&mut self.actors[number].room);
                self.actors[number].send(format!("/join {room}\n").as_bytes());
                self.wait_for(number, room)?;
            }
        }
        for number in self.core..clients.max(self.core) {
            let actor = self.connect(number)?;
            self.actors.push(actor);
        }
        Ok(())
    }

    fn wait_for(&mut self, number: usize, room: &str) -> Result<(), LoadError> {
        let start = Instant::now();
        while !self.actors[number].follower.is_in(room) {
            self.turn()?;
            if start.elapsed() > ENTRY || !self.actors[number].client.open {
                return Err(LoadError::LoginStalled(number, self.core));
            }
        }
        Ok(())
    }

    /// A name that nobody has had.
    pub fn name(&mut self) -> String {
        self.names += 1;
        format!("x{}", self.names)
    }

    fn connect(&mut self, number: usize) -> Result<Actor, LoadError> {
        let is_core = number < self.core;
        let is_proxied = !is_core && self.random.usize(0..PROXIED) == 0;
        let addr = if is_proxied { self.proxy.addr } else { self.server };
        let mut client = Client::connect(addr, number, self.poll.registry())
            .map_err(|error| LoadError::CannotConnect(addr.to_string(), error))?;
        let name = if is_core { format!("core{number}") } else { self.name() };
        client.queue(format!("{name}\n").as_bytes());
        let mut follower = Follower::default();
        follower.ask(name, &mut self.checker);
        let port = client.socket.local_addr()?.port();
        Ok(Actor {
            client,
            follower,
            number: self.names,
            said: 0,
            room: KEPT[0].to_owned(),
            state: State::Present,
            proxied: is_proxied.then_some(port),
            since: Instant::now(),
        })
    }

    /// A new connection in place of the old one.
    pub fn come_back(&mut self, number: usize) -> Result<(), LoadError> {
        self.actors[number].follower.forget(&mut self.checker);
        self.actors[number] = self.connect(number)?;
        Ok(())
    }

    /// Waits a moment for what comes, and looks after everybody.
    pub fn turn(&mut self) -> Result<(), LoadError> {
        match self.poll.poll(&mut self.events, Some(Duration::from_millis(1))) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            other => other?,
        }
        let Self { events, actors, buffer, checker, .. } = self;
        for event in events.iter() {
            let Some(actor) = actors.get_mut(event.token().0) else { continue };
            if event.is_writable() {
                actor.client.flush();
            }
            if event.is_readable() {
                read(actor, buffer, checker);
            }
        }
        self.checker.sweep();
        self.tend()
    }

    fn tend(&mut self) -> Result<(), LoadError> {
        let now = Instant::now();
        for number in 0..self.actors.len() {
            let Self { actors, buffer, checker, .. } = self;
            let actor = &mut actors[number];
            let did_read = actor.client.reads;
            let mut is_over = actor.tend(now, checker);
            if !did_read && actor.client.reads {
                read(actor, buffer, checker);
            }
            if !actor.client.open {
                self.disconnected += u64::from(!actor.ended(checker));
                is_over = true;
            }
            if is_over {
                self.come_back(number)?;
            }
        }
        Ok(())
    }

    /// Nobody does anything any more: everybody reads, until all have seen what they have to.
    pub fn settle(&mut self, patience: Duration) -> Result<(), LoadError> {
        for number in 0..self.actors.len() {
            if matches!(self.actors[number].state, State::Stuck(_) | State::Doomed(_)) {
                self.come_back(number)?;
            }
        }
        let start = Instant::now();
        let is_done = |actor: &Actor| actor.is_free() && actor.follower.unheard() == 0;
        while start.elapsed() < patience {
            self.turn()?;
            if self.actors.iter().all(is_done) && !self.checker.is_behind() {
                break;
            }
        }
        for actor in &self.actors {
            let (name, state) = (actor.follower.name(), actor.state);
            match state {
                State::Present if actor.follower.inside => {
                    actor.follower.conclude(&mut self.checker);
                }
                _ => self.checker.faults.add(format!("{name} is {state:?} at the end")),
            }
        }
        self.checker.conclude();
        Ok(())
    }
}

fn read(actor: &mut Actor, buffer: &mut [u8], checker: &mut Checker) {
    let Actor { client, follower, state, .. } = actor;
    if !matches!(state, State::Stuck(_)) {
        client.read(buffer, |line| follower.hear(line, checker));
    }
}
