//! Outlines of shapes, in the language of SVG's paths.

use awslab_map::{Area, Point};

use super::number;

/// Of the corners of lines.
const RADIUS: f64 = 9.0;

/// A line with round corners.
pub(super) fn line(points: &[Point]) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let corners = points.windows(3).map(|it| {
        let [before, corner, after] = [it[0], it[1], it[2]];
        let radius = RADIUS.min(distance(before, corner) / 2.0).min(distance(corner, after) / 2.0);
        let (from, to) = (towards(corner, before, radius), towards(corner, after, radius));
        format!("L{}Q{} {}", at(from), at(corner), at(to))
    });
    format!("M{}{}L{}", at(*first), corners.collect::<String>(), at(*last))
}

/// The head of an arrow at the end of a line.
pub(super) fn arrow(points: &[Point], width: f64) -> Option<String> {
    let [.., before, end] = points else { return None };
    let length = distance(*before, *end);
    if length == 0.0 {
        return None;
    }
    let (dx, dy) = ((end.x - before.x) / length, (end.y - before.y) / length);
    let (long, half) = (width * 1.6 + 4.0, width + 2.5);
    let tip = Point { x: end.x + dx * 4.0, y: end.y + dy * 4.0 };
    let back = Point { x: tip.x - dx * long, y: tip.y - dy * long };
    let corners = [
        Point { x: back.x - dy * half, y: back.y + dx * half },
        Point { x: back.x + dy * half, y: back.y - dx * half },
    ];
    Some(format!("M{}L{}L{}Z", at(tip), at(corners[0]), at(corners[1])))
}

/// A cloud: flat below, round at its ends, with as many bumps above as have room.
pub(super) fn cloud(area: Area) -> String {
    let end = area.height * 0.32;
    let (left, right) = (area.x + end, area.right() - end);
    let shoulder = area.bottom() - 2.0 * end;
    let bumps = ((right - left) / 90.0).round().clamp(2.0, 9.0);
    let width = (right - left) / bumps;
    let rise = area.height - 2.0 * end;
    let mut outline = format!("M{}", at(Point { x: left, y: area.bottom() }));
    outline.push_str(&arc(end, end, Point { x: left, y: shoulder }));
    let mut x = left;
    while x + width / 2.0 < right {
        x += width;
        outline.push_str(&arc(width / 2.0, rise, Point { x, y: shoulder }));
    }
    outline.push_str(&arc(end, end, Point { x: right, y: area.bottom() }));
    outline.push('Z');
    outline
}

fn arc(x: f64, y: f64, to: Point) -> String {
    format!("A{} {} 0 0 1 {}", number(x), number(y), at(to))
}

fn at(point: Point) -> String {
    format!("{} {}", number(point.x), number(point.y))
}

fn distance(one: Point, other: Point) -> f64 {
    (one.x - other.x).hypot(one.y - other.y)
}

fn towards(from: Point, to: Point, length: f64) -> Point {
    let whole = distance(from, to);
    if whole == 0.0 {
        return from;
    }
    let share = length / whole;
    Point { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}
