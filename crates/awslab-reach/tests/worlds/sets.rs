//! Questions about sets: what is exposed, who can reach something, what a subnet is.

use awslab_reach::{Endpoint, Exposure, Network, Ports, Protocol, Reach, Source, Sources, SubnetClass};

use super::internet::SITE;
use crate::world::account;

fn exposed(world: &str) -> Vec<Exposure> {
    Network::of(&account(world)).exposed()
}

fn tcp(exposure: &Exposure) -> Ports {
    let tcp = exposure.openings.iter().filter(|it| it.protocol == Protocol::Tcp);
    tcp.fold(Ports::NONE, |all, it| all.or(&it.ports))
}

#[test]
fn what_the_internet_reaches_is_told_with_its_ports() {
    let exposed = exposed(SITE);
    assert_eq!(exposed.len(), 1, "{exposed:#?}");
    assert_eq!((exposed[0].resource.as_str(), tcp(&exposed[0])), ("i-web", Ports::one(80)));
}

#[test]
fn split_ranges_are_as_open_as_whole_ones() {
    let split = SITE.replace(
        "allow sg-web in tcp 80 0.0.0.0/0",
        "allow sg-web in tcp 80 0.0.0.0/1\nallow sg-web in tcp 80 128.0.0.0/1",
    );
    assert_eq!(exposed(&split), exposed(SITE));
}

#[test]
fn a_range_of_the_internet_is_told_as_such() {
    let narrow = SITE.replace("in tcp 80 0.0.0.0/0", "in tcp 80-90 8.8.8.0/24");
    let exposed = exposed(&narrow);
    let opening = &exposed[0].openings[0];
    assert_eq!((opening.ports.to_string(), opening.from.len()), ("80-90".to_owned(), 1));
    assert_eq!(opening.from[0].to_string(), "8.8.8.0/24");
}

#[test]
fn what_a_load_balancer_passes_on_is_told_with_its_port() {
    let world = SITE.to_owned()
        + "
        sg sg-inner vpc=vpc-a
        allow sg-inner in tcp 22 0.0.0.0/0
        host i-inner subnet=subnet-priv ip=10.0.2.20 sg=sg-inner
        balancer pass type=network scheme=internet-facing subnets=subnet-pub
        listener pass port=2222 group=tg
        targets tg vpc=vpc-a port=22 ids=i-inner balancers=pass";
    let exposed = exposed(&world);
    let openings = exposed.iter().filter(|it| it.resource == "pass").flat_map(|it| &it.openings);
    let behind: Vec<_> = openings.flat_map(|it| &it.behind).collect();
    let [one] = behind[..] else { panic!("{exposed:#?}") };
    assert_eq!(
        (one.listener, one.resource.as_str(), one.interface.as_str(), one.port),
        (2222, "i-inner", "eni-i-inner", 22)
    );
}

#[test]
fn what_awslab_does_not_know_is_closed_where_no_answer_would_get_through() {
    let placed = |place| exposed(&format!("{SITE}\n eni eni-x {place} public=3.0.0.99 type=network_load_balancer"));
    let openings = |place| placed(place).into_iter().filter(|it| it.interface == "eni-x").flat_map(|it| it.openings);
    assert!(
        openings("subnet=subnet-pub ip=10.0.1.99").any(|it| it.unseen.is_some()),
        "nobody can tell what it answers"
    );
    assert_eq!(openings("subnet=subnet-priv ip=10.0.2.99").count(), 0, "its replies get lost");
}

const SHOP: &str = "
    vpc vpc-a cidr=10.0.0.0/16
    subnet subnet-app vpc=vpc-a cidr=10.0.1.0/24
    subnet subnet-db vpc=vpc-a cidr=10.0.2.0/24
    sg sg-app vpc=vpc-a
    sg sg-other vpc=vpc-a
    sg sg-db vpc=vpc-a
    allow sg-db in tcp 3306 sg-app
    host i-app subnet=subnet-app ip=10.0.1.10 sg=sg-app
    host i-other subnet=subnet-app ip=10.0.1.11 sg=sg-other
    db shop subnets=subnet-db sg=sg-db
";

fn sources(world: &str) -> Sources {
    let account = account(world);
    Network::of(&account)
        .sources_of(&Endpoint::Resource("shop".to_owned()), Protocol::Tcp, 3306)
        .expect("there is a shop")
}

fn names(sources: &Sources) -> Vec<&str> {
    let name = |it: &Source| match it {
        Source::Internet(_) => "internet",
        Source::Interface { resource, .. } => resource.clone().leak(),
    };
    sources.actual.iter().map(name).collect()
}

#[test]
fn the_app_tier_is_the_only_way_to_the_database() {
    let sources = sources(SHOP);
    assert_eq!(names(&sources), ["i-app"]);
    assert!(sources.latent.iter().all(|it| it.group.as_deref() == Some("sg-app")), "{:?}", sources.latent);
}

#[test]
fn a_range_lets_in_whoever_comes_later() {
    let sources = sources(&SHOP.replace("in tcp 3306 sg-app", "in tcp 3306 10.0.1.0/25"));
    assert_eq!(names(&sources), ["i-app", "i-other"]);
    let latent = &sources.latent[0];
    assert_eq!(
        (latent.subnet.as_str(), latent.group.as_deref(), latent.ranges[0].to_string().as_str()),
        ("subnet-app", None, "10.0.1.0/25")
    );
}

#[test]
fn a_subnet_is_what_it_can_do() {
    let class = |world: &str, subnet: &str| Network::of(&account(world)).class_of(subnet, true).expect("all was read");
    assert_eq!(class(SITE, "subnet-pub"), SubnetClass::Public(Reach::Default));
    assert_eq!(class(SITE, "subnet-priv"), SubnetClass::Private { by: vec!["nat-a".to_owned()] });
    let cut = SITE.replace("route rtb-pub to=0.0.0.0/0 by=igw-a", "route rtb-pub to=8.8.8.0/24 by=igw-a");
    assert!(matches!(class(&cut, "subnet-pub"), SubnetClass::Public(Reach::Partial(ranges)) if ranges.len() == 1));
    let detached = SITE.replace("igw igw-a vpc=vpc-a", "igw igw-a");
    assert_eq!(class(&detached, "subnet-pub"), SubnetClass::Isolated);
    assert_eq!(Network::of(&account(SITE)).class_of("subnet-pub", false), Ok(SubnetClass::Isolated));
    let halves = SITE.replace("to=0.0.0.0/0 by=igw-a", "to=0.0.0.0/1 by=igw-a\nroute rtb-pub to=128.0.0.0/1 by=igw-a");
    assert_eq!(class(&halves, "subnet-pub"), SubnetClass::Public(Reach::Default));
}
