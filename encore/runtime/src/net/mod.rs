//! Sockets: TCP and Unix streams, and their listeners.
//!
//! Each operation tries the system call first, and waits in the reactor only if that would block.
//! So all of them are cancel-safe in the same way: dropped before it is ready, a future has done
//! nothing. The exceptions move bytes in several steps and say so: `write_all`.
//!
//! | | reads | writes |
//! |---|---|---|
//! | `TcpStream`, `UnixStream` | `read` | `write`, `write_all`, `write_vectored`, `shutdown` |
//! | `stream.split()` | `ReadHalf<'_>` | `WriteHalf<'_>`, for one task |
//! | `stream.into_split()` | `OwnedReadHalf` | `OwnedWriteHalf`, for two; dropping it shuts down |
//! | any of them | `readable`, `try_read` | `writable`, `try_write`, `try_write_vectored` |

mod split;
mod stream;
mod tcp;
mod tcp_socket;
mod unix;

pub use split::{OwnedReadHalf, OwnedWriteHalf, ReadHalf, ReuniteError, WriteHalf};
pub use stream::{Socket, Stream};
pub use tcp::{TcpListener, TcpStream};
pub use tcp_socket::{TcpSocket, lookup_host};
pub use unix::{UnixListener, UnixStream};
