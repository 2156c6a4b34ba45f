//! Points in time, as conditions write them.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date>

use jiff::Timestamp;

/// Reads a W3C profile of ISO 8601 (`2026`, `2026-11`, `2026-11-24`, or a full time with its zone) or seconds since 1970.
/// Four digits are a year.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    if text.contains('T') {
        return text.parse().ok();
    }
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    match parts[..] {
        [year] if year.len() == 4 && is_digits(year) => format!("{text}-01-01T00:00:00Z").parse().ok(),
        [year, month] if year.len() == 4 && is_digits(month) => format!("{text}-01T00:00:00Z").parse().ok(),
        [year, _month, _day] if year.len() == 4 => format!("{text}T00:00:00Z").parse().ok(),
        _ => epoch_seconds(text),
    }
}

fn epoch_seconds(text: &str) -> Option<Timestamp> {
    const NANOSECOND_DIGITS: usize = 9;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits: String = fraction.chars().chain("000000000".chars()).take(NANOSECOND_DIGITS).collect();
    let nanoseconds: i32 = digits.parse().ok()?;
    let signed = if whole.starts_with('-') { -nanoseconds } else { nanoseconds };
    Timestamp::new(whole.parse().ok()?, signed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_time() {
        for (text, seconds) in [
            ("2024", 1_704_067_200),
            ("2024-01", 1_704_067_200),
            ("2024-01-01", 1_704_067_200),
            ("2024-01-01T00:00Z", 1_704_067_200),
            ("2024-01-01T00:00:00Z", 1_704_067_200),
            ("2024-01-01T01:00:00.5+01:00", 1_704_067_200),
            ("1704067200", 1_704_067_200),
            ("1704067200.25", 1_704_067_200),
            ("0", 0),
            ("-1", -1),
        ] {
            assert_eq!(parse(text).map(Timestamp::as_second), Some(seconds), "{text}");
        }
        assert!(parse("1.5") > parse("1.25"));
    }

    #[test]
    fn what_is_no_time() {
        for text in ["", "now", "2024-13", "2024-02-30", "2024-01-01T00:00:00", "20240101T", "1e9", "1.-5", "é-01"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
