//? show: nap, main
use std::thread;
use std::time::Duration;

use runtime::time::sleep;
use runtime::{Builder, spawn};

async fn nap(name: &str, blocks: bool, millis: u64) {
    println!("  {name} lies down");
    let duration = Duration::from_millis(millis);
    if blocks {
        // What no task should do: its worker sleeps as well.
        thread::sleep(duration);
    } else {
        sleep(duration).await;
    }
    println!("  {name} gets up");
}

fn main() {
    let runtime = Builder::new().worker_threads(1).build().unwrap();
    for blocks in [true, false] {
        println!("{}", if blocks { "thread::sleep" } else { "sleep" });
        runtime.block_on(async {
            let alice = spawn(nap("alice", blocks, 300));
            let bob = spawn(nap("bob", blocks, 100));
            alice.await.unwrap();
            bob.await.unwrap();
        });
    }
}
