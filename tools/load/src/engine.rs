//! All clients on one thread, which waits for their sockets together.

use std::io;
use std::mem;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::{Events, Poll};

use crate::client::{Client, Phase};
use crate::error::LoadError;
use crate::protocol::{Line, Protocol};

/// Clients on their way in at a time: a listening socket keeps few that it has not accepted.
const IN_FLIGHT: usize = 64;

/// How long nothing comes before it is quiet.
const QUIET: Duration = Duration::from_millis(150);

/// The clients, and what they wait with.
pub struct Engine {
    poll: Poll,
    events: Events,
    buffer: Vec<u8>,
    pub clients: Vec<Client>,
    pub protocol: Protocol,
    pub in_flight: usize,
    addr: SocketAddr,
    /// Client `n` is in room `n % rooms`.
    pub rooms: usize,
    /// Lines that the server refused something with.
    pub refused: u64,
    /// The first of them, for the person who wonders.
    pub refusal: Option<String>,
    /// Clients whose connection the server has ended, since somebody looked.
    closed: Vec<usize>,
    /// When something came last.
    pub heard: Instant,
    /// How long nothing may come before the run is given up.
    pub patience: Duration,
}

impl Engine {
    pub fn new(addr: SocketAddr, protocol: Protocol, patience: Duration) -> io::Result<Self> {
        Ok(Self {
            poll: Poll::new()?,
            events: Events::with_capacity(4096),
            buffer: vec![0; 256 * 1024],
            clients: Vec::new(),
            protocol,
            in_flight: IN_FLIGHT,
            addr,
            rooms: 1,
            refused: 0,
            refusal: None,
            closed: Vec::new(),
            heard: Instant::now(),
            patience,
        })
    }

    /// One more client, which starts to connect; returns its number.
    pub fn connect(&mut self) -> Result<usize, LoadError> {
        let number = self.clients.len();
        let client = self.open(number)?;
        self.clients.push(client);
        Ok(number)
    }

    /// Gives client `number` a new connection in place of the old one.
    pub fn reconnect(&mut self, number: usize) -> Result<(), LoadError> {
        self.clients[number] = self.open(number)?;
        Ok(())
    }

    fn open(&self, token: usize) -> Result<Client, LoadError> {
        Client::connect(self.addr, token, self.poll.registry())
            .map_err(|error| LoadError::CannotConnect(self.addr.to_string(), error))
    }

    /// Waits for sockets, `timeout` at most; sends and reads what they allow. Each line goes to
    /// `each` with the number of the client that got it.
    pub fn turn(
        &mut self,
        timeout: Duration,
        mut each: impl FnMut(usize, &Line<'_>),
    ) -> io::Result<()> {
        match self.poll.poll(&mut self.events, Some(timeout)) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            other => other?,
        }
        let events = mem::replace(&mut self.events, Events::with_capacity(0));
        for event in &events {
            let number = event.token().0;
            let was_open = self.clients[number].open;
            if event.is_writable() {
                self.clients[number].flush();
            }
            if event.is_readable() {
                self.read(number, &mut each);
            }
            if was_open && !self.clients[number].open {
                self.closed.push(number);
            }
        }
        self.events = events;
        Ok(())
    }

    /// Reads what has come for a client, and answers what has to be answered.
    pub fn read(&mut self, number: usize, each: &mut impl FnMut(usize, &Line<'_>)) {
        let Self { clients, buffer, protocol, rooms, refused, refusal, .. } = self;
        let client = &mut clients[number];
        let (mut answer, mut phase) = (Vec::new(), client.phase);
        client.read(buffer, |bytes| {
            let line = protocol.read(bytes);
            match &line {
                Line::Ping(pong) => answer.extend_from_slice(pong),
                Line::Registered => {
                    answer.extend_from_slice(protocol.enter(number % *rooms).as_bytes());
                }
                Line::Welcome | Line::Named(_) => phase = Phase::Inside,
                Line::Prompt => phase = phase.max(Phase::Asked),
                Line::Refused => {
                    *refused += 1;
                    refusal.get_or_insert_with(|| String::from_utf8_lossy(bytes).into_owned());
                }
                _ => {}
            }
            each(number, &line);
        });
        client.phase = phase;
        if !answer.is_empty() {
            client.queue(&answer);
            client.flush();
        }
        self.heard = Instant::now();
    }

    /// Connects `count` clients and logs them in, spread over `rooms`.
    pub fn log_in(&mut self, count: usize, rooms: usize) -> Result<(), LoadError> {
        let protocol = self.protocol;
        self.rooms = rooms;
        let greet = |client: &mut Client, number| {
            client.queue(protocol.hello(number, number % rooms).as_bytes());
        };
        let ready = |client: &Client| client.is_inside() || !protocol.welcomes();
        self.fill(count, greet, ready, |_, _| {})?;
        self.settle()?;
        if rooms > 1 && self.protocol == Protocol::Chat {
            for number in 0..count {
                self.clients[number].phase = Phase::Asked;
                self.send(number, protocol.enter(number % rooms).as_bytes());
            }
            self.wait_for(count, Client::is_inside)?;
            self.settle()?;
        }
        Ok(())
    }

    /// Connects `count` clients, each of them until the server has asked for its name.
    pub fn connect_all(&mut self, count: usize) -> Result<(), LoadError> {
        let prompts = self.protocol.prompts();
        let ready = |client: &Client| client.phase >= Phase::Asked || !prompts;
        self.fill(count, |_, _| {}, ready, |_, _| {})?;
        self.settle()
    }

    /// Connects clients, not too many at a time: each is greeted, and then ready some time.
    pub fn fill(
        &mut self,
        count: usize,
        greet: impl Fn(&mut Client, usize),
        ready: impl Fn(&Client) -> bool,
        mut each: impl FnMut(usize, &Line<'_>),
    ) -> Result<(), LoadError> {
        self.heard = Instant::now();
        let mut inside = 0;
        while inside < count {
            while self.clients.len() < count && self.clients.len() < inside + self.in_flight {
                let number = self.connect()?;
                greet(&mut self.clients[number], number);
            }
            self.turn(Duration::from_millis(20), &mut each)?;
            // Clients get in about in the order in which they came.
            while self.clients.get(inside).is_some_and(|c| c.is_connected() && ready(c)) {
                inside += 1;
            }
            if self.heard.elapsed() > self.patience || !self.closed.is_empty() {
                return Err(self.no_entrance(inside, count));
            }
        }
        Ok(())
    }

    /// Why not all could get in.
    fn no_entrance(&mut self, inside: usize, count: usize) -> LoadError {
        let failure = self.clients.iter_mut().find_map(|client| client.failure.take());
        match (failure, self.refusal.take()) {
            (_, Some(refusal)) => LoadError::Refused(inside, count, refusal),
            (Some(error), None) => LoadError::CannotConnect(self.addr.to_string(), error),
            (None, None) => LoadError::LoginStalled(inside, count),
        }
    }

    /// Waits until all clients are as they should be.
    fn wait_for(&mut self, count: usize, ready: impl Fn(&Client) -> bool) -> Result<(), LoadError> {
        self.heard = Instant::now();
        while !self.clients.iter().all(&ready) {
            self.turn(Duration::from_millis(20), |_, _| {})?;
            if self.heard.elapsed() > self.patience || self.refused > 0 {
                let done = self.clients.iter().filter(|client| ready(client)).count();
                return Err(self.no_entrance(done, count));
            }
        }
        Ok(())
    }

    /// Waits until nothing comes any more, or until patience is at its end: others may talk on a
    /// server that was not started here.
    pub fn settle(&mut self) -> Result<(), LoadError> {
        let start = Instant::now();
        self.heard = start;
        while self.heard.elapsed() < QUIET && start.elapsed() < self.patience {
            self.turn(Duration::from_millis(20), |_, _| {})?;
        }
        Ok(())
    }

    /// Sends something as client `number`, as far as its socket takes it now.
    pub fn send(&mut self, number: usize, bytes: &[u8]) {
        let client = &mut self.clients[number];
        let was_open = client.open;
        client.queue(bytes);
        client.flush();
        if was_open && !client.open {
            self.closed.push(number);
        }
    }

    /// Clients whose connection has ended since the last time.
    pub fn take_closed(&mut self) -> Vec<usize> {
        mem::take(&mut self.closed)
    }

    /// How many connections have ended.
    pub fn disconnected(&self) -> u64 {
        self.clients.iter().filter(|client| !client.open).count() as u64
    }
}
