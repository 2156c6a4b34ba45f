//! Decimal numbers, compared exactly: no rounding makes two of them equal.

use std::cmp::Ordering;
use std::fmt;

/// A decimal number, as text without leading and trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal<'a> {
    is_negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    /// Reads `-12`, `+0.50` or `.5`; `None` for what is no such number.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (is_negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self { is_negative: is_negative && !is_zero, whole, fraction })
    }

    /// Some number between this one and a larger one.
    pub(crate) fn before(&self, larger: &Self) -> String {
        if self.is_negative && larger.is_positive() {
            return "0".to_owned();
        }
        // One digit beyond those of both is less than their difference.
        let digits = self.fraction.len().max(larger.fraction.len());
        let (sign, near) = if self.is_negative { ("-", larger) } else { ("", self) };
        format!("{sign}{}.{:0<digits$}1", near.whole_or_zero(), near.fraction)
    }

    /// Some smaller number.
    pub(crate) fn less(&self) -> String {
        if self.is_positive() { "0".to_owned() } else { format!("-1{}", self.whole) }
    }

    /// Some larger number.
    pub(crate) fn more(&self) -> String {
        if self.is_negative { "0".to_owned() } else { format!("1{}", self.whole) }
    }

    fn is_positive(&self) -> bool {
        !(self.is_negative || self.whole.is_empty() && self.fraction.is_empty())
    }

    fn whole_or_zero(&self) -> &str {
        if self.whole.is_empty() { "0" } else { self.whole }
    }

    fn cmp_magnitude(&self, other: &Self) -> Ordering {
        let by_length = self.whole.len().cmp(&other.whole.len());
        by_length.then_with(|| self.whole.cmp(other.whole)).then_with(|| self.fraction.cmp(other.fraction))
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_negative, other.is_negative) {
            (false, false) => self.cmp_magnitude(other),
            (true, true) => other.cmp_magnitude(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative { "-" } else { "" };
        let point = if self.fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{}{point}{}", self.whole_or_zero(), self.fraction)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_in_their_order() {
        let ascending = ["-10", "-9.5", "-0.1", "0", ".09", "0.1", "0.11", "1", "9", "10", "9007199254740993"];
        let numbers = ascending.map(|text| Decimal::parse(text).expect("it is a number"));
        assert!(numbers.is_sorted_by(|smaller, larger| smaller < larger));
    }

    #[test]
    fn the_same_number_in_other_words() {
        for (one, other) in [("1", "01.0"), ("-0", "+0.00"), ("5.", "5"), (".5", "0.50")] {
            assert_eq!(Decimal::parse(one), Decimal::parse(other), "{one} and {other}");
        }
        for text in ["", "-", ".", "1e3", "1,5", " 1", "0x1", "--1", "٣"] {
            assert_eq!(Decimal::parse(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn there_is_a_number_around_and_between(texts in prop::collection::vec("-?[0-9]{0,3}[.][0-9]{1,3}", 2)) {
            let mut numbers: Vec<Decimal> = texts.iter().filter_map(|text| Decimal::parse(text)).collect();
            numbers.sort();
            let (smaller, larger) = (numbers[0], numbers[1]);
            let (less, between, more) = (smaller.less(), smaller.before(&larger), larger.more());
            let number = |text| Decimal::parse(text).expect("it is a number");
            prop_assert!(number(&less) < smaller && number(&more) > larger);
            prop_assert!(smaller == larger || (smaller < number(&between) && number(&between) < larger));
            let shown = smaller.to_string();
            prop_assert_eq!(number(&shown), smaller);
        }

        #[test]
        fn agrees_with_integers(one in any::<i64>(), other in any::<i64>()) {
            let (a, b) = (one.to_string(), other.to_string());
            prop_assert_eq!(Decimal::parse(&a).cmp(&Decimal::parse(&b)), one.cmp(&other));
        }
    }
}
