//! Which runs there are.

use std::collections::BTreeMap;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// A set of scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Suite {
    /// What the targets speak of: bursts, paced messages, idle clients, a join storm, a slow reader
    Targets,
    /// Bursts of 10 to 4000 clients in one room
    Clients,
    /// Bursts of 1000 clients in 1 to 1000 rooms
    Rooms,
    /// Bursts of messages of 16 to 1000 bytes
    Sizes,
    /// A burst against a server on one core, on two, and so on
    Cores,
    All,
}

/// One thing to measure: what every server is asked in the same way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scenario {
    /// Its name among all.
    pub key: String,
    /// Scenarios that belong into one table and one plot have the same.
    pub group: String,
    /// What the group is called in tables and plots.
    pub title: String,
    /// What differs within the group: clients, rooms, bytes, cores.
    pub x: Option<f64>,
    /// Arguments of the load generator.
    pub args: Vec<String>,
    /// Servers with other arguments, or with none: those are left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub exceptions: BTreeMap<String, Option<Vec<String>>>,
    /// How many cores the server may use.
    pub cores: usize,
}

impl Scenario {
    fn new(key: &str, title: &str, args: &str) -> Self {
        Self {
            key: key.to_owned(),
            group: key.to_owned(),
            title: title.to_owned(),
            x: None,
            args: words(args),
            exceptions: BTreeMap::new(),
            cores: 1,
        }
    }

    /// One of several that differ in `x`.
    fn step(group: &str, title: &str, x: u32, args: &str) -> Self {
        let mut scenario = Self::new(group, title, args);
        scenario.key = format!("{group}-{x}");
        scenario.x = Some(f64::from(x));
        scenario
    }

    fn except(mut self, server: &str, args: Option<&str>) -> Self {
        self.exceptions.insert(server.to_owned(), args.map(words));
        self
    }

    /// What to ask this server; `None` if it is left out.
    pub fn args_for(&self, server: &str) -> Option<&[String]> {
        match self.exceptions.get(server) {
            Some(other) => other.as_deref(),
            None => Some(&self.args),
        }
    }
}

/// The scenarios of a suite, on a machine with these cores.
pub fn scenarios(suite: Suite, is_quick: bool, cores: &[usize]) -> Vec<Scenario> {
    match suite {
        Suite::Targets => targets(is_quick),
        Suite::Clients => clients(is_quick),
        Suite::Rooms => rooms(is_quick),
        Suite::Sizes => sizes(is_quick),
        Suite::Cores => on_cores(is_quick, cores.len()),
        Suite::All => {
            let all = [Suite::Targets, Suite::Clients, Suite::Rooms, Suite::Sizes, Suite::Cores];
            all.into_iter().flat_map(|suite| scenarios(suite, is_quick, cores)).collect()
        }
    }
}

fn targets(is_quick: bool) -> Vec<Scenario> {
    let bursts = if is_quick { [(10, 50), (20, 5)] } else { [(100, 1000), (1000, 5)] };
    let keys = ["burst-100", "burst-1000"];
    let burst = |(key, (clients, messages))| {
        let title = format!("Burst: {clients} clients say {messages} messages each");
        Scenario::new(key, &title, &burst(clients, messages, 32, 1))
    };
    let mut scenarios: Vec<Scenario> = keys.into_iter().zip(bursts).map(burst).collect();
    let (clients, rate, seconds) = if is_quick { (10, 100, 1) } else { (100, 500, 10) };
    scenarios.push(Scenario::new(
        "paced",
        &format!("Latency: {clients} clients, {rate} messages a second"),
        &format!("paced --clients {clients} --rate {rate} --seconds {seconds}"),
    ));
    let clients = if is_quick { 50 } else { 1000 };
    let idle = format!("idle --clients {clients}");
    scenarios.push(Scenario::new("idle", "Clients that say nothing", &idle));
    let (many, fewer) = if is_quick { (100, 50) } else { (4000, 2000) };
    scenarios.push(
        Scenario::new(
            "storm",
            "Join storm: everybody enters one room at once",
            &format!("storm --clients {many}"),
        )
        .except("stage5", Some(&format!("storm --clients {fewer}"))),
    );
    let (clients, messages) = if is_quick { (10, 100) } else { (100, 1000) };
    scenarios.push(Scenario::new(
        "slow",
        &format!("Slow reader: one of {clients} clients never reads"),
        &format!("slow --clients {clients} --messages {messages} --size 200"),
    ));
    scenarios
}

fn clients(is_quick: bool) -> Vec<Scenario> {
    let title = "Cost by number of clients";
    let (counts, deliveries): (&[u32], u32) =
        if is_quick { (&[5, 10, 20], 2_000) } else { (CLIENTS, 10_000_000) };
    let step = |count: &u32| {
        // Everybody says as many as keep the number of deliveries the same.
        let messages = nearest(deliveries, count * count);
        let step = Scenario::step("clients", title, *count, &burst(*count, messages, 32, 1));
        // Two threads for each client: beyond, more than many systems allow.
        if *count > 2000 { step.except("stage5", None) } else { step }
    };
    counts.iter().map(step).collect()
}

const CLIENTS: &[u32] = &[10, 30, 100, 300, 1000, 2000, 4000];

fn rooms(is_quick: bool) -> Vec<Scenario> {
    let title = "Cost by number of rooms";
    let (counts, clients, deliveries): (&[u32], u32, u32) =
        if is_quick { (&[1, 10], 20, 2_000) } else { (&[1, 10, 100, 1000], 1000, 5_000_000) };
    let step = |count: &u32| {
        let messages = nearest(deliveries, clients * (clients / count));
        Scenario::step("rooms", title, *count, &burst(clients, messages, 32, *count))
    };
    counts.iter().map(step).collect()
}

fn sizes(is_quick: bool) -> Vec<Scenario> {
    let title = "Cost by size of a message";
    // A line holds 1024 bytes at most, with the name of who says it.
    let (sizes, clients, messages): (&[u32], u32, u32) =
        if is_quick { (&[16, 1000], 10, 20) } else { (&[16, 64, 256, 1000], 100, 300) };
    let step =
        |size: &u32| Scenario::step("sizes", title, *size, &burst(clients, messages, *size, 1));
    sizes.iter().map(step).collect()
}

fn on_cores(is_quick: bool, available: usize) -> Vec<Scenario> {
    let args = if is_quick { burst(10, 50, 32, 1) } else { burst(100, 1000, 32, 1) };
    let counts = [1, 2, 4, 8, 16].into_iter().zip([1, 2, 4, 8, 16]);
    let step = |(x, cores)| Scenario {
        cores,
        ..Scenario::step("cores", "Server on several cores", x, &args)
    };
    counts.filter(|(_, cores)| available > 1 && *cores <= available).map(step).collect()
}

fn burst(clients: u32, messages: u32, size: u32, rooms: u32) -> String {
    format!("burst --clients {clients} --messages {messages} --size {size} --rooms {rooms}")
}

/// A quotient, rounded, and at least 1.
fn nearest(value: u32, by: u32) -> u32 {
    ((value + by / 2) / by).max(1)
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arg(scenario: &Scenario, name: &str) -> u64 {
        let at = scenario.args.iter().position(|arg| arg == name).unwrap();
        scenario.args[at + 1].parse().unwrap()
    }

    #[test]
    fn as_much_is_delivered_to_few_clients_as_to_many() {
        for scenario in scenarios(Suite::Clients, false, &[]) {
            let deliveries = arg(&scenario, "--clients").pow(2) * arg(&scenario, "--messages");
            assert!((9_000_000..=16_000_000).contains(&deliveries), "{}", scenario.key);
        }
        for scenario in scenarios(Suite::Rooms, false, &[]) {
            let in_room = arg(&scenario, "--clients") / arg(&scenario, "--rooms");
            let messages = arg(&scenario, "--clients") * arg(&scenario, "--messages");
            assert_eq!(messages * in_room, 5_000_000, "{}", scenario.key);
        }
    }

    #[test]
    fn keys_are_different_and_servers_may_be_left_out() {
        let all = scenarios(Suite::All, false, &[0, 1]);
        let mut keys: Vec<&str> = all.iter().map(|scenario| scenario.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all.len());
        let last = all.iter().find(|scenario| scenario.key == "clients-4000").unwrap();
        assert!(last.args_for("stage5").is_none() && last.args_for("stage6").is_some());
        assert!(all.iter().any(|scenario| scenario.key == "cores-2"));
        assert!(all.iter().all(|scenario| scenario.key != "cores-4"));
    }
}
