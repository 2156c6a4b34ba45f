//! CloudTrail: trails, whether they record, and what.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_cloudtrail::types;
use awslab_core::arn::Arn;
use awslab_core::call;
use awslab_core::fact::Fact;
use awslab_core::fetched::Fetched;
use awslab_core::model::{AdvancedEventSelector, DataResource, EventSelector, EventSelectors, FieldSelector, Trail};
use awslab_core::plan::Plan;
use futures::future::join_all;

use crate::api::Api;
use crate::refusal::{Refusal, Required};

/// The trails that each Region shows.
pub(crate) type TrailsByRegion = BTreeMap<String, Fetched<Vec<Trail>>>;

/// Describes the trails of each Region, then asks about each trail once, where it was made.
pub(crate) async fn collect(api: Api<'_>, plan: &Plan, regions: BTreeSet<String>) -> TrailsByRegion {
    if !plan.facts.contains(&Fact::CloudTrailTrails) {
        return TrailsByRegion::new();
    }
    let listed = join_all(regions.iter().map(|region| describe_trails(api.in_region(region)))).await;
    let mut trails: TrailsByRegion = regions.into_iter().zip(listed).collect();

    let shown = || trails.values().filter_map(Fetched::as_known).flatten();
    let distinct: BTreeMap<&str, &Trail> = shown().map(|trail| (trail.trail_arn.as_str(), trail)).collect();
    let looked_at = join_all(distinct.into_values().map(|trail| with_state(api, trail))).await;
    let looked_at: BTreeMap<String, Trail> =
        looked_at.into_iter().map(|trail| (trail.trail_arn.clone(), trail)).collect();

    for listed in trails.values_mut() {
        if let Fetched::Known(listed) = listed {
            for trail in listed {
                trail.clone_from(&looked_at[&trail.trail_arn]);
            }
        }
    }
    trails
}

/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html>
async fn describe_trails(api: Api<'_>) -> Fetched<Vec<Trail>> {
    let cloudtrail = api.clients.cloudtrail(api.region());
    api.ask(call::DESCRIBE_TRAILS, async {
        let answer = cloudtrail.describe_trails().include_shadow_trails(true).send().await?;
        answer.trail_list.required("trailList")?.into_iter().map(trail).collect()
    })
    .await
}

/// The trail with whether it records and what.
async fn with_state(api: Api<'_>, trail: &Trail) -> Trail {
    let arn_region = trail.trail_arn.parse::<Arn>().map(|arn| arn.region().to_owned()).ok();
    let home = trail.home_region.clone().or(arn_region);
    let api = match &home {
        Some(region) => api.in_region(region),
        None => api,
    };
    let (is_logging, event_selectors) =
        tokio::join!(is_logging(api, &trail.trail_arn), event_selectors(api, &trail.trail_arn));
    Trail { is_logging, event_selectors, ..trail.clone() }
}

/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html>
async fn is_logging(api: Api<'_>, arn: &str) -> Fetched<bool> {
    let cloudtrail = api.clients.cloudtrail(api.region());
    api.ask(call::GET_TRAIL_STATUS, async {
        cloudtrail.get_trail_status().name(arn).send().await?.is_logging.required("IsLogging")
    })
    .await
}

/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html>
async fn event_selectors(api: Api<'_>, arn: &str) -> Fetched<EventSelectors> {
    let cloudtrail = api.clients.cloudtrail(api.region());
    api.ask(call::GET_EVENT_SELECTORS, async {
        let answer = cloudtrail.get_event_selectors().trail_name(arn).send().await?;
        let (basic, advanced) = (answer.event_selectors, answer.advanced_event_selectors);
        if basic.is_none() && advanced.is_none() {
            return Err(Refusal::malformed("the answer lacks EventSelectors and AdvancedEventSelectors"));
        }
        Ok(EventSelectors {
            event_selectors: basic.unwrap_or_default().into_iter().map(basic_selector).collect(),
            advanced_event_selectors: advanced.unwrap_or_default().into_iter().map(advanced_selector).collect(),
        })
    })
    .await
}

fn trail(trail: types::Trail) -> Result<Trail, Refusal> {
    Ok(Trail {
        name: trail.name.required("Name")?,
        trail_arn: trail.trail_arn.required("TrailARN")?,
        home_region: trail.home_region,
        is_logging: Fetched::default(),
        event_selectors: Fetched::default(),
    })
}

fn basic_selector(selector: types::EventSelector) -> EventSelector {
    let data_resource =
        |it: types::DataResource| DataResource { resource_type: it.r#type, values: it.values.unwrap_or_default() };
    EventSelector {
        read_write_type: selector.read_write_type.map(|it| it.as_str().to_owned()),
        data_resources: selector.data_resources.unwrap_or_default().into_iter().map(data_resource).collect(),
    }
}

fn advanced_selector(selector: types::AdvancedEventSelector) -> AdvancedEventSelector {
    let field_selector = |it: types::AdvancedFieldSelector| FieldSelector {
        field: it.field,
        equals: it.equals.unwrap_or_default(),
        not_equals: it.not_equals.unwrap_or_default(),
        starts_with: it.starts_with.unwrap_or_default(),
        not_starts_with: it.not_starts_with.unwrap_or_default(),
        ends_with: it.ends_with.unwrap_or_default(),
        not_ends_with: it.not_ends_with.unwrap_or_default(),
    };
    AdvancedEventSelector {
        name: selector.name,
        field_selectors: selector.field_selectors.into_iter().map(field_selector).collect(),
    }
}

#[cfg(test)]
mod tests {
    use awslab_core::fetched::GapKind;
    use jiff::Timestamp;

    use super::*;
    use crate::testing::session;

    const LIST: &str = r#"{"trailList": [{"Name": "all", "HomeRegion": "eu-west-1",
        "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/all"}]}"#;
    const SELECTORS: &str = r#"{"AdvancedEventSelectors": [{"FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Data"]}]}]}"#;

    async fn trails(answers: &[&str]) -> (TrailsByRegion, Vec<String>) {
        let (session, http) = session(answers.iter().map(|body| (200, *body)));
        let facts = [Fact::CloudTrailTrails].into();
        let plan = Plan { facts, regions: ["us-east-1".to_owned()].into(), ..Plan::default() };
        let account = session.collect(&plan, &(), Timestamp::UNIX_EPOCH).await;
        let trails = account.regions.into_iter().map(|(region, it)| (region, it.cloudtrail.trails)).collect();
        (trails, http.actual_requests().map(|it| it.uri().to_owned()).collect())
    }

    #[tokio::test]
    async fn a_trail_of_every_region_is_asked_about_once_at_home() {
        let (trails, asked) = trails(&[LIST, LIST, r#"{"IsLogging": true}"#, SELECTORS]).await;
        assert_eq!(trails.len(), 2);
        for trails in trails.into_values() {
            let Fetched::Known(trails) = trails else { panic!("both Regions answered") };
            assert_eq!(trails[0].is_logging, Fetched::Known(true));
            let Fetched::Known(selectors) = &trails[0].event_selectors else { panic!("the selectors are good") };
            assert_eq!(selectors.advanced_event_selectors[0].field_selectors[0].equals, ["Data"]);
        }
        assert_eq!(asked.len(), 4);
        assert!(asked[2..].iter().all(|uri| uri.contains("eu-west-1")), "{asked:?}");
    }

    #[tokio::test]
    async fn an_answer_without_the_list_is_not_taken_for_no_trails() {
        let (trails, _asked) = trails(&["{}", ""]).await;
        for trails in trails.into_values() {
            let Fetched::Unknown(gap) = trails else { panic!("the list is missing") };
            assert_eq!(gap.error, GapKind::Malformed, "{gap}");
        }
    }
}
