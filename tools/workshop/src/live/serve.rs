//! Builds, listens, and ends with everything that it has started.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime;

use super::announce;
use super::binaries::Binaries;
use super::catalogue::Catalogue;
use super::classroom::Classroom;
use super::guard::Guard;
use super::limits::Limits;
use super::site::{self, Live};
use crate::book::Rebuild;
use crate::error::WorkshopError;
use crate::workspace::Workspace;

/// Threads that serve: the servers themselves are the ones that work.
const THREADS: usize = 2;

/// How to serve.
pub struct Options {
    pub workspace: Workspace,
    pub site: PathBuf,
    /// Whether the site is there already.
    pub is_built: bool,
    /// Whether it is built again on every save.
    pub rebuilds: bool,
    pub port: u16,
    /// The address and the first stage of a classroom.
    pub classroom: Option<(IpAddr, u8)>,
    pub servers: usize,
    pub sockets: usize,
    pub pace: Duration,
}

/// Serves until the program is ended.
pub fn serve(options: &Options) -> Result<(), WorkshopError> {
    if options.is_built && !options.site.join("index.html").is_file() {
        let why = format!("there is no book in {}", options.site.display());
        return Err(WorkshopError::Live(why));
    }
    let catalogue = Catalogue::read(&options.workspace).map_err(WorkshopError::Live)?;
    let classroom = options.classroom.map(|_| Classroom::new()).transpose();
    let binaries = Arc::new(Binaries::new(options.workspace.root()));
    let live = Live {
        catalogue,
        binaries: Arc::clone(&binaries),
        limits: Limits::new(options.servers, options.sockets),
        pace: options.pace,
        classroom: classroom.map_err(WorkshopError::Live)?,
    };
    let mut runtime = runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(THREADS).thread_name("live").enable_all().build()?;
    // Listens first: a port that is taken should not cost a build.
    let listener = runtime.block_on(listen(options))?;
    let mut rebuild = Rebuild::new(&options.workspace, &options.site);
    if !options.is_built {
        rebuild.build();
    }
    if options.rebuilds {
        let handle = runtime.handle().clone();
        let forget = move || handle.block_on(binaries.forget());
        std::thread::Builder::new()
            .name("rebuild".to_owned())
            .spawn(move || rebuild.on_every_save(forget))?;
    }
    // It is needed until the program ends, by every task.
    let live: &'static Live = Box::leak(Box::new(live));
    // With the runtime end its tasks, and with them the servers that they own.
    runtime.block_on(until_the_end(answer(options, live, listener)))
}

/// Answers until the program is asked to end.
async fn until_the_end(
    answering: impl Future<Output = Result<(), WorkshopError>>,
) -> Result<(), WorkshopError> {
    tokio::select! {
        // First, so that signals are heard before there is a server that could be left over.
        biased;
        ended = end() => Ok(ended?),
        answered = answering => answered,
    }
}

async fn listen(options: &Options) -> Result<TcpListener, WorkshopError> {
    let ip = options.classroom.map_or(IpAddr::from(Ipv4Addr::LOCALHOST), |(ip, _)| ip);
    let addr = SocketAddr::new(ip, options.port);
    let failed = |error| WorkshopError::Live(format!("cannot listen on {addr}: {error}"));
    TcpListener::bind(addr).await.map_err(failed)
}

async fn answer(
    options: &Options,
    live: &'static Live,
    listener: TcpListener,
) -> Result<(), WorkshopError> {
    let addr = listener.local_addr()?;
    if let (Some(classroom), Some((_, stage))) = (&live.classroom, options.classroom) {
        classroom.switch(live, stage).await.map_err(WorkshopError::Live)?;
    }
    announce::announce(addr, live.classroom.as_ref());
    let guard = Guard { port: addr.port(), network: live.classroom.is_some() };
    let router = site::router(live, guard, &options.site);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    Ok(axum::serve(listener, service).await?)
}

/// Waits until the program is asked to end.
#[cfg(unix)]
async fn end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminated = signal(SignalKind::terminate())?;
    let mut hung_up = signal(SignalKind::hangup())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminated.recv() => Ok(()),
        _ = hung_up.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
