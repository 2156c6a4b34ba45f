//! Whether each zone has a NAT gateway of its own.

use awslab_core::context::Context;
use awslab_core::model::ec2::{NatGateway, Vpc};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Observation, Subject, Verdict, all};
use awslab_reach::Network;

use super::subnets::{Classed, subnets};
use super::ways::EGRESS;
use crate::shared::network::{Part, cannot_tell};
use crate::shared::routes::route_table;

pub(super) fn nat_per_az(cx: &Context<'_>) -> Verdict {
    if cx.text(EGRESS) == "none" {
        return Err(Miss::Skipped("no way to the internet is asked for".to_owned()));
    }
    let vpc = cx.located::<Vpc>()?;
    let network = Network::of(cx.account);
    let zones = Zones { gateways: vpc.surroundings.ec2.nat_gateways.known()?, subnets: subnets(&network, vpc)? };
    all(zones.subnets.iter().filter(|it| it.is_private()).map(|it| {
        let own = it.subnet.availability_zone.as_deref();
        let used = it.ways_out().filter_map(|id| zones.gateways.iter().find(|gateway| gateway.nat_gateway_id == id));
        let used: Vec<&NatGateway> = used.collect();
        let titles = used.iter().map(|it| format!("{} in {}", it.nat_gateway_id, zones.of(it).unwrap_or("every zone")));
        let actual = if used.is_empty() { "none is used".to_owned() } else { titles.collect::<Vec<_>>().join(", ") };
        let is_near = |it: &&NatGateway| is_regional(it) || zones.of(it) == own;
        let observation = Part::of(&vpc, "subnet", &it.subnet.subnet_id).observe(
            "NAT gateway",
            used.iter().all(is_near),
            format!("in {}", own.unwrap_or("its zone")),
            actual,
        );
        let table = network.route_table_of(&it.subnet.subnet_id).map_err(|it| cannot_tell(&it))?;
        zones.mended(vpc, it, table, observation).verdict()
    }))
}

fn is_regional(gateway: &NatGateway) -> bool {
    gateway.availability_mode.as_deref() == Some("regional")
}

/// The NAT gateways and the subnets, by their zones.
struct Zones<'a> {
    gateways: &'a [NatGateway],
    subnets: Vec<Classed<'a>>,
}

impl Zones<'_> {
    fn of(&self, gateway: &NatGateway) -> Option<&str> {
        let home = self.subnets.iter().find(|it| Some(&it.subnet.subnet_id) == gateway.subnet_id.as_ref());
        home.and_then(|it| it.subnet.availability_zone.as_deref())
    }

    /// With the commands that give a subnet the NAT gateway of its zone: one that is there, or a new one.
    fn mended(&self, vpc: Located<'_, Vpc>, it: &Classed<'_>, table: &str, observation: Observation) -> Observation {
        let own = it.subnet.availability_zone.as_deref();
        let is_near = |it: &&NatGateway| self.of(it) == own && it.state == "available";
        let near = self.gateways.iter().find(is_near).map(|it| it.nat_gateway_id.as_str());
        let public = self.subnets.iter().find(|it| it.is_public() && it.subnet.availability_zone.as_deref() == own);
        let public = public.map_or("PUBLIC_SUBNET_OF_THE_ZONE", |it| it.subnet.subnet_id.as_str());
        let is_shared = route_table(vpc.surroundings, table).is_some_and(|it| it.associations.len() > 1);
        let make = if near.is_some() { "" } else { MAKE_NAT };
        let lead = if is_shared { LEAD_BY_OWN_TABLE } else { LEAD };
        observation
            .name("public", public)
            .name("nat", near.unwrap_or("NEW_NAT_GATEWAY"))
            .name("route-table", table)
            .fix(format!("{make}{lead}"))
    }
}

const MAKE_NAT: &str = "\
    aws ec2 allocate-address\n\
    aws ec2 create-nat-gateway --subnet-id {public} --allocation-id ALLOCATION\n";

const LEAD: &str = "\
    aws ec2 replace-route --route-table-id {route-table} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id {nat}";

const LEAD_BY_OWN_TABLE: &str = "\
    # Other subnets use this route table too: give the subnet one of its own.\n\
    aws ec2 create-route-table --vpc-id {vpc}\n\
    aws ec2 create-route --route-table-id NEW_TABLE --destination-cidr-block 0.0.0.0/0 --nat-gateway-id {nat}\n\
    aws ec2 replace-route-table-association --route-table-id NEW_TABLE --association-id \
    \"$(aws ec2 describe-route-tables --filters Name=association.subnet-id,Values={subnet} \
    --query 'RouteTables[0].Associations[?SubnetId==`{subnet}`].RouteTableAssociationId' --output text)\"";
