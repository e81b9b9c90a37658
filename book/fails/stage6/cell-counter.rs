//? error: E0277
use std::cell::Cell;
use std::pin::Pin;

use stage6_async::{AsyncFilter, FilterAction};

struct Counter {
    seen: Cell<u64>,
}

impl AsyncFilter for Counter {
    fn apply<'a>(
        &'a self,
        _from: &'a str,
        _text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        self.seen.set(self.seen.get() + 1);
        Box::pin(async { FilterAction::Allow })
    }
}

fn main() {}
