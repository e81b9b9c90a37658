//! A channel that is asked two hundred times, and one that nothing comes from.

use runtime::sync::mpsc;
use runtime::{block_on, now_or_never};

fn main() {
    assert_eq!(now_or_never(async { 7 }), Some(7));
    assert_eq!(now_or_never(std::future::pending::<()>()), None);
    let (sender, mut receiver) = mpsc::unbounded_channel();
    (0..200).for_each(|n| sender.send(n).unwrap());
    block_on(async {
        for n in 0..200 {
            assert_eq!(now_or_never(receiver.recv()), Some(Some(n)), "value {n} is in the channel");
        }
        assert_eq!(now_or_never(receiver.recv()), None, "the channel is empty");
    });
}
