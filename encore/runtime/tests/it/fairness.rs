//! Nobody waits for ever because others are busy.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::task::Waker;
use std::time::Duration;

use crate::common::{must_end, run, runtime};
use runtime::net::{TcpListener, TcpStream, UnixStream};
use runtime::time::sleep;
use runtime::{consume_budget, spawn, yield_now};

/// Wakes itself for ever, until told to stop.
async fn spin(stop: Arc<AtomicBool>) {
    while !stop.load(SeqCst) {
        yield_now().await;
    }
}

#[test]
fn tasks_that_never_wait_do_not_starve_timers_sockets_or_new_tasks() {
    must_end(|| {
        let runtime = runtime(1);
        let stop = Arc::new(AtomicBool::new(false));
        let spinners: Vec<_> = (0..3).map(|_| runtime.spawn(spin(Arc::clone(&stop)))).collect();
        // From outside, so through the injector.
        runtime.block_on(runtime.spawn(async { sleep(Duration::from_millis(5)).await })).unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let server = spawn(async move {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut byte = [0];
                assert_eq!(stream.read(&mut byte).await.unwrap(), 1);
                stream.write_all(&byte).await.unwrap();
            });
            let mut client = TcpStream::connect(address).await.unwrap();
            client.write_all(&[7]).await.unwrap();
            let mut byte = [0];
            assert_eq!(client.read(&mut byte).await.unwrap(), 1);
            server.await.unwrap();
        });
        stop.store(true, SeqCst);
        runtime.block_on(async {
            for spinner in spinners {
                spinner.await.unwrap();
            }
        });
    });
}

#[test]
fn who_gives_way_runs_after_what_a_socket_brings() {
    run(1, async {
        spawn(async {
            let (mut ours, mut theirs) = UnixStream::pair().unwrap();
            let got = Arc::new(AtomicBool::new(false));
            let reader = spawn({
                let got = Arc::clone(&got);
                async move {
                    theirs.read(&mut [0]).await.unwrap();
                    got.store(true, SeqCst);
                }
            });
            // Now it waits. Its data comes while this task keeps the only worker busy.
            yield_now().await;
            ours.write_all(&[7]).await.unwrap();
            assert!(!got.load(SeqCst));
            yield_now().await;
            assert!(got.load(SeqCst), "nobody has looked at the socket");
            reader.await.unwrap();
        })
        .await
        .unwrap();
    });
}

/// Two tasks that wake each other always have one of them in the worker's slot.
#[test]
fn a_pair_in_the_slot_does_not_starve_the_queue() {
    /// Whose turn it is, and the waker of each.
    #[derive(Default)]
    struct Pair {
        turn: AtomicUsize,
        wakers: [std::sync::Mutex<Option<Waker>>; 2],
    }

    async fn play(pair: Arc<Pair>, own: usize, stop: Arc<AtomicBool>) {
        std::future::poll_fn(|context| {
            *pair.wakers[own].lock().unwrap() = Some(context.waker().clone());
            if pair.turn.load(SeqCst) == own || stop.load(SeqCst) {
                pair.turn.store(1 - own, SeqCst);
                if let Some(other) = pair.wakers[1 - own].lock().unwrap().take() {
                    other.wake();
                }
            }
            if stop.load(SeqCst) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    }

    run(1, async {
        spawn(async {
            let (pair, stop) = (Arc::new(Pair::default()), Arc::new(AtomicBool::new(false)));
            let players: Vec<_> =
                (0..2).map(|own| spawn(play(Arc::clone(&pair), own, Arc::clone(&stop)))).collect();
            // This task goes through the queue.
            for _ in 0..1000 {
                yield_now().await;
            }
            stop.store(true, SeqCst);
            for player in players {
                player.await.unwrap();
            }
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_socket_that_always_has_data_lets_others_run() {
    run(1, async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        // Fills the socket from outside of the runtime.
        let feeder = std::thread::spawn(move || {
            use std::io::Write as _;
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            while stream.write_all(&vec![0; 64 * 1024]).is_ok() {}
        });
        let (mut stream, _) = listener.accept().await.unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let reader = spawn({
            let stop = Arc::clone(&stop);
            async move {
                // One byte at a time: there is always more.
                while !stop.load(SeqCst) {
                    assert_eq!(stream.read(&mut [0]).await.unwrap(), 1);
                }
            }
        });
        for _ in 0..100 {
            spawn(async {}).await.unwrap();
        }
        stop.store(true, SeqCst);
        reader.await.unwrap();
        feeder.join().unwrap();
    });
}

#[test]
fn a_loop_that_spends_its_budget_lets_others_run() {
    run(1, async {
        let stop = Arc::new(AtomicBool::new(false));
        let looping = spawn({
            let stop = Arc::clone(&stop);
            async move {
                while !stop.load(SeqCst) {
                    consume_budget().await;
                }
            }
        });
        spawn(async move { stop.store(true, SeqCst) }).await.unwrap();
        looping.await.unwrap();
    });
}

/// One worker is stuck in a task; the other one must take over what waits in its queue.
#[test]
fn work_is_stolen_from_a_worker_that_is_stuck() {
    run(2, async {
        let stuck = spawn(async {
            let (done, ended) = std::sync::mpsc::channel();
            for number in 0..100 {
                let done = done.clone();
                drop(spawn(async move { done.send(number).unwrap() }));
            }
            // The task that was spawned last is in this worker's slot, where nobody gets at it.
            drop(spawn(async {}));
            // Blocks the worker: a task must not do this, but may come close.
            let mut numbers: Vec<usize> = ended.iter().take(100).collect();
            numbers.sort_unstable();
            numbers
        });
        assert_eq!(stuck.await.unwrap(), (0..100).collect::<Vec<_>>());
    });
}
