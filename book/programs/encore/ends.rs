//? show: Luggage, impl Drop for Luggage, travel, main
use std::future::pending;
use std::panic;

use runtime::{Builder, JoinError, spawn, yield_now};

/// What a future holds across its `.await`.
struct Luggage(&'static str);

impl Drop for Luggage {
    fn drop(&mut self) {
        println!("  {} is dropped", self.0);
    }
}

async fn travel(luggage: Luggage, arrives: bool) -> &'static str {
    yield_now().await;
    if !arrives {
        pending::<()>().await;
    }
    drop(luggage);
    "arrived"
}

fn main() {
    // No message for each panic.
    panic::set_hook(Box::new(|_| {}));
    let runtime = Builder::new().worker_threads(1).build().unwrap();
    runtime.block_on(async {
        println!("returned: {:?}", spawn(travel(Luggage("a"), true)).await);

        let luggage = Luggage("b");
        let broken: Result<(), JoinError> = spawn(async move {
            let _luggage = luggage;
            yield_now().await;
            panic!("no ticket");
        })
        .await;
        println!("panicked: {broken:?}");

        let aborted = spawn(travel(Luggage("c"), false));
        aborted.abort();
        println!("aborted: {:?}", aborted.await);

        // Detached: it stays until the runtime goes.
        drop(spawn(travel(Luggage("d"), false)));
        println!("detached");
    });
    drop(runtime);

    let runtime = Builder::new().worker_threads(1).build().unwrap();
    let left = runtime.spawn(travel(Luggage("e"), false));
    drop(runtime);
    println!("the runtime is gone: {:?}", runtime::block_on(left));
}
