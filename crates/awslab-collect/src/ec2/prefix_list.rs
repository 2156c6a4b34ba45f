//! Prefix lists: named sets of ranges.

use std::collections::BTreeSet;

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::Ec2;
use awslab_core::model::ec2::{ManagedPrefixList, PrefixList, PrefixListEntry, SecurityGroup};
use futures::future::join_all;

use super::{PAGE, SMALL_PAGE, client};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{cidr, try_each};

/// Those of services that have gateway endpoints, with their ranges.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePrefixLists.html>
pub(super) fn of_services(api: Api<'_>) -> impl Future<Output = Fetched<Vec<PrefixList>>> {
    let pages = client(api).describe_prefix_lists().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_PREFIX_LISTS, pages.items().send(), |it| {
        let range = |it| cidr(Some(it))?.required("a range");
        Ok(PrefixList {
            prefix_list_id: it.prefix_list_id.required("prefixListId")?,
            prefix_list_name: it.prefix_list_name,
            cidrs: try_each(it.cidrs, range)?,
        })
    })
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html>
pub(super) fn managed(api: Api<'_>) -> impl Future<Output = Fetched<Vec<ManagedPrefixList>>> {
    let pages = client(api).describe_managed_prefix_lists().into_paginator().page_size(SMALL_PAGE);
    api.list(call::DESCRIBE_MANAGED_PREFIX_LISTS, pages.items().send(), |it| {
        Ok(ManagedPrefixList {
            prefix_list_id: it.prefix_list_id.required("prefixListId")?,
            prefix_list_name: it.prefix_list_name,
            owner_id: it.owner_id,
            entries: Fetched::default(),
        })
    })
}

/// Asks for the ranges of the lists that a rule or a route names, but for those that are told with their ranges anyway.
pub(super) async fn read_entries(api: Api<'_>, ec2: &mut Ec2) {
    let named = named(ec2);
    let lists = ec2.managed_prefix_lists.as_known_mut().into_iter().flatten();
    let asked: Vec<&mut ManagedPrefixList> = lists.filter(|it| named.contains(&it.prefix_list_id)).collect();
    join_all(asked.into_iter().map(|list| async { list.entries = entries(api, &list.prefix_list_id).await })).await;
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html>
fn entries(api: Api<'_>, id: &str) -> impl Future<Output = Fetched<Vec<PrefixListEntry>>> {
    let request = client(api).get_managed_prefix_list_entries().prefix_list_id(id);
    let pages = request.into_paginator().page_size(SMALL_PAGE);
    api.list(call::GET_MANAGED_PREFIX_LIST_ENTRIES, pages.items().send(), entry)
}

fn entry(it: types::PrefixListEntry) -> Result<PrefixListEntry, Refusal> {
    Ok(PrefixListEntry { cidr: cidr(it.cidr)?, description: it.description })
}

fn named(ec2: &Ec2) -> BTreeSet<String> {
    let rules =
        |it: &SecurityGroup| it.ip_permissions.iter().chain(&it.ip_permissions_egress).cloned().collect::<Vec<_>>();
    let groups = ec2.security_groups.as_known().into_iter().flatten();
    let of_groups = groups.flat_map(rules).flat_map(|it| it.prefix_list_ids).map(|it| it.prefix_list_id);
    let tables = ec2.route_tables.as_known().into_iter().flatten();
    let of_tables = tables.flat_map(|it| &it.routes).filter_map(|it| it.destination_prefix_list_id.clone());
    let transit = ec2.transit_gateway_route_tables.as_known().into_iter().flatten();
    let transit = transit.filter_map(|it| it.routes.as_known()).flat_map(|it| &it.routes);
    let of_transit = transit.filter_map(|it| it.prefix_list_id.clone());
    let mut named: BTreeSet<String> = of_groups.chain(of_tables).chain(of_transit).collect();
    for told in ec2.prefix_lists.as_known().into_iter().flatten() {
        named.remove(&told.prefix_list_id);
    }
    named
}
