//! What was wrong, counted, and the first of it in words.

/// How much of it is kept for people.
const COMPLAINTS: usize = 8;

/// What nobody should have seen, or somebody should have.
#[derive(Default)]
pub struct Faults {
    /// Lines that somebody should have got.
    pub lost: u64,
    /// Lines in another order, repeated, from another room, or of no use to anybody.
    pub wrong: u64,
    pub complaints: Vec<String>,
}

impl Faults {
    /// So many lines did not come; none is no fault.
    pub fn lose(&mut self, count: u64, what: &str) {
        if count > 0 {
            self.lost += count;
            self.complain(format!("{count} lost: {what}"));
        }
    }

    pub fn add(&mut self, text: String) {
        self.wrong += 1;
        self.complain(text);
    }

    /// Something that is counted elsewhere.
    pub fn complain(&mut self, text: String) {
        if self.complaints.len() < COMPLAINTS {
            self.complaints.push(text);
        }
    }
}
