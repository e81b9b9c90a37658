//! Nobody says anything.

use std::thread;
use std::time::Duration;

use super::Run;
use crate::error::LoadError;

/// How long a server may tidy up after the last login.
const REST: Duration = Duration::from_millis(500);

impl Run<'_> {
    pub(super) fn idle(&mut self) -> Result<(), LoadError> {
        self.begin();
        let before = self.look();
        self.engine.log_in(self.shape.clients, 1)?;
        thread::sleep(REST);
        let after = self.look();
        self.end();
        #[expect(clippy::cast_precision_loss, reason = "KiB and clients are far below 2^52")]
        let each = after.rss_kib.saturating_sub(before.rss_kib) as f64 / self.shape.clients as f64;
        self.report.kib_per_client = (after.rss_kib > 0).then_some(each);
        Ok(())
    }
}
