//! Where the parts of a VPC are: columns for its zones, rows for the classes of its subnets, doors at its upper edge.

use crate::content::{Place, Row, Vpc};
use crate::drawing::{Area, Font};
use crate::layout::{Busy, pen, subnet, vpc};

use super::{BETWEEN, DOOR, NOTE, ROW_HEAD, ZONE_HEAD, count, is_busy_door};

/// Of a subnet.
const SUBNET: f64 = 320.0;
/// On both sides of the subnets of a column: a path has room in it.
const GUTTER: f64 = 14.0;
const GUTTER_WITH_PATH: f64 = 30.0;
/// Between rows: a path has room in it.
const CHANNEL: f64 = 16.0;
const CHANNEL_WITH_PATH: f64 = 28.0;
/// Of a VPC's name, below its upper edge.
const HEAD: f64 = 78.0;
/// Of its account and Region.
const HOME: f64 = 16.0;
/// Within a VPC's edge.
const PAD: f64 = 18.0;
/// A row is so much wider than its columns on either side.
const ROW_OUTSET: f64 = 7.0;
/// Columns go on so far below the last row.
const BELOW_ROWS: f64 = 8.0;
const DOOR_WIDTH: f64 = 196.0;
const BETWEEN_DOORS: f64 = 20.0;

/// Where the parts of a VPC are.
pub(in crate::layout) struct VpcPlot {
    pub(in crate::layout) area: Area,
    /// Of the name, beside which doors begin.
    pub(in crate::layout) head_room: f64,
    pub(in crate::layout) columns: Vec<Area>,
    pub(in crate::layout) rows: Vec<Area>,
    /// By row and zone.
    pub(in crate::layout) cells: Vec<Vec<Vec<Area>>>,
    pub(in crate::layout) doors: Vec<Area>,
    /// Above the doors that lead to one.
    pub(in crate::layout) services: Vec<Option<Area>>,
    /// Above each row, and below the last.
    pub(in crate::layout) channels: Vec<f64>,
    /// How wide the gutters are.
    pub(in crate::layout) gutter: f64,
}

impl VpcPlot {
    pub(super) fn of(vpc: &Vpc, nth: usize, busy: &Busy, (x, y): (f64, f64), services: Area) -> Self {
        let head_room = head_room(vpc);
        let doors: Vec<f64> = (0..vpc.doors.len()).map(|it| door_width(nth, vpc, it, busy)).collect();
        let doors_width: f64 = doors.iter().map(|it| it + BETWEEN_DOORS).sum();
        let columns = Columns::of(vpc, nth, busy, x + PAD, head_room + BETWEEN_DOORS + doors_width);
        let channel = if busy.is_any() { CHANNEL_WITH_PATH } else { CHANNEL };
        let home = if vpc.home.is_some() { HOME } else { 0.0 };
        let top = y + HEAD + home + channel - CHANNEL;
        let Stack { rows, cells, mut channels } = Stack::of(vpc, &columns, top + ZONE_HEAD, channel);
        let bottom = rows.last().map_or(top + ZONE_HEAD, Area::bottom) + BELOW_ROWS;
        channels.insert(0, top - channel / 2.0);
        channels.push(bottom + channel / 2.0);
        let notes = if vpc.unseen.is_empty() { 0.0 } else { count(vpc.unseen.len()) * NOTE + NOTE };
        let area = Area { x, y, width: columns.width + 2.0 * PAD, height: bottom + channel + notes - y };
        let doors = place_doors(&doors, &area, head_room);
        Self {
            area,
            head_room,
            columns: (0..vpc.zones.len()).map(|zone| columns.area(zone, top, bottom)).collect(),
            rows,
            cells,
            services: vpc
                .doors
                .iter()
                .zip(&doors)
                .map(|(door, area)| door.service.as_ref().map(|_| Area { x: area.x, width: area.width, ..services }))
                .collect(),
            doors,
            channels,
            gutter: columns.gutter,
        }
    }
}

/// The columns of zones.
struct Columns {
    left: f64,
    /// Of all.
    width: f64,
    /// Of one.
    column: f64,
    gutter: f64,
}

impl Columns {
    /// As wide as subnets need, and wider where what is above them needs more.
    fn of(vpc: &Vpc, nth: usize, busy: &Busy, left: f64, least: f64) -> Self {
        let has_path = busy.places.iter().any(|it| matches!(it, Place::In(spot, _) if spot.vpc == nth));
        let gutter = if busy.is_any() { GUTTER_WITH_PATH } else { GUTTER };
        let needed = SUBNET + busy.room(has_path) + 2.0 * gutter;
        let columns = count(vpc.zones.len().max(1));
        let width = (columns * (needed + BETWEEN) - BETWEEN).max(least);
        Self { left, width, column: (width + BETWEEN) / columns - BETWEEN, gutter }
    }

    fn area(&self, zone: usize, top: f64, bottom: f64) -> Area {
        let x = self.left + count(zone) * (self.column + BETWEEN);
        Area { x, y: top, width: self.column, height: bottom - top }
    }

    /// Where subnets are, from a height on.
    fn subnets(&self, zone: usize, top: f64) -> Area {
        let column = self.area(zone, top, top);
        Area { x: column.x + self.gutter, width: column.width - 2.0 * self.gutter, ..column }
    }
}

/// The rows of classes, below one another.
struct Stack {
    rows: Vec<Area>,
    cells: Vec<Vec<Vec<Area>>>,
    /// Between them.
    channels: Vec<f64>,
}

impl Stack {
    fn of(vpc: &Vpc, columns: &Columns, top: f64, channel: f64) -> Self {
        let mut it = Self { rows: Vec::new(), cells: Vec::new(), channels: Vec::new() };
        let mut top = top;
        for row in &vpc.rows {
            let cells = place_cells(row, columns, top + ROW_HEAD);
            let lowest = cells.iter().flatten().map(Area::bottom).fold(top + ROW_HEAD, f64::max);
            let note = if row.cells.iter().any(|it| it.more > 0) { NOTE } else { 0.0 };
            let area = Area {
                x: columns.left - ROW_OUTSET,
                y: top,
                width: columns.width + 2.0 * ROW_OUTSET,
                height: lowest + note + BETWEEN - top,
            };
            it.cells.push(cells);
            it.channels.extend(it.rows.last().map(|before| f64::midpoint(before.bottom(), top)));
            top = area.bottom() + channel;
            it.rows.push(area);
        }
        it
    }
}

/// The subnets of a row, below one another in each zone.
fn place_cells(row: &Row, columns: &Columns, top: f64) -> Vec<Vec<Area>> {
    let mut cells = Vec::new();
    for (zone, cell) in row.cells.iter().enumerate() {
        let mut next = columns.subnets(zone, top);
        let stacked = cell.subnets.iter().map(|subnet| {
            let area = Area { height: subnet::height(subnet), ..next };
            next.y = area.bottom() + BETWEEN;
            area
        });
        cells.push(stacked.collect());
    }
    cells
}

fn head_room(vpc: &Vpc) -> f64 {
    let name = pen::width(vpc.name.as_deref().unwrap_or(&vpc.id), (Font::Bold, 17.0));
    let about = pen::width(&vpc::about(vpc), (Font::Mono, 12.0));
    (name.max(about) + 60.0).clamp(220.0, 440.0)
}

fn door_width(nth: usize, vpc: &Vpc, door: usize, busy: &Busy) -> f64 {
    DOOR_WIDTH + busy.room(is_busy_door(nth, vpc, door, busy))
}

/// Right of the VPC's name, evenly.
fn place_doors(widths: &[f64], vpc: &Area, head_room: f64) -> Vec<Area> {
    let free = vpc.width - PAD - head_room - widths.iter().sum::<f64>();
    let gap = free / count(widths.len() + 1);
    let mut x = vpc.x + PAD + head_room;
    let place = |width: &f64| {
        let door = Area { x: x + gap, y: vpc.y - DOOR / 2.0, width: *width, height: DOOR };
        x = door.right();
        door
    };
    widths.iter().map(place).collect()
}
