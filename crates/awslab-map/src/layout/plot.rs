//! The measures of the grid: how large everything is, and where.

mod hubs;
mod vpc;

use crate::content::{Detail, Map, Place, Spot, Vpc};
use crate::drawing::Area;

use super::{Busy, MARGIN, TITLE, subnet};

pub(super) use hubs::{HubPlot, is_busy_hub};
pub(super) use vpc::VpcPlot;

/// Of a row's words.
pub(super) const ROW_HEAD: f64 = 30.0;
/// Of a zone's name.
pub(super) const ZONE_HEAD: f64 = 32.0;
/// Of a line about what is not drawn or was not seen.
pub(super) const NOTE: f64 = 20.0;
/// Of a door, half of which is above the VPC's edge, and of a hub.
const DOOR: f64 = 62.0;
/// Between things side by side or below one another.
const BETWEEN: f64 = 12.0;
const CLOUD: f64 = 80.0;
const SERVICE: f64 = 40.0;
const BETWEEN_VPCS: f64 = 40.0;
/// Of a cloud with no door below it, to either side of the first VPC's middle.
const HALF_CLOUD: f64 = 130.0;

/// Where everything is.
pub(super) struct Plot {
    pub(super) internet: Area,
    pub(super) vpcs: Vec<VpcPlot>,
    pub(super) hubs: Vec<HubPlot>,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Plot {
    pub(super) fn of(map: &Map, busy: &Busy) -> Self {
        let top = MARGIN + TITLE;
        let has_services = map.vpcs.iter().flat_map(|it| &it.doors).any(|it| it.service.is_some());
        let services =
            Area { x: 0.0, y: top + CLOUD + 14.0, width: 0.0, height: if has_services { SERVICE } else { 0.0 } };
        let vpc_top = services.bottom() + 20.0 + DOOR / 2.0;
        let mut vpcs: Vec<VpcPlot> = Vec::new();
        let mut left = MARGIN;
        for (nth, vpc) in map.vpcs.iter().enumerate() {
            let plot = VpcPlot::of(vpc, nth, busy, (left, vpc_top), services);
            left = plot.area.right() + BETWEEN_VPCS;
            vpcs.push(plot);
        }
        let internet = cloud(map, &vpcs, top);
        let lowest = vpcs.iter().map(|it| it.area.bottom()).fold(0.0, f64::max);
        let hubs = hubs::place(map, &vpcs, lowest, busy);
        let areas = vpcs.iter().map(|it| &it.area).chain(hubs.iter().flat_map(HubPlot::areas)).chain([&internet]);
        let (right, bottom) =
            areas.fold((0.0, 0.0), |(right, bottom), it| (it.right().max(right), it.bottom().max(bottom)));
        Self { internet, vpcs, hubs, right, bottom }
    }

    pub(super) fn subnet(&self, spot: Spot) -> Area {
        self.vpcs[spot.vpc].cells[spot.row][spot.zone][spot.nth]
    }

    /// Where a part of a subnet is.
    pub(super) fn detail(&self, map: &Map, spot: Spot, detail: Detail) -> Area {
        let area = self.subnet(spot);
        let (top, height) = subnet::detail(map.subnet(spot), detail);
        Area { y: area.y + top, height, ..area }
    }
}

/// The path comes through it; that to the internet does without a hop that says so.
pub(super) fn is_busy_door(nth: usize, vpc: &Vpc, door: usize, busy: &Busy) -> bool {
    let is_to_internet = vpc.doors[door].service.is_none();
    busy.has(Place::Door(nth, door)) || (is_to_internet && busy.has(Place::Internet))
}

/// Over all doors that lead to it.
fn cloud(map: &Map, vpcs: &[VpcPlot], y: f64) -> Area {
    let doors = map.vpcs.iter().zip(vpcs).flat_map(|(vpc, plot)| vpc.doors.iter().zip(&plot.doors));
    let leading = doors.filter(|(door, _)| door.service.is_none()).map(|(_, area)| area);
    let middle = vpcs.first().map_or(MARGIN + HALF_CLOUD, |it| it.area.middle());
    let (left, right) = leading
        .fold((middle - HALF_CLOUD, middle + HALF_CLOUD), |(left, right), it| (it.x.min(left), it.right().max(right)));
    let left = left.max(MARGIN);
    Area { x: left, y, width: right - left, height: CLOUD }
}

/// A number of things as a number to measure with. A page has few of anything.
fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}
