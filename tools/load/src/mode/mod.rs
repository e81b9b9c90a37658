//! What the clients do, one module for each mode, and what all modes measure.

mod burst;
mod chaos;
mod churn;
mod idle;
mod paced;
mod storm;

use std::thread;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;

use crate::cli::Common;
use crate::engine::Engine;
use crate::error::LoadError;
use crate::process::{self, Snapshot};
use crate::protocol::HEAD;
use crate::report::Report;
use crate::shape::Shape;
use crate::tally::{MOST_BYTES, MOST_CLIENTS, MOST_MESSAGES, Tally};
use crate::target::Target;

/// What a thread has used is brought up to date when it stops, and at each tick of the clock:
/// every 10 ms at the least. The last deliveries are here before the server has stopped.
const TICK: Duration = Duration::from_millis(10);

/// Descriptors that are not clients: the generator's own, and the server's.
const SPARE: u64 = 64;

/// One run of one mode against one server.
pub struct Run<'a> {
    pub shape: &'a Shape,
    pub target: Target,
    pub engine: Engine,
    pub bar: &'a ProgressBar,
    pub report: Report,
    before: Snapshot,
    own_before: Snapshot,
    began: Instant,
}

/// Does what the shape says, against a server that is started for it.
pub fn run(
    shape: &Shape,
    server: &str,
    common: &Common,
    bar: &ProgressBar,
) -> Result<Report, LoadError> {
    check(shape)?;
    let target = Target::open(server, shape, common)?;
    if shape.rooms > 1 && !target.protocol.has_rooms() {
        let what = if shape.mode == "chaos" { "chaos" } else { "--rooms" };
        return Err(LoadError::WrongProtocol(what, target.protocol.name()));
    }
    let engine = Engine::new(target.addr, target.protocol, common.patience())?;
    let mut run = Run {
        shape,
        report: blank(shape, &target, common),
        target,
        engine,
        bar,
        before: Snapshot::default(),
        own_before: Snapshot::default(),
        began: Instant::now(),
    };
    match shape.mode {
        "burst" => run.burst()?,
        "paced" => run.paced()?,
        "idle" => run.idle()?,
        "storm" => run.storm()?,
        "slow" => run.slow()?,
        "chaos" => run.chaos()?,
        _ => run.churn(shape.mode == "soak")?,
    }
    Ok(run.report)
}

/// Whether that much can be done at all.
fn check(shape: &Shape) -> Result<(), LoadError> {
    let ranges = [
        ("--clients", shape.clients, 1..=MOST_CLIENTS),
        ("--messages", shape.messages, 0..=MOST_MESSAGES),
        ("--size", shape.size, HEAD..=MOST_BYTES),
        ("--rooms", shape.rooms, 1..=shape.clients),
    ];
    for (option, value, range) in ranges {
        if !range.contains(&value) {
            return Err(LoadError::OutOfRange(option, *range.start(), *range.end()));
        }
    }
    let limit = process::raise_limit();
    if shape.clients as u64 + SPARE > limit {
        return Err(LoadError::TooManyClients(shape.clients, limit));
    }
    Ok(())
}

/// A report that says only what is asked for.
fn blank(shape: &Shape, target: &Target, common: &Common) -> Report {
    Report {
        mode: shape.mode.to_owned(),
        server: target.name.clone(),
        clients: shape.clients as u64,
        rooms: shape.rooms as u64,
        messages: shape.messages as u64,
        size: shape.size as u64,
        rate: (shape.rate > 0.0).then_some(shape.rate),
        server_cores: common.server_cores(),
        load_cores: common.load_cores(),
        ..Report::default()
    }
}

impl Run<'_> {
    /// The server's process as it is now; empty if it cannot be looked at.
    fn look(&self) -> Snapshot {
        self.target.pid.and_then(Snapshot::take).unwrap_or_default()
    }

    /// From here on it counts.
    fn begin(&mut self) {
        if let Some(pid) = self.target.pid {
            process::reset_peak(pid);
        }
        self.own_before = Snapshot::take(std::process::id()).unwrap_or_default();
        self.before = self.look();
        self.began = Instant::now();
        self.engine.heard = self.began;
    }

    /// Up to here it counts: the last thing that arrived.
    fn end(&mut self) {
        let own = Snapshot::take(std::process::id());
        thread::sleep(TICK);
        let after = self.target.pid.and_then(Snapshot::take);
        let report = &mut self.report;
        report.wall_s = self.engine.heard.duration_since(self.began).as_secs_f64();
        report.load_cpu_s = own.map(|own| own.cpu_since(&self.own_before));
        report.lost = report.expected.saturating_sub(report.delivered);
        report.disconnected = self.engine.disconnected();
        let Some(after) = after else { return };
        let cpu_s = after.cpu_since(&self.before);
        report.cpu_s = Some(cpu_s);
        #[expect(clippy::cast_precision_loss, reason = "a count of deliveries is far below 2^52")]
        let per_cpu_s = report.delivered as f64 / cpu_s;
        report.per_cpu_s = (report.delivered > 0 && cpu_s > 0.0).then_some(per_cpu_s);
        report.peak_kib = Some(after.peak_kib);
        report.threads = Some(after.threads());
        report.descriptors = Some(after.descriptors);
        report.voluntary_switches = Some(after.voluntary.saturating_sub(self.before.voluntary));
        report.involuntary_switches =
            Some(after.involuntary.saturating_sub(self.before.involuntary));
    }

    /// What has been seen, up to here.
    fn finish(&mut self, tally: &Tally) {
        self.report.stalled = self.is_stalled();
        self.report.delivered = tally.delivered;
        self.report.wrong = tally.wrong;
        self.end();
        if let Some(refusal) = &self.engine.refusal {
            self.report.notes.push(format!("the server refused something: {refusal}"));
        }
    }

    /// Whether nothing has come for so long that nothing will.
    fn is_stalled(&self) -> bool {
        self.engine.heard.elapsed() > self.engine.patience
    }
}
