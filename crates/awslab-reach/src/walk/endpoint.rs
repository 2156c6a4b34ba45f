//! VPC endpoints: AWS's services without the internet.
//!
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>,
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>

use crate::answer::{Hop, Unseen};
use crate::code::Code;
use crate::ports::Ports;
use crate::protocol::Protocol;
use crate::world::not_read;

use super::gateway::ports_of_service;
use super::{Packet, Place, Router, Session, Step, blocker};

impl<'w, 'a> Session<'w, 'a> {
    /// To a service by a gateway endpoint.
    pub(super) fn serve(&self, packet: &Packet<'w, 'a>, id: &'a str, router: Router<'a>) -> Step<'w, 'a> {
        let Some(endpoint) = self.world.endpoints.get(id) else {
            let list = &router.table.home.facts.ec2.vpc_endpoints;
            return Step::unseen(packet, not_read(id, "what it leads to", list, "ec2:DescribeVpcEndpoints"));
        };
        let endpoint = endpoint.it;
        if endpoint.vpc_endpoint_type != "Gateway" {
            let message = "it leads through an appliance: what that lets through is for its own software to say";
            return Step::unseen(packet, Unseen::new(id, message));
        }
        if !matches!(self.protocol, Protocol::Tcp | Protocol::Icmp) {
            let message = format!("a gateway endpoint takes TCP and echo requests, and not {}", self.protocol);
            return Step::lost(packet, blocker(Code::EndpointProtocol, id, message));
        }
        let hop = self.hop(packet, id, || Some(endpoint.service_name.clone()));
        let mut answered = packet.answered(Place::Entering(router.vpc));
        answered.sender = None;
        let step = self.answer_of_service(packet, answered, &endpoint.service_name, hop);
        if endpoint.state == "available" {
            return step;
        }
        let (vpc, table) = (router.vpc, &router.table.it.route_table_id);
        let name = &endpoint.service_name;
        let fix = format!("aws ec2 create-vpc-endpoint --vpc-id {vpc} --service-name {name} --route-table-ids {table}");
        let blocker = blocker(Code::EndpointState, id, format!("the endpoint is {}", endpoint.state)).fix(fix);
        Step::change(step.packet, step.hop, blocker)
    }

    /// A service of AWS answers at its ports; what else it answers, nobody promises.
    pub(super) fn answer_of_service(
        &self,
        packet: &Packet<'w, 'a>,
        answered: Packet<'w, 'a>,
        name: &str,
        hop: Option<Hop>,
    ) -> Step<'w, 'a> {
        let ports = packet.ports.and(&ports_of_service(self.protocol));
        if ports.is_empty() {
            return Step::unseen(
                packet,
                Unseen::new(name, "AWS does not say what its services answer beside TCP at ports 80 and 443"),
            );
        }
        Step::free(Packet { ports, ..answered }, hop)
    }

    /// An interface endpoint answers at its service's ports, and no ping.
    pub(super) fn answer_of_endpoint(
        &self,
        packet: &Packet<'w, 'a>,
        answered: Packet<'w, 'a>,
        id: &'a str,
        hop: Option<Hop>,
    ) -> Step<'w, 'a> {
        let Some(endpoint) = self.world.endpoints.get(id) else {
            return Step::unseen(packet, Unseen::new(id, "the service behind it is not among what was read"));
        };
        let Some(open) = ports_of_interface(&endpoint.it.service_name) else {
            return Step::unseen(
                packet,
                Unseen::new(id, "the ports of the service behind it are its provider's to say"),
            );
        };
        let open = if self.protocol == Protocol::Tcp { open } else { Ports::NONE };
        let ports = packet.ports.and(&open);
        if ports.is_empty() {
            let message = format!("the endpoint of {} answers TCP at {open} alone", endpoint.it.service_name);
            let message = if open.is_empty() {
                "an interface endpoint answers TCP alone, and no ping".to_owned()
            } else {
                message
            };
            return Step::lost(packet, blocker(Code::EndpointPort, id, message));
        }
        Step::free(Packet { ports, ..answered }, hop)
    }
}

/// The ports of a service of AWS; `None` for a service that somebody else provides.
fn ports_of_interface(service: &str) -> Option<Ports> {
    if service.contains(".vpce-svc-") || service.contains(".vpce.") {
        return None;
    }
    let smtp = [25, 465, 587, 2465, 2587];
    Some(match service.rsplit('.').next() {
        Some("email-smtp") => smtp.into_iter().fold(Ports::NONE, |all, port| all.or(&Ports::one(port))),
        _ => Ports::one(443),
    })
}
