//! Identifiers that no other thing has, without chance: they grow from a seed.

use std::hash::{DefaultHasher, Hash, Hasher};

use caldav_types::StateToken;

/// Where identifiers come from.
#[derive(Clone, Debug)]
pub(super) struct Identifiers {
    seed: u128,
    next: u64,
}

impl Identifiers {
    pub(super) const fn new(seed: u128) -> Self {
        Self { seed, next: 1 }
    }

    /// A number that is given once.
    pub(super) fn number(&mut self) -> u64 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        number
    }

    /// A UUID that is given once, as text (RFC 9562 §5.8: of its own kind).
    pub(super) fn uuid(&mut self) -> String {
        let number = self.number();
        let (high, low) = (self.mark(&(number, 0_u8)), self.mark(&(number, 1_u8)));
        format!(
            "{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xFFFF,
            high & 0xFFF,
            0x8000 | (low >> 48 & 0x3FFF),
            low & 0xFFFF_FFFF_FFFF
        )
    }

    /// A name for a lock (RFC 4918 §6.5).
    pub(super) fn lock_token(&mut self) -> Option<StateToken> {
        format!("urn:uuid:{}", self.uuid()).parse().ok()
    }

    /// A mark of something, the same whenever it is asked for and another one from another seed.
    pub(super) fn mark(&self, thing: &impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.seed.hash(&mut hasher);
        thing.hash(&mut hasher);
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Identifiers;

    #[test]
    fn each_is_given_once_and_grows_from_the_seed() {
        let mut identifiers = Identifiers::new(1);
        let given: BTreeSet<_> = (0..1000).map(|_| identifiers.uuid()).collect();
        assert_eq!(given.len(), 1000);
        assert!(given.iter().all(|uuid| uuid.len() == 36), "{given:?}");
        assert_eq!(Identifiers::new(7).uuid(), Identifiers::new(7).uuid());
        assert_ne!(Identifiers::new(7).uuid(), Identifiers::new(8).uuid());
        assert!(identifiers.lock_token().is_some());
    }
}
