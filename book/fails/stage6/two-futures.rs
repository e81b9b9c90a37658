//? error: E0308
use std::time::Duration;

use stage6_async::FilterAction;
use tokio::time::sleep;

fn allow(is_patient: bool) -> impl Future<Output = FilterAction> {
    if is_patient {
        async {
            sleep(Duration::from_secs(1)).await;
            FilterAction::Allow
        }
    } else {
        async { FilterAction::Allow }
    }
}

fn main() {
    drop(allow(true));
}
