//! Names whose case does not matter, found in a list that is sorted by them in lower case.

use std::cmp::Ordering;

/// What has this name.
pub(super) fn find<'a, T>(sorted: &'a [T], name: &str, name_of: impl Fn(&T) -> &str) -> Option<&'a T> {
    sorted.binary_search_by(|it| compare(name_of(it), name)).ok().map(|at| &sorted[at])
}

pub(super) fn compare(one: &str, other: &str) -> Ordering {
    one.bytes().map(lower).cmp(other.bytes().map(lower))
}

fn lower(byte: u8) -> u8 {
    byte.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter() {
        let sorted = ["GetObject", "getobjectAcl", "PutObject"];
        for name in ["GetObject", "GETOBJECTACL", "putobject"] {
            let found = find(&sorted, name, |it| it).expect("it is there");
            assert!(found.eq_ignore_ascii_case(name), "{name}");
        }
        assert_eq!(find(&sorted, "GetObjec", |it| it), None);
    }
}
