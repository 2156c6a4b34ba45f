//! The mistakes that learners make most, planted one at a time in a network that works: each is told by its cause.

use awslab_reach::Verdict;

use crate::ask::ask;

/// A shop: a bastion in a public subnet, servers in private ones behind a load balancer, a database behind an ACL of its own,
/// a function, endpoints, a peered VPC, and one behind a transit gateway.
const SHOP: &str = "
    vpc vpc-shop cidr=10.0.0.0/16
    subnet subnet-public-a vpc=vpc-shop cidr=10.0.0.0/24 zone=az1
    subnet subnet-public-b vpc=vpc-shop cidr=10.0.1.0/24 zone=az2
    subnet subnet-private-a vpc=vpc-shop cidr=10.0.10.0/24 zone=az1
    subnet subnet-private-b vpc=vpc-shop cidr=10.0.11.0/24 zone=az2
    subnet subnet-data-a vpc=vpc-shop cidr=10.0.20.0/24 zone=az1
    subnet subnet-data-b vpc=vpc-shop cidr=10.0.21.0/24 zone=az2
    igw igw-shop vpc=vpc-shop
    nat nat-a subnet=subnet-public-a ip=10.0.0.20 public=3.0.0.20
    table rtb-public vpc=vpc-shop subnets=subnet-public-a,subnet-public-b
    route rtb-public to=0.0.0.0/0 by=igw-shop
    table rtb-private vpc=vpc-shop subnets=subnet-private-a,subnet-private-b,subnet-data-a,subnet-data-b
    route rtb-private to=0.0.0.0/0 by=nat-a
    acl acl-data vpc=vpc-shop subnets=subnet-data-a,subnet-data-b
    entry acl-data in 100 allow tcp 3306 10.0.0.0/16
    entry acl-data out 100 allow tcp 1024-65535 10.0.0.0/16

    sg sg-bastion vpc=vpc-shop
    allow sg-bastion in tcp 22 198.51.100.9/32
    host i-bastion subnet=subnet-public-a ip=10.0.0.10 public=3.0.0.10 sg=sg-bastion
    sg sg-lb vpc=vpc-shop
    allow sg-lb in tcp 80 0.0.0.0/0
    sg sg-app vpc=vpc-shop
    allow sg-app in tcp 8080 sg-lb
    allow sg-app in tcp 22 sg-bastion
    host i-app subnet=subnet-private-a ip=10.0.10.10 sg=sg-app
    balancer web type=application scheme=internet-facing subnets=subnet-public-a,subnet-public-b sg=sg-lb
    listener web port=80 protocol=HTTP group=tg-web
    targets tg-web vpc=vpc-shop port=8080 ids=i-app balancers=web
    sg sg-db vpc=vpc-shop
    allow sg-db in tcp 3306 sg-app
    db shop subnets=subnet-data-a,subnet-data-b sg=sg-db

    sg sg-function vpc=vpc-shop
    function hello subnets=subnet-private-a sg=sg-function
    pl pl-s3 service=com.amazonaws.eu-west-1.s3 cidrs=52.218.0.0/17
    vpce vpce-s3 vpc=vpc-shop service=com.amazonaws.eu-west-1.s3
    route rtb-private to=pl-s3 by=vpce-s3
    sg sg-endpoint vpc=vpc-shop
    allow sg-endpoint in tcp 443 10.0.0.0/16
    vpce vpce-ssm vpc=vpc-shop type=Interface service=com.amazonaws.eu-west-1.ssm subnets=subnet-private-a sg=sg-endpoint private-dns

    vpc vpc-report cidr=10.1.0.0/16
    subnet subnet-report vpc=vpc-report cidr=10.1.0.0/24
    sg sg-report vpc=vpc-report
    allow sg-report in tcp 443 10.0.0.0/16
    host i-report subnet=subnet-report ip=10.1.0.10 sg=sg-report
    pcx pcx-report from=vpc-shop to=vpc-report
    route rtb-private to=10.1.0.0/16 by=pcx-report
    route rtb-report to=10.0.0.0/16 by=pcx-report

    vpc vpc-bank cidr=10.2.0.0/16
    subnet subnet-bank vpc=vpc-bank cidr=10.2.0.0/24 zone=az1
    sg sg-bank vpc=vpc-bank
    allow sg-bank in tcp 443 10.0.0.0/16
    host i-bank subnet=subnet-bank ip=10.2.0.10 sg=sg-bank
    tgw tgw-all
    attach tgw-attach-shop tgw=tgw-all vpc=vpc-shop subnets=subnet-private-a
    attach tgw-attach-bank tgw=tgw-all vpc=vpc-bank subnets=subnet-bank
    route rtb-private to=10.2.0.0/16 by=tgw-all
    route rtb-bank to=10.0.0.0/16 by=tgw-all
";

/// What the shop can do, and must.
const WORKS: &[&str] = &[
    "198.51.100.9 -> i-bastion tcp 22",
    "i-bastion -> i-app tcp 22",
    "i-bastion -> 9.9.9.9 tcp 443",
    "i-app -> 9.9.9.9 tcp 443",
    "i-app -> shop tcp 3306",
    "i-app -> vpce-ssm tcp 443",
    "i-app -> 52.218.0.7 tcp 443",
    "i-app -> i-report tcp 443",
    "i-app -> i-bank tcp 443",
    "internet -> web tcp 80",
    "hello -> 9.9.9.9 tcp 443",
];

#[test]
fn the_shop_works() {
    for question in WORKS {
        let answer = ask(SHOP, question);
        assert_eq!(answer.verdict, Verdict::Reachable, "{question}: {answer:#?}");
        assert_eq!(answer.assumptions, [""; 0], "{question}");
    }
}

/// A mistake: its number among the fifteen, the lines that are other ones then, a question, and what must be told of it.
struct Mistake {
    cause: &'static str,
    change: &'static [(&'static str, &'static str)],
    question: &'static str,
    told: &'static [&'static str],
}

const MISTAKES: &[Mistake] = &[
    Mistake {
        cause: "1. no rule of the group lets the port in",
        change: &[("in tcp 3306 sg-app", "in tcp 3307 sg-app")],
        question: "i-app -> shop tcp 3306",
        told: &[
            "sg-db: no rule lets tcp 3306 in from 10.0.10.10 (eni-i-app): its ingress rules are tcp 3307 for sg-app",
            "authorize-security-group-ingress --group-id sg-db",
            "UserIdGroupPairs=[{GroupId=sg-app}]",
        ],
    },
    Mistake {
        cause: "2. the rule is for an old address of one's own",
        change: &[],
        question: "198.51.100.77 -> i-bastion tcp 22",
        told: &[
            "sg-bastion: no rule lets tcp 22 in from 198.51.100.77",
            "is for 198.51.100.9 alone; an address at home changes, and this may be an old one of yours",
            "IpRanges=[{CidrIp=198.51.100.77/32}]",
        ],
    },
    Mistake {
        cause: "3. the rule names another group than the client's",
        change: &[("in tcp 3306 sg-app", "in tcp 3306 sg-lb")],
        question: "i-app -> shop tcp 3306",
        told: &["sg-db: ", "the rule for it names sg-lb, and eni-i-app is in sg-app", "GroupId=sg-app"],
    },
    Mistake {
        cause: "3. the rule names its own group",
        change: &[("in tcp 3306 sg-app", "in tcp 3306 sg-db")],
        question: "i-app -> shop tcp 3306",
        told: &["the rule for it names sg-db, the group itself, and eni-i-app is in sg-app"],
    },
    Mistake {
        cause: "4. the client's group lets nothing out",
        change: &[("sg sg-app vpc=vpc-shop", "sg sg-app vpc=vpc-shop closed\n allow sg-app out tcp 443 0.0.0.0/0")],
        question: "i-app -> shop tcp 3306",
        told: &[
            "sg-app: no rule lets tcp 3306 out to ",
            "its egress rules are tcp 443 for 0.0.0.0/0",
            "authorize-security-group-egress --group-id sg-app",
        ],
    },
    Mistake {
        cause: "5. a group is named, and the packet comes by a public address",
        change: &[(
            "ip=10.0.10.10 sg=sg-app",
            "ip=10.0.10.10 sg=sg-app\n host i-web subnet=subnet-public-b ip=10.0.1.10 public=3.0.0.30 sg=sg-app",
        )],
        question: "i-bastion -> 3.0.0.30 tcp 22",
        told: &[
            "sg-app: ",
            "names sg-bastion, whose members are known by their private addresses, and not over the internet",
            "call the private address",
        ],
    },
    Mistake {
        cause: "6. the route is in a table that the subnet does not use",
        change: &[("subnets=subnet-public-a,subnet-public-b\n    route", "subnets=subnet-public-b\n    route")],
        question: "i-bastion -> 9.9.9.9 tcp 443",
        told: &[
            "the route for 9.9.9.9 to igw-shop is in rtb-public, which subnet-public-a does not use: it uses rtb-shop",
            "aws ec2 associate-route-table --route-table-id rtb-public --subnet-id subnet-public-a",
        ],
    },
    Mistake {
        cause: "7. there is no internet gateway",
        change: &[("igw igw-shop vpc=vpc-shop", ""), ("route rtb-public to=0.0.0.0/0 by=igw-shop", "")],
        question: "i-bastion -> 9.9.9.9 tcp 443",
        told: &[
            "vpc-shop: it has no internet gateway",
            "aws ec2 create-internet-gateway\naws ec2 attach-internet-gateway",
        ],
    },
    Mistake {
        cause: "7. the internet gateway is not attached",
        change: &[("igw igw-shop vpc=vpc-shop", "igw igw-shop")],
        question: "i-bastion -> 9.9.9.9 tcp 443",
        told: &[
            "igw-shop: it is not attached to vpc-shop",
            "aws ec2 attach-internet-gateway --internet-gateway-id igw-shop --vpc-id vpc-shop",
        ],
    },
    Mistake {
        cause: "8. a public subnet, and no public address",
        change: &[("ip=10.0.0.10 public=3.0.0.10", "ip=10.0.0.10")],
        question: "i-bastion -> 9.9.9.9 tcp 443",
        told: &["eni-i-bastion: it has no public address", "aws ec2 associate-address"],
    },
    Mistake {
        cause: "8. the same, asked from outside",
        change: &[("ip=10.0.0.10 public=3.0.0.10", "ip=10.0.0.10")],
        question: "198.51.100.9 -> i-bastion tcp 22",
        told: &["10.0.0.10 has no public address: the internet cannot call it", "aws ec2 associate-address"],
    },
    Mistake {
        cause: "9. a private subnet is routed to the internet gateway",
        change: &[("route rtb-private to=0.0.0.0/0 by=nat-a", "route rtb-private to=0.0.0.0/0 by=igw-shop")],
        question: "i-app -> 9.9.9.9 tcp 443",
        told: &[
            "eni-i-app: it has no public address: igw-shop, to which rtb-private leads, drops what 10.0.10.10 sends",
        ],
    },
    Mistake {
        cause: "9. a public address behind a route to a NAT gateway",
        change: &[
            ("ip=10.0.10.10 sg=sg-app", "ip=10.0.10.10 public=3.0.0.30 sg=sg-app"),
            ("in tcp 8080 sg-lb", "in tcp 8080 0.0.0.0/0"),
        ],
        question: "198.51.100.9 -> i-app tcp 8080",
        told: &[
            "rtb-private: it routes the reply of 10.0.10.10 to nat-a, which drops it",
            "aws ec2 replace-route --route-table-id rtb-private --destination-cidr-block 0.0.0.0/0 --gateway-id igw-shop",
        ],
    },
    Mistake {
        cause: "10. the NAT gateway is in a private subnet",
        change: &[("nat nat-a subnet=subnet-public-a ip=10.0.0.20", "nat nat-a subnet=subnet-private-b ip=10.0.11.20")],
        question: "i-app -> 9.9.9.9 tcp 443",
        told: &[
            "rtb-private: ",
            "leads to nat-a, which is in a subnet of this very table: a NAT gateway must be in a public one",
            "aws ec2 create-nat-gateway --subnet-id subnet-public-a --allocation-id ALLOCATION\naws ec2 replace-route",
        ],
    },
    Mistake {
        cause: "10. the NAT gateway is a private one",
        change: &[("ip=10.0.0.20 public=3.0.0.20", "ip=10.0.0.20 type=private")],
        question: "i-app -> 9.9.9.9 tcp 443",
        told: &["nat-a: it is a private NAT gateway", "aws ec2 create-nat-gateway"],
    },
    Mistake {
        cause: "10. the NAT gateway failed",
        change: &[("ip=10.0.0.20 public=3.0.0.20", "ip=10.0.0.20 public=3.0.0.20 state=failed")],
        question: "i-app -> 9.9.9.9 tcp 443",
        told: &[
            "nat-a: the NAT gateway is not available: its state is failed",
            "aws ec2 create-nat-gateway --subnet-id subnet-public-a --allocation-id ALLOCATION\naws ec2 replace-route --route-table-id rtb-private",
        ],
    },
    Mistake {
        cause: "10. the NAT gateway is deleted, and its route still wins",
        change: &[
            ("nat nat-a subnet=subnet-public-a ip=10.0.0.20 public=3.0.0.20", ""),
            ("route rtb-private to=0.0.0.0/0 by=nat-a", "route rtb-private to=0.0.0.0/0 by=nat-a blackhole"),
        ],
        question: "i-app -> 9.9.9.9 tcp 443",
        told: &["rtb-private: ", "(0.0.0.0/0 to nat-a) is a blackhole: the target is gone, and the route still wins"],
    },
    Mistake {
        cause: "11. the ACL has no rule for replies",
        change: &[("    entry acl-data out 100 allow tcp 1024-65535 10.0.0.0/16\n", "")],
        question: "i-app -> shop tcp 3306",
        told: &[
            "acl-data: rule 32767 denies the reply out of subnet-data-a to 10.0.10.10 for tcp 32768-60999: no rule allows it",
            "aws ec2 create-network-acl-entry --network-acl-id acl-data --egress",
        ],
    },
    Mistake {
        cause: "11. the ACL lets replies through to some ports only",
        change: &[("allow tcp 1024-65535 10.0.0.0/16", "allow tcp 1024-40000 10.0.0.0/16")],
        question: "i-app -> shop tcp 3306",
        told: &[
            "acl-data: rule 32767 denies the reply out of subnet-data-a to 10.0.10.10 for tcp 40001-60999",
            "From=40001,To=60999",
        ],
    },
    Mistake {
        cause: "11. a denial of the ACL comes first",
        change: &[(
            "entry acl-data in 100 allow",
            "entry acl-data in 90 deny tcp 3306 0.0.0.0/0\n entry acl-data in 100 allow",
        )],
        question: "i-app -> shop tcp 3306",
        told: &[
            "acl-data: rule 90 denies the request into subnet-data-a from 10.0.10.10",
            "it is the first that matches",
            "--rule-number 89",
        ],
    },
    Mistake {
        cause: "11. a new ACL denies everything",
        change: &[
            ("    entry acl-data in 100 allow tcp 3306 10.0.0.0/16\n", ""),
            ("    entry acl-data out 100 allow tcp 1024-65535 10.0.0.0/16\n", ""),
        ],
        question: "i-app -> shop tcp 3306",
        told: &["acl-data: rule 32767 denies the request", "acl-data: rule 32767 denies the reply"],
    },
    Mistake {
        cause: "12. the database is in another VPC",
        change: &[
            ("db shop subnets=subnet-data-a,subnet-data-b sg=sg-db", "db shop subnets=subnet-lone sg=sg-lone"),
            (
                "vpc vpc-report cidr=10.1.0.0/16",
                "vpc vpc-lone cidr=10.3.0.0/16\n subnet subnet-lone vpc=vpc-lone cidr=10.3.0.0/24\n sg sg-lone vpc=vpc-lone\n allow sg-lone in tcp 3306 10.0.0.0/16\n vpc vpc-report cidr=10.1.0.0/16",
            ),
        ],
        question: "i-app -> shop tcp 3306",
        told: &[
            "vpc-shop: ",
            "is in another VPC, vpc-lone, and nothing connects the two",
            "aws ec2 create-vpc-peering-connection --vpc-id vpc-shop --peer-vpc-id vpc-lone",
        ],
    },
    Mistake {
        cause: "12. the database is not publicly accessible, and called from a laptop",
        change: &[],
        question: "198.51.100.9 -> shop tcp 3306",
        told: &["shop: the database is not publicly accessible", "called from inside its VPC"],
    },
    Mistake {
        cause: "12. the database is public, and its subnets are private",
        change: &[
            ("subnet-data-b sg=sg-db", "subnet-data-b sg=sg-db public"),
            ("in tcp 3306 sg-app", "in tcp 3306 0.0.0.0/0"),
            ("in 100 allow tcp 3306 10.0.0.0/16", "in 100 allow tcp 3306 0.0.0.0/0"),
            ("1024-65535 10.0.0.0/16", "1024-65535 0.0.0.0/0"),
        ],
        question: "198.51.100.9 -> shop tcp 3306",
        told: &["rtb-private: it routes the reply of ", "needs a route to an internet gateway"],
    },
    Mistake {
        cause: "13. the peering connection is not accepted",
        change: &[(
            "pcx pcx-report from=vpc-shop to=vpc-report",
            "pcx pcx-report from=vpc-shop to=vpc-report state=pending-acceptance",
        )],
        question: "i-app -> i-report tcp 443",
        told: &[
            "pcx-report: the peering connection is pending-acceptance, not active",
            "aws ec2 accept-vpc-peering-connection",
        ],
    },
    Mistake {
        cause: "13. the other side of the peering connection has no route back",
        change: &[("    route rtb-report to=10.0.0.0/16 by=pcx-report\n", "")],
        question: "i-app -> i-report tcp 443",
        told: &["rtb-report: it has no route for 10.0.10.10", "aws ec2 create-route --route-table-id rtb-report"],
    },
    Mistake {
        cause: "13. the transit gateway has no subnet in the zone",
        change: &[(
            "vpc=vpc-shop subnets=subnet-private-a\n    attach",
            "vpc=vpc-shop subnets=subnet-private-b\n    attach",
        )],
        question: "i-app -> i-bank tcp 443",
        told: &["tgw-attach-shop: it has no subnet in az1, where subnet-private-a is", "--add-subnet-ids"],
    },
    Mistake {
        cause: "14. a public load balancer is in private subnets",
        change: &[(
            "subnets=subnet-public-a,subnet-public-b sg=sg-lb",
            "subnets=subnet-private-a,subnet-private-b sg=sg-lb",
        )],
        question: "internet -> web tcp 80",
        told: &[
            "web: the load balancer faces the internet and is in subnet-private-a, which is private",
            "aws elbv2 set-subnets --load-balancer-arn web --subnets subnet-public-a subnet-public-b",
        ],
    },
    Mistake {
        cause: "14. the target's group does not let the load balancer in",
        change: &[("in tcp 8080 sg-lb", "in tcp 8080 198.51.100.0/24")],
        question: "internet -> web tcp 80",
        told: &[
            "sg-app: no rule lets tcp 8080 in from ",
            "(web in subnet-public-",
            "UserIdGroupPairs=[{GroupId=sg-lb}]",
        ],
    },
    Mistake {
        cause: "14. the load balancer asks the target at another port",
        change: &[("targets tg-web vpc=vpc-shop port=8080", "targets tg-web vpc=vpc-shop port=8000")],
        question: "internet -> web tcp 80",
        told: &["sg-app: no rule lets tcp 8000 in from ", "(web in subnet-public-"],
    },
    Mistake {
        cause: "14. the target's zone is not enabled",
        change: &[("cidr=10.0.10.0/24 zone=az1", "cidr=10.0.10.0/24 zone=az3")],
        question: "internet -> web tcp 80",
        told: &["web: i-app is in az3, where the load balancer is not enabled", "aws elbv2 set-subnets"],
    },
    Mistake {
        cause: "14. a network load balancer keeps the client's address, and the target does not know it",
        change: &[
            ("balancer web type=application", "balancer web type=network"),
            ("protocol=HTTP", "protocol=TCP"),
            ("in tcp 8080 sg-lb", "in tcp 8080 10.0.0.0/16"),
            ("subnets=subnet-public-a,subnet-public-b sg=sg-lb", "subnets=subnet-public-a,subnet-public-b"),
        ],
        question: "198.51.100.9 -> web tcp 80",
        told: &[
            "sg-app: no rule lets tcp 8080 in from 198.51.100.9: the load balancer passes the client's own address on",
            "IpRanges=[{CidrIp=198.51.100.9/32}]",
        ],
    },
    Mistake {
        cause: "15. a function in a public subnet wants the internet",
        change: &[("function hello subnets=subnet-private-a", "function hello subnets=subnet-public-b")],
        question: "hello -> 9.9.9.9 tcp 443",
        told: &[
            "aws lambda update-function-configuration --function-name hello --vpc-config SubnetIds=subnet-data-a,subnet-data-b,SecurityGroupIds=sg-function",
            "a function never has a public address, even in a public subnet",
        ],
    },
    Mistake {
        cause: "15. the gateway endpoint is not on this table",
        change: &[("    route rtb-private to=pl-s3 by=vpce-s3\n", ""), ("route rtb-private to=0.0.0.0/0 by=nat-a", "")],
        question: "i-app -> 52.218.0.7 tcp 443",
        told: &[
            "rtb-private: it is none of the route tables that vpce-s3 serves",
            "aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-s3 --add-route-table-ids rtb-private",
        ],
    },
    Mistake {
        cause: "15. the endpoint's group lets 443 in from nobody",
        change: &[("allow sg-endpoint in tcp 443 10.0.0.0/16", "allow sg-endpoint in tcp 80 10.0.0.0/16")],
        question: "i-app -> vpce-ssm tcp 443",
        told: &["sg-endpoint: no rule lets tcp 443 in from 10.0.10.10 (eni-i-app)"],
    },
    Mistake {
        cause: "15. the endpoint's private DNS is off",
        change: &[(" private-dns", "")],
        question: "i-app -> vpce-ssm tcp 443",
        told: &["vpce-ssm is called by a name of its own: private DNS is off"],
    },
];

#[test]
fn every_mistake_is_told_by_its_cause() {
    for Mistake { cause, change, question, told } in MISTAKES {
        let world = change.iter().fold(SHOP.to_owned(), |world, (right, wrong)| {
            assert!(world.contains(right), "{cause}: {right:?} is no line of the shop");
            world.replacen(right, wrong, 1)
        });
        let answer = ask(&world, question);
        let blockers = answer.blockers.iter();
        let sentences =
            blockers.map(|it| format!("{}: {}\n{}", it.component, it.message, it.fix.as_deref().unwrap_or_default()));
        let text = sentences.chain(answer.assumptions.iter().cloned()).collect::<Vec<_>>().join("\n");
        for words in *told {
            assert!(text.contains(words), "{cause}: {words:?} is not in\n{text}\n{answer:#?}");
        }
    }
}

#[test]
fn all_fifteen_causes_are_there() {
    for number in 1..=15 {
        let has_number = |it: &Mistake| it.cause.starts_with(&format!("{number}. "));
        assert!(MISTAKES.iter().any(has_number), "no mistake is of cause {number}");
    }
}
