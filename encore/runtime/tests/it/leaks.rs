//! Whatever is started is also freed: futures, results, wakers.

use std::future::Future;
use std::pin::pin;
use std::task::Context;
use std::time::Duration;

use crate::common::{Census, Stuck, must_end, run, runtime};
use runtime::net::{TcpListener, TcpStream};
use runtime::time::{sleep, timeout};
use runtime::{spawn, yield_now};

#[test]
fn a_million_tasks_run_and_are_freed() {
    run(2, async {
        let census = Census::default();
        let handles: Vec<_> = (0..1_000_000_u64)
            .map(|number| {
                let token = census.token();
                spawn(async move {
                    if number.is_multiple_of(3) {
                        yield_now().await;
                    }
                    drop(token);
                    number
                })
            })
            .collect();
        let mut sum = 0;
        for handle in handles {
            sum += handle.await.unwrap();
        }
        assert_eq!(sum, 999_999 * 1_000_000 / 2);
        assert_eq!(census.living(), 0);
    });
}

/// A task and its handle end in one of several ways.
async fn end(round: usize, tokens: &Census) {
    let (inside, result) = (tokens.token(), tokens.token());
    let handle = spawn(async move {
        if round.is_multiple_of(2) {
            yield_now().await;
        }
        drop(inside);
        result
    });
    match round % 5 {
        0 => drop(handle.await.expect("it does not panic")),
        1 => drop(handle),
        2 => handle.abort(),
        3 => drop(handle.abort_on_drop()),
        _ => {
            handle.abort();
            drop(handle.await);
        }
    }
}

/// Every way in which they can end, many times over.
#[test]
fn nothing_is_left_of_tasks_that_ended_in_any_way() {
    must_end(|| {
        let census = Census::default();
        let runtime = runtime(2);
        let tokens = census.clone();
        runtime.block_on(async move {
            for round in 0..20_000 {
                end(round, &tokens).await;
            }
        });
        drop(runtime);
        assert_eq!(census.living(), 0);
    });
}

#[test]
fn a_joiner_that_gives_up_takes_its_waker_along_at_the_latest_with_the_task() {
    must_end(|| {
        let census = Census::default();
        let runtime = runtime(1);
        let mut handle = Box::pin(runtime.spawn(std::future::pending::<()>()));
        for _ in 0..10 {
            let waker = census.waker();
            assert!(handle.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        }
        assert_eq!(census.living(), 1, "the latest waker replaces the one before");
        handle.abort();
        drop(handle);
        drop(runtime);
        assert_eq!(census.living(), 0);
    });
}

#[test]
fn a_task_that_holds_its_own_waker_and_handle_is_freed() {
    must_end(|| {
        let (census, stuck) = (Census::default(), Stuck::default());
        let runtime = runtime(1);
        let (sender, receiver) = std::sync::mpsc::channel();
        let (token, waits) = (census.token(), stuck.clone());
        let handle = runtime.spawn(async move {
            let _own: runtime::JoinHandle<()> = receiver.recv().unwrap();
            waits.await;
            drop(token);
        });
        sender.send(handle).unwrap();
        runtime.block_on(stuck.polled());
        drop(runtime);
        assert_eq!(census.living(), 0);
    });
}

#[test]
fn waits_that_are_given_up_leave_no_waker_behind() {
    run(1, async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        // Until it is known not to be readable.
        while timeout(Duration::from_millis(1), client.readable()).await.is_ok() {
            assert!(client.try_read(&mut [0]).is_err());
        }
        let census = Census::default();
        // Few enough not to use up the budget of a task.
        for _ in 0..20 {
            let waker = census.waker();
            let mut context = Context::from_waker(&waker);
            let mut readable = pin!(client.readable());
            assert!(readable.as_mut().poll(&mut context).is_pending());
            let mut sleep = pin!(sleep(Duration::from_hours(1)));
            assert!(sleep.as_mut().poll(&mut context).is_pending());
            // A second poll does not add a second waker, and a new waker takes the old one's place.
            let other = census.waker();
            let mut context = Context::from_waker(&other);
            assert!(readable.as_mut().poll(&mut context).is_pending());
            assert!(sleep.as_mut().poll(&mut context).is_pending());
            drop(waker);
            assert_eq!(census.living(), 1);
        }
        assert_eq!(census.living(), 0);
    });
}
