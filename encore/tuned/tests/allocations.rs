//! A line is rendered once, however many get it.
//!
//! On Linux, where the guards are.
#![cfg(target_os = "linux")]

use std::net::SocketAddr;

use testkit::guard::allocations::{self, COUNTING, Counting};
use tokio::runtime::Runtime;
use tuned::{ChatError, Server, ServerConfig};

#[global_allocator]
static ALLOCATOR: Counting = COUNTING;

// One test: a second one at the same time would be counted as well.
#[test]
fn a_member_more_allocates_next_to_nothing() {
    let runtime = Runtime::new().unwrap();
    allocations::check_all(|| runtime.block_on(start()).unwrap());
    runtime.shutdown_background();
}

async fn start() -> Result<SocketAddr, ChatError> {
    let config = ServerConfig::builder().address("127.0.0.1:0".try_into()?).build()?;
    let server = Server::bind(config).await?;
    let addr = server.local_addr();
    tokio::spawn(server.run(|_| ()));
    Ok(addr)
}
