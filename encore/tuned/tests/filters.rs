//! The filter registry, used as a library.

use std::borrow::Cow;

use tuned::{FilterAction, FilterRegistry, ServerConfig};

#[tokio::test]
async fn text_is_borrowed_until_a_filter_rewrites_it() {
    let config = ServerConfig::builder().build().unwrap();
    let registry = FilterRegistry::shipped(&config);
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

#[tokio::test]
async fn a_filter_that_panics_blocks_its_message() {
    let mut registry = FilterRegistry::default();
    registry.register(|_, text| {
        assert_ne!(text, "boom");
        FilterAction::Allow
    });
    let blocked = registry.apply("a", Cow::Borrowed("boom")).await.unwrap_err();
    assert_eq!(blocked.to_string(), "message blocked: a filter failed");
    assert!(registry.apply("a", Cow::Borrowed("hi")).await.is_ok());
}
