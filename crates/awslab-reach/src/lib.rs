//! Who can talk to whom in a network on AWS, and what stops them.
//!
//! A [`Network`] is what was read of an account. It answers whether a packet and its reply get through
//! ([`Network::reach`]), what the internet can reach ([`Network::exposed`]), who can reach something
//! ([`Network::sources_of`]), what a subnet is by what it can do ([`Network::class_of`]), and what there is
//! ([`Network::occupants`] and others).
//!
//! Pure: no clock, environment, disk or network.

mod acl;
mod address;
mod admitted;
mod answer;
mod atoms;
mod balancer;
mod class;
mod code;
mod connect;
mod ends;
mod explain;
mod exposure;
mod group;
mod inventory;
mod network;
mod ports;
mod protocol;
mod question;
mod route;
mod search;
mod sources;
mod subnet;
mod transit;
mod walk;
mod world;

pub use admitted::{Admission, is_world};
pub use answer::{Answer, Blocker, Hop, Share, Unit, Unseen, Verdict};
pub use class::{Reach, SubnetClass};
pub use code::Code;
pub use exposure::{Behind, Exposure, Opening};
pub use group::ports_of_rule;
pub use inventory::{Occupant, Owner, Way};
pub use network::Network;
pub use ports::Ports;
pub use protocol::{Protocol, ProtocolError};
pub use question::{Endpoint, EndpointError, Question};
pub use sources::{LatentSource, Source, Sources};
pub use world::{Found, Home};
