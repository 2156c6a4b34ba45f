//! Who reaches the database, as the network lets packets through.

use std::collections::BTreeSet;

use awslab_core::context::Context;
use awslab_core::model::ec2::{Instance, Subnet};
use awslab_core::model::rds::DbInstance;
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Observation, Subject, Verdict, all};
use awslab_reach::Verdict as Reachability;
use awslab_reach::{Answer, Endpoint, LatentSource, Network, Protocol, Question, Source, SubnetClass};

use crate::shared::network::{Part, cannot_tell, commands, in_words};

/// Where MySQL listens unless it is told otherwise.
const MYSQL: u16 = 3306;

fn port(database: &DbInstance) -> u16 {
    let of_endpoint = database.endpoint.as_ref().and_then(|it| it.port);
    of_endpoint.or(database.db_instance_port.filter(|it| *it > 0)).unwrap_or(MYSQL)
}

fn endpoint(database: &DbInstance) -> Endpoint {
    Endpoint::Resource(database.db_instance_identifier.clone())
}

pub(super) fn reachable_from_ec2(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let instances = cx.all_located::<Instance>()?;
    let running: Vec<_> = instances.into_iter().filter(|it| it.state.name == "running").collect();
    let property = format!("TCP port {} from an instance", port(database.get()));
    if running.is_empty() {
        let actual = "there is no running instance in scope";
        return database.observe(&property, false, "reached", actual).fix(LAUNCH).verdict();
    }
    database.surroundings.ec2.subnets.known()?;
    let network = Network::of(cx.account);
    let mut misses = Vec::new();
    for instance in running {
        match from(&network, database, instance, &property) {
            Ok(seen) => return Ok(seen),
            Err((changes, miss)) => misses.push((changes, miss)),
        }
    }
    // Told of the instance that is nearest to it.
    let nearest = misses.into_iter().min_by_key(|(changes, _)| *changes);
    Err(nearest.map(|(_, miss)| miss).expect("some instance was asked about"))
}

const LAUNCH: &str = "\
    aws ec2 run-instances --image-id resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 \
    --instance-type t3.micro --metadata-options HttpTokens=required --region {region}";

/// Whether one instance reaches the database, or by how many changes it would, and which.
fn from(
    network: &Network<'_>,
    database: Located<'_, DbInstance>,
    instance: Located<'_, Instance>,
    property: &str,
) -> Result<Vec<Observation>, (usize, Miss)> {
    let source = Endpoint::Resource(instance.instance_id.clone());
    let question = Question {
        source,
        destination: endpoint(database.get()),
        protocol: Protocol::Tcp,
        port: Some(port(database.get())),
    };
    let id = &instance.instance_id;
    let homes = database.db_subnet_group.as_ref().and_then(|it| it.vpc_id.as_ref()).zip(instance.vpc_id.as_ref());
    let apart = homes.filter(|(database, instance)| database != instance);
    let apart = apart.map(|(database, instance)| format!(" in {instance}, while the database is in {database}"));
    let apart = apart.unwrap_or_default();
    let observe = |met, actual: String| database.observe(property, met, "reached", format!("{id}{apart}: {actual}"));
    let failed = |changes, observation: Observation| Err((changes, Miss::failed(observation)));
    let answer: Answer = match network.reach(&question) {
        Ok(answer) => answer,
        Err(error) => return failed(usize::MAX, observe(false, error.to_string())),
    };
    match answer.verdict {
        Reachability::Reachable => Ok(vec![observe(true, "reaches it".to_owned())]),
        Reachability::Unknown => Err((0, answer.unseen.first().map_or(Miss::Blocked("instance"), cannot_tell))),
        Reachability::Intermittent(share) => {
            let actual = format!("reaches it at {share}; {}", in_words(&answer.blockers));
            failed(1, observe(false, actual).fix(commands(&answer)))
        }
        Reachability::Blocked => {
            failed(answer.blockers.len(), observe(false, in_words(&answer.blockers)).fix(commands(&answer)))
        }
    }
}

pub(super) fn not_public(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    database.surroundings.ec2.subnets.known()?;
    let question = Question {
        source: Endpoint::Internet,
        destination: endpoint(database.get()),
        protocol: Protocol::Tcp,
        port: Some(port(database.get())),
    };
    let reached = match Network::of(cx.account).reach(&question).map(|it| (it.verdict, it.unseen)) {
        Ok((Reachability::Unknown, unseen)) => Err(unseen.first().map_or(Miss::Blocked("instance"), cannot_tell)),
        Ok((Reachability::Blocked, _)) | Err(_) => database.observe("internet", true, "kept out", "kept out").verdict(),
        Ok(_) => database.observe("internet", false, "kept out", "gets in").verdict(),
    };
    all([database.expect("PubliclyAccessible", &database.publicly_accessible, &false), reached])
}

pub(super) fn private_subnets(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let network = Network::of(cx.account);
    let known = database.surroundings.ec2.subnets.known()?;
    let group = database.db_subnet_group.iter().flat_map(|it| &it.subnets);
    let ids: Vec<&str> = group.map(|it| it.subnet_identifier.as_str()).collect();
    let subnets = || known.iter().filter(|it| ids.contains(&it.subnet_id.as_str()));
    let zones: BTreeSet<&str> = subnets().filter_map(|it: &Subnet| it.availability_zone.as_deref()).collect();
    let actual = zones.iter().copied().collect::<Vec<_>>().join(", ");
    let spread = database.observe("zones of its subnet group", zones.len() >= 2, "2 or more", actual).verdict();
    let classes = ids.iter().map(|id| {
        for is_ipv4 in [true, false] {
            let class = network.class_of(id, is_ipv4).map_err(|it| cannot_tell(&it))?;
            if matches!(class, SubnetClass::Public(_)) {
                return Part::of(&database, "subnet", id).observe("subnet", false, "private", "public").verdict();
            }
        }
        Part::of(&database, "subnet", id).observe("subnet", true, "private", "private").verdict()
    });
    all(std::iter::once(spread).chain(classes))
}

pub(super) fn sg_from_app(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    database.surroundings.ec2.subnets.known()?;
    database.surroundings.ec2.security_groups.known()?;
    let sources = Network::of(cx.account).sources_of(&endpoint(database.get()), Protocol::Tcp, port(database.get()));
    let Ok(sources) = sources else {
        return database.observe("ingress", false, "from security groups", "it has no address in a VPC").verdict();
    };
    if let Some((_, unseen)) = sources.unseen.first() {
        return Err(cannot_tell(unseen));
    }
    let internet = sources.actual.iter().filter_map(|it| match it {
        Source::Internet(ranges) => ranges.first().map(|range| format!("the internet, such as {range}")),
        Source::Interface { .. } => None,
    });
    let wide =
        sources.latent.iter().filter(|it| it.group.is_none()).filter_map(|LatentSource { subnet, ranges, .. }| {
            let wide = ranges.iter().find(|it| it.prefix_len() < it.max_prefix_len())?;
            Some(format!("anything at {wide} of {subnet}"))
        });
    let too_wide: Vec<String> = internet.chain(wide).collect();
    let actual =
        if too_wide.is_empty() { "from security groups and single hosts".to_owned() } else { too_wide.join("; ") };
    let groups = database.vpc_security_groups.first().map_or("GROUP", |it| it.vpc_security_group_id.as_str());
    database
        .observe("ingress", too_wide.is_empty(), "from security groups or single hosts alone", actual)
        .name("security-group", groups)
        .name("port", port(database.get()).to_string())
        .verdict()
}
