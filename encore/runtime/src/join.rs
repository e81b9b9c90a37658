//! `join!`: waits for all.

/// Waits for several futures at once, in one task, and gives all outputs as a tuple.
///
/// ```
/// # use runtime::join;
/// # async fn both(first: impl Future<Output = u8>, second: impl Future<Output = char>) {
/// let (number, letter) = join!(first, second);
/// # }
/// ```
///
/// Takes up to eight futures. They are polled in their order, each time the task is woken; one that
/// is done is dropped at once, and its output kept until all are. To have them run on several
/// threads, spawn a task for each.
///
/// # Cancel safety
///
/// Dropped before it is done, it drops all futures that are not, and all outputs of those that are.
#[macro_export]
macro_rules! join {
    (@zip [$($done:tt)*] [$($name:tt)*]) => {
        $crate::join!(@run $($done)*)
    };
    (@zip [$($done:tt)*] [($name:ident $output:ident) $($names:tt)*] $future:expr $(, $($rest:expr),*)?) => {
        $crate::join!(@zip [$($done)* ($name $output $future)] [$($names)*] $($($rest),*)?)
    };
    (@zip $done:tt [] $($rest:tt)+) => {
        compile_error!("join! takes at most eight futures")
    };
    (@run $(($name:ident $output:ident $future:expr))+) => {{
        $(
            let mut $name = ::std::pin::pin!(Some(::std::future::IntoFuture::into_future($future)));
            let mut $output = None;
        )+
        ::std::future::poll_fn(|context| {
            let mut all = true;
            $(
                if let Some(future) = $name.as_mut().as_pin_mut() {
                    match ::std::future::Future::poll(future, context) {
                        ::std::task::Poll::Ready(output) => {
                            $output = Some(output);
                            $name.set(None);
                        }
                        ::std::task::Poll::Pending => all = false,
                    }
                }
            )+
            if all { ::std::task::Poll::Ready(()) } else { ::std::task::Poll::Pending }
        })
        .await;
        match ($($output,)+) {
            ($(Some($output),)+) => ($($output,)+),
            _ => unreachable!("all futures are done"),
        }
    }};
    ($($future:expr),+ $(,)?) => {
        $crate::join!(@zip [] [
            (a a_output) (b b_output) (c c_output) (d d_output)
            (e e_output) (f f_output) (g g_output) (h h_output)
        ] $($future),+)
    };
}
