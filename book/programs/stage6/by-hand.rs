//? show: Converse, impl Converse
use std::cell::RefCell;
use std::collections::VecDeque;
use std::task::Poll;

type Typed = RefCell<VecDeque<String>>;

enum Converse<'a> {
    AwaitingName { typed: &'a Typed },
    AwaitingText { typed: &'a Typed, name: String },
}

impl Converse<'_> {
    fn poll(&mut self) -> Poll<String> {
        loop {
            match self {
                Self::AwaitingName { typed } => {
                    let Some(name) = typed.borrow_mut().pop_front() else { return Poll::Pending };
                    println!("  * Welcome, {name}!");
                    *self = Self::AwaitingText { typed, name };
                }
                Self::AwaitingText { typed, name } => {
                    let Some(text) = typed.borrow_mut().pop_front() else { return Poll::Pending };
                    return Poll::Ready(format!("<{name}> {text}"));
                }
            }
        }
    }
}

fn main() {
    let typed = Typed::default();
    let mut session = Converse::AwaitingName { typed: &typed };
    for line in [None, Some("alice"), None, Some("hello")] {
        typed.borrow_mut().extend(line.map(str::to_owned));
        println!("typed {line:?}");
        println!("  {:?}", session.poll());
    }
}
