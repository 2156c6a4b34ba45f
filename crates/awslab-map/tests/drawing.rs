//! Where things are on the page.

use awslab_map::{Area, Drawing, Ink, Map, Point, Shape, Tone, Words};
use serde_json::json;

use super::{APP, ec2, map, map_of_path, shop};

/// Drawings of many kinds.
fn drawings() -> Vec<(&'static str, Drawing)> {
    let mut long = shop();
    let name = json!([{ "Key": "Name", "Value": "W写".repeat(200) }]);
    for list in ["Vpcs", "Subnets", "Instances", "InternetGateways", "NatGateways", "VpcEndpoints"] {
        for it in ec2(&mut long)[list].as_array_mut().expect("a list") {
            it["Tags"] = name.clone();
        }
    }
    let mut unknown = shop();
    ec2(&mut unknown).as_object_mut().expect("lists").remove("RouteTables");
    let mut peered = shop();
    ec2(&mut peered)["VpcPeeringConnections"] = json!([{
        "VpcPeeringConnectionId": "pcx-0123456789abcdef0",
        "RequesterVpcInfo": { "VpcId": "vpc-0c3a1f7be24d59e86" },
        "AccepterVpcInfo": { "VpcId": "vpc-0fedcba9876543210", "OwnerId": "444455556666", "Region": "us-east-1" },
        "Status": { "Code": "active" },
    }]);
    [
        ("all", map(&shop())),
        ("out", map_of_path(&shop(), APP, "internet", 443)),
        ("in", map_of_path(&shop(), "internet", "i-01a2b3c4d5e6f7081", 80)),
        ("not in", map_of_path(&shop(), "internet", APP, 80)),
        ("across", map_of_path(&shop(), "i-03c4d5e6f7a8b9203", "shop", 3306)),
        ("long names", map(&long)),
        ("long names on a path", map_of_path(&long, APP, "internet", 443)),
        ("unknown", map_of_path(&unknown, APP, "internet", 443)),
        ("peered", map(&peered)),
    ]
    .map(|(name, map): (&str, Map)| (name, map.drawing(&str::to_owned)))
    .to_vec()
}

#[test]
fn words_have_room() {
    for (name, drawing) in drawings() {
        let page = Area { x: 0.0, y: 0.0, width: drawing.width, height: drawing.height };
        each(&drawing.shapes, None, &mut |shape, around| {
            if let Shape::Words(words) = shape {
                let around = around.unwrap_or(page);
                let words_area = area_of(words);
                assert!(is_within(words_area, around), "{name}: {words:?} at {words_area:?} in {around:?}");
            }
        });
    }
}

#[test]
fn everything_is_on_the_page() {
    for (name, drawing) in drawings() {
        let page = Area { x: 0.0, y: 0.0, width: drawing.width, height: drawing.height };
        each(&drawing.shapes, None, &mut |shape, _| match shape {
            Shape::Box { area, .. } | Shape::Cloud { area, .. } => assert!(is_within(*area, page), "{name}: {area:?}"),
            Shape::Line { points, .. } => {
                assert!(points.iter().all(|it| it.x >= 0.0 && it.x <= page.width && it.y <= page.height), "{name}");
            }
            _ => {}
        });
    }
}

#[test]
fn subnets_do_not_overlap() {
    for (name, drawing) in drawings() {
        let subnets = subnets(&drawing);
        for (nth, one) in subnets.iter().enumerate() {
            for other in &subnets[nth + 1..] {
                let is_apart =
                    one.right() < other.x || other.right() < one.x || one.bottom() < other.y || other.bottom() < one.y;
                assert!(is_apart, "{name}: {one:?} and {other:?}");
            }
        }
    }
}

#[test]
fn a_path_crosses_no_subnet_that_it_does_not_come_through() {
    for (name, drawing) in drawings() {
        let subnets = subnets(&drawing);
        let numbers = numbers(&drawing);
        let strangers = subnets.iter().filter(|subnet| !numbers.iter().any(|at| contains(**subnet, *at)));
        for subnet in strangers {
            for (from, to) in segments(&drawing) {
                assert!(!crosses(*subnet, from, to), "{name}: {from:?} to {to:?} crosses {subnet:?}");
            }
        }
    }
}

/// Calls on every shape, with the first box of the group that it is in.
fn each(shapes: &[Shape], around: Option<Area>, call: &mut impl FnMut(&Shape, Option<Area>)) {
    for shape in shapes {
        match shape {
            Shape::Group(_, inner) => {
                let frame = inner.iter().find_map(|it| match it {
                    Shape::Box { area, .. } | Shape::Cloud { area, .. } if area.width > 60.0 => Some(*area),
                    _ => None,
                });
                each(inner, frame.or(around), call);
            }
            other => call(other, around),
        }
    }
}

fn area_of(words: &Words) -> Area {
    let width = words.width();
    let left = match words.align {
        awslab_map::Align::Left => words.at.x,
        awslab_map::Align::Center => words.at.x - width / 2.0,
        awslab_map::Align::Right => words.at.x - width,
    };
    Area { x: left, y: words.at.y - words.size / 2.0, width, height: words.size }
}

fn is_within(inner: Area, outer: Area) -> bool {
    inner.x >= outer.x - 0.1
        && inner.right() <= outer.right() + 0.1
        && inner.y >= outer.y - 0.1
        && inner.bottom() <= outer.bottom() + 0.1
}

/// Subnets are groups of their own, whose words begin with a name or an id and tell of a class.
fn subnets(drawing: &Drawing) -> Vec<Area> {
    let groups = drawing.shapes.iter().filter_map(|it| match it {
        Shape::Group(title, inner) if title.contains("subnet-") => inner.first(),
        _ => None,
    });
    groups.filter_map(|it| if let Shape::Box { area, .. } = it { Some(*area) } else { None }).collect()
}

/// Where the numbers of hops are.
fn numbers(drawing: &Drawing) -> Vec<Point> {
    let boxes = drawing.shapes.iter().filter_map(|it| match it {
        Shape::Box { area, edge: Some(edge), .. } if is_of_path(edge.ink) => Some(*area),
        _ => None,
    });
    boxes.map(|it| Point { x: it.middle(), y: it.center() }).collect()
}

fn segments(drawing: &Drawing) -> Vec<(Point, Point)> {
    let lines = drawing.shapes.iter().filter_map(|it| match it {
        Shape::Line { points, stroke, .. } if is_of_path(stroke.ink) => Some(points),
        _ => None,
    });
    lines.flat_map(|points| points.windows(2).map(|it| (it[0], it[1]))).collect()
}

fn is_of_path(ink: Ink) -> bool {
    matches!(ink, Ink::Strong(Tone::Request | Tone::Reply))
}

fn contains(area: Area, at: Point) -> bool {
    at.x > area.x && at.x < area.right() && at.y > area.y && at.y < area.bottom()
}

/// Of a line that is level or upright.
fn crosses(area: Area, from: Point, to: Point) -> bool {
    from.x.min(to.x) < area.right()
        && from.x.max(to.x) > area.x
        && from.y.min(to.y) < area.bottom()
        && from.y.max(to.y) > area.y
}
