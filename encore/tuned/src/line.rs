//! From a line to what is still to be done about it.

use std::borrow::Cow;

use crate::batch::Batch;
use crate::error::ChatError;
use crate::filter::{FilterRegistry, Filtered};
use crate::frame::Frame;
use crate::types::UserName;

/// What is left to do about a line that has been taken.
pub enum Line<'a, 'f> {
    Nothing,
    Command(Cow<'a, str>),
    /// A message for which a filter has to wait.
    Waits(Filtered<'a, 'f>),
}

/// Adds what a line says to the batch. Nearly all lines are messages for which nothing has to be
/// waited for, and a call costs less than a future.
pub fn take<'a, 'f>(
    line: Frame<'a>,
    from: &UserName,
    filters: &'f FilterRegistry,
    batch: &mut Batch,
) -> Result<Line<'a, 'f>, ChatError> {
    let mut text = line.text()?;
    if text.starts_with("//") {
        text = without_first(text);
    } else if text.starts_with('/') {
        return Ok(Line::Command(text));
    } else if text.trim_start().is_empty() {
        return Ok(Line::Nothing);
    }
    let filtered = filters.apply_now(from.as_ref(), text)?;
    let Some(text) = filtered.text() else { return Ok(Line::Waits(filtered)) };
    batch.add(from, text);
    Ok(Line::Nothing)
}

/// `//text` says `/text`.
fn without_first(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[1..]),
        Cow::Owned(text) => Cow::Owned(text[1..].to_owned()),
    }
}
