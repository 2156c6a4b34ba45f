//! Where the line of a path runs: through lanes within what it comes through, through gutters beside the columns, and
//! through channels between the rows.

use crate::content::{Detail, Map, Place, Spot};
use crate::drawing::Area;
use crate::layout::Busy;
use crate::layout::plot::{HubPlot, Plot};

/// From the middle of a channel to the request's line, and to the reply's.
const CHANNELS: (f64, f64) = (-6.0, 6.0);
/// From the dot of a link, likewise.
const LINKS: (f64, f64) = (-18.0, 18.0);
/// From the inner edge of a lane to the number of a hop.
pub(super) const NUMBER: f64 = 27.0;
/// From the lower edge of the cloud.
const IN_CLOUD: f64 = 14.0;
/// From the upper edge of a resident: the height of its name.
const IN_RESIDENT: f64 = 15.0;

/// One direction of a path.
pub(super) struct Way<'m> {
    pub(super) map: &'m Map,
    pub(super) plot: &'m Plot,
    pub(super) busy: &'m Busy,
    pub(super) is_reply: bool,
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

pub(super) type Points = Vec<(f64, f64)>;

impl Way<'_> {
    /// Of a pair, what is meant for this direction.
    pub(super) fn side(&self, (request, reply): (f64, f64)) -> f64 {
        if self.is_reply { reply } else { request }
    }

    /// From one place to another.
    pub(super) fn line(&self, from: Place, to: Place) -> Points {
        let anchors = self.between(from, to);
        let mut points: Points = Vec::new();
        for leg in anchors.windows(2) {
            points.extend(self.leg(leg[0], leg[1]));
        }
        points.dedup();
        shortened(points)
    }

    /// Where the number of a place is. The internet is where the line leaves for another place.
    pub(super) fn point(&self, place: Place, beside: Option<Place>) -> (f64, f64) {
        let anchor = match (place, beside) {
            (Place::Internet, Some(other)) => self.between(place, other).first().copied(),
            _ => None,
        };
        anchor.unwrap_or_else(|| self.anchor(place)).point()
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
                Anchor::Outside { x: self.lane(area), y: area.bottom() - IN_CLOUD }
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
                Anchor::Edge { vpc: self.map.hubs[hub].links[link].vpc, x: x + self.side(LINKS), y }
            }
            Place::In(spot, detail) => {
                let area = self.plot.detail(self.map, spot, detail);
                let y = if matches!(detail, Detail::Resident(_)) { area.y + IN_RESIDENT } else { area.center() };
                Anchor::In { spot, x: self.lane(area), y }
            }
        }
    }

    /// The two anchors, and those between them that no hop names: an edge of a VPC is crossed at a door or a link.
    fn between(&self, from: Place, to: Place) -> Vec<Anchor> {
        let (one, other) = (self.anchor(from), self.anchor(to));
        match (from, to) {
            (Place::Internet, _) => self.outside_and(to, other),
            (_, Place::Internet) => {
                let mut anchors = self.outside_and(from, one);
                anchors.reverse();
                anchors
            }
            (Place::Hub(hub), Place::In(spot, _)) | (Place::In(spot, _), Place::Hub(hub)) => {
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

    /// From the internet, straight above where the line comes in: at a door of the VPC.
    fn outside_and(&self, to: Place, anchor: Anchor) -> Vec<Anchor> {
        let area = self.plot.internet;
        let door = match to {
            Place::In(spot, _) => self.door_of(spot.vpc),
            _ => None,
        };
        let x = match door.unwrap_or(anchor) {
            Anchor::Door { x, .. } => x,
            _ => area.middle(),
        };
        let outside = Anchor::Outside { x, y: area.bottom() - IN_CLOUD };
        [Some(outside), door, Some(anchor)].into_iter().flatten().collect()
    }

    /// The door to the internet that the path names, or else the first one.
    fn door_of(&self, vpc: usize) -> Option<Anchor> {
        let doors = self.map.vpcs[vpc].doors.iter().enumerate();
        let leading = doors.filter(|(_, it)| it.service.is_none()).map(|(door, _)| Place::Door(vpc, door));
        let leading: Vec<Place> = leading.collect();
        let named = leading.iter().find(|it| self.busy.has(**it));
        named.or(leading.first()).map(|it| self.anchor(*it))
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
            (Anchor::Hub { turn, .. }, Anchor::Hub { turn: other, .. }) => Some(turn.max(other) + side),
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
