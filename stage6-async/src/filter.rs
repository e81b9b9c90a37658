//! Filters look at every message before anybody else does.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::future::{Future, poll_fn};
use std::panic::{self, AssertUnwindSafe};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::io::{AsyncWriteExt, stderr};
use tokio::sync::Mutex;

use crate::config::ServerConfig;
use crate::error::ChatError;

/// What a filter wants done with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterAction {
    Allow,
    /// Goes on with this text instead.
    Modify(String),
    /// Stops it; the sender is told the reason.
    Block(String),
}

/// A look at a message that may take its time: other senders go on meanwhile.
pub trait AsyncFilter: Send + Sync {
    /// Called with the sender's name and the text.
    fn apply<'a>(
        &'a self,
        from: &'a str,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>>;
}

/// The filters, in the order in which they run.
#[derive(Default)]
pub struct FilterRegistry {
    filters: Vec<Box<dyn AsyncFilter>>,
}

impl FilterRegistry {
    /// The filters that come with the server, as far as they are switched on.
    pub fn shipped(config: &ServerConfig) -> Self {
        let mut registry = Self::default();
        registry.register_async(Counter::default());
        registry.register(|_from, text| shortcodes(text));
        for word in config.blocked.clone() {
            let reason = format!("contains \"{word}\"");
            registry.block_if(reason, move |text| has_word(text, &word));
        }
        if let Some(limit) = config.flood {
            registry.register(flood(limit));
        }
        registry
    }

    pub fn register(&mut self, filter: impl FnMut(&str, &str) -> FilterAction + Send + 'static) {
        self.register_async(OneAtATime(Mutex::new(filter)));
    }

    pub fn register_async(&mut self, filter: impl AsyncFilter + 'static) {
        self.filters.push(Box::new(filter));
    }

    /// Registers a filter that blocks each text for which `predicate` holds.
    pub fn block_if(&mut self, reason: String, predicate: impl Fn(&str) -> bool + Send + 'static) {
        self.register(move |_from, text| {
            if predicate(text) { FilterAction::Block(reason.clone()) } else { FilterAction::Allow }
        });
    }

    /// Runs all filters. The text stays borrowed until one of them rewrites it.
    pub async fn apply<'a>(
        &self,
        from: &str,
        mut text: Cow<'a, str>,
    ) -> Result<Cow<'a, str>, ChatError> {
        for filter in &self.filters {
            match run(filter.as_ref(), from, &text).await {
                FilterAction::Allow => {}
                FilterAction::Modify(changed) => text = Cow::Owned(changed),
                FilterAction::Block(reason) => return Err(ChatError::Blocked(reason)),
            }
        }
        Ok(text)
    }
}

/// A filter that panics costs its own message and nothing else.
async fn run(filter: &dyn AsyncFilter, from: &str, text: &str) -> FilterAction {
    let mut applied = pin!(async { filter.apply(from, text).await });
    let failed = |_| Poll::Ready(FilterAction::Block("a filter failed".to_owned()));
    poll_fn(|context| {
        panic::catch_unwind(AssertUnwindSafe(|| applied.as_mut().poll(context)))
            .unwrap_or_else(failed)
    })
    .await
}

/// A closure as a filter. It may change its state, so callers take turns.
struct OneAtATime<F>(Mutex<F>);

impl<F: FnMut(&str, &str) -> FilterAction + Send> AsyncFilter for OneAtATime<F> {
    fn apply<'a>(
        &'a self,
        from: &'a str,
        text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        Box::pin(async move { (self.0.lock().await)(from, text) })
    }
}

/// Logs every thousandth message.
#[derive(Default)]
struct Counter {
    seen: Mutex<u64>,
}

impl AsyncFilter for Counter {
    fn apply<'a>(
        &'a self,
        _from: &'a str,
        _text: &'a str,
    ) -> Pin<Box<dyn Future<Output = FilterAction> + Send + 'a>> {
        Box::pin(async {
            let mut seen = self.seen.lock().await;
            *seen += 1;
            if seen.is_multiple_of(1000) {
                let line = format!("counter: {seen} messages\n");
                // Counting waits until the line is written, so that the lines
                // keep their order. If nobody can read them, it goes on.
                let _ = stderr().write_all(line.as_bytes()).await;
            }
            FilterAction::Allow
        })
    }
}

/// Turns `:crab:` and `:heart:` into what they stand for.
fn shortcodes(text: &str) -> FilterAction {
    let changed = || text.replace(":crab:", "\u{1f980}").replace(":heart:", "\u{2764}\u{fe0f}");
    if text.contains(":crab:") || text.contains(":heart:") {
        FilterAction::Modify(changed())
    } else {
        FilterAction::Allow
    }
}

/// Whether `word`, in lower case, is one of the words of `text`.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|candidate| candidate.to_lowercase() == word)
}

/// Blocks whatever a user says past `limit` messages in a second.
fn flood(limit: usize) -> impl FnMut(&str, &str) -> FilterAction {
    const WINDOW: Duration = Duration::from_secs(1);
    /// How many users are remembered before the silent ones are forgotten.
    const CROWD: usize = 1000;
    let mut talk: HashMap<String, VecDeque<Instant>> = HashMap::new();
    move |from, _text| {
        let now = Instant::now();
        let is_recent = |at: &Instant| now.duration_since(*at) < WINDOW;
        if talk.len() > CROWD {
            talk.retain(|_, times| times.back().is_some_and(is_recent));
        }
        let times = talk.entry(from.to_owned()).or_default();
        while times.front().is_some_and(|at| !is_recent(at)) {
            times.pop_front();
        }
        if times.len() >= limit {
            let reason = format!("slow down: at most {limit} messages a second");
            return FilterAction::Block(reason);
        }
        times.push_back(now);
        FilterAction::Allow
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn text_is_borrowed_until_a_filter_rewrites_it() {
        let config = ServerConfig::builder().build().unwrap();
        let mut registry = FilterRegistry::shipped(&config);
        let untouched = registry.apply("alice", Cow::Borrowed("hi")).await.unwrap();
        assert!(matches!(untouched, Cow::Borrowed("hi")));
        let crab = registry.apply("alice", Cow::Borrowed(":crab: x")).await.unwrap();
        assert_eq!(crab, "\u{1f980} x");
    }

    #[tokio::test]
    async fn filters_run_in_order_until_one_blocks() {
        let mut registry = FilterRegistry::default();
        registry.register(|_, text| FilterAction::Modify(format!("{text}!")));
        registry.block_if("loud".to_owned(), |text| text.ends_with("!!"));
        assert_eq!(registry.apply("a", Cow::Borrowed("x")).await.unwrap(), "x!");
        let blocked = registry.apply("a", Cow::Borrowed("x!")).await.unwrap_err();
        assert_eq!(blocked.to_string(), "message blocked: loud");
    }

    #[test]
    fn words_are_whole_and_of_any_case() {
        assert!(has_word("so much SPAM, really", "spam"));
        assert!(!has_word("spammer antispam", "spam"));
        assert!(has_word("\u{c4}RGER!", "\u{e4}rger"));
    }

    #[test]
    fn flood_is_counted_for_each_user() {
        let mut filter = flood(2);
        assert_eq!(filter("a", "1"), FilterAction::Allow);
        assert_eq!(filter("a", "2"), FilterAction::Allow);
        assert!(matches!(filter("a", "3"), FilterAction::Block(_)));
        assert_eq!(filter("b", "1"), FilterAction::Allow);
    }

    #[tokio::test]
    async fn a_filter_that_panics_blocks_its_message() {
        let mut registry = FilterRegistry::default();
        registry.register(|_, text| match text {
            "boom" => panic!("boom"),
            _ => FilterAction::Allow,
        });
        let blocked = registry.apply("a", Cow::Borrowed("boom")).await.unwrap_err();
        assert_eq!(blocked.to_string(), "message blocked: a filter failed");
        assert!(registry.apply("a", Cow::Borrowed("hi")).await.is_ok());
    }
}
