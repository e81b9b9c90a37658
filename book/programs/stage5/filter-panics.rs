//? show: main
use std::thread;

use stage5_threaded::{ChatError, Server, ServerConfig};
use testkit::Client;

fn main() -> Result<(), ChatError> {
    let config = ServerConfig::builder().address("127.0.0.1:0".try_into()?).build()?;
    let mut server = Server::bind(config)?;
    server.filters().block_if("no shouting".to_owned(), |text| text[..1] == *"!");
    let address = server.local_addr();
    thread::spawn(move || server.run(|_| ()));

    let mut bob = Client::join(address, "bob");
    for words in ["élan vital", "! hello", "hello"] {
        bob.send(words);
        println!("{}", bob.line());
    }
    Ok(())
}
