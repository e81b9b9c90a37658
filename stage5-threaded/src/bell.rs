//! A channel whose senders do not wake the receiver themselves.
//!
//! Waking a thread takes a system call, and on a busy machine the woken thread
//! runs at once, in place of the one that woke it. Whoever says something to a
//! thousand members would hold the lock of the chat all the while. So a sender
//! only notes who is to be woken; a thread of its own, the ringer, does it.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, SendError, TryRecvError};
use std::thread::{self, Builder, Thread};

use parking_lot::Mutex;

/// The way to the ringer, which wakes every thread whose handle it is sent.
pub type Ringer = mpsc::Sender<Thread>;

/// Starts the ringer.
pub fn start_ringer() -> io::Result<Ringer> {
    let (ringer, sleepers) = mpsc::channel::<Thread>();
    let wake = || sleepers.into_iter().for_each(|sleeper| sleeper.unpark());
    Builder::new().name("ringer".to_owned()).spawn(wake)?;
    Ok(ringer)
}

/// A channel without a bound, such as `mpsc::channel`.
pub fn channel<T>(ringer: &Ringer) -> (Sender<T>, Receiver<T>) {
    let (sender, queue) = mpsc::channel();
    let sleeper = Arc::default();
    let bell = Bell { sleeper: Arc::clone(&sleeper), ringer: ringer.clone() };
    (Sender { queue: sender, bell }, Receiver { queue, sleeper })
}

/// The sending end. Clones send to the same receiver.
#[derive(Debug, Clone)]
pub struct Sender<T> {
    /// Dropped before the bell rings, so that the receiver finds it closed.
    queue: mpsc::Sender<T>,
    bell: Bell,
}

impl<T> Sender<T> {
    pub fn send(&self, value: T) -> Result<(), SendError<T>> {
        self.queue.send(value)?;
        self.bell.ring();
        Ok(())
    }
}

/// The receiving end, for the thread that takes what was sent.
#[derive(Debug)]
pub struct Receiver<T> {
    queue: mpsc::Receiver<T>,
    sleeper: Arc<Mutex<Option<Thread>>>,
}

impl<T> Receiver<T> {
    /// Takes the next value; sleeps while there is none. `None` when nobody
    /// can send any more.
    pub fn recv(&mut self) -> Option<T> {
        loop {
            // The handle comes first: whoever sends something after this look
            // at the queue finds it, and rings.
            *self.sleeper.lock() = Some(thread::current());
            match self.try_recv() {
                Err(TryRecvError::Empty) => thread::park(),
                received => return received.ok(),
            }
        }
    }

    /// Takes the next value if there is one.
    pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
        self.queue.try_recv()
    }
}

/// One sender's end of the bell. Dropping it rings: it may have been the last.
#[derive(Debug, Clone)]
struct Bell {
    /// A receiver leaves its handle here before it sleeps.
    sleeper: Arc<Mutex<Option<Thread>>>,
    ringer: Ringer,
}

impl Bell {
    /// Has the receiver woken if it sleeps.
    fn ring(&self) {
        if let Some(sleeper) = self.sleeper.lock().take() {
            // Without a ringer there is no server either.
            let _ = self.ringer.send(sleeper);
        }
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.ring();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::RecvTimeoutError;
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_many_send_arrives_and_then_the_channel_ends() {
        const SENDERS: usize = 8;
        const VALUES: usize = 2000;
        let ringer = start_ringer().unwrap();
        let (sender, mut receiver) = channel(&ringer);
        for id in 0..SENDERS {
            let sender = sender.clone();
            thread::spawn(move || (0..VALUES).for_each(|n| sender.send((id, n)).unwrap()));
        }
        drop(sender);
        let mut next = [0; SENDERS];
        while let Some((id, n)) = receiver.recv() {
            assert_eq!(n, next[id], "the values of one sender keep their order");
            next[id] += 1;
        }
        assert_eq!(next, [VALUES; SENDERS]);
    }

    #[test]
    fn a_sleeping_receiver_hears_each_value_and_the_end() {
        let ringer = start_ringer().unwrap();
        let (sender, mut receiver) = channel(&ringer);
        let (answers, answered) = mpsc::channel();
        thread::spawn(move || {
            while let Some(value) = receiver.recv() {
                answers.send(value).unwrap();
            }
        });
        for value in 0..1000 {
            sender.send(value).unwrap();
            // So it has nothing to do, and goes to sleep or is about to.
            assert_eq!(answered.recv(), Ok(value));
        }
        while sender.bell.sleeper.lock().is_none() {
            thread::yield_now();
        }
        // It has left its handle; now it has time to fall asleep.
        thread::sleep(Duration::from_millis(50));
        drop(sender);
        let end = answered.recv_timeout(Duration::from_secs(10));
        assert_eq!(end, Err(RecvTimeoutError::Disconnected), "it has noticed the end");
    }

    #[test]
    fn nobody_can_send_to_a_receiver_that_is_gone() {
        let (sender, receiver) = channel(&start_ringer().unwrap());
        drop(receiver);
        assert!(sender.send(1).is_err());
    }
}
