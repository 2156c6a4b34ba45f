//! Where hubs are: below the VPCs that they connect, side by side.

use crate::content::{Hub, Link, Map, Place};
use crate::drawing::Area;
use crate::layout::{Busy, MARGIN};

use super::{BETWEEN, DOOR, VpcPlot, count};

const WIDTH: f64 = 230.0;
const STUB: f64 = 42.0;
/// Between a hub and what else it connects.
const ABOVE_STUBS: f64 = 26.0;
/// Below the VPCs, where the first link turns; each further one turns a step lower.
const FIRST_TURN: f64 = 20.0;
const STEP: f64 = 10.0;
/// Below the last turn.
const BELOW_TURNS: f64 = 24.0;
const BETWEEN_HUBS: f64 = 24.0;

/// Where a hub is, and its links.
pub(in crate::layout) struct HubPlot {
    pub(in crate::layout) area: Area,
    /// At the lower edges of the VPCs.
    pub(in crate::layout) links: Vec<(f64, f64)>,
    /// The height at which the links turn.
    pub(in crate::layout) turn: f64,
    pub(in crate::layout) stubs: Vec<Area>,
}

impl HubPlot {
    pub(super) fn areas(&self) -> impl Iterator<Item = &Area> {
        self.stubs.iter().chain([&self.area])
    }
}

/// Places all hubs, each as near to below the middle of its links as the one before lets it.
pub(super) fn place(map: &Map, vpcs: &[VpcPlot], top: f64, busy: &Busy) -> Vec<HubPlot> {
    let mut ends = LinkEnds::of(map, vpcs);
    let hubs_top = top + FIRST_TURN + count(map.hubs.len()) * STEP + BELOW_TURNS;
    let mut plots: Vec<HubPlot> = Vec::new();
    let mut free = MARGIN;
    for (nth, hub) in map.hubs.iter().enumerate() {
        let links: Vec<(f64, f64)> = hub.links.iter().map(|link| ends.next(link)).collect();
        let middle = links.iter().map(|(x, _)| x).sum::<f64>() / count(links.len().max(1));
        let width = WIDTH + busy.room(is_busy_hub(nth, hub, busy));
        let stubs_width = row_width(hub.stubs.len());
        let slot = width.max(stubs_width);
        let left = (middle - slot / 2.0).max(free);
        free = left + slot + BETWEEN_HUBS;
        let area = Area { x: left + (slot - width) / 2.0, y: hubs_top, width, height: DOOR };
        let stubs = (0..hub.stubs.len()).map(|stub| Area {
            x: area.middle() - stubs_width / 2.0 + count(stub) * (WIDTH + BETWEEN),
            y: area.bottom() + ABOVE_STUBS,
            width: WIDTH,
            height: STUB,
        });
        plots.push(HubPlot { area, links, turn: top + FIRST_TURN + count(nth) * STEP, stubs: stubs.collect() });
    }
    plots
}

/// The path comes through it.
pub(in crate::layout) fn is_busy_hub(nth: usize, hub: &Hub, busy: &Busy) -> bool {
    busy.has(Place::Hub(nth)) || (0..hub.links.len()).any(|link| busy.has(Place::Link(nth, link)))
}

fn row_width(stubs: usize) -> f64 {
    count(stubs) * (WIDTH + BETWEEN) - BETWEEN
}

/// The ends of links at the lower edges of VPCs, evenly.
struct LinkEnds<'p> {
    vpcs: &'p [VpcPlot],
    of_vpc: Vec<usize>,
    used: Vec<usize>,
}

impl<'p> LinkEnds<'p> {
    fn of(map: &Map, vpcs: &'p [VpcPlot]) -> Self {
        let mut of_vpc = vec![0; vpcs.len()];
        map.hubs.iter().flat_map(|it| &it.links).for_each(|link| of_vpc[link.vpc] += 1);
        Self { vpcs, used: vec![0; vpcs.len()], of_vpc }
    }

    fn next(&mut self, link: &Link) -> (f64, f64) {
        self.used[link.vpc] += 1;
        let area = &self.vpcs[link.vpc].area;
        let share = count(self.used[link.vpc]) / count(self.of_vpc[link.vpc] + 1);
        (area.x + area.width * share, area.bottom())
    }
}
