//! What each Region has of its own: networks, what stands in them, and stacks.

use std::collections::{BTreeMap, BTreeSet};

use awslab_core::fact::Fact;
use awslab_core::fetched::Fetched;
use awslab_core::model::{CloudFormation, Lambda, Region};
use awslab_core::plan::Plan;
use futures::future::join_all;

use crate::api::{Api, when};
use crate::{autoscaling, cloudformation, ec2, elbv2, lambda, rds};

/// Looks in every Region of the plan at the same time, or in the session's own where it names none. A Region of which
/// nothing was asked is left out.
pub(crate) async fn collect(api: Api<'_>, plan: &Plan) -> BTreeMap<String, Region> {
    let home = BTreeSet::from([api.region().to_owned()]);
    let regions = if plan.regions.is_empty() { &home } else { &plan.regions };
    // Some thirty questions are held side by side: on the heap.
    let read = |region| Box::pin(region_of(api.in_region(region), plan));
    let read = regions.iter().map(|region| async { (region.clone(), read(region).await) });
    join_all(read).await.into_iter().filter(|(_, region)| *region != Region::default()).collect()
}

async fn region_of(api: Api<'_>, plan: &Plan) -> Region {
    let wanted = |fact| plan.facts.contains(&fact);
    let (autoscaling, stacks, mut ec2, elbv2, functions, rds) = tokio::join!(
        when(wanted(Fact::AutoScalingGroups), autoscaling::collect(api)),
        when(wanted(Fact::CloudFormationStacks), cloudformation::describe(api)),
        ec2::collect(api, &plan.facts),
        when(wanted(Fact::Elbv2LoadBalancers), elbv2::collect(api)),
        when(wanted(Fact::LambdaFunctions), lambda::functions(api)),
        when(wanted(Fact::RdsInstances), rds::collect(api)),
    );
    if let Fetched::Known(groups) = &autoscaling.auto_scaling_groups {
        ec2::read_numbered_versions(api, groups, &mut ec2.launch_template_versions).await;
    }
    Region {
        autoscaling,
        cloudformation: CloudFormation { stacks, ..CloudFormation::default() },
        ec2,
        elbv2,
        lambda: Lambda { functions, ..Lambda::default() },
        rds,
        ..Region::default()
    }
}
