//! The SDK's plain values in the account model's.

use std::net::IpAddr;
use std::str::FromStr;

use awslab_core::model::Cidr;
use ipnet::IpNet;

use crate::refusal::Refusal;

/// An enumeration's word, as the AWS CLI prints it. The SDK has a type for each.
pub(crate) fn word(value: Option<impl AsRef<str>>) -> Option<String> {
    value.map(|it| it.as_ref().to_owned())
}

/// A name or an id. An element that is there and empty names nothing.
pub(crate) fn text(text: Option<String>) -> Option<String> {
    text.filter(|it| !it.is_empty())
}

/// A range of addresses.
pub(crate) fn cidr(text: Option<String>) -> Result<Option<Cidr>, Refusal> {
    parsed::<IpNet>(text, "a range of addresses").map(|it| it.map(Cidr))
}

/// An address.
pub(crate) fn address(text: Option<String>) -> Result<Option<IpAddr>, Refusal> {
    parsed(text, "an IP address")
}

/// Every item of a list that may be left out.
pub(crate) fn each<S, T>(items: Option<Vec<S>>, read: impl Fn(S) -> T) -> Vec<T> {
    items.unwrap_or_default().into_iter().map(read).collect()
}

/// Every item of a list that may be left out, as long as all of them can be read.
pub(crate) fn try_each<S, T>(items: Option<Vec<S>>, read: impl Fn(S) -> Result<T, Refusal>) -> Result<Vec<T>, Refusal> {
    items.unwrap_or_default().into_iter().map(read).collect()
}

/// A number that AWS has in another width.
pub(crate) fn number<N: TryFrom<i64>>(value: impl Into<i64>) -> Result<N, Refusal> {
    let value = value.into();
    N::try_from(value).map_err(|_too_wide| Refusal::malformed(format!("{value} is beyond what it counts")))
}

fn parsed<T: FromStr>(text: Option<String>, what: &str) -> Result<Option<T>, Refusal> {
    let Some(text) = self::text(text) else { return Ok(None) };
    text.parse().map(Some).map_err(|_error| Refusal::malformed(format!("{text:?} is not {what}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_or_empty_is_absent() {
        assert_eq!(text(Some(String::new())), None);
        assert_eq!(cidr(None).expect("absent is good"), None);
        assert_eq!(address(Some(String::new())).expect("empty is good"), None);
    }

    #[test]
    fn what_is_no_address_and_no_such_number_is_malformed() {
        assert!(cidr(Some("10.0.0.0/33".to_owned())).is_err());
        assert!(address(Some("ten".to_owned())).is_err());
        assert!(number::<u16>(65_536).is_err());
        assert_eq!(number::<u16>(65_535).expect("the last port"), u16::MAX);
    }
}
