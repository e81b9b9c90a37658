//? error: E0038
use stage6_async::FilterAction;

trait AsyncFilter {
    async fn apply(&self, from: &str, text: &str) -> FilterAction;
}

struct Registry {
    filters: Vec<Box<dyn AsyncFilter>>,
}

fn main() {}
