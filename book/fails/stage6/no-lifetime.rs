//? error: lifetime may not live long enough
use std::pin::Pin;

use stage6_async::FilterAction;

struct Length {
    limit: usize,
}

impl Length {
    fn apply(&self, text: String) -> Pin<Box<dyn Future<Output = FilterAction> + Send>> {
        Box::pin(async move {
            if text.len() > self.limit {
                FilterAction::Block("too long".to_owned())
            } else {
                FilterAction::Allow
            }
        })
    }
}

fn main() {
    drop(Length { limit: 80 }.apply("hello".to_owned()));
}
