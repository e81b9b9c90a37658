//! A multi-threaded async runtime, built by hand in readable pieces.

#![deny(unsafe_code)]

mod join;
#[cfg_attr(not(loom), expect(unused_imports, reason = "what is built of it comes next"))]
mod loom;
#[doc(hidden)]
pub mod select;
pub mod sync;
