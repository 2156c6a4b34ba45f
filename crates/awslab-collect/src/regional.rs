//! What each Region has of its own: networks and what stands in them.

use std::collections::{BTreeMap, BTreeSet};

use awslab_core::model::Region;
use awslab_core::plan::Plan;
use futures::future::join_all;

use crate::api::Api;
use crate::ec2;

/// Looks in every Region of the plan at the same time, or in the session's own where it names none. A Region of which
/// nothing was asked is left out.
pub(crate) async fn collect(api: Api<'_>, plan: &Plan) -> BTreeMap<String, Region> {
    let home = BTreeSet::from([api.region().to_owned()]);
    let regions = if plan.regions.is_empty() { &home } else { &plan.regions };
    let read = regions.iter().map(|region| async { (region.clone(), region_of(api.in_region(region), plan).await) });
    join_all(read).await.into_iter().filter(|(_, region)| *region != Region::default()).collect()
}

async fn region_of(api: Api<'_>, plan: &Plan) -> Region {
    let ec2 = ec2::collect(api, &plan.facts).await;
    Region { ec2, ..Region::default() }
}
