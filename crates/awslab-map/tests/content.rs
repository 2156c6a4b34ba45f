//! What is on a map.

use awslab_map::{Asked, Cell, Class, Detail, HubKind, Map, Place, Resident, State, Subnet, SurveyError};
use awslab_reach::Verdict;
use serde_json::{Value, json};

use super::{APP, account, ec2, map, map_of_path, shop};

#[test]
fn subnets_are_in_rows_by_what_they_can_do_and_in_columns_by_zone() {
    let mut snapshot = shop();
    ec2(&mut snapshot)["Subnets"][0]["Tags"][0]["Value"] = json!("private-a"); // a name says nothing
    let map = map(&snapshot);
    let names = |cell: &Cell| cell.subnets.iter().filter_map(|it| it.name.clone()).collect::<Vec<_>>().join(" ");
    let rows: Vec<(Class, Vec<String>)> =
        map.vpcs[0].rows.iter().map(|row| (row.class, row.cells.iter().map(names).collect())).collect();
    let row = |class, names: [&str; 2]| (class, names.map(str::to_owned).to_vec());
    assert_eq!(
        rows,
        [
            row(Class::Public, ["private-a", "public-b"]),
            row(Class::Private, ["app-a", "app-b"]),
            row(Class::Isolated, ["data-a", "data-b"]),
        ]
    );
    let zones: Vec<_> = map.vpcs[0].zones.iter().filter_map(|it| it.id.as_deref()).collect();
    assert_eq!(zones, ["euw1-az1", "euw1-az2"]);
}

#[test]
fn residents_are_told_with_their_states() {
    let map = map(&shop());
    let states = |name: &str| -> Vec<(String, State)> {
        let subnet = subnet(&map, name);
        subnet.residents.iter().map(|it| (it.name.clone().unwrap_or_else(|| it.id.clone()), it.state)).collect()
    };
    assert_eq!(states("app-b"), [("app-2".to_owned(), State::Well), ("batch".to_owned(), State::Off)]);
    assert_eq!(states("data-a"), [("shop".to_owned(), State::Well)]);
    assert_eq!(states("data-b"), [("shop".to_owned(), State::Elsewhere)], "a failover may move it there");
    assert_eq!(
        subnet(&map, "public-a").residents[1].notes,
        ["running", "10.0.0.20", "198.51.100.20"],
        "made-up addresses are not told, and real ones are"
    );
    assert_eq!(subnet(&map, "data-a").residents[0].notes, ["mysql"]);
}

#[test]
fn many_instances_are_counted_and_those_on_the_path_are_shown() {
    let mut snapshot = shop();
    let instances = ec2(&mut snapshot)["Instances"].as_array_mut().expect("a list");
    for nth in 0..40 {
        let mut another = instances[1].clone();
        another["InstanceId"] = json!(format!("i-{nth:017}"));
        another["PrivateIpAddress"] = json!(format!("10.0.10.{}", 100 + nth));
        another["Tags"][0]["Value"] = json!(format!("a worker {nth:02}"));
        instances.push(another);
    }
    let all = map(&snapshot);
    assert_eq!(subnet(&all, "app-a").residents.len(), 3);
    assert_eq!(subnet(&all, "app-a").more, ["+ 38 more instances"]);
    assert!(subnet(&all, "app-a").residents.iter().all(|it| it.id != APP));
    let on_path = map_of_path(&snapshot, APP, "internet", 443);
    assert!(subnet(&on_path, "app-a").residents.iter().any(|it| it.id == APP));
}

#[test]
fn many_subnets_are_counted_and_those_on_the_path_are_shown() {
    let mut snapshot = shop();
    let subnets = ec2(&mut snapshot)["Subnets"].as_array_mut().expect("a list");
    for nth in 0..48 {
        let mut another = subnets[4].clone();
        another["SubnetId"] = json!(format!("subnet-{nth:017}"));
        another["CidrBlock"] = json!(format!("10.0.{}.0/24", 100 + nth));
        subnets.push(another);
    }
    let of_zone = |map: &Map| map.vpcs[0].rows[2].cells[0].clone();
    let Cell { subnets, more } = of_zone(&map(&snapshot));
    assert_eq!((subnets.len(), more), (4, 45));
    assert_eq!(subnets[0].name.as_deref(), Some("data-a"), "those that somebody is in are shown first");
}

#[test]
fn what_was_not_read_is_told_and_drawn() {
    let mut snapshot = shop();
    let denied = json!({ "Unknown": {
        "Call": "ec2:DescribeRouteTables", "Action": "ec2:DescribeRouteTables", "Error": "Denied", "Message": "no",
    } });
    ec2(&mut snapshot)["RouteTables"] = denied;
    let map = map(&snapshot);
    assert_eq!(map.vpcs[0].rows.iter().map(|it| it.class).collect::<Vec<_>>(), [Class::Unknown]);
    assert!(map.subnets().all(|(_, it)| it.table.is_err()));
    assert_eq!(map.vpcs[0].unseen, ["route tables: ec2:DescribeRouteTables was denied"]);
}

#[test]
fn gateways_that_routes_name_and_no_list_has_are_unknown() {
    let mut snapshot = shop();
    ec2(&mut snapshot)["InternetGateways"] = json!([]);
    ec2(&mut snapshot)["RouteTables"][0]["Routes"][0] =
        json!({ "DestinationCidrBlock": "192.168.0.0/16", "GatewayId": "vgw-1", "State": "active" });
    let map = map(&snapshot);
    assert_eq!(map.vpcs[0].doors[0].state, State::Unknown);
    assert_eq!((map.hubs[0].kind, map.hubs[0].state), (HubKind::Beyond, State::Unknown));
}

#[test]
fn the_stops_of_a_blocked_path_are_at_their_places() {
    let map = map_of_path(&shop(), APP, "internet", 443);
    let path = map.path.as_ref().expect("one was asked for");
    assert_eq!(path.verdict, Verdict::Blocked);
    assert!(path.stops.iter().all(|it| it.place.is_some()), "{:?}", path.stops);
    let [finding] = path.findings.as_slice() else { panic!("{:?}", path.findings) };
    assert_eq!(finding.component, "acl-0a2f4e6d8c1b39571");
    let Some(Place::In(spot, Detail::Acl)) = finding.place else { panic!("{:?}", finding.place) };
    assert_eq!(map.subnet(spot).name.as_deref(), Some("app-a"), "and not app-b, which has the same ACL");
    assert!(path.is_of_reply(finding), "the request passes there");
}

#[test]
fn the_vpcs_of_a_path_are_drawn_and_others_told_of() {
    let mut snapshot = shop();
    let others = (0..5).map(|nth| json!({ "VpcId": format!("vpc-{nth}"), "CidrBlock": "10.9.0.0/16" }));
    let vpcs = ec2(&mut snapshot)["Vpcs"].as_array_mut().expect("a list");
    vpcs.extend(others);
    vpcs.push(json!({ "VpcId": "vpc-default", "CidrBlock": "172.31.0.0/16", "IsDefault": true }));
    let ids = |map: &Map| map.vpcs.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    let path = map_of_path(&snapshot, APP, "internet", 443);
    assert_eq!(ids(&path), ["vpc-0c3a1f7be24d59e86"]);
    assert_eq!(path.notes, ["Not drawn: 6 other VPCs, such as vpc-0, vpc-1, vpc-2"]);
    assert_eq!(ids(&map(&snapshot)).len(), 4, "a page has an end");

    let named = ["vpc-default".to_owned()];
    let asked = Asked { vpcs: &named, question: None };
    assert_eq!(ids(&awslab_map::survey(&account(&snapshot), &asked).expect("it is there")), ["vpc-default"]);
    let named = ["vpc-9".to_owned()];
    let asked = Asked { vpcs: &named, question: None };
    let error = awslab_map::survey(&account(&snapshot), &asked).expect_err("there is none");
    assert!(matches!(error, SurveyError::NoSuchVpc { known, .. } if known.len() == 7));
}

#[test]
fn where_there_is_no_vpc_the_reason_is_told() {
    let mut snapshot = shop();
    snapshot["regions"] = json!({});
    let error = awslab_map::survey(&account(&snapshot), &Asked::default()).expect_err("there is none");
    assert_eq!(error, SurveyError::NoVpc("none was read".to_owned()));
}

#[test]
fn the_order_of_lists_changes_nothing() {
    let mut snapshot = shop();
    let (straight, path) = (map(&snapshot), map_of_path(&snapshot, APP, "shop", 3306));
    for service in ["EC2", "RDS", "ELBv2", "Lambda"] {
        let lists = snapshot["regions"]["eu-west-1"][service].as_object_mut().expect("a service");
        lists.values_mut().filter_map(Value::as_array_mut).for_each(|list| list.reverse());
    }
    for table in ec2(&mut snapshot)["RouteTables"].as_array_mut().expect("a list") {
        table["Routes"].as_array_mut().expect("a list").reverse();
    }
    assert_eq!(map(&snapshot), straight);
    assert_eq!(map_of_path(&snapshot, APP, "shop", 3306), path);
}

fn subnet<'m>(map: &'m Map, name: &str) -> &'m Subnet {
    let mut subnets = map.subnets().map(|(_, it)| it);
    subnets.find(|it| it.name.as_deref() == Some(name)).expect("the subnet is shown")
}

#[test]
fn every_resident_has_a_mark() {
    let residents: Vec<Resident> = map(&shop()).subnets().flat_map(|(_, it)| it.residents.clone()).collect();
    assert_eq!(residents.len(), 8);
    assert!(residents.iter().all(|it| (2..=4).contains(&it.mark.chars().count())));
}

#[test]
fn zones_and_ways_out_have_an_end_too() {
    let mut snapshot = shop();
    let subnets = ec2(&mut snapshot)["Subnets"].as_array_mut().expect("a list");
    for nth in 0..30 {
        let mut another = subnets[4].clone();
        another["SubnetId"] = json!(format!("subnet-{nth:017}"));
        another["AvailabilityZoneId"] = json!(format!("a-zone-{nth:02}"));
        another["AvailabilityZone"] = json!(format!("a-zone-{nth:02}"));
        subnets.push(another);
    }
    let endpoints = ec2(&mut snapshot)["VpcEndpoints"].as_array_mut().expect("a list");
    for nth in 0..30 {
        let mut another = endpoints[0].clone();
        another["VpcEndpointId"] = json!(format!("vpce-{nth:017}"));
        endpoints.push(another);
    }
    let map = map_of_path(&snapshot, APP, "internet", 443);
    let vpc = &map.vpcs[0];
    assert_eq!((vpc.zones.len(), vpc.doors.len()), (8, 8));
    assert!(vpc.zones.iter().any(|it| it.id.as_deref() == Some("euw1-az1")), "the path comes through it");
    assert_eq!(map.notes, ["Not drawn: 24 more zones", "Not drawn: 24 more ways out"]);
}
