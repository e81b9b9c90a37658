//! All clients on one thread, which waits for their sockets together.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::{Events, Poll};

use crate::client::{Client, Phase};
use crate::error::LoadError;
use crate::protocol::{Line, Protocol};

/// How many clients may be on their way in at a time. A listening socket keeps few that it has
/// not accepted, and turns others away for a second.
const IN_FLIGHT: usize = 64;

/// How long nothing comes before it counts as quiet.
const QUIET: Duration = Duration::from_millis(150);

/// The clients, and what they wait with.
pub struct Engine {
    poll: Poll,
    events: Events,
    buffer: Vec<u8>,
    pub clients: Vec<Client>,
    pub protocol: Protocol,
    addr: SocketAddr,
    /// Lines that the server refused something with.
    pub refused: u64,
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
            addr,
            refused: 0,
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
        for event in &self.events {
            let number = event.token().0;
            let client = &mut self.clients[number];
            if event.is_writable() {
                client.flush();
            }
            if !event.is_readable() {
                continue;
            }
            let (mut pong, mut phase) = (Vec::new(), client.phase);
            client.read(&mut self.buffer, |line| {
                let line = self.protocol.read(line);
                match &line {
                    Line::Ping(answer) => pong.extend_from_slice(answer),
                    Line::Welcome => phase = Phase::Inside,
                    Line::Prompt => phase = phase.max(Phase::Asked),
                    Line::Refused => self.refused += 1,
                    _ => {}
                }
                each(number, &line);
            });
            self.heard = Instant::now();
            client.phase = phase;
            if !pong.is_empty() {
                client.queue(&pong);
                client.flush();
            }
        }
        Ok(())
    }

    /// Connects `count` clients and logs them in, spread over `rooms`.
    pub fn log_in(&mut self, count: usize, rooms: usize) -> Result<(), LoadError> {
        let protocol = self.protocol;
        let greet = |client: &mut Client, number| {
            client.queue(protocol.hello(number, number % rooms).as_bytes());
        };
        self.fill(count, greet, |client| client.is_inside() || !protocol.welcomes())?;
        self.settle()?;
        if rooms > 1 && self.protocol == Protocol::Chat {
            for number in 0..count {
                self.clients[number].phase = Phase::Asked;
                let join = format!("/join r{}\n", number % rooms);
                self.send(number, join.as_bytes());
            }
            self.wait_for(count, Client::is_inside)?;
            self.settle()?;
        }
        Ok(())
    }

    /// Connects `count` clients, each of them until the server has asked for its name.
    pub fn connect_all(&mut self, count: usize) -> Result<(), LoadError> {
        let prompts = self.protocol.prompts();
        self.fill(count, |_, _| {}, |client| client.phase >= Phase::Asked || !prompts)?;
        self.settle()
    }

    /// Connects clients, not too many at a time: each is greeted, and then ready some time.
    fn fill(
        &mut self,
        count: usize,
        greet: impl Fn(&mut Client, usize),
        ready: impl Fn(&Client) -> bool,
    ) -> Result<(), LoadError> {
        self.heard = Instant::now();
        let mut inside = 0;
        while inside < count {
            while self.clients.len() < count && self.clients.len() < inside + IN_FLIGHT {
                let number = self.connect()?;
                greet(&mut self.clients[number], number);
            }
            self.turn(Duration::from_millis(20), |_, _| {})?;
            // Clients get in about in the order in which they came.
            while self.clients.get(inside).is_some_and(|c| c.is_connected() && ready(c)) {
                inside += 1;
            }
            if self.heard.elapsed() > self.patience || self.clients.iter().any(|c| !c.open) {
                return Err(LoadError::LoginStalled(inside, count));
            }
        }
        Ok(())
    }

    /// Waits until all clients are as they should be.
    pub fn wait_for(
        &mut self,
        count: usize,
        ready: impl Fn(&Client) -> bool,
    ) -> Result<(), LoadError> {
        self.heard = Instant::now();
        while !self.clients.iter().all(&ready) {
            self.turn(Duration::from_millis(20), |_, _| {})?;
            if self.heard.elapsed() > self.patience {
                let done = self.clients.iter().filter(|client| ready(client)).count();
                return Err(LoadError::LoginStalled(done, count));
            }
        }
        Ok(())
    }

    /// Waits until nothing comes any more.
    pub fn settle(&mut self) -> Result<(), LoadError> {
        self.heard = Instant::now();
        while self.heard.elapsed() < QUIET {
            self.turn(Duration::from_millis(20), |_, _| {})?;
        }
        Ok(())
    }

    /// Sends something as client `number`, as far as its socket takes it now.
    pub fn send(&mut self, number: usize, bytes: &[u8]) {
        self.clients[number].queue(bytes);
        self.clients[number].flush();
    }

    /// How many connections have ended.
    pub fn disconnected(&self) -> u64 {
        self.clients.iter().filter(|client| !client.open).count() as u64
    }
}
