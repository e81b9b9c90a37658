//? show: look, main
use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Waker};

use tokio::task::yield_now;

async fn look(seen: &Cell<usize>) {
    let text = String::from("spam and eggs");
    let buffer = [0_u8; 1000];
    let part = &buffer[10..20];
    seen.set(part.as_ptr().addr());
    yield_now().await;
    println!("{text}: {} bytes", part.len());
}

fn main() {
    let seen = Cell::new(0);
    let mut future = pin!(look(&seen));
    let size = size_of_val(&*future);
    println!("more than 1000 bytes: {}", size > 1000);
    let mut context = Context::from_waker(Waker::noop());
    println!("{:?}", future.as_mut().poll(&mut context));
    let start = (&raw const *future).addr();
    let is_inside = (start..start + size).contains(&seen.get());
    println!("`part` points into the future itself: {is_inside}");
}
