//! The measures of the grid: how large everything is, and where.

use crate::content::{Detail, Map, Place, Row, Spot, Subnet, Vpc};
use crate::drawing::{Area, Font};

use super::{Busy, MARGIN, TITLE, pen, subnet};

/// Of a subnet.
const SUBNET: f64 = 320.0;
/// On both sides of the subnets of a column: a path has room in it.
const GUTTER: f64 = 14.0;
const GUTTER_WITH_PATH: f64 = 30.0;
/// Between subnets, and between columns.
const BETWEEN: f64 = 12.0;
/// Between rows: a path has room in it.
const CHANNEL: f64 = 16.0;
const CHANNEL_WITH_PATH: f64 = 28.0;
/// Of a row's words.
pub(super) const ROW_HEAD: f64 = 30.0;
/// Of a zone's name.
pub(super) const ZONE_HEAD: f64 = 32.0;
/// Of a VPC's name, below its upper edge.
const VPC_HEAD: f64 = 78.0;
/// Of its account and Region.
const HOME: f64 = 16.0;
/// Within a VPC's edge.
const VPC_PAD: f64 = 18.0;
/// A row is so much wider than its columns on either side.
const ROW_OUTSET: f64 = 7.0;
/// Of a line about what was not seen.
pub(super) const NOTE: f64 = 20.0;
/// Of a door, half of which is above the VPC's edge.
pub(super) const DOOR: f64 = 62.0;
const DOOR_WIDTH: f64 = 196.0;
const CLOUD: f64 = 80.0;
const SERVICE: f64 = 40.0;
const HUB_WIDTH: f64 = 230.0;
const STUB: f64 = 42.0;

/// Where everything is.
pub(super) struct Plot {
    pub(super) internet: Area,
    pub(super) vpcs: Vec<VpcPlot>,
    pub(super) hubs: Vec<HubPlot>,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// Where the parts of a VPC are.
pub(super) struct VpcPlot {
    pub(super) area: Area,
    pub(super) head_room: f64,
    pub(super) columns: Vec<Area>,
    pub(super) rows: Vec<Area>,
    /// By row and zone.
    pub(super) cells: Vec<Vec<Vec<Area>>>,
    pub(super) doors: Vec<Area>,
    pub(super) services: Vec<Option<Area>>,
    /// Above each row, and below the last.
    pub(super) channels: Vec<f64>,
    /// How wide the gutters are.
    pub(super) gutter: f64,
}

/// Where a hub is, and its links.
pub(super) struct HubPlot {
    pub(super) area: Area,
    /// At the lower edges of the VPCs.
    pub(super) links: Vec<(f64, f64)>,
    /// The height at which the links turn.
    pub(super) turn: f64,
    pub(super) stubs: Vec<Area>,
}

impl Plot {
    pub(super) fn of(map: &Map, busy: &Busy) -> Self {
        let top = MARGIN + TITLE;
        let has_services = map.vpcs.iter().flat_map(|it| &it.doors).any(|it| it.service.is_some());
        let services = top + CLOUD + 14.0;
        let vpc_top = services + if has_services { SERVICE + 22.0 } else { 16.0 } + DOOR / 2.0;
        let mut vpcs: Vec<VpcPlot> = Vec::new();
        let mut left = MARGIN;
        for (nth, vpc) in map.vpcs.iter().enumerate() {
            let plot = VpcPlot::of(nth, vpc, busy, (left, vpc_top), services);
            left = plot.area.right() + 40.0;
            vpcs.push(plot);
        }
        let right = vpcs.iter().map(|it| it.area.right()).fold(0.0, f64::max);
        let vpc_bottom = vpcs.iter().map(|it| it.area.bottom()).fold(0.0, f64::max);
        let internet = cloud(map, &vpcs, top);
        let hubs = hubs(map, &vpcs, vpc_bottom, busy);
        let below = hubs.iter().map(|it| it.stubs.iter().map(Area::bottom).fold(it.area.bottom(), f64::max));
        let beside = hubs.iter().map(|it| it.stubs.iter().map(Area::right).fold(it.area.right(), f64::max));
        Self {
            bottom: below.fold(vpc_bottom, f64::max),
            right: beside.fold(right, f64::max).max(internet.right()),
            internet,
            vpcs,
            hubs,
        }
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

impl VpcPlot {
    fn of(nth: usize, vpc: &Vpc, busy: &Busy, (x, y): (f64, f64), services: f64) -> Self {
        let (gutter, channel) = if busy.is_any() { (GUTTER_WITH_PATH, CHANNEL_WITH_PATH) } else { (GUTTER, CHANNEL) };
        let subnet_width = SUBNET + busy.room(has_path(nth, busy));
        let column_width = subnet_width + 2.0 * gutter;
        let n_columns = count(vpc.zones.len().max(1));
        let head_room = head_room(vpc);
        let doors_width: f64 = (0..vpc.doors.len()).map(|door| door_width(nth, vpc, door, busy) + 20.0).sum();
        let grid = n_columns * (column_width + BETWEEN) - BETWEEN;
        let width = (grid.max(head_room + 30.0 + doors_width)) + 2.0 * VPC_PAD;
        let spread = (width - 2.0 * VPC_PAD - grid) / n_columns; // wide doors stretch the columns
        let (column_width, subnet_width) = (column_width + spread, subnet_width + spread);
        let column_x = |zone: usize| x + VPC_PAD + count(zone) * (column_width + BETWEEN);

        let home = if vpc.home.is_some() { HOME } else { 0.0 };
        let columns_top = y + VPC_HEAD + home + channel - CHANNEL;
        let mut channels = vec![columns_top - channel / 2.0];
        let mut row_top = columns_top + ZONE_HEAD;
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        for (index, row) in vpc.rows.iter().enumerate() {
            if index > 0 {
                channels.push(row_top - channel / 2.0);
            }
            let left = |zone| column_x(zone) + gutter;
            let placed = place(row, row_top + ROW_HEAD, left, subnet_width);
            let bottom = placed.iter().flatten().map(Area::bottom).fold(row_top + ROW_HEAD, f64::max);
            let bottom = bottom + row.cells.iter().map(|it| if it.more > 0 { NOTE } else { 0.0 }).fold(0.0, f64::max);
            rows.push(Area {
                x: x + VPC_PAD - ROW_OUTSET,
                y: row_top,
                width: width - 2.0 * (VPC_PAD - ROW_OUTSET),
                height: bottom + BETWEEN - row_top,
            });
            cells.push(placed);
            row_top = bottom + BETWEEN + channel;
        }
        let columns_bottom = rows.last().map_or(columns_top + ZONE_HEAD, Area::bottom) + 8.0;
        channels.push(columns_bottom + channel / 2.0);
        let columns = (0..vpc.zones.len()).map(|zone| Area {
            x: column_x(zone),
            y: columns_top,
            width: column_width,
            height: columns_bottom - columns_top,
        });
        let notes = count(vpc.unseen.len()) * NOTE + if vpc.unseen.is_empty() { 0.0 } else { 16.0 };
        let bottom = columns_bottom + channel + notes;
        let area = Area { x, y, width, height: bottom + 4.0 - y };
        let doors = doors(nth, vpc, busy, &area, head_room);
        Self {
            services: vpc
                .doors
                .iter()
                .zip(&doors)
                .map(|(it, area)| it.service.as_ref().map(|_| Area { y: services, height: SERVICE, ..*area }))
                .collect(),
            area,
            head_room,
            columns: columns.collect(),
            rows,
            cells,
            doors,
            channels,
            gutter,
        }
    }
}

/// Some of the path is in the VPC.
fn has_path(nth: usize, busy: &Busy) -> bool {
    busy.places.iter().any(|it| matches!(it, Place::In(spot, _) if spot.vpc == nth))
}

/// The subnets of a row, below one another in each zone.
fn place(row: &Row, top: f64, left: impl Fn(usize) -> f64, width: f64) -> Vec<Vec<Area>> {
    let mut cells = Vec::new();
    for (zone, cell) in row.cells.iter().enumerate() {
        let mut y = top;
        let stacked = cell.subnets.iter().map(|it: &Subnet| {
            let area = Area { x: left(zone), y, width, height: subnet::height(it) };
            y = area.bottom() + BETWEEN;
            area
        });
        cells.push(stacked.collect());
    }
    cells
}

fn head_room(vpc: &Vpc) -> f64 {
    let name = pen::width(vpc.name.as_deref().unwrap_or(&vpc.id), (Font::Bold, 17.0));
    let id = pen::width(&super::vpc::about(vpc), (Font::Mono, 12.0));
    (name.max(id) + 60.0).clamp(220.0, 440.0)
}

/// Right of the VPC's name, evenly.
fn doors(nth: usize, vpc: &Vpc, busy: &Busy, area: &Area, head_room: f64) -> Vec<Area> {
    let widths: Vec<f64> = (0..vpc.doors.len()).map(|door| door_width(nth, vpc, door, busy)).collect();
    let free = area.width - VPC_PAD - head_room - widths.iter().sum::<f64>();
    let gap = free / count(widths.len() + 1);
    let mut x = area.x + VPC_PAD + head_room;
    let place = |width: &f64| {
        let door = Area { x: x + gap, y: area.y - DOOR / 2.0, width: *width, height: DOOR };
        x = door.right();
        door
    };
    widths.iter().map(place).collect()
}

fn door_width(nth: usize, vpc: &Vpc, door: usize, busy: &Busy) -> f64 {
    DOOR_WIDTH + busy.room(is_busy_door(nth, vpc, door, busy))
}

/// The path comes through it; that to the internet does without a hop that says so.
pub(super) fn is_busy_door(nth: usize, vpc: &Vpc, door: usize, busy: &Busy) -> bool {
    let is_to_internet = vpc.doors[door].service.is_none();
    busy.has(Place::Door(nth, door)) || (is_to_internet && busy.has(Place::Internet))
}

/// Over all doors that lead to it.
fn cloud(map: &Map, vpcs: &[VpcPlot], y: f64) -> Area {
    let doors = map.vpcs.iter().zip(vpcs).flat_map(|(vpc, plot)| vpc.doors.iter().zip(&plot.doors));
    let leading: Vec<&Area> = doors.filter(|(door, _)| door.service.is_none()).map(|(_, area)| area).collect();
    let first = vpcs.first().map_or(MARGIN + 150.0, |it| it.area.middle());
    let left = leading.iter().map(|it| it.x).fold(f64::INFINITY, f64::min).min(first - 130.0).max(MARGIN);
    let right = leading.iter().map(|it| it.right()).fold(first + 130.0, f64::max);
    Area { x: left, y, width: right - left, height: CLOUD }
}

fn hubs(map: &Map, vpcs: &[VpcPlot], top: f64, busy: &Busy) -> Vec<HubPlot> {
    let mut used = vec![0; vpcs.len()];
    let n_links = |vpc: usize| map.hubs.iter().flat_map(|it| &it.links).filter(|it| it.vpc == vpc).count();
    let mut plots: Vec<HubPlot> = Vec::new();
    let mut free = MARGIN;
    for (nth, hub) in map.hubs.iter().enumerate() {
        let links: Vec<(f64, f64)> = hub
            .links
            .iter()
            .map(|link| {
                used[link.vpc] += 1;
                let area = &vpcs[link.vpc].area;
                (area.x + area.width * count(used[link.vpc]) / count(n_links(link.vpc) + 1), area.bottom())
            })
            .collect();
        let is_busy = busy.has(Place::Hub(nth)) || (0..hub.links.len()).any(|it| busy.has(Place::Link(nth, it)));
        let width = HUB_WIDTH + busy.room(is_busy);
        let slot = width.max(count(hub.stubs.len()) * (HUB_WIDTH + 12.0) - 12.0);
        let middle = links.iter().map(|it| it.0).sum::<f64>() / count(links.len().max(1));
        let left = (middle - slot / 2.0).max(free);
        free = left + slot + 24.0;
        let depth = count(map.hubs.len()) * 10.0;
        let area = Area { x: left + (slot - width) / 2.0, y: top + 44.0 + depth, width, height: DOOR };
        let stub_left = area.middle() - (count(hub.stubs.len()) * (HUB_WIDTH + 12.0) - 12.0) / 2.0;
        let stubs = (0..hub.stubs.len()).map(|stub| Area {
            x: stub_left + count(stub) * (HUB_WIDTH + 12.0),
            y: area.bottom() + 26.0,
            width: HUB_WIDTH,
            height: STUB,
        });
        plots.push(HubPlot { area, turn: top + 20.0 + count(nth) * 10.0, stubs: stubs.collect(), links });
    }
    plots
}

/// A number of things as a number to measure with. A page has few of anything.
fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}
