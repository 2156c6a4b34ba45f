//! A path, and where on the map its hops are.

use std::collections::BTreeMap;

use awslab_reach::{Answer, Question};

use crate::content::{Detail, Finding, Map, Path, Place, Spot, Stop};

/// The answer to a question, on a map.
pub(super) fn of(map: &Map, question: &Question, answer: Answer) -> Path {
    let gazetteer = Gazetteer::of(map);
    let mut stops: Vec<Stop> = Vec::new();
    for (nth, hop) in answer.path.into_iter().enumerate() {
        let place = gazetteer.find(&hop.component, hop.at.as_deref(), &stops);
        let (component, rule, is_reply) = (hop.component, hop.rule, hop.is_reply);
        stops.push(Stop { number: nth + 1, component, rule, is_reply, place });
    }
    let blockers = answer.blockers.into_iter().map(|it| (true, it.component, it.at, it.message));
    let unseen = answer.unseen.into_iter().map(|it| (false, it.component, None, it.message));
    let findings = ('A'..='Z').zip(blockers.chain(unseen)).map(|(letter, (is_blocker, component, at, message))| {
        let place = gazetteer.find(&component, at.as_deref(), &stops);
        let stop = stop_at(&stops, place);
        Finding { letter, is_blocker, component, message, place, stop }
    });
    Path {
        question: words_for(question),
        verdict: answer.verdict,
        findings: findings.collect(),
        stops,
        assumptions: answer.assumptions,
    }
}

fn words_for(question: &Question) -> String {
    let Question { source, destination, protocol, port } = question;
    let port = port.map(|port| format!(" {port}")).unwrap_or_default();
    format!("{source} to {destination}, {protocol}{port}")
}

/// The stop of a finding: the one there that no rule lets pass, or else the first one there.
fn stop_at(stops: &[Stop], place: Option<Place>) -> Option<usize> {
    let there = || stops.iter().filter(|it| place.is_some() && it.place == place);
    there().find(|it| it.rule.is_none()).or_else(|| there().next()).map(|it| it.number)
}

/// Where on a map what is. An instance or a load balancer may be in several places.
struct Gazetteer<'m> {
    places: BTreeMap<&'m str, Vec<Place>>,
    subnets: BTreeMap<&'m str, (Spot, Option<&'m str>)>,
}

impl<'m> Gazetteer<'m> {
    fn of(map: &'m Map) -> Self {
        let mut it = Self { places: BTreeMap::new(), subnets: BTreeMap::new() };
        it.add("internet", Place::Internet);
        for (spot, subnet) in map.subnets() {
            it.subnets.insert(&subnet.id, (spot, subnet.acl.as_deref()));
            for (nth, resident) in subnet.residents.iter().enumerate() {
                let place = Place::In(spot, Detail::Resident(nth));
                resident.aliases.iter().for_each(|alias| it.add(alias, place));
            }
        }
        for (vpc, door, alias) in map.vpcs.iter().enumerate().flat_map(|(vpc, it)| {
            let doors = it.doors.iter().enumerate();
            doors.flat_map(move |(door, it)| it.aliases.iter().map(move |alias| (vpc, door, alias)))
        }) {
            it.add(alias, Place::Door(vpc, door));
        }
        for (nth, hub) in map.hubs.iter().enumerate() {
            hub.aliases.iter().for_each(|alias| it.add(alias, Place::Hub(nth)));
            let links = hub.links.iter().enumerate().filter_map(|(link, it)| Some((link, it.id.as_deref()?)));
            links.for_each(|(link, id)| it.add(id, Place::Link(nth, link)));
        }
        it
    }

    fn add(&mut self, alias: &'m str, place: Place) {
        self.places.entry(alias).or_default().push(place);
    }

    /// The place of a component: in the subnet that it stands at, or else where it is, preferably where the path is.
    fn find(&self, component: &str, at: Option<&str>, before: &[Stop]) -> Option<Place> {
        if let Some((spot, acl)) = at.or(Some(component)).and_then(|it| self.subnets.get(it)) {
            let detail = if *acl == Some(component) { Detail::Acl } else { Detail::Table };
            return Some(Place::In(*spot, detail));
        }
        let places = at.and_then(|it| self.places.get(it)).or_else(|| self.places.get(component));
        let Some(places) = places else {
            let is_service = component.starts_with("com.amazonaws."); // called at its public addresses
            return is_service.then_some(Place::Internet);
        };
        let is_on_path = |place: &&Place| before.iter().any(|it| it.place == Some(**place));
        places.iter().rev().find(is_on_path).or(places.first()).copied()
    }
}
