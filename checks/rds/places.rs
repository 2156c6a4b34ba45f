//! Where the database may be placed, and whom its security groups let in.

use std::collections::BTreeSet;

use awslab_core::call::{DESCRIBE_DB_INSTANCES, DESCRIBE_SECURITY_GROUPS, DESCRIBE_SUBNETS};
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::Cidr;
use awslab_core::model::ec2::{Ec2, Instance, SecurityGroup, Subnet};
use awslab_core::model::rds::DbInstance;
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Observation, Subject, Verdict, all};
use awslab_reach::{Network, Protocol, ports_of_rule};

use super::network::port;
use super::settings::{as_before, parameter_group};
use crate::shared::network::{self, Part, cannot_tell, is_public};
use crate::shared::routes::{route_table, without_internet_gateway};
use crate::shared::rules::{Peer, peers, revoke};

pub(super) fn private_subnets(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let network = Network::of(cx.account);
    let known = database.surroundings.ec2.subnets.known()?;
    let ids = database.db_subnet_group.iter().flat_map(|it| &it.subnets).map(|it| &it.subnet_identifier);
    let subnets = ids.map(|id| {
        let vanished = || Gap::new(DESCRIBE_SUBNETS, GapKind::Vanished, format!("{id} is not among the subnets"));
        known.iter().find(|it| it.subnet_id == *id).ok_or_else(|| Miss::unknown(vanished()))
    });
    let subnets: Vec<&Subnet> = subnets.collect::<Result<_, _>>()?;
    let zones: BTreeSet<&str> = subnets.iter().filter_map(|it| it.availability_zone.as_deref()).collect();
    let actual = zones.iter().copied().collect::<Vec<_>>().join(", ");
    let spread = database.observe("zones of its subnet group", zones.len() >= 2, "2 or more", actual);
    let classes = subnets.iter().map(|subnet| {
        let id = &subnet.subnet_id;
        let part = Part::of(&database, "subnet", id);
        if !is_public(&network, subnet)? {
            return part.observe("subnet", true, "private", "private").verdict();
        }
        let table = network.route_table_of(id).map_err(|it| cannot_tell(&it))?;
        let actual = format!("public: {table} leads to an internet gateway");
        let observation = part.observe("subnet", false, "private", actual).name("route-table", table);
        let own_table = without_internet_gateway(database.surroundings, table);
        let observation = match own_table.filter(|_| is_of_database_alone(database, table)) {
            Some(fix) => observation.fix(fix),
            None if may_leave(&database, subnet) => observation.fix(CHANGE_GROUP),
            None => observation.fix(format!("{RESTORE}{}", as_before(database.get()))),
        };
        places(database, &network, observation).verdict()
    });
    all(std::iter::once(places(database, &network, spread.fix(CHANGE_GROUP)).verdict()).chain(classes))
}

/// No subnet uses the table but those of the database.
fn is_of_database_alone(database: Located<'_, DbInstance>, table: &str) -> bool {
    let own = || database.db_subnet_group.iter().flat_map(|it| &it.subnets).map(|it| &it.subnet_identifier);
    let is_own = |id: &Option<String>| id.as_ref().is_some_and(|id| own().any(|own| own == id));
    let table = route_table(database.surroundings, table);
    table.is_some_and(|it| it.associations.iter().all(|it| !it.main && is_own(&it.subnet_id)))
}

/// RDS lets a subnet go out of a group when no database of the group is in it.
fn may_leave(database: &DbInstance, subnet: &Subnet) -> bool {
    let group = database.db_subnet_group.as_ref().map(|it| it.db_subnet_group_name.as_str());
    let is_elsewhere = database.availability_zone.is_some() && database.availability_zone != subnet.availability_zone;
    is_elsewhere && !database.multi_az && database.db_cluster_identifier.is_none() && group != Some("default")
}

/// The names that the fixes below call for.
fn places(database: Located<'_, DbInstance>, network: &Network<'_>, observation: Observation) -> Observation {
    let group = database.get().db_subnet_group.as_ref();
    let vpc = group.and_then(|it| it.vpc_id.as_deref()).unwrap_or_default();
    let private = network::private_subnets(network, database.surroundings, vpc);
    let [first, second] = match &private[..] {
        [first, second, ..] => [first.subnet_id.as_str(), second.subnet_id.as_str()],
        [first] => [first.subnet_id.as_str(), "PRIVATE_SUBNET_OF_ANOTHER_ZONE"],
        [] => ["PRIVATE_SUBNET", "PRIVATE_SUBNET_OF_ANOTHER_ZONE"],
    };
    let own = database.vpc_security_groups.first().map_or("GROUP", |it| it.vpc_security_group_id.as_str());
    observation
        .name("private", first)
        .name("parameter-group", parameter_group(database.get()))
        .name("another-private", second)
        .name("security-group", own)
        .name("subnet-group", group.map_or("SUBNET_GROUP", |it| it.db_subnet_group_name.as_str()))
}

const CHANGE_GROUP: &str =
    "aws rds modify-db-subnet-group --db-subnet-group-name {subnet-group} --subnet-ids {private} {another-private}";

const RESTORE: &str = "\
    # RDS moves no database between subnets of one VPC: restore a snapshot into private ones.\n\
    aws rds create-db-subnet-group --db-subnet-group-name {new}-private --db-subnet-group-description {new} \
    --subnet-ids {private} {another-private}\n\
    aws rds create-db-snapshot --db-instance-identifier {database} --db-snapshot-identifier {database}-moved\n\
    aws rds wait db-snapshot-available --db-snapshot-identifier {database}-moved\n\
    aws rds restore-db-instance-from-db-snapshot --db-instance-identifier {database}-private \
    --db-snapshot-identifier {database}-moved --db-subnet-group-name {new}-private \
    --vpc-security-group-ids {security-group} --no-publicly-accessible";

pub(super) fn sg_from_app(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let ec2 = &database.surroundings.ec2;
    let groups = groups(database)?;
    let port = port(database.get());
    let property = format!("ingress to TCP {port}");
    all(groups.into_iter().map(|group| {
        let (mut wide, mut fix) = (Vec::new(), vec![ALLOW_APPLICATION.to_owned()]);
        for rule in group.ip_permissions.iter().filter(|it| ports_of_rule(it, Protocol::Tcp).contains(port)) {
            for peer in peers(rule) {
                if !is_one_private_host(peer, ec2)? {
                    wide.push(peer.name());
                    fix.push(revoke(rule, peer));
                }
            }
        }
        let actual = if wide.is_empty() { "from these alone".to_owned() } else { format!("from {}", wide.join(", ")) };
        Part::of(&database, "security-group", &group.group_id)
            .observe(&property, wide.is_empty(), "from security groups or single private hosts", actual)
            .name("port", port.to_string())
            .name("application", application(cx, database).unwrap_or_else(|| "APPLICATION_GROUP".to_owned()))
            .fix(fix.join("\n"))
            .verdict()
    }))
}

const ALLOW_APPLICATION: &str = "\
    aws ec2 authorize-security-group-ingress --group-id {security-group} --protocol tcp --port {port} \
    --source-group {application}";

fn groups(database: Located<'_, DbInstance>) -> Result<Vec<&SecurityGroup>, Miss> {
    let known = database.surroundings.ec2.security_groups.known()?;
    let own = &database.get().vpc_security_groups;
    if own.is_empty() {
        let gap = Gap::new(DESCRIBE_DB_INSTANCES, GapKind::Opaque, "the database names no security group");
        return Err(Miss::unknown(gap));
    }
    let group = |id: &String| {
        let vanished =
            || Gap::new(DESCRIBE_SECURITY_GROUPS, GapKind::Vanished, format!("{id} is not among the groups"));
        known.iter().find(|it| it.group_id == *id).ok_or_else(|| Miss::unknown(vanished()))
    };
    own.iter().map(|it| group(&it.vpc_security_group_id)).collect()
}

fn is_one_private_host(peer: Peer<'_>, ec2: &Ec2) -> Result<bool, Miss> {
    let of_vpcs = ec2.vpcs.as_known().into_iter().flatten().flat_map(|it| &it.ipv6_cidr_block_association_set);
    let of_vpcs: Vec<Cidr> = of_vpcs.filter_map(|it| it.ipv6_cidr_block).collect();
    let is_private = |it: &Cidr| it.is_private() || of_vpcs.iter().any(|own| own.contains(it.0.addr()));
    let is_host = |it: &Cidr| it.0.prefix_len() == it.0.max_prefix_len();
    Ok(peer.ranges(ec2)?.iter().all(|it| is_host(it) && is_private(it)))
}

/// The group of an instance beside the database that is not the default one.
fn application(cx: &Context<'_>, database: Located<'_, DbInstance>) -> Option<String> {
    let home = database.db_subnet_group.as_ref()?.vpc_id.as_ref();
    let instances = cx.all_located::<Instance>().ok()?;
    let beside = instances.iter().filter(|it| it.vpc_id.as_ref() == home && it.state.name == "running");
    let groups = beside.flat_map(|it| &it.security_groups);
    let mut own = groups.filter(|it| it.group_name.as_deref() != Some("default"));
    own.next().map(|it| it.group_id.clone())
}
