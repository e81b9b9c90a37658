//! Users come and go around a core that stays and must not notice, but for the notices.

use std::net::Shutdown;
use std::time::{Duration, Instant};

use super::Run;
use crate::error::LoadError;
use crate::process::Snapshot;
use crate::protocol::{Line, Protocol};
use crate::tally::{Audience, MOST_MESSAGES, Tally};

/// Messages a second of the core.
const TALK: Duration = Duration::from_millis(10);

/// Time between two deeds of those who come and go.
const DEED: Duration = Duration::from_millis(2);

/// Looks at the server's process in a soak.
pub(super) const SAMPLES: u32 = 40;

/// What may be added to memory for reasons of its own, such as an allocator's next chunk, in KiB.
const SLACK_KIB: u64 = 2048;

/// The same for descriptors and threads: clients that are just coming or going.
pub(super) const SLACK: u64 = 16;

/// Those who come and go.
struct Crowd {
    first: usize,
    /// Names given so far; none is used twice.
    names: usize,
    deeds: u64,
}

impl Run<'_> {
    pub(super) fn churn(&mut self, soak: bool) -> Result<(), LoadError> {
        if self.engine.protocol != Protocol::Chat {
            return Err(LoadError::WrongProtocol("churn", self.engine.protocol.name()));
        }
        let core = (self.shape.clients / 4).max(2);
        self.engine.log_in(core, 1)?;
        let mut crowd = Crowd::enter(self, core)?;
        let span = Duration::from_secs_f64(self.shape.seconds);
        self.bar.set_length(span.as_secs());
        let mut tally = Tally::new(Audience::all(core), MOST_MESSAGES, self.shape.size);
        let mut samples = Vec::new();
        self.begin();
        let (start, mut talked, mut looks) = (self.began, 0_usize, 0);
        while start.elapsed() < span {
            while TALK * u32::try_from(talked).unwrap_or(u32::MAX) < start.elapsed() {
                let text = Tally::text(talked % core, talked / core, self.shape.size);
                self.engine.send(talked % core, format!("{text}\n").as_bytes());
                talked += 1;
            }
            crowd.act(self)?;
            let until = Instant::now() + DEED;
            while Instant::now() < until {
                self.hear(&mut tally, core)?;
            }
            if soak && start.elapsed() > span * looks / SAMPLES {
                looks += 1;
                samples.push(self.look());
            }
            self.bar.set_position(start.elapsed().as_secs());
        }
        self.report.messages = (talked / core) as u64;
        self.report.expected = (talked * core) as u64;
        tally.expected = self.report.expected;
        self.conclude(&mut tally, core, &crowd)?;
        if soak {
            self.judge(&samples);
        }
        Ok(())
    }

    fn hear(&mut self, tally: &mut Tally, core: usize) -> Result<(), LoadError> {
        self.engine.turn(Duration::from_millis(1), |receiver, line| {
            if let Line::Said(text) = line
                && receiver < core
            {
                _ = tally.saw(receiver, text);
            }
        })?;
        let closed = self.engine.take_closed();
        closed.into_iter().filter(|&number| number < core).for_each(|number| tally.close(number));
        Ok(())
    }

    /// Waits for what is still on its way, and reports.
    fn conclude(&mut self, tally: &mut Tally, core: usize, crowd: &Crowd) -> Result<(), LoadError> {
        while !tally.is_settled() && !self.is_stalled() {
            self.hear(tally, core)?;
        }
        // Whoever goes where they are already is told so.
        self.engine.refusal = None;
        self.finish(tally);
        self.engine.settle()?;
        let crowd_now = &self.engine.clients[core..];
        let stuck = crowd_now.iter().filter(|client| client.open && !client.is_inside()).count();
        if stuck > 0 {
            self.report.wrong += stuck as u64;
            self.report.notes.push(format!("{stuck} came back and were not let in"));
        }
        // The others were meant to go.
        let gone = self.engine.clients[..core].iter().filter(|client| !client.open);
        self.report.disconnected = gone.count() as u64;
        let (deeds, names) = (crowd.deeds, crowd.names);
        let note = format!("{core} stayed; the others did {deeds} things under {names} names");
        self.report.notes.push(note);
        Ok(())
    }

    /// Whether what a soak takes in its second half is what it took in its first.
    pub(super) fn judge(&mut self, samples: &[Snapshot]) {
        // The first tenth fills buffers and tables.
        let settled = &samples[samples.len() / 10..];
        let (early, late) = settled.split_at(settled.len() / 2);
        if early.iter().all(|sample| sample.rss_kib == 0) {
            self.report.notes.push("memory cannot be measured: is --pid missing?".to_owned());
            return;
        }
        self.report.flat = Some(true);
        let mut compare = |what: &str, slack: u64, of: &dyn Fn(&Snapshot) -> u64| {
            let (before, after) = (median(early, of), median(late, of));
            self.state(what, before, after, after <= before + before / 10 + slack);
        };
        compare("memory in KiB", SLACK_KIB, &|sample| sample.rss_kib);
        compare("descriptors", SLACK, &|sample| sample.descriptors);
        compare("threads", SLACK, &Snapshot::threads);
    }

    /// Says what was and is, and whether that is the same.
    pub(super) fn state(&mut self, what: &str, before: u64, after: u64, same: bool) {
        let verdict = if same { "flat" } else { "NOT FLAT" };
        self.report.notes.push(format!("{what}: {before} then {after}: {verdict}"));
        self.report.flat = Some(same && self.report.flat != Some(false));
    }
}

pub(super) fn median<T>(samples: &[T], of: &dyn Fn(&T) -> u64) -> u64 {
    let mut values: Vec<u64> = samples.iter().map(of).collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

impl Crowd {
    /// Connects those who come and go, behind the core.
    fn enter(run: &mut Run<'_>, core: usize) -> Result<Self, LoadError> {
        let mut crowd = Self { first: core, names: 0, deeds: 0 };
        for _ in core..run.shape.clients {
            let number = run.engine.connect()?;
            run.engine.clients[number].queue(crowd.name().as_bytes());
        }
        Ok(crowd)
    }

    /// A login under a new name.
    fn name(&mut self) -> String {
        self.names += 1;
        format!("x{}\n", self.names)
    }

    /// One of the crowd does something.
    fn act(&mut self, run: &mut Run<'_>) -> Result<(), LoadError> {
        if self.first >= run.engine.clients.len() {
            return Ok(());
        }
        self.deeds += 1;
        let number = fastrand::usize(self.first..run.engine.clients.len());
        let client = &run.engine.clients[number];
        if !client.open {
            return self.come_back(run, number);
        }
        if !client.is_inside() {
            return Ok(());
        }
        match fastrand::u8(0..20) {
            0..10 => run.engine.send(number, b"words that nobody counts\n"),
            10..12 => {
                self.names += 1;
                run.engine.send(number, format!("/nick x{}\n", self.names).as_bytes());
            }
            12..14 => run.engine.send(number, b"/join den\n"),
            14..16 => run.engine.send(number, b"/join lobby\n"),
            16 => run.engine.send(number, b"/who\n"),
            17 => run.engine.send(number, b"/quit\n"),
            18 => {
                run.engine.send(number, b"half a line");
                // Fails only if the connection has ended, which is noticed anyway.
                let _ = run.engine.clients[number].socket.shutdown(Shutdown::Write);
            }
            _ => {
                let socket = socket2::SockRef::from(&run.engine.clients[number].socket);
                socket.set_linger(Some(Duration::ZERO))?;
                return self.come_back(run, number);
            }
        }
        Ok(())
    }

    /// In place of the connection it has, which is reset if it did not linger.
    fn come_back(&mut self, run: &mut Run<'_>, number: usize) -> Result<(), LoadError> {
        run.engine.reconnect(number)?;
        let name = self.name();
        run.engine.clients[number].queue(name.as_bytes());
        Ok(())
    }
}
