//! A path on the map: a line for the request and one for the reply, with the numbers of their hops, and a mark where
//! something stops them.

use std::collections::BTreeMap;

use crate::content::{Detail, Map, Path, Place, Spot, Stop};
use crate::drawing::{Area, Dash, Ink, Stroke, Tone};

use super::Busy;
use super::pen::{PILL, Pen, pill_width, solid, stroke};
use super::plot::{HubPlot, Plot};

/// From the middle of a channel to the request's line, and to the reply's.
const CHANNELS: (f64, f64) = (-6.0, 6.0);
/// From the edge of a lane to the number of a hop, and to the mark of what stops it.
const NUMBER: f64 = 27.0;
const MARK: f64 = 21.0;

pub(super) fn draw(pen: &mut Pen<'_>, map: &Map, plot: &Plot, path: &Path, busy: &Busy) {
    let stopped = path.findings.iter().filter_map(|it| it.stop).min();
    let last_request = path.stops.iter().rfind(|it| !it.is_reply && it.place.is_some());
    for is_reply in [true, false] {
        let way = Way { map, plot, busy, is_reply };
        let stops: Vec<&Stop> = path.stops.iter().filter(|it| it.is_reply == is_reply).collect();
        let start = last_request.filter(|_| is_reply && !stops.is_empty());
        way.draw_lines(pen, &start.into_iter().chain(stops.iter().copied()).collect::<Vec<_>>(), stopped);
        way.draw_numbers(pen, &stops);
    }
    draw_findings(pen, map, plot, path, busy);
}

/// One direction of a path.
struct Way<'m> {
    map: &'m Map,
    plot: &'m Plot,
    busy: &'m Busy,
    is_reply: bool,
}

/// A place that the line goes through, with the way from there to the channels of its VPC.
#[derive(Clone, Copy, PartialEq)]
enum Anchor {
    In { spot: Spot, x: f64, y: f64 },
    Door { vpc: usize, x: f64, y: f64 },
    Outside { x: f64, y: f64 },
    Edge { vpc: usize, x: f64, y: f64 },
    Hub { x: f64, y: f64, turn: f64 },
}

type Points = Vec<(f64, f64)>;

impl Way<'_> {
    fn side(&self, (request, reply): (f64, f64)) -> f64 {
        if self.is_reply { reply } else { request }
    }

    fn draw_lines(&self, pen: &mut Pen<'_>, stops: &[&Stop], stopped: Option<usize>) {
        let placed: Vec<&&Stop> = stops.iter().filter(|it| it.place.is_some()).collect();
        for pair in placed.windows(2) {
            let (Some(from), Some(to)) = (pair[0].place, pair[1].place) else { continue };
            if from == to {
                continue;
            }
            let anchors = self.between(from, to);
            let mut points: Points = Vec::new();
            for leg in anchors.windows(2) {
                let leg = self.leg(leg[0], leg[1]);
                let known = points.last() == leg.first();
                points.extend(leg.into_iter().skip(usize::from(known)));
            }
            points.dedup();
            let is_beyond = stopped.is_some_and(|stopped| pair[0].number >= stopped);
            let points = shortened(points);
            pen.line(points.clone(), solid(Ink::Paper, 7.0), false);
            pen.line(points, self.stroke(is_beyond), true);
        }
    }

    fn stroke(&self, is_beyond: bool) -> Stroke {
        let tone = if self.is_reply { Tone::Reply } else { Tone::Request };
        match (is_beyond, self.is_reply) {
            (true, _) => stroke(Ink::Strong(tone), 2.5, Dash::Dotted),
            (false, true) => stroke(Ink::Strong(tone), 3.0, Dash::Dashed),
            (false, false) => solid(Ink::Strong(tone), 3.5),
        }
    }

    /// Each place has the numbers of its hops.
    fn draw_numbers(&self, pen: &mut Pen<'_>, stops: &[&Stop]) {
        let mut numbers: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for stop in stops {
            if let Some(place) = stop.place {
                numbers.entry(place).or_default().push(stop.number);
            }
        }
        let doors = stops.windows(2).find_map(|pair| match (pair[0].place?, pair[1].place?) {
            (Place::Internet, other) | (other, Place::Internet) => Some(other),
            _ => None,
        });
        for (place, numbers) in numbers {
            let Some((x, y)) = self.point(place, doors) else { continue };
            draw_number(pen, &in_short(&numbers), (x, y), self.is_reply);
        }
    }

    fn point(&self, place: Place, beside: Option<Place>) -> Option<(f64, f64)> {
        let anchors = match (place, beside) {
            (Place::Internet, Some(other)) => self.between(place, other),
            _ => vec![self.anchor(place)],
        };
        anchors.first().map(|it| it.point())
    }

    /// In the lane of an area.
    fn lane(&self, area: Area) -> f64 {
        let (request, reply) = self.busy.lanes;
        if self.is_reply { area.right() - reply + NUMBER } else { area.x + request - NUMBER }
    }

    fn anchor(&self, place: Place) -> Anchor {
        match place {
            Place::Internet => {
                let area = self.plot.internet;
                Anchor::Outside { x: self.lane(area), y: area.bottom() - 14.0 }
            }
            Place::Door(vpc, door) => {
                let area = self.plot.vpcs[vpc].doors[door];
                Anchor::Door { vpc, x: self.lane(area), y: area.center() }
            }
            Place::Hub(hub) => {
                let HubPlot { area, turn, .. } = self.plot.hubs[hub];
                Anchor::Hub { x: self.lane(area), y: area.center(), turn }
            }
            Place::Link(hub, link) => {
                let (x, y) = self.plot.hubs[hub].links[link];
                Anchor::Edge { vpc: self.map.hubs[hub].links[link].vpc, x: x + self.side((-18.0, 18.0)), y }
            }
            Place::In(spot, detail) => {
                let area = self.plot.detail(self.map, spot, detail);
                let y = if matches!(detail, Detail::Resident(_)) { area.y + 15.0 } else { area.center() };
                Anchor::In { spot, x: self.lane(area), y }
            }
        }
    }

    /// The two anchors, and those between them that no hop names: an edge of a VPC is crossed at a door or a link.
    fn between(&self, from: Place, to: Place) -> Vec<Anchor> {
        let (one, other) = (self.anchor(from), self.anchor(to));
        match (from, to) {
            (Place::Internet, _) => self.from_outside(to, other),
            (_, Place::Internet) => {
                let mut anchors = self.from_outside(from, one);
                anchors.reverse();
                anchors
            }
            (Place::Hub(hub), Place::In(spot, _)) => {
                let link = self.link_of(hub, spot.vpc);
                [Some(one), link, Some(other)].into_iter().flatten().collect()
            }
            (Place::In(spot, _), Place::Hub(hub)) => {
                let link = self.link_of(hub, spot.vpc);
                [Some(one), link, Some(other)].into_iter().flatten().collect()
            }
            _ => vec![one, other],
        }
    }

    fn link_of(&self, hub: usize, vpc: usize) -> Option<Anchor> {
        let link = self.map.hubs[hub].links.iter().position(|it| it.vpc == vpc)?;
        Some(self.anchor(Place::Link(hub, link)))
    }

    fn from_outside(&self, to: Place, anchor: Anchor) -> Vec<Anchor> {
        let area = self.plot.internet;
        let y = area.bottom() - 14.0;
        let door = match (to, anchor) {
            (Place::In(spot, _), _) => {
                let doors = self.map.vpcs[spot.vpc].doors.iter();
                let leading = doors
                    .enumerate()
                    .filter(|(_, it)| it.service.is_none())
                    .map(|(door, _)| Place::Door(spot.vpc, door));
                let named = leading.clone().find(|it| self.busy.has(*it));
                named.or_else(|| leading.into_iter().next()).map(|it| self.anchor(it))
            }
            _ => None,
        };
        let next = door.unwrap_or(anchor);
        let x = match next {
            Anchor::Door { x, .. } => x,
            _ => area.middle() + self.side((-16.0, 16.0)),
        };
        let outside = Anchor::Outside { x: x.clamp(area.x + 16.0, area.right() - 16.0), y };
        [Some(outside), door, Some(anchor)].into_iter().flatten().collect()
    }

    fn leg(&self, from: Anchor, to: Anchor) -> Points {
        if let (Anchor::In { spot, .. }, Anchor::In { spot: other, .. }) = (from, to)
            && spot == other
        {
            return vec![from.point(), to.point()];
        }
        let channel = self.channel(from, to);
        let mut points = self.out(from, channel);
        let mut back = self.out(to, channel);
        back.reverse();
        points.extend(back);
        points
    }

    /// The height at which the line goes from one column to another.
    fn channel(&self, from: Anchor, to: Anchor) -> Option<f64> {
        let side = self.side(CHANNELS);
        let of = |vpc: usize, nth: usize| self.plot.vpcs[vpc].channels.get(nth).map(|it| it + side);
        let last = |vpc: usize| self.plot.vpcs[vpc].channels.last().map(|it| it + side);
        match (from, to) {
            (Anchor::In { spot, .. }, Anchor::In { spot: other, .. }) if spot.vpc == other.vpc => {
                if spot.zone == other.zone { None } else { of(spot.vpc, spot.row.max(other.row)) }
            }
            (Anchor::In { spot, .. }, Anchor::Edge { vpc, .. })
            | (Anchor::Edge { vpc, .. }, Anchor::In { spot, .. })
                if spot.vpc == vpc =>
            {
                last(vpc)
            }
            (Anchor::Hub { turn, .. }, Anchor::Edge { .. }) | (Anchor::Edge { .. }, Anchor::Hub { turn, .. }) => {
                Some(turn + side)
            }
            (Anchor::In { spot, .. }, _) | (_, Anchor::In { spot, .. }) => of(spot.vpc, 0),
            (Anchor::Door { vpc, .. }, Anchor::Edge { .. }) | (Anchor::Edge { .. }, Anchor::Door { vpc, .. }) => {
                of(vpc, 0)
            }
            _ => None,
        }
    }

    /// From an anchor to a channel.
    fn out(&self, anchor: Anchor, channel: Option<f64>) -> Points {
        let (x, y) = anchor.point();
        match (anchor, channel) {
            (Anchor::In { spot, .. }, channel) => {
                let (column, half) =
                    (self.plot.vpcs[spot.vpc].columns[spot.zone], self.plot.vpcs[spot.vpc].gutter / 2.0);
                let gutter = if self.is_reply { column.right() - half } else { column.x + half };
                [Some((x, y)), Some((gutter, y)), channel.map(|it| (gutter, it))].into_iter().flatten().collect()
            }
            (_, Some(channel)) => vec![(x, y), (x, channel)],
            (_, None) => vec![(x, y)],
        }
    }
}

impl Anchor {
    fn point(self) -> (f64, f64) {
        match self {
            Self::In { x, y, .. }
            | Self::Door { x, y, .. }
            | Self::Outside { x, y }
            | Self::Edge { x, y, .. }
            | Self::Hub { x, y, .. } => (x, y),
        }
    }
}

/// The mark of a hop: filled on the way there, hollow on the way back.
pub(super) fn draw_number(pen: &mut Pen<'_>, text: &str, at: (f64, f64), is_reply: bool) {
    let tone = if is_reply { Tone::Reply } else { Tone::Request };
    let (fill, ink) = if is_reply { (Ink::Paper, Ink::Strong(tone)) } else { (Ink::Strong(tone), Ink::Paper) };
    pen.pill(text, at, fill, solid(Ink::Strong(tone), 2.0), ink);
}

/// The mark of what stops a path, or may.
pub(super) fn draw_finding(pen: &mut Pen<'_>, text: &str, is_blocker: bool, (x, y): (f64, f64)) {
    let (fill, edge, ink) = if is_blocker {
        (Ink::Strong(Tone::Block), solid(Ink::Paper, 2.0), Ink::Paper)
    } else {
        (Ink::Paper, stroke(Ink::Strong(Tone::Unknown), 2.0, Dash::Dashed), Ink::Strong(Tone::Unknown))
    };
    let width = pill_width(text) + 4.0;
    let area = Area { x: x - width / 2.0, y: y - PILL / 2.0 - 1.0, width, height: PILL + 2.0 };
    pen.area(area, 3.0, fill, Some(edge));
    pen.words(text, (x, y), crate::drawing::Align::Center, (crate::drawing::Font::Bold, 12.0), ink, width);
}

/// `✖ A` of what stops, `? B` of what could not be seen.
pub(super) fn letter(letter: &str, is_blocker: bool) -> String {
    format!("{} {letter}", if is_blocker { "✖" } else { "?" })
}

fn draw_findings(pen: &mut Pen<'_>, map: &Map, plot: &Plot, path: &Path, busy: &Busy) {
    let mut marks: BTreeMap<(Place, bool, bool), Vec<String>> = BTreeMap::new();
    for finding in &path.findings {
        if let Some(place) = finding.place {
            let key = (place, path.is_of_reply(finding), finding.is_blocker);
            marks.entry(key).or_default().push(finding.letter.to_string());
        }
    }
    for ((place, is_reply, is_blocker), letters) in marks {
        let way = Way { map, plot, busy, is_reply };
        let (x, y) = way.anchor(place).point();
        let lane = way.side(busy.lanes) - NUMBER - MARK;
        let text = letter(&letters.join(", "), is_blocker);
        draw_finding(pen, &text, is_blocker, (if is_reply { x + lane } else { x - lane }, y));
    }
}

/// Up to the mark of its last point, not into it.
fn shortened(mut points: Points) -> Points {
    if let [.., (x0, y0), (x, y)] = points.as_mut_slice() {
        let (dx, dy): (f64, f64) = (*x - *x0, *y - *y0);
        let length = dx.hypot(dy);
        let cut = (if dx.abs() > dy.abs() { 17.0_f64 } else { 11.0 }).min(length * 0.6);
        if length > 0.0 {
            *x -= dx / length * cut;
            *y -= dy / length * cut;
        }
    }
    points
}

/// `1–3` for three in a row, `2, 7` for two that are not.
fn in_short(numbers: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    let words = ranges.iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        _ => format!("{first}–{last}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_row_are_told_as_one() {
        for (numbers, words) in [(&[1][..], "1"), (&[1, 2], "1–2"), (&[1, 2, 3, 7], "1–3, 7"), (&[2, 7], "2, 7")] {
            assert_eq!(in_short(numbers), words);
        }
    }
}
