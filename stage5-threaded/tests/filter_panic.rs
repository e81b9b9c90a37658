//! A filter that panics costs its own message, never the server or another client.

use std::thread;

use stage5_threaded::{FilterAction, Server, ServerConfig};
use testkit::behaviour::filter_panic::{self, BOOM};

#[test]
fn a_panic_costs_one_message() {
    filter_panic::silence();
    let address = "127.0.0.1:0".try_into().unwrap();
    let config = ServerConfig::builder().address(address).build().unwrap();
    let mut server = Server::bind(config).unwrap();
    server.filters().register(|_, text| {
        assert!(!text.contains(BOOM), "{BOOM}");
        FilterAction::Allow
    });
    let addr = server.local_addr();
    thread::spawn(move || server.run(|_| ()));
    filter_panic::check(addr);
}
