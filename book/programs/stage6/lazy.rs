//? show: greet, main
use std::pin::pin;
use std::task::{Context, Waker};

async fn greet() -> u32 {
    println!("* Welcome!");
    42
}

fn main() {
    let mut future = pin!(greet());
    println!("called");
    let mut context = Context::from_waker(Waker::noop());
    println!("polled: {:?}", future.as_mut().poll(&mut context));
}
