//! The lists that `Describe…` calls answer, by the members that hold them.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Error, Value};

use super::attach::Loose;
use crate::fetched::Fetched;
use crate::model::Region;
use crate::model::ec2::{ManagedPrefixList, PrefixList, Reservation};
use crate::model::elbv2::Listener;
use crate::model::lambda::Environment;

/// Reads a member into its place; false when awslab reads no such member.
pub(super) fn take(region: &mut Region, loose: &mut Vec<Loose>, member: &str, value: Value) -> Result<bool, Error> {
    let ec2 = &mut region.ec2;
    match member {
        "Addresses" => extend(&mut ec2.addresses, value)?,
        "Aliases" if first_has(&value, "AliasName") => extend(&mut region.kms.aliases, value)?,
        "AutoScalingGroups" => extend(&mut region.autoscaling.auto_scaling_groups, value)?,
        "DBClusters" => extend(&mut region.rds.db_clusters, value)?,
        "DBInstances" => extend(&mut region.rds.db_instances, value)?,
        "DBSubnetGroups" => extend(&mut region.rds.db_subnet_groups, value)?,
        "EbsEncryptionByDefault" => ec2.ebs_encryption_by_default = Fetched::Known(serde_json::from_value(value)?),
        "EgressOnlyInternetGateways" => extend(&mut ec2.egress_only_internet_gateways, value)?,
        "FileSystems" => extend(&mut region.efs.file_systems, value)?,
        "FlowLogs" => extend(&mut ec2.flow_logs, value)?,
        "Functions" => extend(&mut region.lambda.functions, searched_functions(value)?)?,
        "InternetGateways" => extend(&mut ec2.internet_gateways, value)?,
        "LaunchTemplateVersions" => extend(&mut ec2.launch_template_versions, value)?,
        "Listeners" => loose.extend(listeners(value)?),
        "LoadBalancers" => extend(&mut region.elbv2.load_balancers, value)?,
        "NatGateways" => extend(&mut ec2.nat_gateways, value)?,
        "NetworkAcls" => extend(&mut ec2.network_acls, value)?,
        "NetworkInterfaces" => extend(&mut ec2.network_interfaces, value)?,
        "PrefixLists" => prefix_lists(region, value)?,
        "Reservations" => {
            let reservations: Vec<Reservation> = serde_json::from_value(value)?;
            append(&mut ec2.instances, reservations.into_iter().flat_map(|it| it.instances).collect());
        }
        "RouteTables" => extend(&mut ec2.route_tables, value)?,
        "ScalableTargets" => extend(&mut region.application_autoscaling.scalable_targets, value)?,
        "ScalingPolicies" if first_has(&value, "ServiceNamespace") => {
            extend(&mut region.application_autoscaling.scaling_policies, value)?;
        }
        "ScalingPolicies" => extend(&mut region.autoscaling.scaling_policies, value)?,
        "SecretList" => extend(&mut region.secrets_manager.secret_list, value)?,
        "SecurityGroupVpcAssociations" => extend(&mut ec2.security_group_vpc_associations, value)?,
        "SecurityGroups" => extend(&mut ec2.security_groups, value)?,
        "Snapshots" => extend(&mut ec2.snapshots, value)?,
        "Stacks" => extend(&mut region.cloudformation.stacks, value)?,
        "Subnets" => extend(&mut ec2.subnets, value)?,
        "TargetGroups" => extend(&mut region.elbv2.target_groups, value)?,
        "TransitGatewayAttachments" => extend(&mut ec2.transit_gateway_attachments, value)?,
        "TransitGatewayRouteTables" => extend(&mut ec2.transit_gateway_route_tables, value)?,
        "TransitGatewayVpcAttachments" => extend(&mut ec2.transit_gateway_vpc_attachments, value)?,
        "TransitGateways" => extend(&mut ec2.transit_gateways, value)?,
        "Volumes" => extend(&mut ec2.volumes, value)?,
        "VpcBlockPublicAccessExclusions" => extend(&mut ec2.vpc_block_public_access_exclusions, value)?,
        "VpcBlockPublicAccessOptions" => {
            ec2.vpc_block_public_access_options = Fetched::Known(serde_json::from_value(value)?);
        }
        "VpcEndpoints" => extend(&mut ec2.vpc_endpoints, value)?,
        "VpcPeeringConnections" => extend(&mut ec2.vpc_peering_connections, value)?,
        "Vpcs" => extend(&mut ec2.vpcs, value)?,
        "logGroups" => extend(&mut region.logs.log_groups, value)?,
        _ => return Loose::read_all(loose, member, value),
    }
    Ok(true)
}

/// Two services answer in members of one name: what is listed tells which one did.
fn first_has(value: &Value, member: &str) -> bool {
    value.as_array().and_then(|items| items.first()).is_some_and(|item| item.get(member).is_some())
}

/// Pages of one answer may be documents of their own.
fn extend<T: DeserializeOwned>(list: &mut Fetched<Vec<T>>, page: Value) -> Result<(), Error> {
    append(list, serde_json::from_value(page)?);
    Ok(())
}

fn append<T>(list: &mut Fetched<Vec<T>>, page: Vec<T>) {
    match list {
        Fetched::Known(items) => items.extend(page),
        Fetched::Unknown(_) => *list = Fetched::Known(page),
    }
}

/// `describe-prefix-lists` and `describe-managed-prefix-lists` answer in the same member; only the first knows ranges.
fn prefix_lists(region: &mut Region, value: Value) -> Result<(), Error> {
    let items: Vec<Value> = serde_json::from_value(value)?;
    let is_managed = items.iter().any(|it| it.get("Cidrs").is_none());
    let (services, managed): (Vec<Value>, Vec<Value>) = items.into_iter().partition(|it| it.get("Cidrs").is_some());
    let services = services.into_iter().map(serde_json::from_value::<PrefixList>).collect::<Result<_, _>>()?;
    append(&mut region.ec2.prefix_lists, services);
    if is_managed {
        let managed = managed.into_iter().map(serde_json::from_value::<ManagedPrefixList>).collect::<Result<_, _>>()?;
        append(&mut region.ec2.managed_prefix_lists, managed);
    }
    Ok(())
}

/// What the values of environment variables look like stands in their place.
fn searched_functions(mut functions: Value) -> Result<Value, Error> {
    for function in functions.as_array_mut().into_iter().flatten() {
        let Some(variables) = function.pointer_mut("/Environment/Variables") else { continue };
        let values: BTreeMap<String, String> = serde_json::from_value(variables.take())?;
        *variables = serde_json::to_value(Environment::searched(values).variables)?;
    }
    Ok(functions)
}

/// Each names its load balancer.
fn listeners(value: Value) -> Result<Vec<Loose>, Error> {
    let listeners: Vec<Listener> = serde_json::from_value(value)?;
    let loose = listeners.into_iter().filter_map(|listener| {
        let load_balancer = listener.load_balancer_arn.clone()?;
        Some(Loose::Listeners(load_balancer, vec![listener]))
    });
    Ok(loose.collect())
}
