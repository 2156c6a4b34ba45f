//! How long questions take, by the size of the network.
//!
//! `cargo bench -p awslab-reach`; the figures are in `docs/reach-speed.md` of the project.

use awslab_core::import::{self, Document};
use awslab_core::model::Account;
use awslab_reach::{Endpoint, Network, Protocol, Question};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A VPC of this many interfaces: a fifth as many groups, a twentieth as many subnets, half of these public.
fn account(interfaces: usize) -> Account {
    let (groups, subnets) = ((interfaces / 5).max(2), (interfaces / 20).max(2));
    let world = json!({
        "Vpcs": [{"VpcId": "vpc-a", "CidrBlock": "10.0.0.0/8"}],
        "InternetGateways": [{"InternetGatewayId": "igw-a", "Attachments": [{"VpcId": "vpc-a", "State": "available"}]}],
        "Subnets": (0..subnets).map(subnet).collect::<Vec<_>>(),
        "RouteTables": [table("rtb-main", None, &[]), table("rtb-public", Some("igw-a"), &(0..subnets / 2).collect::<Vec<_>>())],
        "NetworkAcls": [{"NetworkAclId": "acl-a", "VpcId": "vpc-a", "IsDefault": true, "Entries": entries()}],
        "SecurityGroups": (0..groups).map(|it| group(it, groups)).collect::<Vec<_>>(),
        "NetworkInterfaces": (0..interfaces).map(|it| interface(it, subnets, groups)).collect::<Vec<_>>(),
        "NatGateways": [], "VpcEndpoints": [], "Reservations": [],
    });
    let document = Document::at("eu-west-1/world.json", world.to_string());
    import::read(&[document], None, Timestamp::UNIX_EPOCH).expect("the world is an account").account
}

fn subnet(number: usize) -> Value {
    json!({"SubnetId": format!("subnet-{number}"), "VpcId": "vpc-a", "AvailabilityZoneId": format!("az{}", number % 3),
        "CidrBlock": format!("10.{}.{}.0/24", number / 256, number % 256)})
}

fn table(id: &str, gateway: Option<&str>, subnets: &[usize]) -> Value {
    let mut routes = vec![json!({"DestinationCidrBlock": "10.0.0.0/8", "GatewayId": "local", "State": "active"})];
    routes.extend(gateway.map(|it| json!({"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": it, "State": "active"})));
    let mut uses: Vec<Value> = subnets.iter().map(|it| json!({"SubnetId": format!("subnet-{it}")})).collect();
    uses.extend(gateway.is_none().then(|| json!({"Main": true})));
    json!({"RouteTableId": id, "VpcId": "vpc-a", "Routes": routes, "Associations": uses})
}

fn entries() -> Vec<Value> {
    let entry = |egress: bool, number: usize, ports: (u16, u16)| {
        json!({"RuleNumber": number, "Egress": egress, "Protocol": "6", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0",
            "PortRange": {"From": ports.0, "To": ports.1}})
    };
    let both = [false, true].into_iter();
    both.flat_map(|egress| [entry(egress, 100, (0, 1023)), entry(egress, 110, (1024, 65535))]).collect()
}

fn group(number: usize, groups: usize) -> Value {
    let rule = |port: usize, key: &str, peer: Value| json!({"IpProtocol": "tcp", "FromPort": port, "ToPort": port, key: [peer]});
    let office = format!("198.51.{}.0/24", number % 256);
    let neighbour = format!("sg-{}", (number + 1) % groups);
    let ingress = [
        rule(443, "IpRanges", json!({"CidrIp": "0.0.0.0/0"})),
        rule(22, "IpRanges", json!({"CidrIp": office})),
        rule(5432, "UserIdGroupPairs", json!({"GroupId": neighbour})),
        rule(8000 + number % 1000, "IpRanges", json!({"CidrIp": "10.0.0.0/8"})),
    ];
    json!({"GroupId": format!("sg-{number}"), "GroupName": "group", "VpcId": "vpc-a", "IpPermissions": ingress,
        "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]})
}

fn interface(number: usize, subnets: usize, groups: usize) -> Value {
    let (subnet, host) = (number % subnets, 10 + number / subnets);
    let public = format!("54.{}.{}.{}", number / 65536, number / 256 % 256, number % 256);
    json!({"NetworkInterfaceId": format!("eni-{number}"), "SubnetId": format!("subnet-{subnet}"), "VpcId": "vpc-a", "Status": "in-use",
        "InterfaceType": "interface", "SourceDestCheck": true, "Groups": [{"GroupId": format!("sg-{}", number % groups)}, {"GroupId": format!("sg-{}", number * 7 % groups)}],
        "PrivateIpAddresses": [{"PrivateIpAddress": format!("10.{}.{}.{host}", subnet / 256, subnet % 256), "Association": {"PublicIp": public}}]})
}

fn questions(criterion: &mut Criterion) {
    let mut bench = criterion.benchmark_group("reach");
    bench.sample_size(10);
    for size in [100, 300, 1_000, 3_000] {
        let account = account(size);
        let network = Network::of(&account);
        let end = |number: usize| Endpoint::Resource(format!("eni-{number}"));
        let question =
            Question { source: end(0), destination: end(size - 1), protocol: Protocol::Tcp, port: Some(5432) };
        bench.bench_with_input(BenchmarkId::new("read the network", size), &account, |bench, it| {
            bench.iter(|| Network::of(it));
        });
        bench.bench_function(BenchmarkId::new("one pair, explained", size), |bench| {
            bench.iter(|| network.reach(&question));
        });
        bench.bench_function(BenchmarkId::new("what the internet reaches", size), |bench| {
            bench.iter(|| network.exposed());
        });
        bench.bench_function(BenchmarkId::new("who reaches one", size), |bench| {
            bench.iter(|| network.sources_of(&end(size - 1), Protocol::Tcp, 5432));
        });
    }
    bench.finish();
}

criterion_group!(benches, questions);
criterion_main!(benches);
