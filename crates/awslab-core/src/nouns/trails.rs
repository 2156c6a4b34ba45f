//! CloudTrail trails that record what happens to objects.

use crate::context::Context;
use crate::fetched::Gap;
use crate::model::{AdvancedEventSelector, EventSelectors, FieldSelector, Trail};
use crate::verdict::{Evidence, Miss};

const OBJECT: &str = "AWS::S3::Object";

impl<'a> Context<'a> {
    /// The first trail that records data events of every object of a bucket in `region`, if one does.
    pub fn trail_of_bucket(&self, bucket: &str, region: &str) -> Result<Option<&'a Trail>, Miss> {
        let Some(region) = self.account.regions.get(region) else {
            return Err(Miss::unknown(Gap::not_collected()));
        };
        let mut gaps = Vec::new();
        for trail in region.cloudtrail.trails.known()? {
            match (trail.is_logging.known(), trail.event_selectors.known()) {
                (Ok(true), Ok(selectors)) if selectors.cover(bucket, &self.account.partition) => {
                    return Ok(Some(trail));
                }
                (Err(Miss::Unknown(evidence)), _) | (_, Err(Miss::Unknown(evidence))) => gaps.extend(evidence.gaps),
                _ => {}
            }
        }
        if gaps.is_empty() { Ok(None) } else { Err(Miss::Unknown(Evidence { gaps, ..Evidence::default() })) }
    }
}

impl EventSelectors {
    /// Every object of the bucket is recorded, for reading or writing at least.
    fn cover(&self, bucket: &str, partition: &str) -> bool {
        let objects = format!("arn:{partition}:s3:::{bucket}/");
        let basic = self.event_selectors.iter().flat_map(|it| &it.data_resources);
        let mut basic_values = basic.filter(|it| it.resource_type.as_deref() == Some(OBJECT)).flat_map(|it| &it.values);
        basic_values.any(|prefix| objects.starts_with(prefix))
            || self.advanced_event_selectors.iter().any(|selector| selector.covers(&objects))
    }
}

impl AdvancedEventSelector {
    /// Every field must hold for each object of the bucket. A selector that narrows by anything but the ARN, such as
    /// `eventName`, still records the bucket; one that narrows by a part of the key does not.
    fn covers(&self, objects: &str) -> bool {
        let is = |field: &str, value: &str| self.fields(field).any(|it| it.equals.iter().any(|it| it == value));
        is("eventCategory", "Data")
            && is("resources.type", OBJECT)
            && self.fields("resources.ARN").all(|it| it.admits_all_under(objects))
    }

    fn fields(&self, name: &str) -> impl Iterator<Item = &FieldSelector> {
        self.field_selectors.iter().filter(move |it| it.field == name)
    }
}

impl FieldSelector {
    /// Every text that begins with `prefix` is selected.
    fn admits_all_under(&self, prefix: &str) -> bool {
        let narrows = !self.equals.is_empty() || !self.ends_with.is_empty() || !self.not_ends_with.is_empty();
        let starts = self.starts_with.is_empty() || self.starts_with.iter().any(|start| prefix.starts_with(start));
        let excludes = |value: &String| value.starts_with(prefix) || prefix.starts_with(value.as_str());
        !narrows
            && starts
            && !self.not_starts_with.iter().any(excludes)
            && !self.not_equals.iter().any(|it| it.starts_with(prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(json: &str) -> bool {
        let selectors: EventSelectors = serde_json::from_str(json).expect("the selectors are well formed");
        selectors.cover("anna", "aws")
    }

    fn basic(value: &str) -> bool {
        covers(&format!(
            r#"{{"EventSelectors": [{{"DataResources": [{{"Type": "{OBJECT}", "Values": ["{value}"]}}]}}]}}"#
        ))
    }

    fn advanced(arn_selector: &str) -> bool {
        covers(&format!(
            r#"{{"AdvancedEventSelectors": [{{"FieldSelectors": [
                {{"Field": "eventCategory", "Equals": ["Data"]}},
                {{"Field": "resources.type", "Equals": ["{OBJECT}"]}}{arn_selector}]}}]}}"#
        ))
    }

    #[test]
    fn basic_selectors_cover_by_prefix() {
        for (value, covered) in [
            ("arn:aws:s3", true),
            ("arn:aws:s3:::anna/", true),
            ("arn:aws:s3:::anna/reports/", false),
            ("arn:aws:s3:::annabel/", false),
        ] {
            assert_eq!(basic(value), covered, "{value}");
        }
    }

    #[test]
    fn advanced_selectors_cover_when_every_field_admits_the_bucket() {
        for (selector, covered) in [
            ("", true),
            (r#", {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::anna/"]}"#, true),
            (r#", {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::anna/x"]}"#, false),
            (r#", {"Field": "resources.ARN", "Equals": ["arn:aws:s3:::anna/file.txt"]}"#, false),
            (r#", {"Field": "resources.ARN", "NotStartsWith": ["arn:aws:s3:::anna/"]}"#, false),
            (r#", {"Field": "resources.ARN", "NotStartsWith": ["arn:aws:s3:::bert/"]}"#, true),
        ] {
            assert_eq!(advanced(selector), covered, "{selector}");
        }
    }

    #[test]
    fn management_events_are_no_data_events() {
        assert!(!covers(r#"{"EventSelectors": [{"ReadWriteType": "All"}]}"#));
        assert!(!covers(
            r#"{"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}]}"#
        ));
    }
}
