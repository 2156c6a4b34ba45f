//! Who reaches the database, as the network lets packets through.

use awslab_core::call::DESCRIBE_SUBNETS;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::ec2::Instance;
use awslab_core::model::rds::DbInstance;
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_reach::{Answer, Behind, Endpoint, Network, Protocol, Question, Verdict as Reachability};

use crate::shared::balancers::passed_on;
use crate::shared::network::{cannot_tell, must_reach};

/// Where MySQL listens unless it is told otherwise.
const MYSQL: u16 = 3306;

pub(super) fn port(database: &DbInstance) -> u16 {
    let of_endpoint = database.endpoint.as_ref().and_then(|it| it.port);
    of_endpoint.or(database.db_instance_port.filter(|it| *it > 0)).unwrap_or(MYSQL)
}

/// About the database by its ARN: a load balancer may have the same name.
fn question(source: Endpoint, database: Located<'_, DbInstance>) -> Question {
    let destination = Endpoint::Resource(database.arn().to_string());
    Question { source, destination, protocol: Protocol::Tcp, port: Some(port(database.get())) }
}

/// It may be moved into any of its subnets: all of them have to be known.
fn is_placed(database: Located<'_, DbInstance>) -> Result<(), Miss> {
    let known = database.surroundings.ec2.subnets.known()?;
    let mut own = database.db_subnet_group.iter().flat_map(|it| &it.subnets).peekable();
    let is_known = |id: &String| known.iter().any(|it| it.subnet_id == *id);
    if own.peek().is_some() && own.all(|it| is_known(&it.subnet_identifier)) {
        return Ok(());
    }
    let message = "not all subnets of its subnet group are among the subnets";
    Err(Miss::unknown(Gap::new(DESCRIBE_SUBNETS, GapKind::Vanished, message)))
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
    is_placed(database)?;
    let network = Network::of(cx.account);
    let mut misses = Vec::new();
    for instance in running {
        match from(&network, database, instance, &property) {
            (_, Ok(seen)) => return Ok(seen),
            (changes, Err(miss)) => misses.push((changes, miss)),
        }
    }
    // Told of the instance that is nearest to it.
    let nearest = misses.into_iter().min_by_key(|(changes, _)| *changes);
    Err(nearest.map(|(_, miss)| miss).expect("some instance was asked about"))
}

const LAUNCH: &str = "\
    aws ec2 run-instances --image-id resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 \
    --instance-type t3.micro --metadata-options HttpTokens=required --region {region}";

/// Whether one instance reaches the database, and by how many changes it would.
fn from(
    network: &Network<'_>,
    database: Located<'_, DbInstance>,
    instance: Located<'_, Instance>,
    property: &str,
) -> (usize, Verdict) {
    let id = &instance.instance_id;
    let homes = database.db_subnet_group.as_ref().and_then(|it| it.vpc_id.as_ref()).zip(instance.vpc_id.as_ref());
    let apart = homes.filter(|(database, instance)| database != instance);
    let apart = apart.map(|(database, instance)| format!(" in {instance}, while the database is in {database}"));
    let apart = apart.unwrap_or_default();
    let observe = |met, actual: String| database.observe(property, met, "reached", format!("{id}{apart}: {actual}"));
    match network.reach(&question(Endpoint::Resource(id.clone()), database)) {
        Ok(answer) => (answer.blockers.len(), must_reach(&answer, "reaches it", observe)),
        Err(error) => (usize::MAX, observe(false, error.to_string()).verdict()),
    }
}

pub(super) fn not_public(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    database.surroundings.ec2.subnets.known()?;
    let network = Network::of(cx.account);
    let direct = match network.reach(&question(Endpoint::Internet, database)) {
        Ok(answer) => is_kept_out(database, &answer),
        Err(_) if database.publicly_accessible => is_placed(database).map(|()| Vec::new()),
        Err(_) => database.observe("internet", true, "kept out", "kept out").verdict(),
    };
    let flag = database.expect("PubliclyAccessible", &database.publicly_accessible, &false);
    all([flag, direct, through_balancers(database, &network)])
}

fn is_kept_out(database: Located<'_, DbInstance>, answer: &Answer) -> Verdict {
    let observe = |met, actual: String| database.observe("internet", met, "kept out", actual).verdict();
    match answer.verdict {
        Reachability::Blocked => observe(true, "kept out".to_owned()),
        Reachability::Unknown => Err(cannot_tell(answer.unseen.first().expect("what is unknown says why"))),
        Reachability::Reachable | Reachability::Intermittent(_) => {
            let mut rules = answer.path.iter().filter(|it| !it.is_reply).filter_map(|it| it.rule.as_deref());
            let last = rules.next_back().map(|it| format!(", by {it}")).unwrap_or_default();
            observe(false, format!("gets in{last}"))
        }
    }
}

fn through_balancers(database: Located<'_, DbInstance>, network: &Network<'_>) -> Verdict {
    let exposed = network.exposed();
    let is_meant = |it: &Behind| it.port == port(database.get()) && has_interface(database, it);
    let passed = passed_on(database.surroundings, &exposed, is_meant)?;
    all(passed
        .into_iter()
        .map(|it| it.mend(database.observe("open through a load balancer", false, "none", it.in_words())).verdict()))
}

/// AWS does not say which database an interface is of: it is in a subnet of the database, with the same groups.
fn has_interface(database: Located<'_, DbInstance>, behind: &Behind) -> bool {
    if behind.resource == database.db_instance_identifier {
        return true;
    }
    let mut interfaces = database.surroundings.ec2.network_interfaces.as_known().into_iter().flatten();
    let Some(interface) = interfaces.find(|it| it.network_interface_id == behind.interface) else { return false };
    let mut subnets = database.db_subnet_group.iter().flat_map(|it| &it.subnets);
    let has_group = |id: &String| interface.groups.iter().any(|it| it.group_id == *id);
    interface.description == "RDSNetworkInterface"
        && subnets.any(|it| it.subnet_identifier == interface.subnet_id)
        && database.vpc_security_groups.iter().all(|it| has_group(&it.vpc_security_group_id))
}
