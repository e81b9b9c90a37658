//! How many connections come from one address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use parking_lot::Mutex;

/// Counts connections by where they come from, so that one host cannot take all places.
#[derive(Debug, Default)]
pub struct Guests {
    /// The most from one address; no limit if `None`.
    most: Option<usize>,
    counts: Mutex<HashMap<IpAddr, usize>>,
}

/// A connection that is counted for as long as this exists.
#[derive(Debug)]
pub struct Guest {
    guests: Arc<Guests>,
    /// `None` for one that is not counted.
    home: Option<IpAddr>,
}

impl Guests {
    pub fn new(most: Option<usize>) -> Arc<Self> {
        Arc::new(Self { most, counts: Mutex::default() })
    }

    /// Counts one more. `None` if there are too many from there already.
    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Guest> {
        let home = self.most.and(home(peer));
        if let (Some(most), Some(home)) = (self.most, home) {
            let mut counts = self.counts.lock();
            let count = counts.entry(home).or_default();
            if *count >= most {
                return None;
            }
            *count += 1;
        }
        Some(Guest { guests: Arc::clone(self), home })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let Some(home) = self.home else { return };
        let mut counts = self.guests.counts.lock();
        if let Some(count) = counts.get_mut(&home) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&home);
            }
        }
    }
}

/// What is counted as one address; `None` for this machine itself, where a proxy or a test may
/// stand for many people.
fn home(peer: IpAddr) -> Option<IpAddr> {
    let peer = peer.to_canonical();
    if peer.is_loopback() {
        return None;
    }
    Some(match peer {
        IpAddr::V4(_) => peer,
        // A customer of a provider has a whole /64, and could use another address each time.
        IpAddr::V6(peer) => Ipv6Addr::from_bits(peer.to_bits() >> 64 << 64).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admit(guests: &Arc<Guests>, peer: &str) -> Option<Guest> {
        guests.admit(peer.parse().unwrap())
    }

    #[test]
    fn a_place_that_is_left_is_free_again() {
        let guests = Guests::new(Some(2));
        let first = admit(&guests, "192.0.2.1").unwrap();
        let second = admit(&guests, "192.0.2.1").unwrap();
        assert!(admit(&guests, "192.0.2.1").is_none());
        assert!(admit(&guests, "::ffff:192.0.2.1").is_none(), "the same in other words");
        let other = admit(&guests, "192.0.2.2").unwrap();
        drop(first);
        let third = admit(&guests, "192.0.2.1").unwrap();
        drop((second, third, other));
        assert!(guests.counts.lock().is_empty(), "nothing stays behind");
    }

    #[test]
    fn a_network_is_one_address() {
        let guests = Guests::new(Some(1));
        let _first = admit(&guests, "2001:db8:0:1::1").unwrap();
        assert!(admit(&guests, "2001:db8:0:1:ffff::2").is_none());
        assert!(admit(&guests, "2001:db8:0:2::1").is_some());
    }

    #[test]
    fn this_machine_is_not_counted() {
        let guests = Guests::new(Some(1));
        let all = ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1", "127.0.0.1"];
        let places: Vec<_> = all.iter().map(|peer| admit(&guests, peer)).collect();
        assert!(places.iter().all(Option::is_some));
    }

    #[test]
    fn without_a_limit_nothing_is_counted() {
        let guests = Guests::new(None);
        let _guest = admit(&guests, "192.0.2.1").unwrap();
        assert!(guests.counts.lock().is_empty());
    }
}
