//! A descriptor that is registered with the reactor for as long as it is open.

use std::io;
use std::os::fd::AsFd;
use std::sync::Arc;

use super::source::{Direction, READABLE, Seen, Source, WRITABLE};
use crate::driver::Driver;
use crate::scheduler::context;

/// A socket, or anything else that epoll knows, with what is needed to wait for it.
pub(crate) struct Evented<T: AsFd> {
    io: T,
    key: usize,
    source: Arc<Source>,
    driver: Arc<Driver>,
}

impl<T: AsFd> Evented<T> {
    /// Registers a descriptor, which must not block, with the runtime of the current thread.
    ///
    /// It is taken to be ready, so that the first operation is tried at once: mostly it succeeds,
    /// and otherwise is told to wait.
    ///
    /// # Panics
    /// If there is no runtime.
    pub(crate) fn new(io: T) -> io::Result<Self> {
        Self::with_readiness(io, READABLE | WRITABLE)
    }

    /// The same for a socket that is still connecting: it is not ready until epoll says so.
    pub(crate) fn connecting(io: T) -> io::Result<Self> {
        Self::with_readiness(io, 0)
    }

    fn with_readiness(io: T, readiness: usize) -> io::Result<Self> {
        let driver = Arc::clone(&context::current().driver);
        let (key, source) = driver.reactor.register(&io, readiness)?;
        Ok(Self { io, key, source, driver })
    }

    pub(crate) fn get(&self) -> &T {
        &self.io
    }

    /// Waits until an operation in this direction is worth a try.
    pub(crate) async fn ready(&self, direction: Direction) -> io::Result<Seen> {
        self.source.ready(direction).await
    }

    /// Tries an operation until it does something else than "would block".
    pub(crate) async fn run<R>(
        &self,
        direction: Direction,
        mut operation: impl FnMut(&T) -> io::Result<R>,
    ) -> io::Result<R> {
        loop {
            let seen = self.ready(direction).await?;
            match operation(&self.io) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.source.clear(seen),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }

    /// The same for moving `wanted` bytes. If fewer were moved, there is no more to read or no
    /// more room, so that the next try would block: it can wait right away.
    pub(crate) async fn transfer(
        &self,
        direction: Direction,
        wanted: usize,
        mut operation: impl FnMut(&T) -> io::Result<usize>,
    ) -> io::Result<usize> {
        loop {
            let seen = self.ready(direction).await?;
            let result = self.try_transfer(seen, wanted, &mut operation);
            match result {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => return result,
            }
        }
    }

    fn try_transfer(
        &self,
        seen: Seen,
        wanted: usize,
        operation: &mut impl FnMut(&T) -> io::Result<usize>,
    ) -> io::Result<usize> {
        let result = loop {
            match operation(&self.io) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        match &result {
            // An end of the stream is no reason to wait for more.
            Ok(count) if 0 < *count && *count < wanted => self.source.clear(seen),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.source.clear(seen),
            _ => {}
        }
        result
    }

    /// Tries an operation once, without waiting.
    pub(crate) fn attempt(
        &self,
        direction: Direction,
        wanted: usize,
        mut operation: impl FnMut(&T) -> io::Result<usize>,
    ) -> io::Result<usize> {
        match self.source.see(direction) {
            None => Err(io::ErrorKind::WouldBlock.into()),
            Some(seen) => self.try_transfer(seen?, wanted, &mut operation),
        }
    }
}

impl<T: AsFd> Drop for Evented<T> {
    fn drop(&mut self) {
        self.driver.reactor.deregister(&self.io, self.key);
    }
}
