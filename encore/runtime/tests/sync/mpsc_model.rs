//! A channel beside a model of it: any sequence of steps has the same results in both.

use std::collections::VecDeque;

use proptest::collection::vec;
use proptest::prelude::*;
use runtime::sync::mpsc::{self, Permit, Receiver, Sender, TryRecvError, TrySendError};

use crate::support::{Counted, Counter, block_on};

/// What may happen to a channel, without waiting.
#[derive(Debug, Clone)]
enum Step {
    Send,
    Receive,
    ReceiveMany(usize),
    Reserve,
    UsePermit,
    DropPermit,
    Close,
    DropReceiver,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => Just(Step::Send),
        6 => Just(Step::Receive),
        2 => (1..4_usize).prop_map(Step::ReceiveMany),
        3 => Just(Step::Reserve),
        2 => Just(Step::UsePermit),
        2 => Just(Step::DropPermit),
        1 => Just(Step::Close),
        1 => Just(Step::DropReceiver),
    ]
}

/// A channel as simple as can be.
#[derive(Default)]
struct Model {
    queue: VecDeque<usize>,
    permits: usize,
    closed: bool,
    gone: bool,
}

impl Model {
    fn free(&self, capacity: usize) -> usize {
        capacity - self.queue.len() - self.permits
    }

    /// What an attempt to receive gives when the queue is empty.
    fn nothing(&self) -> TryRecvError {
        if self.closed && self.permits == 0 {
            TryRecvError::Disconnected
        } else {
            TryRecvError::Empty
        }
    }
}

/// The two side by side. Values are numbered, and counted while they live.
struct Pair<'a> {
    capacity: usize,
    model: Model,
    sender: &'a Sender<(usize, Counted)>,
    receiver: Option<Receiver<(usize, Counted)>>,
    permits: Vec<Permit<'a, (usize, Counted)>>,
    counter: Counter,
    next: usize,
}

impl Pair<'_> {
    fn value(&mut self) -> (usize, Counted) {
        self.next += 1;
        (self.next, self.counter.value())
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Send => self.send(),
            Step::Receive => self.receive(),
            Step::ReceiveMany(limit) => self.receive_many(*limit),
            Step::Reserve => self.reserve(),
            Step::UsePermit => self.use_permit(),
            Step::DropPermit => self.model.permits -= usize::from(self.permits.pop().is_some()),
            Step::Close => {
                if let Some(receiver) = &mut self.receiver {
                    receiver.close();
                    self.model.closed = true;
                }
            }
            Step::DropReceiver => {
                self.receiver = None;
                self.model.queue.clear();
                (self.model.closed, self.model.gone) = (true, true);
            }
        }
    }

    fn send(&mut self) {
        let value = self.value();
        let result = self.sender.try_send(value);
        match self.model.free(self.capacity) {
            _ if self.model.closed => assert!(matches!(result, Err(TrySendError::Closed(_)))),
            0 => assert!(matches!(result, Err(TrySendError::Full(_)))),
            _ => {
                assert!(result.is_ok());
                self.model.queue.push_back(self.next);
            }
        }
    }

    fn receive(&mut self) {
        let Some(receiver) = &mut self.receiver else { return };
        let result = receiver.try_recv().map(|value| value.0);
        let expected = self.model.queue.pop_front();
        assert_eq!(result, expected.ok_or_else(|| self.model.nothing()));
    }

    fn receive_many(&mut self, limit: usize) {
        let Some(receiver) = &mut self.receiver else { return };
        if self.model.queue.is_empty() {
            return;
        }
        let mut values = Vec::new();
        let count = block_on(receiver.recv_many(&mut values, limit));
        assert_eq!(count, values.len());
        let expected = self.model.queue.drain(..limit.min(self.model.queue.len()));
        assert!(values.iter().map(|value| value.0).eq(expected));
    }

    fn reserve(&mut self) {
        if self.model.closed {
            assert!(block_on(self.sender.reserve()).is_err());
        } else if self.model.free(self.capacity) > 0 {
            self.permits.extend(block_on(self.sender.reserve()));
            self.model.permits += 1;
        }
    }

    fn use_permit(&mut self) {
        let Some(permit) = self.permits.pop() else { return };
        let value = self.value();
        permit.send(value);
        self.model.permits -= 1;
        if !self.model.gone {
            self.model.queue.push_back(self.next);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_channel_does_what_its_model_does(capacity in 1..4_usize, steps in vec(step(), 1..40)) {
        let (sender, receiver) = mpsc::channel(capacity);
        let mut pair = Pair {
            capacity,
            model: Model::default(),
            sender: &sender,
            receiver: Some(receiver),
            permits: Vec::new(),
            counter: Counter::new(),
            next: 0,
        };
        for step in &steps {
            pair.step(step);
            prop_assert_eq!(pair.counter.alive(), pair.model.queue.len());
            prop_assert_eq!(sender.is_closed(), pair.model.closed);
            if !pair.model.closed {
                prop_assert_eq!(sender.capacity(), pair.model.free(capacity));
            }
        }
    }
}
