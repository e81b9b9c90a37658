//! A bad network: everything arrives, but late, in pieces or all at once, unless it is told to
//! cut a connection.

use std::collections::HashMap;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use fastrand::Rng;

use super::pump::Pump;

/// How often a connection looks whether it is over.
const LOOK: Duration = Duration::from_millis(100);

/// What is to happen to a connection when the client next sends something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    None,
    /// Half of it goes on, then both ends are reset.
    Cut,
    /// The client is gone, and the server is not told.
    HalfOpen,
}

/// Listens in the place of a server. It ends when this is dropped.
pub struct Proxy {
    pub addr: SocketAddr,
    shared: Arc<Shared>,
}

/// What the threads of a proxy have in common.
pub struct Shared {
    server: SocketAddr,
    /// By the port of the client.
    links: Mutex<HashMap<u16, Arc<Link>>>,
    pub closing: AtomicBool,
    pub counts: Counts,
}

/// How often it did what.
#[derive(Default)]
pub struct Counts {
    pub single: AtomicU64,
    pub split: AtomicU64,
    pub merged: AtomicU64,
    pub delayed: AtomicU64,
    pub stalled: AtomicU64,
    pub cut: AtomicU64,
    pub half_open: AtomicU64,
}

/// One connection, from client to server and back.
pub struct Link {
    pub client: TcpStream,
    pub server: TcpStream,
    order: AtomicU8,
    /// Nothing is to go on in either direction.
    pub is_over: AtomicBool,
}

impl Proxy {
    pub fn start(server: SocketAddr, seed: u64) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let addr = listener.local_addr()?;
        let shared = Arc::new(Shared {
            server,
            links: Mutex::default(),
            closing: AtomicBool::new(false),
            counts: Counts::default(),
        });
        let accepting = Arc::clone(&shared);
        spawn("proxy", move || {
            let mut random = Rng::with_seed(seed);
            for client in listener.incoming() {
                if accepting.closing.load(Relaxed) {
                    return;
                }
                // A client that could not be connected sees its connection end.
                let _ = client.and_then(|client| connect(client, &accepting, &mut random));
            }
        })?;
        Ok(Self { addr, shared })
    }

    /// What is to happen to the connection of the client with this port.
    pub fn order(&self, port: u16, order: Order) {
        let links = self.shared.links.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(link) = links.get(&port) {
            link.order.store(order as u8, Relaxed);
        }
    }

    pub fn counts(&self) -> String {
        let Counts { single, split, merged, delayed, stalled, cut, half_open } =
            &self.shared.counts;
        let [single, split, merged, delayed, stalled, cut, half_open] =
            [single, split, merged, delayed, stalled, cut, half_open].map(|n| n.load(Relaxed));
        format!(
            "proxy: {single} byte by byte, {split} split, {merged} merged, {delayed} delayed, \
             {stalled} stalled, {cut} cut in a line, {half_open} half-open"
        )
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.closing.store(true, Relaxed);
        // Wakes the thread that accepts; if nobody is there, it has ended.
        let _ = TcpStream::connect(self.addr);
    }
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(run).map(drop)
}

fn connect(client: TcpStream, shared: &Arc<Shared>, random: &mut Rng) -> io::Result<()> {
    let server = TcpStream::connect(shared.server)?;
    for socket in [&client, &server] {
        socket.set_nodelay(true)?;
        socket.set_read_timeout(Some(LOOK))?;
    }
    let port = client.peer_addr()?.port();
    let link = Arc::new(Link {
        client,
        server,
        order: AtomicU8::new(Order::None as u8),
        is_over: AtomicBool::new(false),
    });
    shared.links.lock().unwrap_or_else(PoisonError::into_inner).insert(port, Arc::clone(&link));
    for is_up in [true, false] {
        let (link, shared, random) = (Arc::clone(&link), Arc::clone(shared), random.fork());
        spawn("proxy pump", move || {
            let mut pump = Pump { link: &link, is_up, shared: &shared, random };
            if pump.run().is_err() {
                link.is_over.store(true, Relaxed);
            }
            let mut links = shared.links.lock().unwrap_or_else(PoisonError::into_inner);
            if !is_up && links.get(&port).is_some_and(|known| Arc::ptr_eq(known, &link)) {
                links.remove(&port);
            }
        })?;
    }
    Ok(())
}

impl Link {
    pub fn has(&self, order: Order) -> bool {
        self.order.load(Relaxed) == order as u8
    }
}
