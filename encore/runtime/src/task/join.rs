//! What a spawned task leaves with its spawner.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use super::pointer::{Joined, Pointer};

/// Waits for a task's result when awaited.
///
/// Dropping it detaches the task, which runs on. Use [`JoinHandle::abort_on_drop`] for a task that
/// must not outlive its spawner.
pub struct JoinHandle<T>(Joined<T>);

impl<T> JoinHandle<T> {
    pub(super) fn new(task: Joined<T>) -> Self {
        Self(task)
    }

    /// Asks for the end of the task: its future is dropped at the `.await` where it stands, or at
    /// the next one. Returns at once; await the handle to see it gone. A task that has ended keeps
    /// its result.
    pub fn abort(&self) {
        self.0.pointer().abort();
    }

    /// Another handle, for aborting only.
    pub fn abort_handle(&self) -> AbortHandle {
        AbortHandle(self.0.pointer().clone())
    }

    /// Whether the task has ended, in whatever way.
    pub fn is_finished(&self) -> bool {
        self.0.pointer().header().state.is_complete()
    }

    /// Ties the task to this handle.
    pub fn abort_on_drop(self) -> AbortOnDropHandle<T> {
        AbortOnDropHandle(self)
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll(context)
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").field("finished", &self.is_finished()).finish()
    }
}

/// Aborts a task from anywhere.
#[derive(Clone)]
pub struct AbortHandle(Pointer);

impl AbortHandle {
    /// As [`JoinHandle::abort`].
    pub fn abort(&self) {
        self.0.abort();
    }

    /// As [`JoinHandle::is_finished`].
    pub fn is_finished(&self) -> bool {
        self.0.header().state.is_complete()
    }
}

impl fmt::Debug for AbortHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AbortHandle").field("finished", &self.is_finished()).finish()
    }
}

/// A [`JoinHandle`] whose drop aborts the task.
#[derive(Debug)]
pub struct AbortOnDropHandle<T>(JoinHandle<T>);

impl<T> AbortOnDropHandle<T> {
    /// As [`JoinHandle::abort`].
    pub fn abort(&self) {
        self.0.abort();
    }

    /// As [`JoinHandle::is_finished`].
    pub fn is_finished(&self) -> bool {
        self.0.is_finished()
    }
}

impl<T> Future for AbortOnDropHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context)
    }
}

impl<T> Drop for AbortOnDropHandle<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Why a task has no output: it was cancelled, or it panicked.
///
/// What a panic carries need not be Sync, but an error should be: hence the lock.
pub struct JoinError(Option<Mutex<Box<dyn Any + Send>>>);

impl JoinError {
    pub(super) fn cancelled() -> Self {
        Self(None)
    }

    pub(super) fn panic(payload: Box<dyn Any + Send>) -> Self {
        Self(Some(Mutex::new(payload)))
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.is_none()
    }

    pub fn is_panic(&self) -> bool {
        self.0.is_some()
    }

    /// What the task panicked with, for [`std::panic::resume_unwind`].
    ///
    /// # Panics
    /// If the task was cancelled.
    pub fn into_panic(self) -> Box<dyn Any + Send> {
        let Some(payload) = self.0 else {
            panic!("the task did not panic: it was cancelled");
        };
        payload.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(payload) = &self.0 else {
            return write!(f, "task was cancelled");
        };
        let payload = payload.lock().unwrap_or_else(PoisonError::into_inner);
        let words = payload.downcast_ref::<&str>().copied();
        match words.or_else(|| payload.downcast_ref::<String>().map(String::as_str)) {
            Some(words) => write!(f, "task panicked: {words}"),
            None => write!(f, "task panicked"),
        }
    }
}

impl fmt::Debug for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinError({self})")
    }
}

impl std::error::Error for JoinError {}
