//! What a subnet does for whatever will be in it, before anything is.

use crate::answer::{Answer, Blocker, Unseen};
use crate::class::SubnetClass;
use crate::connect::Depth;
use crate::network::{Asked, Network};
use crate::protocol::Protocol;
use crate::walk::ASSUMED;
use crate::world::{Interface, Kind, Pair};

impl<'a> Network<'a> {
    /// The route table of a subnet: its own, or else the main one of its VPC.
    pub fn route_table_of(&self, subnet: &str) -> Result<&'a str, Unseen> {
        let found = self.world.subnets.get(subnet).copied();
        let found = found.ok_or_else(|| Unseen::new(subnet, "no such subnet was read"))?;
        Ok(&self.world.table_of(found)?.it.route_table_id)
    }

    /// The network ACL of a subnet: its own, or else the default one of its VPC.
    pub fn network_acl_of(&self, subnet: &str) -> Result<&'a str, Unseen> {
        let found = self.world.subnets.get(subnet).copied();
        let found = found.ok_or_else(|| Unseen::new(subnet, "no such subnet was read"))?;
        Ok(self.world.acl_of(found)?.id)
    }

    /// Whether something new in a subnet, behind security groups that let everything through, would reach most of the
    /// internet. In a public subnet it would have a public address, and in one without a way out that a NAT gateway is in.
    pub fn egress_of(&self, subnet: &str, is_ipv4: bool) -> Result<Answer, Unseen> {
        let found = self.world.subnets.get(subnet).copied();
        let found = found.ok_or_else(|| Unseen::new(subnet, "no such subnet was read"))?;
        let ipv6 = found.it.ipv6_cidr_block_association_set.iter().find_map(|it| it.ipv6_cidr_block);
        let range = if is_ipv4 { found.it.cidr_block } else { ipv6 };
        let range = range.ok_or_else(|| Unseen::new(subnet, "it has no addresses of this family"))?;
        let private = range.0.hosts().nth(NOT_AWS_OWN).unwrap_or(range.0.addr());
        let has_nat = self.world.nat_gateways.values().any(|it| {
            it.it.subnet_id.as_deref() == Some(subnet) && it.it.connectivity_type.as_deref() != Some("private")
        });
        let is_public = match self.class_of(subnet, is_ipv4)? {
            SubnetClass::Public(_) => true,
            SubnetClass::Isolated => has_nat,
            SubnetClass::Private { .. } => false,
        };
        let public = if is_ipv4 { Some(ASSUMED).filter(|_| is_public) } else { Some(private) };
        let newcomer = self.newcomer(format!("something new in {subnet}"), subnet, Pair { private, public });
        let asked = Asked { network: self, protocol: Protocol::Tcp, port: Some(HTTPS), depth: Depth::Explanation };
        let to = self.most_of_internet(&newcomer, is_ipv4);
        let to = to.ok_or_else(|| Unseen::new(subnet, "the rules around it leave nothing of the internet"))?;
        let mut answer = asked.to_address(&newcomer, newcomer.addresses[0], to).into_answer();
        let is_of_newcomer = |it: &Blocker| *it.component == *newcomer.id;
        if !answer.blockers.iter().all(is_of_newcomer) {
            answer.blockers.retain(|it| !is_of_newcomer(it)); // it is not there to be mended
        }
        answer.blockers.iter_mut().for_each(|it| it.speak_of_internet(to));
        Ok(answer)
    }

    fn newcomer(&self, id: String, subnet: &str, pair: Pair) -> Interface<'a> {
        let found = self.world.subnets.get(subnet).expect("the subnet was found a moment ago");
        Interface {
            id: id.into(),
            home: found.home,
            vpc: &found.it.vpc_id,
            subnet: Some(&found.it.subnet_id),
            addresses: vec![pair],
            groups: Vec::new(),
            kind: Kind::Newcomer,
            forwards: false,
            is_in_use: true,
        }
    }
}

/// What nearly everything on the internet is asked at.
const HTTPS: u16 = 443;

/// The first addresses of a subnet are AWS's: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>
const NOT_AWS_OWN: usize = 4;
