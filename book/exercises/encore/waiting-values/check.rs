//! A channel with values and with a place that was reserved.

use runtime::block_on;
use runtime::sync::mpsc;

fn main() {
    let (sender, mut receiver) = mpsc::channel(4);
    assert_eq!(receiver.waiting(), 0);
    sender.try_send("one").unwrap();
    let permit = block_on(sender.reserve()).unwrap();
    assert_eq!(receiver.waiting(), 1, "a reserved place is no value");
    permit.send("two");
    assert_eq!(receiver.waiting(), 2);
    assert_eq!(receiver.try_recv(), Ok("one"));
    drop(sender);
    assert_eq!(receiver.waiting(), 1, "what was sent is there, though the sender is gone");
}
