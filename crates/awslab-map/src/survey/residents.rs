//! Who is in a subnet: interfaces, put together by what has them.

use std::collections::BTreeMap;

use awslab_core::model::Tag;
use awslab_core::model::ec2::Instance;
use awslab_reach::{Occupant, Owner};

use super::Scene;
use crate::content::{Kind, Resident, State};

/// More of a kind in one subnet are told by their number.
const MOST_OF_A_KIND: usize = 3;

/// The residents that are shown, and words about the others.
pub(super) fn of(scene: &Scene<'_, '_>, occupants: &[Occupant<'_, '_>]) -> (Vec<Resident>, Vec<String>) {
    let mut by_owner: BTreeMap<(Kind, String), Vec<&Occupant<'_, '_>>> = BTreeMap::new();
    for occupant in occupants.iter().filter(|it| !is_told_otherwise(it, occupants)) {
        by_owner.entry((kind(occupant.owner), owner(occupant))).or_default().push(occupant);
    }
    let mut by_kind: BTreeMap<Kind, Vec<Resident>> = BTreeMap::new();
    for ((kind, id), of_owner) in by_owner {
        by_kind.entry(kind).or_default().push(resident(scene, kind, id, &of_owner));
    }
    let (mut shown, mut more) = (Vec::new(), Vec::new());
    for (kind, mut residents) in by_kind {
        residents.sort_by_cached_key(|it| {
            (!scene.is_touched(&it.aliases), it.state != State::Well, it.name.clone(), it.id.clone())
        });
        let others = residents.len().saturating_sub(MOST_OF_A_KIND);
        if others == 1 {
            residents.truncate(MOST_OF_A_KIND + 1); // to tell of one takes as much room as to show it
        } else if others > 1 {
            residents.truncate(MOST_OF_A_KIND);
            more.push(format!("+ {others} more {}", kind.nouns().1));
        }
        residents.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        shown.append(&mut residents);
    }
    (shown, more)
}

/// The interface of a database or function that is shown by its name already.
fn is_told_otherwise(occupant: &Occupant<'_, '_>, all: &[Occupant<'_, '_>]) -> bool {
    match occupant.owner {
        Owner::Database(None) => all.iter().any(|it| matches!(it.owner, Owner::Database(Some(_)))),
        Owner::Function(None) => all.iter().any(|it| matches!(it.owner, Owner::Function(Some(_)))),
        _ => false,
    }
}

fn kind(owner: Owner<'_>) -> Kind {
    match owner {
        Owner::Instance(_) => Kind::Instance,
        Owner::NatGateway(_) => Kind::NatGateway,
        Owner::LoadBalancer(_) => Kind::LoadBalancer,
        Owner::Endpoint(_) => Kind::Endpoint,
        Owner::TransitGateway => Kind::TransitGateway,
        Owner::Function(_) => Kind::Function,
        Owner::Database(_) => Kind::Database,
        Owner::Service => Kind::Service,
        Owner::Nobody => Kind::Interface,
    }
}

fn owner(occupant: &Occupant<'_, '_>) -> String {
    match occupant.owner {
        Owner::Instance(instance) => instance.instance_id.clone(),
        Owner::NatGateway(id) | Owner::LoadBalancer(id) | Owner::Endpoint(id) => id.to_owned(),
        Owner::Function(Some(name)) | Owner::Database(Some(name)) => name.to_owned(),
        _ => occupant.id.to_owned(),
    }
}

fn resident(scene: &Scene<'_, '_>, kind: Kind, id: String, interfaces: &[&Occupant<'_, '_>]) -> Resident {
    let first = interfaces[0];
    let mut aliases: Vec<String> = interfaces.iter().map(|it| it.id.to_owned()).collect();
    if !aliases.contains(&id) {
        aliases.push(id.clone());
    }
    let about = About::of(scene, first, &id);
    let public = interfaces.iter().find_map(|it| it.public).map(|it| it.to_string());
    let is_public = interfaces.iter().any(|it| it.is_public);
    let private = interfaces.iter().find_map(|it| it.private).map(|it| it.to_string());
    let addresses = [private, public.or(is_public.then(|| "public address".to_owned()))];
    Resident {
        kind,
        mark: about.mark,
        name: about.name,
        notes: about.note.into_iter().chain(addresses.into_iter().flatten()).collect(),
        state: about.state,
        id: about.id.unwrap_or(id),
        aliases,
    }
}

/// What its owner says of it.
struct About {
    mark: &'static str,
    /// Shown instead of the id.
    id: Option<String>,
    name: Option<String>,
    note: Option<String>,
    state: State,
}

impl About {
    fn of(scene: &Scene<'_, '_>, occupant: &Occupant<'_, '_>, id: &str) -> Self {
        let plain = |mark| Self { mark, id: None, name: None, note: None, state: State::Well };
        match occupant.owner {
            Owner::Instance(instance) => Self::of_instance(instance),
            Owner::NatGateway(_) => Self::of_nat_gateway(scene, id),
            Owner::LoadBalancer(_) => Self::of_load_balancer(scene, id),
            Owner::Database(Some(_)) => Self::of_database(scene, occupant, id),
            Owner::Endpoint(_) => {
                let service = scene.network.endpoints().get(id).map(|it| it.it.service_name.clone());
                Self { name: service.as_deref().map(short_service), ..plain("VPCE") }
            }
            Owner::Database(None) => plain("RDS"),
            Owner::Function(_) => plain("FN"),
            Owner::TransitGateway => plain("TGW"),
            Owner::Service => plain("AWS"),
            Owner::Nobody if !occupant.is_in_use => {
                Self { note: Some("attached to nothing".to_owned()), state: State::Off, ..plain("ENI") }
            }
            Owner::Nobody => plain("ENI"),
        }
    }

    fn of_instance(instance: &Instance) -> Self {
        let state = instance.state.name.as_str();
        Self {
            mark: "EC2",
            id: None,
            name: Tag::name_in(&instance.tags).map(str::to_owned),
            note: Some(state.to_owned()).filter(|it| !it.is_empty()),
            state: if matches!(state, "running" | "") { State::Well } else { State::Off },
        }
    }

    fn of_nat_gateway(scene: &Scene<'_, '_>, id: &str) -> Self {
        let model = scene.network.nat_gateways().get(id).map(|it| it.it);
        let state = model.map(|it| it.state.clone()).filter(|it| it != "available");
        let is_private = model.is_some_and(|it| it.connectivity_type.as_deref() == Some("private"));
        Self {
            mark: "NAT",
            id: None,
            name: model.and_then(|it| Tag::name_in(&it.tags)).map(str::to_owned),
            state: match (&state, model) {
                (_, None) => State::Unknown,
                (Some(_), _) => State::Off,
                (None, _) => State::Well,
            },
            note: state.or(is_private.then(|| "private".to_owned())),
        }
    }

    fn of_load_balancer(scene: &Scene<'_, '_>, arn: &str) -> Self {
        let model = scene.network.load_balancers().get(arn).map(|it| it.it);
        let state = model.and_then(|it| it.state.as_ref()).map(|it| it.code.as_str());
        let is_well = state.is_none_or(|it| matches!(it, "active" | "active_impaired"));
        Self {
            mark: match model.map(|it| it.r#type.as_str()) {
                Some("application") => "ALB",
                Some("network") => "NLB",
                Some("gateway") => "GWLB",
                _ => "LB",
            },
            id: model.map(|it| it.load_balancer_name.clone()),
            name: None,
            note: model
                .and_then(|it| it.scheme.clone())
                .into_iter()
                .chain(state.filter(|_| !is_well).map(str::to_owned))
                .reduce(|scheme, state| format!("{scheme}, {state}")),
            state: if is_well { State::Well } else { State::Off },
        }
    }

    /// It is in one zone, and its subnet group says where a failover may move it to.
    fn of_database(scene: &Scene<'_, '_>, occupant: &Occupant<'_, '_>, name: &str) -> Self {
        let model = scene.network.databases().get(name).map(|it| it.it);
        let subnet = occupant.subnet.and_then(|id| scene.network.subnets().get(id)).map(|it| it.it);
        let now = model.and_then(|it| it.availability_zone.as_deref());
        let here = subnet.and_then(|it| it.availability_zone.as_deref());
        let is_elsewhere = now.is_some() && here.is_some() && now != here;
        let engine = model.and_then(|it| it.engine.clone());
        let note = if is_elsewhere { Some("may be moved here".to_owned()) } else { engine };
        Self {
            mark: "RDS",
            id: None,
            name: None,
            note,
            state: if is_elsewhere { State::Elsewhere } else { State::Well },
        }
    }
}

/// `s3` of `com.amazonaws.eu-west-1.s3`.
pub(super) fn short_service(name: &str) -> String {
    match name.strip_prefix("com.amazonaws.").and_then(|it| it.split_once('.')) {
        Some((_region, service)) => service.to_owned(),
        None => name.to_owned(),
    }
}
