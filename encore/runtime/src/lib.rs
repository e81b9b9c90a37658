//! A multi-threaded async runtime, built by hand in readable pieces.

#[cfg_attr(not(loom), expect(dead_code, reason = "what is built of it comes next"))]
#[expect(unused_imports, reason = "what is built of it comes next")]
mod loom;
