//! What is measured. Each workload is one piece of code for all runtimes.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::time::Duration;

use crate::channels::{Receiver, Sender};
use crate::contender::{Contender, Stream};

/// What a task of a workload comes to.
type Done = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

/// A workload, for one runtime.
pub struct Workload {
    pub name: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// How many of them one run makes.
    pub count: u32,
    pub run: fn() -> Done,
}

/// All of them, in the order of the table.
pub fn workloads<C: Contender>() -> Vec<Workload> {
    let workload = |name, unit, count, run| Workload { name, unit, count, run };
    vec![
        workload("spawn", "task", SPAWNED, || Box::pin(spawn::<C>())),
        workload("chained spawn", "task", CHAIN, || Box::pin(chained_spawn::<C>())),
        workload("yield", "yield", YIELDERS * YIELDS, || Box::pin(yields::<C>())),
        workload("ping-pong", "round trip", ROUNDS, || Box::pin(ping_pong::<C>())),
        workload("ping-pong, 100 pairs", "round trip", ROUNDS, || Box::pin(many_pairs::<C>())),
        workload("channel of 64", "message", MESSAGES, || {
            Box::pin(channel::<C>(1, C::bounded(64)))
        }),
        workload("channel of 64, 100 senders", "message", MESSAGES, || {
            Box::pin(channel::<C>(100, C::bounded(64)))
        }),
        workload("channel of 1024", "message", MESSAGES, || {
            Box::pin(channel::<C>(1, C::bounded(1024)))
        }),
        workload("channel of 1024, 100 senders", "message", MESSAGES, || {
            Box::pin(channel::<C>(100, C::bounded(1024)))
        }),
        workload("unbounded channel", "message", MESSAGES, || {
            Box::pin(channel::<C>(1, C::unbounded()))
        }),
        workload("unbounded channel, 100 senders", "message", MESSAGES, || {
            Box::pin(channel::<C>(100, C::unbounded()))
        }),
        workload("echo", "round trip", ECHOES, || Box::pin(echo::<C>(1))),
        workload("echo, 50 clients", "round trip", ECHOES, || Box::pin(echo::<C>(50))),
        workload("sleep, 1 to 10 ms", "timer", SLEEPERS, || Box::pin(sleepers::<C>())),
        workload("timeout in time", "timer", TIMEOUTS, || Box::pin(timeouts::<C>())),
    ]
}

const SPAWNED: u32 = 20_000;

/// One task starts many, and waits for all.
async fn spawn<C: Contender>() -> io::Result<()> {
    let handles: Vec<_> = (0..SPAWNED).map(|_| C::spawn(std::future::ready(()))).collect();
    for handle in handles {
        handle.await;
    }
    Ok(())
}

const CHAIN: u32 = 20_000;

/// Each task starts the next one.
async fn chained_spawn<C: Contender>() -> io::Result<()> {
    fn link<C: Contender>(left: u32, done: async_channel::Sender<()>) {
        drop(C::spawn(next::<C>(left, done)));
    }
    fn next<C: Contender>(
        left: u32,
        done: async_channel::Sender<()>,
    ) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move {
            if left > 0 {
                link::<C>(left - 1, done);
            }
        })
    }
    let (done, ended) = async_channel::bounded(1);
    link::<C>(CHAIN, done);
    // The channel closes with the last link.
    assert!(ended.recv().await.is_err());
    Ok(())
}

const YIELDERS: u32 = 200;
const YIELDS: u32 = 200;

/// Many tasks that give way all the time.
async fn yields<C: Contender>() -> io::Result<()> {
    let yielder = || async {
        for _ in 0..YIELDS {
            C::yield_now().await;
        }
    };
    let handles: Vec<_> = (0..YIELDERS).map(|_| C::spawn(yielder())).collect();
    for handle in handles {
        handle.await;
    }
    Ok(())
}

const ROUNDS: u32 = 20_000;

/// Two tasks pass a message to and fro.
async fn ping_pong<C: Contender>() -> io::Result<()> {
    pair::<C>(ROUNDS).await;
    Ok(())
}

async fn pair<C: Contender>(rounds: u32) {
    let (serve, inbox) = async_channel::bounded(1);
    let (answer, to_us) = async_channel::bounded(1);
    let other = C::spawn(async move {
        while let Ok(round) = inbox.recv().await {
            if answer.send(round).await.is_err() {
                return;
            }
        }
    });
    for round in 0..rounds {
        assert!(serve.send(round).await.is_ok(), "the other one waits for it");
        assert_eq!(to_us.recv().await, Ok(round));
    }
    drop(serve);
    other.await;
}

async fn many_pairs<C: Contender>() -> io::Result<()> {
    let handles: Vec<_> = (0..100).map(|_| C::spawn(pair::<C>(ROUNDS / 100))).collect();
    for handle in handles {
        handle.await;
    }
    Ok(())
}

const MESSAGES: u32 = 100_000;

/// Tasks send to one other.
async fn channel<C: Contender>(
    senders: u32,
    (sender, mut receiver): (impl Sender, impl Receiver),
) -> io::Result<()> {
    let send = |sender: _| async move {
        for message in 0..MESSAGES / senders {
            Sender::send(&sender, message).await;
        }
    };
    let handles: Vec<_> = (0..senders).map(|_| C::spawn(send(sender.clone()))).collect();
    drop(sender);
    let mut count = 0;
    while receiver.recv().await.is_some() {
        count += 1;
    }
    assert_eq!(count, MESSAGES);
    for handle in handles {
        handle.await;
    }
    Ok(())
}

const ECHOES: u32 = 10_000;

/// Clients send 64 bytes and wait until they come back.
async fn echo<C: Contender>(clients: u32) -> io::Result<()> {
    let (listener, address) = C::listen().await?;
    let server = C::spawn(async move {
        for _ in 0..clients {
            let stream = C::accept(&listener).await?;
            drop(C::spawn(serve::<C>(stream)));
        }
        io::Result::Ok(())
    });
    let handles: Vec<_> = (0..clients)
        .map(|_| {
            C::spawn(async move {
                let mut stream = C::connect(address).await?;
                stream.set_nodelay()?;
                for _ in 0..ECHOES / clients {
                    stream.write_all(&[7; 64]).await?;
                    let mut left = 64;
                    while left > 0 {
                        left -= stream.read(&mut [0; 256]).await?;
                    }
                }
                io::Result::Ok(())
            })
        })
        .collect();
    for handle in handles {
        handle.await?;
    }
    server.await
}

async fn serve<C: Contender>(mut stream: C::Stream) -> io::Result<()> {
    stream.set_nodelay()?;
    let mut buffer = [0; 256];
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count]).await?;
    }
}

const SLEEPERS: u32 = 10_000;

/// Many tasks that sleep for a while. At best it takes the longest of them: 10 ms.
async fn sleepers<C: Contender>() -> io::Result<()> {
    let handles: Vec<_> = (0..SLEEPERS)
        .map(|index| C::spawn(C::sleep(Duration::from_millis(u64::from(index % 10 + 1)))))
        .collect();
    for handle in handles {
        handle.await;
    }
    Ok(())
}

const TIMEOUTS: u32 = 50_000;

/// What most timers are for: something that is ready long before. Each is set, and taken back.
async fn timeouts<C: Contender>() -> io::Result<()> {
    let half = || async {
        for _ in 0..TIMEOUTS / 2 {
            assert!(C::timeout(Duration::from_secs(30), C::yield_now()).await);
        }
    };
    let other = C::spawn(half());
    half().await;
    other.await;
    Ok(())
}
