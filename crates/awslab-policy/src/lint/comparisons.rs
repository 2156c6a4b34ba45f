//! How much of a policy is compared with how much of it.
//!
//! Some rules compare everything in a policy with everything else, which takes ages in a text that was made for that. So
//! each policy has so much effort and no more. What AWS takes from its users does not come near it. Where it is used up,
//! nothing is found by comparing.

use std::cell::Cell;

/// The effort that is left, about a nanosecond a piece.
#[derive(Debug)]
pub(super) struct Comparisons {
    left: Cell<usize>,
}

impl Default for Comparisons {
    fn default() -> Self {
        Self { left: Cell::new(300_000_000) }
    }
}

impl Comparisons {
    /// Whether two patterns may still be compared, which takes no more than one times the other.
    pub(super) fn allow(&self, one: usize, other: usize) -> bool {
        let left = self.left.get().checked_sub(one.saturating_mul(other));
        self.left.set(left.unwrap_or_default());
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effort_is_used_up_once_and_for_all() {
        let comparisons = Comparisons::default();
        assert!(comparisons.allow(10_000, 20_000));
        assert!(!comparisons.allow(10_000, 20_000), "it is more than what is left");
        assert!(!comparisons.allow(1, 1), "nothing is left");
        assert!(!Comparisons::default().allow(usize::MAX, usize::MAX));
    }
}
