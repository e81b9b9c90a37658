//! Models of the queue, of sleeping and of waking, small enough to try all interleavings.

use std::ptr::without_provenance_mut;

use super::idle::Idle;
use super::injector::Injector;
use super::parker::Parker;
use super::queue::{Entry, Local, Stealer, queue};
use crate::loom::lock;
use crate::loom::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use crate::loom::sync::{Arc, Condvar, Mutex};
use crate::loom::thread;

/// A number that can wait in a queue.
struct Number(usize);

// SAFETY: the pointer's address is the number.
unsafe impl Entry for Number {
    fn into_raw(self) -> *mut () {
        without_provenance_mut(self.0 + 1)
    }

    unsafe fn from_raw(pointer: *mut ()) -> Self {
        Self(pointer.addr() - 1)
    }
}

fn drain(local: &Local<Number>, into: &mut Vec<usize>) {
    into.extend(std::iter::from_fn(|| local.pop()).map(|number| number.0));
}

fn steal(stealer: &Stealer<Number>) -> Vec<usize> {
    let (own, _) = queue();
    let mut taken: Vec<usize> =
        stealer.steal_into(&own).map(|number| number.0).into_iter().collect();
    drain(&own, &mut taken);
    taken
}

/// The owner pushes so many and pops some while so many thieves steal. Each number must come out
/// once.
fn all_come_out_once(pushed: usize, thieves: usize) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(move || {
        let (local, stealer) = queue();
        let (stealer, injector) = (Arc::new(stealer), Injector::new());
        let thieves: Vec<_> = (0..thieves)
            .map(|_| {
                let stealer = Arc::clone(&stealer);
                thread::spawn(move || steal(&stealer))
            })
            .collect();
        let mut taken = Vec::new();
        for number in 0..pushed {
            local.push(Number(number), &injector);
            if number == 1 {
                taken.extend(local.pop().map(|number| number.0));
            }
        }
        drain(&local, &mut taken);
        for thief in thieves {
            taken.extend(thief.join().expect("a thief does not panic"));
        }
        taken.extend(std::iter::from_fn(|| injector.pop()).map(|number| number.0));
        taken.sort_unstable();
        assert_eq!(taken, (0..pushed).collect::<Vec<_>>());
    });
}

#[test]
fn owner_and_thief_take_each_task_once() {
    all_come_out_once(3, 1);
}

#[test]
fn two_thieves_take_each_task_once() {
    all_come_out_once(3, 2);
}

/// Four fit; so slots are used again, and half of the queue moves to the injector.
#[test]
fn a_full_queue_loses_nothing_to_a_thief() {
    all_come_out_once(7, 1);
}

/// Workers that take numbers from an injector, and sleep as the real ones do.
struct Office {
    injector: Injector<Number>,
    idle: Idle,
    parkers: Vec<Parker>,
    done: AtomicUsize,
}

impl Office {
    fn new(workers: usize) -> Self {
        Self {
            injector: Injector::new(),
            idle: Idle::new(workers),
            parkers: (0..workers).map(|_| Parker::new()).collect(),
            done: AtomicUsize::new(0),
        }
    }

    fn submit(&self, number: usize) {
        self.injector.push(Number(number));
        self.wake_worker();
    }

    fn wake_worker(&self) {
        if let Some(worker) = self.idle.worker_to_wake() {
            self.parkers[worker].unpark(|| unreachable!("nobody is in the driver"));
        }
    }

    /// Does one number, sleeping until there is one. Then sleeps for good.
    fn work_once(&self, index: usize) {
        let mut searching = false;
        loop {
            if !searching {
                searching = self.idle.start_searching();
            }
            if self.injector.pop().is_some() {
                break;
            }
            self.idle.sleep(index, searching);
            searching = false;
            if !self.injector.is_empty() && self.idle.wake_self(index) {
                continue;
            }
            while self.idle.is_asleep(index) {
                self.parkers[index].park();
            }
            searching = true;
        }
        if searching && self.idle.stop_searching() {
            self.wake_worker();
        }
        self.done.fetch_add(1, Relaxed);
    }
}

/// A wake-up that is lost is a deadlock here, which loom reports.
#[test]
fn a_worker_that_falls_asleep_misses_no_task() {
    loom::model(|| {
        let office = Arc::new(Office::new(1));
        let worker = {
            let office = Arc::clone(&office);
            thread::spawn(move || office.work_once(0))
        };
        office.submit(1);
        worker.join().unwrap();
        assert_eq!(office.done.load(Relaxed), 1);
    });
}

#[test]
fn two_workers_that_fall_asleep_miss_no_task() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(2);
    model.check(|| {
        let office = Arc::new(Office::new(2));
        let workers: Vec<_> = (0..2)
            .map(|index| {
                let office = Arc::clone(&office);
                thread::spawn(move || office.work_once(index))
            })
            .collect();
        office.submit(1);
        office.submit(2);
        for worker in workers {
            worker.join().unwrap();
        }
        assert_eq!(office.done.load(Relaxed), 2);
    });
}

/// As an eventfd: a wake-up before the wait ends the wait.
#[derive(Default)]
struct Events {
    pending: Mutex<bool>,
    condvar: Condvar,
}

impl Events {
    fn wake(&self) {
        *lock(&self.pending) = true;
        self.condvar.notify_one();
    }

    fn wait(&self) {
        let mut pending = lock(&self.pending);
        while !*pending {
            pending = self.condvar.wait(pending).expect("no holder panics");
        }
        *pending = false;
    }
}

#[test]
fn unpark_reaches_a_worker_wherever_it_sleeps() {
    for in_driver in [false, true] {
        loom::model(move || {
            let shared = Arc::new((Parker::new(), Events::default(), AtomicUsize::new(0)));
            let waker = {
                let shared = Arc::clone(&shared);
                thread::spawn(move || {
                    shared.2.store(1, Relaxed);
                    shared.0.unpark(|| shared.1.wake());
                })
            };
            while shared.2.load(Relaxed) == 0 {
                if in_driver {
                    shared.0.park_in_driver(|| shared.1.wait());
                } else {
                    shared.0.park();
                }
            }
            waker.join().unwrap();
        });
    }
}
