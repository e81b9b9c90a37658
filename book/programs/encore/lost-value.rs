//? show: sends, reserves
//! What somebody says is to be sent, and there is news to be heard meanwhile.

use runtime::sync::mpsc::{Receiver, Sender, channel};
use runtime::{block_on, join, select};

/// Tells bob five things, and hears the news while he has no room.
async fn sends(bob: Sender<u32>, mut news: Receiver<u32>) {
    for message in 1..=5 {
        select! {
            biased;
            sent = bob.send(message) => sent.unwrap(),
            Some(_) = news.recv() => {}
        }
    }
}

async fn reserves(bob: Sender<u32>, mut news: Receiver<u32>) {
    let mut message = 1;
    while message <= 5 {
        select! {
            biased;
            place = bob.reserve() => {
                place.unwrap().send(message);
                message += 1;
            }
            Some(_) = news.recv() => {}
        }
    }
}

async fn bob(mut inbox: Receiver<u32>) {
    let mut heard = Vec::new();
    while let Some(message) = inbox.recv().await {
        heard.push(message);
    }
    println!("bob heard {heard:?}");
}

fn main() {
    // Nobody sends more news, but somebody could.
    let (press, news) = channel(3);
    (0..3).for_each(|item| press.try_send(item).unwrap());
    let (sender, inbox) = channel(2);
    block_on(async { join!(sends(sender, news), bob(inbox)) });

    let (press, news) = channel(3);
    (0..3).for_each(|item| press.try_send(item).unwrap());
    let (sender, inbox) = channel(2);
    block_on(async { join!(reserves(sender, news), bob(inbox)) });
}
