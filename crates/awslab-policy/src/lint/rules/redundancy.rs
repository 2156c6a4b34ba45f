//! What of a list another item of it says already.

use crate::glob;
use crate::lint::comparisons::Comparisons;
use crate::lint::finding::Found;
use crate::lint::policy::{Item, Listed};

/// The items that another one takes in; of two that say the same, the second. The first finding has the list without them.
pub(super) fn within(list: &Listed, comparisons: &Comparisons, takes_in: fn(&str, &str) -> bool) -> Vec<Found> {
    let items = &list.items;
    let is_in = |at: usize, other: usize| {
        let (pattern, other) = (&items[other].text, &items[at].text);
        comparisons.allow(pattern.len(), other.len()) && takes_in(pattern, other)
    };
    let holder = |at: usize| (0..items.len()).find(|it| *it != at && is_in(at, *it) && (*it < at || !is_in(*it, at)));
    let holders: Vec<Option<usize>> = (0..items.len()).map(holder).collect();
    let redundant = items.iter().zip(&holders).filter_map(|(item, holder)| Some((item, &items[(*holder)?])));
    let mut found: Vec<Found> = redundant.map(|(item, holder)| finding(item, holder)).collect();
    if let Some(first) = found.first_mut() {
        let kept = items.iter().zip(&holders).filter(|(_, holder)| holder.is_none()).map(|(item, _)| item.text.clone());
        *first = first.clone().better(list.replaced_by(kept.collect()));
    }
    found
}

fn finding(item: &Item, holder: &Item) -> Found {
    let message = if item.text == holder.text {
        format!("{} is there twice", item.text)
    } else {
        format!("{} takes in {} already", holder.text, item.text)
    };
    Found::at(&item.place, message)
}

/// Whether every text that the other pattern matches is matched by this one.
pub(super) fn takes_in(pattern: &str, other: &str) -> bool {
    is_tellable(pattern, other) && glob::matches(glob::tokens(pattern), other)
}

/// The same, whatever the case.
pub(super) fn takes_in_ignoring_case(pattern: &str, other: &str) -> bool {
    is_tellable(pattern, other) && glob::matches_ignoring_case(glob::tokens(pattern), other)
}

/// A `?` is no match for a `*`.
fn is_tellable(pattern: &str, other: &str) -> bool {
    !(pattern.contains('?') && other.contains('*'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_taken_in_is_matched(pattern in "[ab*?]{0,6}", other in "[ab*?]{0,6}", text in "[ab]{0,6}") {
            let matches = |pattern: &str| glob::matches(glob::tokens(pattern), &text);
            if takes_in(&pattern, &other) && matches(&other) {
                prop_assert!(matches(&pattern));
            }
        }
    }
}
