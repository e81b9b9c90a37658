//! Storage by index: values refer to each other by number, not by reference.

/// The number of a slot, and which of the slot's successive values is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    index: usize,
    generation: u64,
}

/// Values in numbered slots, which are used again when a value is removed.
#[derive(Debug)]
pub struct Slots<T> {
    entries: Vec<Entry<T>>,
    free: Vec<usize>,
}

#[derive(Debug)]
struct Entry<T> {
    /// Counts the removals, so that the number of a value that is gone does
    /// not lead to the one that took its place.
    generation: u64,
    value: Option<T>,
}

impl<T> Slots<T> {
    pub fn new() -> Self {
        Self { entries: Vec::new(), free: Vec::new() }
    }

    /// Stores what `make` returns; it is told the number, to keep it inside.
    pub fn insert_with(&mut self, make: impl FnOnce(Slot) -> T) -> Slot {
        let index = self.free.pop().unwrap_or_else(|| {
            self.entries.push(Entry { generation: 0, value: None });
            self.entries.len() - 1
        });
        let entry = &mut self.entries[index];
        let slot = Slot { index, generation: entry.generation };
        entry.value = Some(make(slot));
        slot
    }

    /// The value, or `None` if it has been removed since.
    pub fn get(&self, slot: impl Into<Slot>) -> Option<&T> {
        let slot = slot.into();
        let entry = self.entries.get(slot.index)?;
        entry.value.as_ref().filter(|_| entry.generation == slot.generation)
    }

    pub fn get_mut(&mut self, slot: impl Into<Slot>) -> Option<&mut T> {
        let slot = slot.into();
        let entry = self.entries.get_mut(slot.index)?;
        entry.value.as_mut().filter(|_| entry.generation == slot.generation)
    }

    pub fn remove(&mut self, slot: impl Into<Slot>) -> Option<T> {
        let slot = slot.into();
        self.get(slot)?;
        let entry = &mut self.entries[slot.index];
        entry.generation += 1;
        self.free.push(slot.index);
        entry.value.take()
    }

    pub fn iter(&self) -> impl Iterator<Item = (Slot, &T)> {
        self.entries.iter().enumerate().filter_map(|(index, entry)| {
            let generation = entry.generation;
            let value = entry.value.as_ref()?;
            Some((Slot { index, generation }, value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Slots;

    #[test]
    fn a_number_outlives_its_value_but_not_its_meaning() {
        let mut slots = Slots::new();
        let first = slots.insert_with(|_| "first");
        assert_eq!(slots.remove(first), Some("first"));
        let second = slots.insert_with(|_| "second");
        assert_eq!(second.index, first.index, "the slot is used again");
        assert_eq!(slots.get(first), None);
        assert_eq!(slots.get_mut(first), None);
        assert_eq!(slots.remove(first), None);
        assert_eq!(slots.get(second), Some(&"second"));
    }

    #[test]
    fn iteration_passes_over_free_slots() {
        let mut slots = Slots::new();
        let gone = slots.insert_with(|_| 'a');
        let kept = slots.insert_with(|_| 'b');
        slots.remove(gone);
        assert_eq!(slots.iter().collect::<Vec<_>>(), [(kept, &'b')]);
    }
}
