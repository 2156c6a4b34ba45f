//! Endpoints, databases and functions.

use awslab_reach::{EndpointError, Network};

use crate::ask::{blocked, intermittent, reachable, read, unknown};
use crate::world::account;

const PRIVATE: &str = "
    vpc vpc-a cidr=10.0.0.0/16
    subnet subnet-a vpc=vpc-a cidr=10.0.1.0/24 zone=az1
    subnet subnet-b vpc=vpc-a cidr=10.0.2.0/24 zone=az2
    sg sg-app vpc=vpc-a
    sg sg-db vpc=vpc-a
    allow sg-db in tcp 3306 sg-app
    host i-app subnet=subnet-a ip=10.0.1.10 sg=sg-app
    pl pl-s3 service=com.amazonaws.eu-west-1.s3 cidrs=52.216.0.0/15
";

fn private(more: &str) -> String {
    format!("{PRIVATE}{more}")
}

#[test]
fn s3_is_reached_by_a_gateway_endpoint_on_the_subnets_table() {
    let endpoint = "vpce vpce-1 vpc=vpc-a service=com.amazonaws.eu-west-1.s3\n";
    let routed = private(&format!("{endpoint}route rtb-a to=pl-s3 by=vpce-1\n"));
    reachable(&routed, "i-app -> 52.216.1.1 tcp 443");
    unknown(&routed, "i-app -> 52.216.1.1 tcp 22");
    blocked(&routed, "i-app -> 52.216.1.1 udp 443", &["endpoint-protocol"]);
    blocked(&private(endpoint), "i-app -> 52.216.1.1 tcp 443", &["endpoint-route-table"]);
    let closed = routed.replace("sg sg-app vpc=vpc-a", "sg sg-app vpc=vpc-a closed");
    reachable(&format!("{closed}allow sg-app out tcp 443 pl-s3\n"), "i-app -> 52.216.1.1 tcp 443");
    let failed = routed.replace("vpce vpce-1 ", "vpce vpce-1 state=failed ");
    blocked(&failed, "i-app -> 52.216.1.1 tcp 443", &["endpoint-state"]);
}

#[test]
fn an_interface_endpoint_answers_at_its_port_through_its_groups() {
    let endpoint = "sg sg-e vpc=vpc-a\nvpce vpce-1 type=Interface vpc=vpc-a service=com.amazonaws.eu-west-1.ssm subnets=subnet-b sg=sg-e\n";
    blocked(&private(endpoint), "i-app -> vpce-1 tcp 443", &["security-group-empty"]);
    let open = private(&format!("{endpoint}allow sg-e in all all 10.0.0.0/16\n"));
    reachable(&open, "i-app -> vpce-1 tcp 443");
    blocked(&open, "i-app -> vpce-1 tcp 80", &["endpoint-port"]);
    blocked(&open, "i-app -> vpce-1 icmp", &["endpoint-port"]);
    unknown(
        &open.replace("com.amazonaws.eu-west-1.ssm", "com.amazonaws.vpce.eu-west-1.vpce-svc-1"),
        "i-app -> vpce-1 tcp 443",
    );
}

#[test]
fn a_database_must_be_reached_wherever_it_may_be_placed() {
    let database = private("db shop subnets=subnet-a,subnet-b sg=sg-db\n");
    reachable(&database, "i-app -> shop tcp 3306");
    blocked(&database, "i-app -> shop tcp 5432", &["security-group-ingress"]);
    let half = format!("{database}acl acl-b vpc=vpc-a subnets=subnet-b\n");
    intermittent(&half, "i-app -> shop tcp 3306", 1, 2);
}

#[test]
fn a_name_that_several_things_have_has_to_be_told_apart() {
    let both = private("db shop subnets=subnet-a sg=sg-db\nfunction shop subnets=subnet-b sg=sg-app\n");
    let account = account(&both);
    let question = read("i-app -> shop tcp 3306");
    assert_eq!(Network::of(&account).reach(&question), Err(EndpointError::Ambiguous("shop".to_owned())));
    reachable(&both, "i-app -> arn:aws:rds:eu-west-1:1:db:shop tcp 3306");
    blocked(&both, "i-app -> arn:aws:lambda:eu-west-1:1:function:shop tcp 3306", &["function-inbound"]);
}

#[test]
fn a_public_database_needs_public_subnets_too() {
    let open = "allow sg-db in tcp 3306 0.0.0.0/0\nigw igw-a vpc=vpc-a\n";
    let public = private(&format!("{open}db shop public subnets=subnet-a,subnet-b sg=sg-db\n"));
    blocked(&public, "internet -> shop tcp 3306", &["route-missing"]);
    reachable(&format!("{public}route rtb-a to=0.0.0.0/0 by=igw-a\n"), "internet -> shop tcp 3306");
    let closed = private(&format!("{open}db shop subnets=subnet-a sg=sg-db\nroute rtb-a to=0.0.0.0/0 by=igw-a\n"));
    blocked(&closed, "internet -> shop tcp 3306", &["database-not-public"]);
}

#[test]
fn a_function_has_no_public_address_even_in_a_public_subnet() {
    let function =
        "function hello subnets=subnet-a sg=sg-app\nigw igw-a vpc=vpc-a\nroute rtb-a to=0.0.0.0/0 by=igw-a\n";
    blocked(&private(function), "hello -> internet tcp 443", &["no-public-address"]);
    reachable(&private(&format!("{function}db shop subnets=subnet-b sg=sg-db\n")), "hello -> shop tcp 3306");
    blocked(&private(function), "i-app -> hello tcp 80", &["function-inbound"]);
}
