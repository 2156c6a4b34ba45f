//! A network in a few lines of text, for tests.
//!
//! A line is a kind, an id, and options. What is not said is as AWS makes it: a VPC comes with a main route table and an open
//! network ACL of its name, a security group lets everything out, an instance runs.
//!
//! ```text
//! vpc vpc-a cidr=10.0.0.0/16
//! subnet subnet-a vpc=vpc-a cidr=10.0.1.0/24 zone=az1
//! igw igw-a vpc=vpc-a
//! route rtb-a to=0.0.0.0/0 by=igw-a
//! sg sg-a vpc=vpc-a
//! allow sg-a in tcp 22 0.0.0.0/0
//! host i-a subnet=subnet-a ip=10.0.1.10 public=3.0.0.10 sg=sg-a
//! ```

use std::collections::BTreeMap;

use awslab_core::import::{self, Document};
use awslab_core::model::Account;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// Reads a network.
pub(crate) fn account(text: &str) -> Account {
    let mut builder = Builder::default();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        builder.line(&Line::of(line));
    }
    let document = Document::at("eu-west-1/world.json", Value::Object(builder.finish()).to_string());
    import::read(&[document], None, Timestamp::UNIX_EPOCH).expect("the lines make a network").account
}

struct Line<'l> {
    kind: &'l str,
    id: &'l str,
    words: Vec<&'l str>,
    options: BTreeMap<&'l str, &'l str>,
}

impl<'l> Line<'l> {
    fn of(text: &'l str) -> Self {
        let mut words = text.split_whitespace();
        let kind = words.next().expect("a line has a kind");
        let id = words.next().unwrap_or_default();
        let (options, words): (Vec<&str>, Vec<&str>) = words.partition(|it| it.contains('='));
        let options = options.into_iter().filter_map(|it| it.split_once('=')).collect();
        Self { kind, id, words, options }
    }

    fn get(&self, key: &str) -> Option<&'l str> {
        self.options.get(key).copied()
    }

    fn need(&self, key: &str) -> &'l str {
        self.get(key).unwrap_or_else(|| panic!("{} {} needs {key}", self.kind, self.id))
    }

    fn list(&self, key: &str) -> Vec<&'l str> {
        self.get(key).into_iter().flat_map(|it| it.split(',')).collect()
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains(&word)
    }

    /// What follows the kind in an id: `a` of `vpc-a`.
    fn name(&self) -> &'l str {
        self.id.split_once('-').map_or(self.id, |(_, name)| name)
    }
}

#[derive(Default)]
struct Builder {
    lists: Map<String, Value>,
    vpc_of_subnet: BTreeMap<String, String>,
}

impl Builder {
    fn line(&mut self, line: &Line<'_>) {
        match line.kind {
            "vpc" => self.vpc(line),
            "subnet" => self.subnet(line),
            "table" => self.table(line.id, line.need("vpc"), &line.list("subnets"), line.get("gateway"), &[]),
            "route" => self.route(line),
            "igw" => self.gateway("InternetGateways", "InternetGatewayId", line),
            "eigw" => self.gateway("EgressOnlyInternetGateways", "EgressOnlyInternetGatewayId", line),
            "nat" => self.nat(line),
            "acl" => self.push("NetworkAcls", json!({"NetworkAclId": line.id, "VpcId": line.need("vpc"), "Entries": [],
                "Associations": line.list("subnets").iter().map(|it| json!({"SubnetId": it})).collect::<Vec<_>>()})),
            "entry" => self.entry(line),
            "sg" => self.group(line),
            "allow" => self.allow(line),
            "host" => self.host(line),
            "eni" => self.interface(line, &json!({"Status": line.get("status").unwrap_or("in-use")})),
            "address" => self.push("Addresses", json!({"AllocationId": line.id, "PublicIp": line.need("public")})),
            "pl" => self.push("PrefixLists", json!({"PrefixListId": line.id, "PrefixListName": line.get("service"), "Cidrs": line.list("cidrs")})),
            "pcx" => self.peering(line),
            "tgw" => self.transit(line),
            "attach" => self.attachment(line),
            "transit-route" => self.transit_route(line),
            "vpce" => self.endpoint(line),
            "balancer" => self.balancer(line),
            "listener" => self.listener(line),
            "targets" => self.targets(line),
            "db" => self.database(line),
            "function" => self.push("Functions", json!({"FunctionName": line.id, "VpcConfig": {"VpcId": "vpc",
                "SubnetIds": line.list("subnets"), "SecurityGroupIds": line.list("sg")}})),
            "block" => {
                let options = json!({"InternetGatewayBlockMode": line.id});
                self.lists.insert("VpcBlockPublicAccessOptions".to_owned(), options);
                self.lists.entry("VpcBlockPublicAccessExclusions").or_insert(json!([]));
            }
            "spare" => self.push("VpcBlockPublicAccessExclusions", json!({"ExclusionId": "x", "State": "create-complete",
                "ResourceArn": format!("arn:aws:ec2:eu-west-1:1:vpc/{}", line.id), "InternetGatewayExclusionMode": line.need("mode")})),
            "forget" => drop(self.lists.insert(line.id.to_owned(), Value::Null)),
            other => panic!("no line starts with {other}"),
        }
    }

    /// All lists; what no line is of was asked for, and is empty.
    fn finish(mut self) -> Map<String, Value> {
        let all = [
            "Addresses",
            "DBInstances",
            "EgressOnlyInternetGateways",
            "Functions",
            "InternetGateways",
            "LoadBalancers",
            "NatGateways",
            "NetworkAcls",
            "NetworkInterfaces",
            "Reservations",
            "RouteTables",
            "SecurityGroups",
            "Subnets",
            "TargetGroups",
            "TransitGatewayAttachments",
            "TransitGatewayRouteTables",
            "TransitGatewayVpcAttachments",
            "TransitGateways",
            "VpcEndpoints",
            "VpcPeeringConnections",
            "Vpcs",
        ];
        for list in all {
            self.lists.entry(list).or_insert(json!([]));
        }
        self.lists.retain(|_, value| !value.is_null());
        self.lists
    }

    fn push(&mut self, list: &str, item: Value) {
        let items = self.lists.entry(list).or_insert(json!([]));
        items.as_array_mut().expect("a list").push(item);
    }

    /// An item that was pushed before.
    fn find(&mut self, list: &str, key: &str, id: &str) -> &mut Value {
        let items = self.lists.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
        items.into_iter().find(|it| it[key] == id).unwrap_or_else(|| panic!("no {id} among {list}"))
    }

    fn vpc(&mut self, line: &Line<'_>) {
        let (cidr, ipv6) = (line.need("cidr"), line.get("ipv6"));
        let associated = json!({"State": "associated"});
        let ipv6_set: Vec<Value> =
            ipv6.iter().map(|it| json!({"Ipv6CidrBlock": it, "Ipv6CidrBlockState": associated})).collect();
        self.push("Vpcs", json!({"VpcId": line.id, "CidrBlock": cidr, "Ipv6CidrBlockAssociationSet": ipv6_set}));
        let local: Vec<&str> = [Some(cidr), ipv6].into_iter().flatten().collect();
        self.table(&format!("rtb-{}", line.name()), line.id, &[], None, &local);
        let main = self.lists["RouteTables"].as_array_mut().and_then(|it| it.last_mut()).expect("the table was pushed");
        main["Associations"] = json!([{"Main": true}]);
        let open = |egress: bool| json!({"RuleNumber": 100, "Egress": egress, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"});
        let open_ipv6 = |egress: bool| json!({"RuleNumber": 101, "Egress": egress, "Protocol": "-1", "RuleAction": "allow", "Ipv6CidrBlock": "::/0"});
        let entries = [open(false), open(true), open_ipv6(false), open_ipv6(true)];
        self.push("NetworkAcls", json!({"NetworkAclId": format!("acl-{}", line.name()), "VpcId": line.id, "IsDefault": true, "Entries": entries}));
    }

    fn table(&mut self, id: &str, vpc: &str, subnets: &[&str], gateway: Option<&str>, local: &[&str]) {
        let mut associations: Vec<Value> = subnets.iter().map(|it| json!({"SubnetId": it})).collect();
        associations.extend(gateway.map(|it| json!({"GatewayId": it})));
        let ranges = self.lists["Vpcs"].as_array().into_iter().flatten().find(|it| it["VpcId"] == vpc).cloned();
        let own = ranges.map(|it| it["CidrBlock"].as_str().expect("a VPC has a range").to_owned());
        let local = if local.is_empty() {
            own.into_iter().collect()
        } else {
            local.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()
        };
        let routes: Vec<Value> = local.iter().map(|it| route(it, "local")).collect();
        self.push(
            "RouteTables",
            json!({"RouteTableId": id, "VpcId": vpc, "Associations": associations, "Routes": routes}),
        );
    }

    fn route(&mut self, line: &Line<'_>) {
        let mut route = route(line.need("to"), line.need("by"));
        route["State"] = json!(if line.has("blackhole") { "blackhole" } else { "active" });
        if line.has("propagated") {
            route["Origin"] = json!("EnableVgwRoutePropagation");
        }
        let table = self.find("RouteTables", "RouteTableId", line.id);
        let routes = table["Routes"].as_array_mut().expect("a table has routes");
        if line.has("first") { routes.insert(0, route) } else { routes.push(route) }
    }

    fn gateway(&mut self, list: &str, key: &str, line: &Line<'_>) {
        let attachments: Vec<Value> =
            line.get("vpc").iter().map(|it| json!({"VpcId": it, "State": "available"})).collect();
        self.push(list, json!({key: line.id, "Attachments": attachments}));
    }

    fn subnet(&mut self, line: &Line<'_>) {
        self.vpc_of_subnet.insert(line.id.to_owned(), line.need("vpc").to_owned());
        let ipv6: Vec<Value> = line.get("ipv6").iter().map(|it| json!({"Ipv6CidrBlock": it})).collect();
        self.push(
            "Subnets",
            json!({"SubnetId": line.id, "VpcId": line.need("vpc"), "CidrBlock": line.get("cidr"),
            "AvailabilityZoneId": line.get("zone").unwrap_or("az1"), "Ipv6CidrBlockAssociationSet": ipv6}),
        );
    }

    fn nat(&mut self, line: &Line<'_>) {
        let eni = format!("eni-{}", line.id);
        let address = json!({"PublicIp": line.get("public"), "PrivateIp": line.get("ip"), "AvailabilityZoneId": line.get("zone"),
            "NetworkInterfaceId": line.get("ip").map(|_| &eni)});
        let vpc = line.get("subnet").map_or_else(|| line.need("vpc").to_owned(), |it| self.vpc_of_subnet[it].clone());
        self.push("NatGateways", json!({"NatGatewayId": line.id, "VpcId": vpc, "SubnetId": line.get("subnet"),
            "State": line.get("state").unwrap_or("available"), "ConnectivityType": line.get("type").unwrap_or("public"),
            "AvailabilityMode": line.get("mode").unwrap_or("zonal"), "RouteTableId": line.get("table"), "NatGatewayAddresses": [address]}));
        if line.get("ip").is_some() && line.get("state").is_none() {
            let it = Line { id: &eni, kind: "eni", words: Vec::new(), options: line.options.clone() };
            self.interface(&it, &json!({"InterfaceType": "nat_gateway", "SourceDestCheck": false}));
        }
    }

    fn entry(&mut self, line: &Line<'_>) {
        let [direction, number, action, protocol, ports, cidr] = line.words[..] else {
            panic!("entry ACL in|out NUMBER allow|deny PROTOCOL PORTS CIDR")
        };
        let (from, to) = range(ports);
        let numbers = BTreeMap::from([("tcp", "6"), ("udp", "17"), ("icmp", "1"), ("all", "-1")]);
        let key = if cidr.contains(':') { "Ipv6CidrBlock" } else { "CidrBlock" };
        let entry = json!({"RuleNumber": number.parse::<u32>().expect("a number"), "Egress": direction == "out", "RuleAction": action,
            "Protocol": numbers[protocol], key: cidr, "PortRange": {"From": from, "To": to}});
        let acl = self.find("NetworkAcls", "NetworkAclId", line.id);
        acl["Entries"].as_array_mut().expect("an ACL has entries").push(entry);
    }

    fn group(&mut self, line: &Line<'_>) {
        let open =
            json!([{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}]);
        let egress = if line.has("closed") { json!([]) } else { open };
        self.push("SecurityGroups", json!({"GroupId": line.id, "GroupName": line.id, "VpcId": line.need("vpc"), "IpPermissions": [], "IpPermissionsEgress": egress}));
    }

    fn allow(&mut self, line: &Line<'_>) {
        let [direction, protocol, ports, peer] = line.words[..] else {
            panic!("allow GROUP in|out PROTOCOL PORTS PEER")
        };
        let (from, to) = range(ports);
        let (list, item) = match peer.split('-').next() {
            Some("sg") => ("UserIdGroupPairs", json!({"GroupId": peer})),
            Some("pl") => ("PrefixListIds", json!({"PrefixListId": peer})),
            _ if peer.contains(':') => ("Ipv6Ranges", json!({"CidrIpv6": peer})),
            _ => ("IpRanges", json!({"CidrIp": peer})),
        };
        let protocol = if protocol == "all" { "-1" } else { protocol };
        let rule = json!({"IpProtocol": protocol, "FromPort": from, "ToPort": to, list: [item]});
        let key = if direction == "in" { "IpPermissions" } else { "IpPermissionsEgress" };
        self.find("SecurityGroups", "GroupId", line.id)[key].as_array_mut().expect("a group has rules").push(rule);
    }

    fn host(&mut self, line: &Line<'_>) {
        let state = line.get("state").unwrap_or("running");
        let codes = if line.has("bought") { json!([{"ProductCodeType": "marketplace"}]) } else { json!([]) };
        self.push(
            "Reservations",
            json!({"Instances": [{"InstanceId": line.id, "State": {"Name": state}, "PrivateIpAddress": line.get("ip"),
            "Platform": line.get("platform"), "ProductCodes": codes, "NetworkInterfaces": []}]}),
        );
        let eni = format!("eni-{}", line.id);
        let it = Line { id: &eni, kind: "eni", words: Vec::new(), options: line.options.clone() };
        self.interface(&it, &json!({"Attachment": {"InstanceId": line.id}, "SourceDestCheck": !line.has("forwards")}));
    }

    fn interface(&mut self, line: &Line<'_>, more: &Value) {
        let subnet = line.need("subnet");
        let association = line.get("public").map(|it| json!({"PublicIp": it}));
        let ipv4: Vec<Value> =
            line.get("ip").iter().map(|it| json!({"PrivateIpAddress": it, "Association": association})).collect();
        let ipv6: Vec<Value> = line.get("ipv6").iter().map(|it| json!({"Ipv6Address": it})).collect();
        let groups: Vec<Value> = line.list("sg").iter().map(|it| json!({"GroupId": it})).collect();
        let mut item = json!({"NetworkInterfaceId": line.id, "SubnetId": subnet, "VpcId": self.vpc_of_subnet[subnet], "Status": "in-use",
            "InterfaceType": line.get("type").unwrap_or("interface"), "SourceDestCheck": true, "PrivateIpAddresses": ipv4, "Ipv6Addresses": ipv6, "Groups": groups});
        for (key, value) in more.as_object().expect("an object") {
            item[key] = value.clone();
        }
        self.push("NetworkInterfaces", item);
    }

    fn peering(&mut self, line: &Line<'_>) {
        let side = |vpc: &str, region: &str| json!({"VpcId": vpc, "Region": region});
        self.push("VpcPeeringConnections", json!({"VpcPeeringConnectionId": line.id, "Status": {"Code": line.get("state").unwrap_or("active")},
            "RequesterVpcInfo": side(line.need("from"), "eu-west-1"), "AccepterVpcInfo": side(line.need("to"), line.get("region").unwrap_or("eu-west-1"))}));
    }

    /// A transit gateway comes with a route table of its name.
    fn transit(&mut self, line: &Line<'_>) {
        let support = json!({"SecurityGroupReferencingSupport": line.get("groups").unwrap_or("disable")});
        self.push("TransitGateways", json!({"TransitGatewayId": line.id, "State": "available", "Options": support}));
        let table = format!("tgw-rtb-{}", line.name());
        self.push(
            "TransitGatewayRouteTables",
            json!({"TransitGatewayRouteTableId": table, "TransitGatewayId": line.id, "State": "available"}),
        );
        self.push("TransitGatewayRoutes", json!({"TransitGatewayRouteTableId": table, "Routes": []}));
    }

    /// An attachment is associated with the gateway's table, and propagates its VPC's range to it.
    fn attachment(&mut self, line: &Line<'_>) {
        let (gateway, vpc) = (line.need("tgw"), line.need("vpc"));
        let table = format!("tgw-rtb-{}", gateway.split_once('-').expect("an id").1);
        let options = json!({"SecurityGroupReferencingSupport": line.get("groups").unwrap_or("disable"), "Ipv6Support": line.get("v6").unwrap_or("disable")});
        self.push(
            "TransitGatewayVpcAttachments",
            json!({"TransitGatewayAttachmentId": line.id, "TransitGatewayId": gateway, "VpcId": vpc,
            "State": line.get("state").unwrap_or("available"), "SubnetIds": line.list("subnets"), "Options": options}),
        );
        let association =
            (!line.has("alone")).then(|| json!({"TransitGatewayRouteTableId": table, "State": "associated"}));
        self.push(
            "TransitGatewayAttachments",
            json!({"TransitGatewayAttachmentId": line.id, "TransitGatewayId": gateway, "ResourceType": "vpc",
            "ResourceId": vpc, "State": "available", "Association": association}),
        );
        if !line.has("silent") {
            let vpcs = self.lists["Vpcs"].as_array().expect("VPCs come first");
            let range = vpcs.iter().find(|it| it["VpcId"] == vpc).expect("the VPC comes first")["CidrBlock"].clone();
            self.add_transit_route(
                &table,
                &json!({"DestinationCidrBlock": range, "Type": "propagated", "State": "active",
                "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": line.id, "ResourceType": "vpc"}]}),
            );
        }
    }

    fn transit_route(&mut self, line: &Line<'_>) {
        let attachments: Vec<Value> = line
            .get("by")
            .iter()
            .map(|it| json!({"TransitGatewayAttachmentId": it, "ResourceType": line.get("type").unwrap_or("vpc")}))
            .collect();
        let state = if attachments.is_empty() { "blackhole" } else { "active" };
        self.add_transit_route(line.id, &json!({"DestinationCidrBlock": line.need("to"), "Type": "static", "State": state, "TransitGatewayAttachments": attachments}));
    }

    fn add_transit_route(&mut self, table: &str, route: &Value) {
        let answer = self.find("TransitGatewayRoutes", "TransitGatewayRouteTableId", table);
        answer["Routes"].as_array_mut().expect("an answer has routes").push(route.clone());
    }

    fn endpoint(&mut self, line: &Line<'_>) {
        let kind = line.get("type").unwrap_or("Gateway");
        let groups: Vec<Value> = line.list("sg").iter().map(|it| json!({"GroupId": it})).collect();
        self.push("VpcEndpoints", json!({"VpcEndpointId": line.id, "VpcEndpointType": kind, "VpcId": line.need("vpc"), "ServiceName": line.need("service"),
            "State": line.get("state").unwrap_or("available"), "SubnetIds": line.list("subnets"), "Groups": groups,
            "PrivateDnsEnabled": line.has("private-dns")}));
    }

    fn balancer(&mut self, line: &Line<'_>) {
        let zones: Vec<Value> = line.list("subnets").iter().map(|it| json!({"SubnetId": it})).collect();
        let attributes =
            json!([{"Key": "load_balancing.cross_zone.enabled", "Value": line.get("cross").unwrap_or("true")}]);
        self.push("LoadBalancers", json!({"LoadBalancerArn": line.id, "LoadBalancerName": line.id, "Type": line.need("type"), "Scheme": line.get("scheme").unwrap_or("internal"),
            "AvailabilityZones": zones, "State": {"Code": line.get("state").unwrap_or("active")}, "SecurityGroups": line.list("sg"), "Attributes": attributes, "Listeners": []}));
    }

    fn listener(&mut self, line: &Line<'_>) {
        let port: u16 = line.need("port").parse().expect("a port");
        let action = json!({"Type": if line.get("group").is_some() { "forward" } else { "redirect" }, "TargetGroupArn": line.get("group")});
        let listener = json!({"ListenerArn": format!("{}/{port}", line.id), "Port": port, "Protocol": line.get("protocol").unwrap_or("TCP"), "DefaultActions": [action]});
        self.find("LoadBalancers", "LoadBalancerArn", line.id)["Listeners"]
            .as_array_mut()
            .expect("a list")
            .push(listener);
    }

    fn targets(&mut self, line: &Line<'_>) {
        let port: u16 = line.need("port").parse().expect("a port");
        let health = |id: &&str| json!({"Target": {"Id": id, "Port": port}, "TargetHealth": {"State": line.get("state").unwrap_or("healthy")}});
        let attributes: Vec<Value> =
            line.get("preserve").iter().map(|it| json!({"Key": "preserve_client_ip.enabled", "Value": it})).collect();
        self.push("TargetGroups", json!({"TargetGroupArn": line.id, "TargetGroupName": line.id, "Protocol": "TCP", "Port": port, "VpcId": line.need("vpc"),
            "TargetType": line.get("type").unwrap_or("instance"), "Attributes": attributes, "TargetHealthDescriptions": line.list("ids").iter().map(health).collect::<Vec<_>>(),
            "LoadBalancerArns": line.list("balancers")}));
    }

    fn database(&mut self, line: &Line<'_>) {
        let subnets: Vec<Value> =
            line.list("subnets").iter().map(|it| json!({"SubnetIdentifier": it, "SubnetStatus": "Active"})).collect();
        let groups: Vec<Value> =
            line.list("sg").iter().map(|it| json!({"VpcSecurityGroupId": it, "Status": "active"})).collect();
        self.push("DBInstances", json!({"DBInstanceIdentifier": line.id, "PubliclyAccessible": line.has("public"), "Endpoint": {"Port": 3306},
            "DBSubnetGroup": {"DBSubnetGroupName": "group", "Subnets": subnets}, "VpcSecurityGroups": groups}));
    }
}

fn route(to: &str, by: &str) -> Value {
    let destination = match to {
        _ if to.starts_with("pl-") => "DestinationPrefixListId",
        _ if to.contains(':') => "DestinationIpv6CidrBlock",
        _ => "DestinationCidrBlock",
    };
    let target = match by.split('-').next() {
        Some("nat") => "NatGatewayId",
        Some("eigw") => "EgressOnlyInternetGatewayId",
        Some("pcx") => "VpcPeeringConnectionId",
        Some("tgw") => "TransitGatewayId",
        Some("eni") => "NetworkInterfaceId",
        _ => "GatewayId",
    };
    json!({destination: to, target: by, "State": "active"})
}

fn range(ports: &str) -> (u16, u16) {
    let port = |it: &str| it.parse::<u16>().expect("a port");
    match ports.split_once('-') {
        Some((from, to)) => (port(from), port(to)),
        None if ports == "all" => (0, u16::MAX),
        None => (port(ports), port(ports)),
    }
}
