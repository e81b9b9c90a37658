//! Signals. One test, as they concern the whole process.

use std::time::Duration;

use crate::common::run;
use runtime::signal::{SignalKind, ctrl_c, signal};
use runtime::spawn;
use runtime::time::timeout;
use rustix::process::{Signal, getpid, kill_process};

#[test]
fn signals_are_received_by_all_who_listen() {
    run(2, async {
        let mut one = signal(SignalKind::terminate()).unwrap();
        let mut other = signal(SignalKind::terminate()).unwrap();
        let mut hangup = signal(SignalKind::from_raw(Signal::HUP.as_raw())).unwrap();
        for _ in 0..3 {
            kill_process(getpid(), Signal::TERM).unwrap();
            one.recv().await.unwrap();
            other.recv().await.unwrap();
        }
        assert!(timeout(Duration::from_millis(1), hangup.recv()).await.is_err());
        kill_process(getpid(), Signal::HUP).unwrap();
        hangup.recv().await.unwrap();
        assert!(timeout(Duration::from_millis(1), hangup.recv()).await.is_err());
        // Listening ends, and still the signal does not end the process.
        drop((one, other));
        kill_process(getpid(), Signal::TERM).unwrap();
        // Keep it from ending the process while `ctrl_c` is not polled yet.
        let _guard = signal(SignalKind::interrupt()).unwrap();
        let interrupted = spawn(ctrl_c());
        while !interrupted.is_finished() {
            kill_process(getpid(), Signal::INT).unwrap();
            runtime::yield_now().await;
        }
        interrupted.await.unwrap().unwrap();
        assert!(signal(SignalKind::from_raw(Signal::KILL.as_raw())).is_err());
    });
}
