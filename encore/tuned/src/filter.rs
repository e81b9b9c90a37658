//! Filters look at every message before anybody else does.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use memchr::memchr;

use crate::async_filter::{AsyncFilter, AtOnce, Counter, OneAtATime, guard, wait};
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
        registry.register_async(AtOnce(|_: &str, text: &str| shortcodes(text)));
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
        self.register_async(OneAtATime::new(filter));
    }

    pub fn register_async(&mut self, filter: impl AsyncFilter + 'static) {
        self.filters.push(Box::new(filter));
    }

    /// Registers a filter that blocks each text for which `predicate` holds.
    pub fn block_if(
        &mut self,
        reason: String,
        predicate: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) {
        self.register_async(AtOnce(move |_: &str, text: &str| {
            if predicate(text) { FilterAction::Block(reason.clone()) } else { FilterAction::Allow }
        }));
    }

    /// Runs all filters. The text stays borrowed until one of them rewrites it.
    pub async fn apply<'a>(
        &self,
        from: &str,
        text: Cow<'a, str>,
    ) -> Result<Cow<'a, str>, ChatError> {
        self.apply_now(from, text)?.finish(from).await
    }

    /// The same up to the first filter that has to wait: most have nothing to wait for.
    pub fn apply_now<'a>(
        &self,
        from: &str,
        text: Cow<'a, str>,
    ) -> Result<Filtered<'a, '_>, ChatError> {
        Filtered { text, left: &self.filters }.advance(from)
    }
}

/// A text that some filters have seen.
pub struct Filtered<'a, 'f> {
    text: Cow<'a, str>,
    /// They have not.
    left: &'f [Box<dyn AsyncFilter>],
}

impl<'a> Filtered<'a, '_> {
    /// The text, if all filters have seen it.
    pub fn text(&self) -> Option<&str> {
        self.left.is_empty().then_some(&self.text)
    }

    /// Runs filters up to the first that has to wait.
    fn advance(mut self, from: &str) -> Result<Self, ChatError> {
        guard(|| {
            while let [filter, left @ ..] = self.left
                && let Some(action) = filter.apply_now(from, &self.text)
            {
                self.left = left;
                self.act(action)?;
            }
            Ok(self)
        })
    }

    /// Runs the filters that are left.
    pub async fn finish(mut self, from: &str) -> Result<Cow<'a, str>, ChatError> {
        while let [filter, left @ ..] = self.left {
            let action = Box::pin(wait(filter.as_ref(), from, &self.text)).await?;
            self.left = left;
            self.act(action)?;
            self = self.advance(from)?;
        }
        Ok(self.text)
    }

    fn act(&mut self, action: FilterAction) -> Result<(), ChatError> {
        match action {
            FilterAction::Allow => Ok(()),
            FilterAction::Modify(changed) => {
                self.text = Cow::Owned(changed);
                Ok(())
            }
            FilterAction::Block(reason) => Err(ChatError::Blocked(reason)),
        }
    }
}

/// Turns `:crab:` and `:heart:` into what they stand for.
fn shortcodes(text: &str) -> FilterAction {
    let changed = || text.replace(":crab:", "\u{1f980}").replace(":heart:", "\u{2764}\u{fe0f}");
    // One byte is found much sooner than a word, and most texts do not hold it.
    if memchr(b':', text.as_bytes()).is_some()
        && (text.contains(":crab:") || text.contains(":heart:"))
    {
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
}
