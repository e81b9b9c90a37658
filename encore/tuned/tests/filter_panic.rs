//! A filter that panics costs its own message, never the server or another client.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;

use testkit::behaviour::filter_panic::{self, BOOM};
use tokio::runtime::Runtime;
use tokio::task::yield_now;
use tuned::{AsyncFilter, ChatError, FilterAction, FilterRegistry, Server, ServerConfig};

#[test]
fn a_panic_costs_one_message() {
    let runtime = Runtime::new().unwrap();
    let register = |filters: &mut FilterRegistry| {
        filters.register(|_, text| {
            assert!(!text.contains(BOOM), "{BOOM}");
            FilterAction::Allow
        });
    };
    check(runtime.block_on(serve(register)).unwrap());
    runtime.shutdown_background();
}

#[test]
fn a_panic_after_waiting_costs_one_message() {
    let runtime = Runtime::new().unwrap();
    check(runtime.block_on(serve(|filters| filters.register_async(Late))).unwrap());
    runtime.shutdown_background();
}

fn check(addr: SocketAddr) {
    filter_panic::silence();
    filter_panic::check(addr);
}

async fn serve(register: impl FnOnce(&mut FilterRegistry)) -> Result<SocketAddr, ChatError> {
    let config = ServerConfig::builder().address("127.0.0.1:0".try_into()?).build()?;
    let mut server = Server::bind(config).await?;
    register(server.filters());
    let addr = server.local_addr();
    tokio::spawn(server.run(|_| ()));
    Ok(addr)
}

/// Panics, but not before it has waited.
struct Late;

impl AsyncFilter for Late {
    fn apply<'a>(
        &'a self,
        _from: &'a str,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        Box::pin(async move {
            yield_now().await;
            assert!(!text.contains(BOOM), "{BOOM}");
            FilterAction::Allow
        })
    }
}
