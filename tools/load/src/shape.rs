//! A mode of the command line in numbers.

use crate::cli::{Common, Mode};
use crate::protocol::HEAD;

/// The rooms of the chaos: those that stay, and those that come and go.
const CHAOS_ROOMS: usize = 23;

/// A mode in numbers.
#[derive(Debug, Clone)]
pub struct Shape {
    pub mode: &'static str,
    pub clients: usize,
    pub rooms: usize,
    pub messages: usize,
    pub size: usize,
    pub rate: f64,
    pub seconds: f64,
    pub seed: u64,
}

impl Shape {
    fn new(mode: &'static str, clients: usize) -> Self {
        Self { mode, clients, rooms: 1, messages: 0, size: HEAD, rate: 0.0, seconds: 0.0, seed: 0 }
    }
}

impl Mode {
    /// The mode in numbers; `None` if it serves instead of loading.
    pub fn shape(&self) -> Option<(Shape, &Common)> {
        Some(match *self {
            Self::Burst { clients, messages, size, rooms, ref common } => (
                Shape { rooms: rooms.max(1), messages, size, ..Shape::new("burst", clients) },
                common,
            ),
            Self::Paced { clients, rate, seconds, size, ref common } => {
                (Shape { size, rate, seconds, ..Shape::new("paced", clients) }, common)
            }
            Self::Idle { clients, ref common } => (Shape::new("idle", clients), common),
            Self::Storm { clients, ref common } => (Shape::new("storm", clients), common),
            Self::Slow { clients, messages, size, ref common } => {
                (Shape { messages, size, ..Shape::new("slow", clients) }, common)
            }
            Self::Churn { clients, seconds, ref common } => {
                (Shape { seconds, ..Shape::new("churn", clients) }, common)
            }
            Self::Soak { clients, seconds, ref common } => {
                (Shape { seconds, ..Shape::new("soak", clients) }, common)
            }
            Self::Chaos { clients, seconds, seed, ref common } => {
                let seed = seed.unwrap_or_else(|| fastrand::u64(..));
                (
                    Shape {
                        rooms: CHAOS_ROOMS.min(clients.max(1)),
                        seconds,
                        seed,
                        ..Shape::new("chaos", clients)
                    },
                    common,
                )
            }
            Self::Floor { .. } => return None,
        })
    }
}
