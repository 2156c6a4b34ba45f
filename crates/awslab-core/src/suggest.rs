//! "Did you mean": the nearest of the known names.

/// The known name nearest to the one given, if any is near.
pub fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let similarity = |name: &str| strsim::jaro_winkler(&given.to_lowercase(), &name.to_lowercase());
    known
        .into_iter()
        .map(|name| (similarity(name), name))
        .filter(|(similarity, _name)| *similarity >= 0.65)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_similarity, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_only_a_near_one() {
        let known = ["versioning", "lifecycle", "logging"];
        assert_eq!(did_you_mean("versionning", known), Some("versioning"));
        assert_eq!(did_you_mean("Loging", known), Some("logging"));
        assert_eq!(did_you_mean("zebra", known), None);
    }
}
