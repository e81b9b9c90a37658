//? exit: 101
//! Parts of tokio on our runtime.

use runtime::Runtime;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

fn main() {
    Runtime::new().unwrap().block_on(async {
        let (sender, receiver) = oneshot::channel();
        runtime::spawn(async move { sender.send("tokio's channel, our task") });
        println!("{}", receiver.await.unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("tokio's listener, our task: {}", listener.local_addr().is_ok());
    });
}
