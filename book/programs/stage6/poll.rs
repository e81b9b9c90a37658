//? show: Line, impl Future for Line, converse, main
use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// The next line of somebody who has not typed it yet.
struct Line<'a>(&'a RefCell<VecDeque<String>>);

impl Future for Line<'_> {
    type Output = String;

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<String> {
        match self.0.borrow_mut().pop_front() {
            Some(line) => Poll::Ready(line),
            None => Poll::Pending,
        }
    }
}

async fn converse(typed: &RefCell<VecDeque<String>>) -> String {
    let name = Line(typed).await;
    println!("  * Welcome, {name}!");
    let text = Line(typed).await;
    format!("<{name}> {text}")
}

fn main() {
    let typed = RefCell::new(VecDeque::new());
    let mut session = pin!(converse(&typed));
    let mut context = Context::from_waker(Waker::noop());
    for line in [None, Some("alice"), None, Some("hello")] {
        typed.borrow_mut().extend(line.map(str::to_owned));
        println!("typed {line:?}");
        println!("  {:?}", session.as_mut().poll(&mut context));
    }
}
