//! Whether something holds, and whether that is sure.

/// An answer that may be open: because AWS does not document the case, or because a fact is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Truth {
    /// The answer, or the likelier one of an open question.
    pub(crate) holds: bool,
    /// Whether it could as well be the other.
    pub(crate) open: bool,
}

impl Truth {
    pub(crate) const YES: Self = Self::sure(true);
    pub(crate) const NO: Self = Self::sure(false);

    pub(crate) const fn sure(holds: bool) -> Self {
        Self { holds, open: false }
    }

    pub(crate) const fn open(holds: bool) -> Self {
        Self { holds, open: true }
    }

    /// Open only when neither side settles it.
    pub(crate) fn and(self, other: Self) -> Self {
        if self == Self::NO || other == Self::NO {
            return Self::NO;
        }
        Self { holds: self.holds && other.holds, open: self.open || other.open }
    }

    pub(crate) fn not(self) -> Self {
        Self { holds: !self.holds, ..self }
    }

    /// Whether it holds, or could.
    pub(crate) fn is_possible(self) -> bool {
        self.holds || self.open
    }

    /// Whether all of them hold; settled by the first that surely does not.
    pub(crate) fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::YES;
        for truth in truths {
            all = all.and(truth);
            if all == Self::NO {
                return all;
            }
        }
        all
    }

    /// Whether one of them holds; settled by the first that surely does.
    pub(crate) fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        Self::all(truths.into_iter().map(Self::not)).not()
    }
}

#[cfg(test)]
mod tests {
    use super::Truth;

    #[test]
    fn an_open_question_stays_open_unless_another_settles_it() {
        for holds in [false, true] {
            let open = Truth::open(holds);
            assert_eq!(open.and(Truth::NO), Truth::NO);
            assert_eq!(open.and(Truth::YES), open);
            assert_eq!(Truth::any([open, Truth::YES]), Truth::YES);
            assert_eq!(Truth::any([open, Truth::NO]), open);
            assert_eq!(open.not(), Truth::open(!holds));
        }
        assert_eq!(Truth::all([]), Truth::YES);
        assert_eq!(Truth::any([]), Truth::NO);
    }
}
