//! What an endpoint stands for: interfaces and their addresses.

use std::net::IpAddr;

use crate::address::is_global;
use crate::question::{Endpoint, EndpointError};
use crate::world::{Interface, Kind, Pair, World};

/// What an endpoint stands for.
#[derive(Clone)]
pub(crate) struct Ends<'w, 'a> {
    /// All of them must do, for AWS chooses among them; else one that does is enough.
    pub(crate) must_all_do: bool,
    pub(crate) all: Vec<End<'w, 'a>>,
}

/// One thing that has an address.
#[derive(Clone, Copy)]
pub(crate) enum End<'w, 'a> {
    Internet,
    Address(IpAddr),
    Interface(&'w Interface<'a>, Pair),
}

impl<'w, 'a> Ends<'w, 'a> {
    fn any(all: Vec<End<'w, 'a>>) -> Self {
        Self { must_all_do: false, all }
    }
}

/// Finds what an endpoint stands for.
pub(crate) fn resolve<'w, 'a>(world: &'w World<'a>, endpoint: &Endpoint) -> Result<Ends<'w, 'a>, EndpointError> {
    match endpoint {
        Endpoint::Internet => Ok(Ends::any(vec![End::Internet])),
        Endpoint::Address(address) => Ok(Ends::any(vec![End::Address(*address)])),
        Endpoint::Resource(name) => resource(world, name),
    }
}

/// Who starts a connection from an address: whoever has it.
pub(crate) fn owners<'w, 'a>(world: &'w World<'a>, address: IpAddr) -> Vec<End<'w, 'a>> {
    let private = world.interfaces_at(address).filter_map(|it| Some(End::Interface(it, it.pair(address)?)));
    let private: Vec<End<'w, 'a>> = private.collect();
    if !private.is_empty() {
        return private;
    }
    let public = world.interface_of_public(address);
    match public.and_then(|it| Some(End::Interface(it, it.pair_of_public(address)?))) {
        Some(owner) => vec![owner],
        None if is_global(address) => vec![End::Address(address)],
        None => Vec::new(),
    }
}

/// What a name stands for.
#[derive(Clone, Copy)]
enum Thing<'n> {
    Balancer(&'n str),
    Database(&'n str),
    Endpoint(&'n str),
    Function(&'n str),
    Instance(&'n str),
    Interface(&'n str),
}

impl Thing<'_> {
    fn has(self, interface: &Interface<'_>) -> bool {
        match (self, &interface.kind) {
            (Self::Balancer(id), Kind::Balancer(of)) | (Self::Endpoint(id), Kind::Endpoint(of)) => *of == id,
            (Self::Database(name), Kind::Database(of)) | (Self::Function(name), Kind::Function(of)) => {
                *of == Some(name)
            }
            (Self::Instance(id), Kind::Host(of)) => of.is_some_and(|it| it.instance_id == id),
            (Self::Interface(id), _) => interface.id == id,
            _ => false,
        }
    }
}

fn resource<'w, 'a>(world: &'w World<'a>, name: &str) -> Result<Ends<'w, 'a>, EndpointError> {
    let thing = match things(world, name)[..] {
        [] => return Err(EndpointError::NotFound(name.to_owned())),
        [thing] => thing,
        _ => return Err(EndpointError::Ambiguous(name.to_owned())),
    };
    if let Thing::Function(function) = thing
        && world.functions[function].it.vpc_config.as_ref().is_none_or(|it| it.subnet_ids.is_empty())
    {
        return Ok(Ends::any(vec![End::Internet]));
    }
    let interfaces: Vec<&'w Interface<'a>> = world.interfaces.iter().filter(|it| thing.has(it)).collect();
    let must_all_do = interfaces.iter().any(|it| !matches!(it.kind, Kind::Host(_)));
    let all: Vec<End<'w, 'a>> =
        interfaces.into_iter().flat_map(|it| it.addresses.iter().map(move |pair| End::Interface(it, *pair))).collect();
    if all.is_empty() {
        return Err(EndpointError::NoAddress(name.to_owned()));
    }
    Ok(Ends { must_all_do, all })
}

/// All that a name can stand for: a database, a function and a load balancer may have the same. An ARN tells which it is.
fn things<'n>(world: &'n World<'_>, name: &'n str) -> Vec<Thing<'n>> {
    let service = name.strip_prefix("arn:").and_then(|it| it.split(':').nth(1));
    let is_of = |wanted: &str| service.is_none_or(|it| it == wanted);
    let id = short_name(name);
    let balancers = world.balancers.iter().filter(|(arn, it)| **arn == name || it.it.load_balancer_name == name);
    let mut things: Vec<Thing<'n>> = balancers.map(|(arn, _)| Thing::Balancer(arn)).collect();
    things.extend((is_of("rds") && world.databases.contains_key(id)).then_some(Thing::Database(id)));
    things.extend((is_of("lambda") && world.functions.contains_key(id)).then_some(Thing::Function(id)));
    if is_of("ec2") {
        things.extend(world.endpoints.contains_key(id).then_some(Thing::Endpoint(id)));
        things.extend(world.instances.contains_key(id).then_some(Thing::Instance(id)));
    }
    // That of an instance whose interfaces were not read has the instance's id.
    let is_interface = things.is_empty() && is_of("ec2") && world.interfaces.iter().any(|it| it.id == id);
    things.extend(is_interface.then_some(Thing::Interface(id)));
    things
}

/// The name at the end of an ARN: `arn:…:instance/i-1`, `arn:…:db:shop`, `arn:…:function:hello:live`.
fn short_name(name: &str) -> &str {
    let Some(resource) = name.strip_prefix("arn:").and_then(|it| it.splitn(5, ':').nth(4)) else { return name };
    match resource.split([':', '/']).collect::<Vec<_>>()[..] {
        [_kind, id, ..] => id,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_end_in_names() {
        for (arn, name) in [
            ("arn:aws:ec2:eu-west-1:1:instance/i-1", "i-1"),
            ("arn:aws:rds:eu-west-1:1:db:shop", "shop"),
            ("arn:aws:lambda:eu-west-1:1:function:hello:live", "hello"),
            ("i-1", "i-1"),
        ] {
            assert_eq!(short_name(arn), name);
        }
    }
}
