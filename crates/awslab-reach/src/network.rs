//! The network of an account, ready to be asked.

use std::net::IpAddr;

use awslab_core::model::Account;
use awslab_core::model::ec2::NatGateway;
use awslab_core::model::elbv2::TargetGroup;

use crate::admitted::is_world;
use crate::answer::{Answer, Blocker, Share, Unit, Unseen, Verdict};
use crate::atoms::{self, Atom};
use crate::code::Code;
use crate::connect::{Call, Depth, Outcome, connect};
use crate::ends::{self, End, Ends};
use crate::ports::Ports;
use crate::protocol::Protocol;
use crate::question::{Endpoint, EndpointError, Question};
use crate::walk::Client;
use crate::world::{Found, Interface, Kind, Pair, World};

/// All networks that were read, of every account and Region of a snapshot.
pub struct Network<'a> {
    pub(crate) world: World<'a>,
}

impl<'a> Network<'a> {
    /// The networks of an account.
    pub fn of(account: &'a Account) -> Self {
        Self { world: World::of(account) }
    }

    /// Whether one can connect to the other, how, and all that stops it.
    pub fn reach(&self, question: &Question) -> Result<Answer, EndpointError> {
        let mut answer = self.ask(question, Depth::Explanation)?.into_answer();
        answer.assumptions.extend(self.own_name(&question.destination));
        Ok(answer)
    }

    /// That an endpoint without private DNS has to be called by a name of its own.
    fn own_name(&self, destination: &Endpoint) -> Option<String> {
        let Endpoint::Resource(name) = destination else { return None };
        let endpoint = self.world.endpoints.get(name.rsplit('/').next().unwrap_or(name))?.it;
        let has_own_name = endpoint.vpc_endpoint_type == "Interface" && !endpoint.private_dns_enabled;
        has_own_name.then(|| {
            let (id, service) = (&endpoint.vpc_endpoint_id, &endpoint.service_name);
            format!("{id} is called by a name of its own: private DNS is off, and the usual name of {service} leads elsewhere")
        })
    }

    /// Whether one can connect to the other, and nothing more: many times faster than [`Self::reach`].
    pub fn verdict(&self, question: &Question) -> Result<Verdict, EndpointError> {
        Ok(self.ask(question, Depth::Verdict)?.verdict())
    }

    fn ask(&self, question: &Question, depth: Depth) -> Result<Outcome, EndpointError> {
        let sources = ends::resolve(&self.world, &question.source)?;
        let destinations = ends::resolve(&self.world, &question.destination)?;
        let sources = self.owners(sources, &question.source)?;
        let asked = Asked { network: self, protocol: question.protocol, port: question.port, depth };
        let by_source = sources.all.iter().map(|source| {
            let outcomes = destinations.all.iter().filter_map(|destination| asked.pair(*source, *destination));
            combine(outcomes.collect(), destinations.must_all_do)
        });
        Ok(combine(by_source.collect(), sources.must_all_do))
    }

    /// A connection from an address is one from whoever has it.
    fn owners<'w>(&'w self, sources: Ends<'w, 'a>, endpoint: &Endpoint) -> Result<Ends<'w, 'a>, EndpointError> {
        let mut all = Vec::new();
        for source in sources.all {
            match source {
                End::Address(address) => all.extend(ends::owners(&self.world, address)),
                other => all.push(other),
            }
        }
        if all.is_empty() {
            return Err(EndpointError::NoAddress(endpoint.to_string()));
        }
        Ok(Ends { all, ..sources })
    }

    /// The addresses of the internet that are worth asking about: one for each atom of what the rules around the
    /// interface tell apart.
    pub(crate) fn internet_around(&self, interface: &Interface<'a>, is_ipv4: bool) -> Vec<(Atom, IpAddr)> {
        let ranges = self.ranges_around(interface);
        let atoms = atoms::internet(is_ipv4, ranges);
        atoms.into_iter().filter_map(|atom| Some((atom, self.representative(atom)?))).collect()
    }

    /// An address of the largest range of the internet that no rule around the interface tells apart.
    pub(crate) fn most_of_internet(&self, interface: &Interface<'a>, is_ipv4: bool) -> Option<IpAddr> {
        let around = self.internet_around(interface, is_ipv4);
        around.into_iter().max_by_key(|(atom, _)| (atom.size(), std::cmp::Reverse(*atom))).map(|(_, to)| to)
    }

    /// An address of the atom that nobody here has.
    fn representative(&self, atom: Atom) -> Option<IpAddr> {
        let is_ipv4 = atom.first.is_ipv4();
        let (first, last) = (crate::address::number(atom.first), crate::address::number(atom.last));
        let numbers = (first..=last).take(MOST_NEIGHBOURS);
        numbers.map(|it| crate::address::address(it, is_ipv4)).find(|it| self.world.interface_of_public(*it).is_none())
    }

    /// The ranges that decide about packets of an interface.
    pub(crate) fn ranges_around(&self, interface: &Interface<'a>) -> Vec<ipnet::IpNet> {
        let world = &self.world;
        let mut ranges = Vec::new();
        for group in interface.groups.iter().filter_map(|id| world.groups.get(id)) {
            for rule in group.rules(false).iter().chain(group.rules(true)) {
                let ipv4 = rule.it.ip_ranges.iter().filter_map(|it| it.cidr_ip);
                let ipv6 = rule.it.ipv6_ranges.iter().filter_map(|it| it.cidr_ipv6);
                ranges.extend(ipv4.chain(ipv6).map(|it| it.0));
                let lists =
                    rule.it.prefix_list_ids.iter().filter_map(|it| world.prefix_lists.get(it.prefix_list_id.as_str()));
                ranges.extend(lists.flatten());
            }
        }
        if let Some(subnet) = interface.subnet.and_then(|id| world.subnets.get(id)) {
            ranges.extend(world.acl_of(*subnet).into_iter().flat_map(crate::acl::Acl::ranges));
            ranges.extend(world.table_of(*subnet).into_iter().flat_map(|it| world.ranges_routed(it)));
        }
        ranges.extend(self.behind(interface).into_iter().flat_map(|it| self.ranges_around(it)));
        ranges.sort_unstable();
        ranges.dedup();
        ranges
    }

    /// Who sees a client through a node of a load balancer.
    fn behind(&self, node: &Interface<'a>) -> Vec<&Interface<'a>> {
        let Kind::Balancer(arn) = node.kind else { return Vec::new() };
        let uses = |it: &Found<'a, TargetGroup>| it.it.load_balancer_arns.iter().any(|it| it == arn);
        let groups = self.world.target_groups.values().filter(|it| uses(it));
        let targets = groups.flat_map(|group| {
            let targets = group.it.target_health_descriptions.as_known().into_iter().flatten();
            targets.filter_map(|it| self.world.target(*group, &it.target.id))
        });
        targets.filter(|it| !matches!(it.kind, Kind::Balancer(_))).collect()
    }
}

/// Of one public range, more addresses than these are not all ours.
const MOST_NEIGHBOURS: usize = 1_024;

/// A question, its ends found.
pub(crate) struct Asked<'w, 'a> {
    pub(crate) network: &'w Network<'a>,
    pub(crate) protocol: Protocol,
    pub(crate) port: Option<u16>,
    pub(crate) depth: Depth,
}

impl<'w, 'a> Asked<'w, 'a> {
    /// From one to another; `None` where they have no family in common and others may.
    fn pair(&self, source: End<'w, 'a>, destination: End<'w, 'a>) -> Option<Outcome> {
        match (source, destination) {
            (End::Interface(from, pair), End::Interface(to, other)) => self.between(from, pair, to, other),
            (End::Interface(from, pair), End::Address(to)) => Some(self.to_address(from, pair, to)),
            (End::Interface(from, pair), End::Internet) => Some(self.to_internet(from, pair)),
            (End::Internet, End::Interface(to, pair)) => Some(self.by_internet(to, pair)),
            (End::Address(from), End::Interface(to, pair)) => Some(self.by_outsider(from, to, pair)),
            (End::Address(from), End::Address(to)) => {
                Some(self.call(Client::Internet(from), Call { to, unaddressed: None }))
            }
            (End::Internet, End::Address(to)) => Some(self.internet_to(to)),
            (End::Internet | End::Address(_), End::Internet) => {
                Some(self.call(Client::Internet(SOMEWHERE), Call { to: SOMEWHERE_ELSE, unaddressed: None }))
            }
        }
    }

    fn call(&self, client: Client<'w, 'a>, call: Call<'w, 'a>) -> Outcome {
        if let Some(unseen) = self.released(call.to) {
            return Outcome { unseen: vec![unseen], ..Outcome::default() };
        }
        let ports = match self.port {
            Some(port) if self.protocol.has_ports() => Ports::one(port),
            _ => self.protocol.requests(call.to),
        };
        connect(&self.network.world, client, call, self.protocol, &ports, self.depth)
    }

    /// AWS still tells of an address that a NAT gateway had: whom the question means by it, nobody can tell.
    fn released(&self, to: IpAddr) -> Option<Unseen> {
        let world = &self.network.world;
        let had = |nat: &NatGateway| nat.nat_gateway_addresses.iter().any(|it| it.public_ip == Some(to));
        let nat = world.nat_gateways.values().find(|it| had(it.it) && world.interface_of_public(to).is_none())?;
        let message =
            format!("{to} was its address, and it is {}: who has it now is not among what was read", nat.it.state);
        Some(Unseen::new(nat.it.nat_gateway_id.as_str(), message))
    }

    /// By the private address, and where that does not do, by the public one.
    fn between(&self, from: &'w Interface<'a>, pair: Pair, to: &'w Interface<'a>, other: Pair) -> Option<Outcome> {
        if pair.private.is_ipv4() != other.private.is_ipv4() {
            return None;
        }
        let private = self.to_address(from, pair, other.private);
        let public = other.public.filter(|it| *it != other.private && from.vpc != to.vpc);
        match public.filter(|_| private.verdict() != Verdict::Reachable) {
            Some(public) => Some(combine(vec![private, self.to_address(from, pair, public)], false)),
            None => Some(private),
        }
    }

    pub(crate) fn to_address(&self, from: &'w Interface<'a>, pair: Pair, to: IpAddr) -> Outcome {
        if pair.private.is_ipv4() != to.is_ipv4() {
            let (has, wants) = if to.is_ipv4() { ("IPv6", "IPv4") } else { ("IPv4", "IPv6") };
            let message = format!("it has an address of {has} and none of {wants}, which {to} is of");
            let fix =
                format!("aws ec2 assign-ipv6-addresses --network-interface-id {} --ipv6-address-count 1", from.id);
            let other = from.addresses.iter().find(|it| it.private.is_ipv4() == to.is_ipv4());
            return match other {
                Some(other) => self.to_address(from, *other, to),
                None => Outcome::blocked(Blocker::new(Code::NoAddressOfFamily, &*from.id, message).fix(fix)),
            };
        }
        if self.is_own(from, to) {
            let ports = self.port.map_or_else(|| self.protocol.requests(to), Ports::one);
            return Outcome { ports, ..Outcome::default() };
        }
        self.call(Client::Interface(from, pair), Call { to, unaddressed: None })
    }

    /// A machine reaches its own addresses without the network.
    fn is_own(&self, from: &Interface<'a>, to: IpAddr) -> bool {
        let is_same_machine = |it: &Interface<'a>| {
            let instance = from.instance().map(|it| &it.instance_id);
            it.id == from.id || (instance.is_some() && it.instance().map(|it| &it.instance_id) == instance)
        };
        self.network.world.interfaces_at(to).filter(|it| it.vpc == from.vpc).any(is_same_machine)
    }

    /// To most of the internet: the largest range that no rule around the client tells apart.
    fn to_internet(&self, from: &'w Interface<'a>, pair: Pair) -> Outcome {
        let largest = self.network.most_of_internet(from, pair.private.is_ipv4());
        let Some(to) = largest else { return Outcome::default() };
        let mut outcome = self.to_address(from, pair, to);
        outcome.blockers.iter_mut().for_each(|it| it.speak_of_internet(to));
        outcome
    }

    /// From anywhere on the internet.
    fn by_internet(&self, to: &'w Interface<'a>, pair: Pair) -> Outcome {
        let around = self.network.internet_around(to, pair.private.is_ipv4());
        let clients = around.iter().map(|(_, from)| *from);
        let (from, mut outcome) = self.best_of(clients, to, pair);
        let atom = from.and_then(|from| around.iter().find(|it| it.1 == from));
        if let Some((_, from)) = atom.filter(|(atom, _)| is_world(&atom.ranges())) {
            outcome.blockers.iter_mut().for_each(|it| it.speak_of_internet(*from));
        }
        outcome
    }

    /// The verdict of every client, and an explanation for the best one alone.
    fn best_of(
        &self,
        clients: impl Iterator<Item = IpAddr>,
        to: &'w Interface<'a>,
        pair: Pair,
    ) -> (Option<IpAddr>, Outcome) {
        let quick = Asked { depth: Depth::Verdict, ..*self };
        let ranked = clients.map(|from| (quick.by_outsider(from, to, pair).rank(), from)).min_by_key(|(rank, _)| *rank);
        let best = ranked.map(|(_, from)| from);
        (best, best.map_or_else(Outcome::default, |from| self.by_outsider(from, to, pair)))
    }

    fn by_outsider(&self, from: IpAddr, to: &'w Interface<'a>, pair: Pair) -> Outcome {
        let call = match pair.public {
            Some(public) => Call { to: public, unaddressed: None },
            None => Call { to: crate::walk::ASSUMED, unaddressed: Some((to, pair)) },
        };
        self.call(Client::Internet(from), call)
    }

    fn internet_to(&self, to: IpAddr) -> Outcome {
        let world = &self.network.world;
        match world.interface_of_public(to).and_then(|it| Some((it, it.pair_of_public(to)?))) {
            Some((interface, pair)) => self.by_internet(interface, pair),
            None => self.call(Client::Internet(SOMEWHERE), Call { to, unaddressed: None }),
        }
    }
}

/// Addresses of the internet, for questions in which no interface of ours has a part.
const SOMEWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(8, 8, 8, 8));
const SOMEWHERE_ELSE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(9, 9, 9, 9));

/// Several outcomes as one: the best, or what holds for all.
fn combine(mut outcomes: Vec<Outcome>, must_all_do: bool) -> Outcome {
    outcomes.sort_by_key(Outcome::rank);
    let count = |verdict: fn(&Verdict) -> bool| outcomes.iter().filter(|it| verdict(&it.verdict())).count();
    let (of, open) = (outcomes.len(), count(|it| matches!(it, Verdict::Reachable | Verdict::Intermittent(_))));
    if !must_all_do || open == 0 || outcomes.is_empty() {
        return outcomes.into_iter().next().unwrap_or_default();
    }
    let unknown = count(|it| *it == Verdict::Unknown);
    let mut outcomes = outcomes.into_iter();
    let mut whole = outcomes.next().expect("there is one that is open");
    for other in outcomes {
        whole.ports = if other.ports.is_empty() { whole.ports } else { whole.ports.and(&other.ports) };
        whole.share = whole.share.or(other.share);
        whole.unseen.extend(other.unseen);
        whole.blockers.extend(other.blockers);
        whole.assumptions.extend(other.assumptions);
    }
    if unknown > 0 {
        whole.ports = Ports::NONE;
    } else if open < of {
        let narrow = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        whole.share = Some(Share { open: narrow(open), of: narrow(of), unit: Unit::Places });
    }
    whole
}
