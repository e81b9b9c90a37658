//! `select!`: waits for whichever comes first.
//!
//! The macro is read in three steps. `@parse` takes one branch after the other off the input and
//! gives each a name, a variant and an index out of a list; `@handler` finds the end of a branch,
//! which may be a block or an expression; `@run` is what it all becomes: the futures are polled in
//! turn until the output of one fits its pattern, then all are dropped, then the handler runs.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

thread_local! {
    /// The state of a generator of random numbers.
    static RANDOM: Cell<u64> = Cell::new(RandomState::new().hash_one(0) | 1);
}

/// The branch that an unbiased `select!` of so many polls first.
#[doc(hidden)]
pub fn start(branches: usize) -> usize {
    RANDOM.with(|random| {
        // Marsaglia's xorshift.
        let mut bits = random.get();
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        random.set(bits);
        // The upper bits are the better ones. There are few branches: nothing is cut off.
        (bits >> 33) as usize % branches
    })
}

/// Waits for several futures at once, and runs the handler of the first that is done.
///
/// ```
/// # use runtime::{select, sync::mpsc};
/// # async fn talk(mut lines: mpsc::Receiver<String>, mut closing: mpsc::Receiver<()>) {
/// loop {
///     select! {
///         Some(line) = lines.recv() => println!("{line}"),
///         _ = closing.recv() => break,
///         else => break,
///     }
/// }
/// # }
/// ```
///
/// A branch is `pattern = future => handler`, or `pattern = future, if condition => handler`.
/// There may be up to eight, and after them `else => handler`. The value is that of the handler,
/// and `?`, `break`, `continue`, `return` and `.await` in it mean what they mean around the
/// `select!`.
///
/// 1. All conditions are evaluated. A branch whose condition is false is switched off.
/// 2. All futures are made, also those of branches that are off, which are never polled.
/// 3. The futures are polled in turn, beginning at a random one, so that a branch that is always
///    ready cannot keep the others from being looked at. With `biased;` in front of the branches,
///    polling begins at the first: cheaper, and for when the order matters.
/// 4. If an output does not fit its pattern, it is dropped, and the branch is switched off.
/// 5. When an output fits, **all futures are dropped**, and then the handler runs. It may use what
///    the futures had borrowed.
/// 6. If all branches are off, the handler of `else` runs.
///
/// # Panics
///
/// If all branches are off and there is no `else`.
///
/// # Cancel safety
///
/// The futures of all branches but one are dropped before they are done. In a loop this happens on
/// every turn, so each future must be one that loses nothing by it: see its documentation.
/// [`recv`](crate::sync::mpsc::Receiver::recv) takes a value only in the poll that gives it out.
/// What is not cancel safe is kept outside the loop, pinned, and polled as `&mut future`; a
/// handler, which has nothing to fear, can await it too. For
/// [`send`](crate::sync::mpsc::Sender::send), which would lose its value, select on
/// [`reserve`](crate::sync::mpsc::Sender::reserve) and send by the permit.
#[macro_export]
macro_rules! select {
    // All branches are read.
    (@parse ($from:expr) $branches:tt $names:tt) => {
        $crate::select!(@run ($from) $branches {
            panic!("all branches of select! are off, and it has no `else`")
        })
    };
    (@parse ($from:expr) $branches:tt $names:tt else => $handler:expr $(,)?) => {
        $crate::select!(@run ($from) $branches { $handler })
    };

    // A branch: its condition, if it has one, and then its handler.
    (@parse $from:tt $branches:tt $names:tt
        $pattern:pat = $future:expr, if $condition:expr => $($rest:tt)+) => {
        $crate::select!(@handler $from $branches $names
            ($pattern, $future, $condition) $($rest)+)
    };
    (@parse $from:tt $branches:tt $names:tt
        $pattern:pat = $future:expr => $($rest:tt)+) => {
        $crate::select!(@handler $from $branches $names
            ($pattern, $future, true) $($rest)+)
    };

    // A block may do without a comma after it; an expression only if it is the last.
    (@handler $from:tt [$($branch:tt)*] [$name:tt $($names:tt)*] $head:tt
        $handler:block, $($rest:tt)*) => {
        $crate::select!(@parse $from [$($branch)* { $name $head $handler }] [$($names)*] $($rest)*)
    };
    (@handler $from:tt [$($branch:tt)*] [$name:tt $($names:tt)*] $head:tt
        $handler:block $($rest:tt)*) => {
        $crate::select!(@parse $from [$($branch)* { $name $head $handler }] [$($names)*] $($rest)*)
    };
    (@handler $from:tt [$($branch:tt)*] [$name:tt $($names:tt)*] $head:tt
        $handler:expr, $($rest:tt)*) => {
        $crate::select!(@parse $from [$($branch)* { $name $head $handler }] [$($names)*] $($rest)*)
    };
    (@handler $from:tt [$($branch:tt)*] [$name:tt $($names:tt)*] $head:tt
        $handler:expr) => {
        $crate::select!(@parse $from [$($branch)* { $name $head $handler }] [$($names)*])
    };
    (@handler $from:tt $branches:tt [] $($rest:tt)*) => {
        compile_error!("select! takes at most eight branches")
    };

    (@parse $($rest:tt)*) => {
        compile_error!("a branch of select! is `pattern = future, if condition => handler`")
    };

    (@run ($from:expr) [$({
        ($name:ident $Name:ident $index:literal) ($pattern:pat, $future:expr, $condition:expr)
        $handler:expr
    })+] $otherwise:block) => {{
        /// The output of the branch that was first.
        enum __Selected<$($Name),+> {
            $($Name($Name),)+
            Nothing,
        }
        let selected = {
            let mut on = [$($condition),+];
            $(let mut $name = ::std::pin::pin!(::std::future::IntoFuture::into_future($future));)+
            let selected = ::std::future::poll_fn(|context| {
                let from = $from(on.len());
                for turn in 0..on.len() {
                    match (from + turn) % on.len() {
                        $($index if on[$index] => {
                            let polled = ::std::future::Future::poll($name.as_mut(), context);
                            if let ::std::task::Poll::Ready(output) = polled {
                                on[$index] = false;
                                let mut fits = false;
                                // The guard sees that the pattern fits, and by being false keeps
                                // the output from being moved into it.
                                #[allow(unused_variables, unused_mut, reason = "the handler uses them")]
                                match output {
                                    $pattern if { fits = true; false } => unreachable!(),
                                    _ => {}
                                }
                                if fits {
                                    return ::std::task::Poll::Ready(__Selected::$Name(output));
                                }
                            }
                        })+
                        _ => {}
                    }
                }
                if on.contains(&true) {
                    ::std::task::Poll::Pending
                } else {
                    ::std::task::Poll::Ready(__Selected::Nothing)
                }
            })
            .await;
            selected
        };
        match selected {
            $(__Selected::$Name($pattern) => $handler,)+
            _ => $otherwise,
        }
    }};

    (biased; $($branches:tt)+) => {
        $crate::select!(@start (|_| 0) $($branches)+)
    };
    (@start $from:tt $($branches:tt)+) => {
        $crate::select!(@parse $from [] [
            (a A 0) (b B 1) (c C 2) (d D 3) (e E 4) (f F 5) (g G 6) (h H 7)
        ] $($branches)+)
    };
    ($($branches:tt)+) => {
        $crate::select!(@start ($crate::select::start) $($branches)+)
    };
}
