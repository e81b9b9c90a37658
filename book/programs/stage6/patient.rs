//? show: Dictionary, impl AsyncFilter for Dictionary
use std::pin::Pin;
use std::thread;
use std::time::Duration;

use stage6_async::{AsyncFilter, FilterAction, Server, ServerConfig};
use testkit::Client;
use tokio::time::sleep;

/// Asks a dictionary on another machine about long words.
struct Dictionary;

impl AsyncFilter for Dictionary {
    fn apply<'a>(
        &'a self,
        _from: &'a str,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        Box::pin(async move {
            if text.split(' ').any(|word| word.len() > 25) {
                sleep(Duration::from_secs(1)).await;
            }
            FilterAction::Allow
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let config = ServerConfig::from_args(["127.0.0.1:0".to_owned()]).unwrap();
    let mut server = Server::bind(config).await.unwrap();
    server.filters().register_async(Dictionary);
    let address = server.local_addr();
    let people = tokio::task::spawn_blocking(move || {
        let alice = Client::join(address, "alice");
        let mut bob = Client::join(address, "bob");
        alice.send("antidisestablishmentarianism");
        thread::sleep(Duration::from_millis(300));
        bob.send("hi");
        println!("{}\n{}", bob.line(), bob.line());
    });
    tokio::select! {
        _ = server.run(|_| ()) => {}
        met = people => met.unwrap(),
    }
}
