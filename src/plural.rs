//! Numbers with their nouns.

/// `1 point`, `2 points`.
pub(crate) fn points(count: u32) -> String {
    noun(count as usize, "point", "points")
}

/// `1 criterion`, `2 criteria`.
pub(crate) fn criteria(count: usize) -> String {
    noun(count, "criterion", "criteria")
}

/// A number with its noun.
pub(crate) fn noun(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_one() {
        assert_eq!([points(0), points(1), points(2)], ["0 points", "1 point", "2 points"]);
        assert_eq!([criteria(1), criteria(2)], ["1 criterion", "2 criteria"]);
    }
}
