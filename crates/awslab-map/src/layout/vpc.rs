//! A VPC: its name, its rows and columns, and what of it was not seen.

use crate::content::{Class, Spot, Vpc, Zone};
use crate::drawing::{Align, Area, Dash, Font, Ink, Tone};

use super::Busy;
use super::gates;
use super::pen::{Pen, solid, stroke};
use super::plot::{NOTE, ROW_HEAD, VpcPlot, ZONE_HEAD, is_busy_door};
use super::subnet;

pub(super) fn draw(pen: &mut Pen<'_>, vpc: &Vpc, nth: usize, plot: &VpcPlot, busy: &Busy) {
    pen.group(&format!("VPC {} {}", vpc.id, vpc.ranges.join(", ")), |pen| {
        pen.area(plot.area, 12.0, Ink::Ground, Some(solid(Ink::Text, 2.0)));
        draw_head(pen, vpc, plot);
    });
    for (row, area) in vpc.rows.iter().zip(&plot.rows) {
        pen.area(*area, 8.0, Ink::Pale(tone(row.class)), Some(row_edge(row.class)));
    }
    for (zone, area) in vpc.zones.iter().zip(&plot.columns) {
        draw_zone(pen, zone, *area);
    }
    for (row, area) in vpc.rows.iter().zip(&plot.rows) {
        // No words where a path may run.
        let first = plot.columns.first().filter(|_| busy.is_any()).copied().unwrap_or(*area);
        draw_row_head(
            pen,
            row.class,
            *area,
            Area { x: first.x + plot.gutter, width: first.width - 2.0 * plot.gutter, ..*area },
        );
    }
    for (index, row) in vpc.rows.iter().enumerate() {
        for (zone, cell) in row.cells.iter().enumerate() {
            for (place, subnet) in cell.subnets.iter().enumerate() {
                let spot = Spot { vpc: nth, row: index, zone, nth: place };
                subnet::draw(pen, subnet, row.class, spot, plot.cells[index][zone][place], busy);
            }
            if let Some(last) = plot.cells[index][zone].last().filter(|_| cell.more > 0) {
                let more = format!("+ {} more {} subnets here", cell.more, row.class.name());
                let at = (last.x + 4.0, last.bottom() + NOTE / 2.0 + 2.0);
                pen.words(&more, at, Align::Left, (Font::Sans, 13.0), Ink::Text, last.width);
            }
        }
    }
    for (index, door) in vpc.doors.iter().enumerate() {
        let is_busy = is_busy_door(nth, vpc, index, busy);
        gates::draw_door(pen, door, plot.doors[index], plot.services[index], busy, is_busy);
    }
    draw_unseen(pen, vpc, plot);
}

/// The id, where the name is another, and the ranges.
pub(super) fn about(vpc: &Vpc) -> String {
    let id = vpc.name.as_ref().map(|_| vpc.id.as_str());
    id.into_iter().chain(vpc.ranges.iter().map(String::as_str)).collect::<Vec<_>>().join("  ")
}

fn draw_head(pen: &mut Pen<'_>, vpc: &Vpc, plot: &VpcPlot) {
    let (x, y) = (plot.area.x + 18.0, plot.area.y + 28.0);
    let badge = Area { x, y: y - 12.0, width: 44.0, height: 24.0 };
    pen.area(badge, 4.0, Ink::Text, None);
    pen.words("VPC", (badge.middle(), badge.center()), Align::Center, (Font::Bold, 13.0), Ink::Paper, badge.width);
    let left = badge.right() + 10.0;
    let room = plot.head_room - 44.0;
    let name = vpc.name.as_deref().unwrap_or(&vpc.id);
    pen.words(name, (left, y), Align::Left, (Font::Bold, 17.0), Ink::Text, room);
    pen.words(&about(vpc), (x, y + 25.0), Align::Left, (Font::Mono, 12.0), Ink::Text, plot.head_room);
    if let Some(home) = &vpc.home {
        pen.words(home, (x, y + 41.0), Align::Left, (Font::Sans, 11.5), Ink::Quiet, plot.head_room);
    }
}

fn draw_zone(pen: &mut Pen<'_>, zone: &Zone, area: Area) {
    pen.frame(area, 6.0, stroke(Ink::Quiet, 1.2, Dash::Dashed));
    let words = match (&zone.name, &zone.id) {
        (Some(name), Some(id)) => format!("{name} ({id})"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => "? zone not known".to_owned(),
    };
    let at = (area.middle(), area.y + ZONE_HEAD / 2.0);
    pen.words(&format!("Zone {words}"), at, Align::Center, (Font::Sans, 13.5), Ink::Text, area.width - 90.0);
}

fn draw_row_head(pen: &mut Pen<'_>, class: Class, area: Area, inner: Area) {
    let (x, y) = (inner.x + 2.0, area.y + ROW_HEAD / 2.0);
    let ground = Area { x: area.x + 1.0, y: area.y + 2.0, width: area.width - 2.0, height: ROW_HEAD - 4.0 };
    pen.area(ground, 6.0, Ink::Pale(tone(class)), None); // the edges of zones end here
    let style = (Font::Bold, 13.5);
    let ink = Ink::Strong(tone(class));
    let taken = pen.words(&format!("{} subnets", capital(class.name())), (x, y), Align::Left, style, ink, inner.width);
    let reason = format!("– {}", class.reason());
    let room = inner.right() - x - taken - 8.0;
    pen.words(&reason, (x + taken + 8.0, y), Align::Left, (Font::Sans, 12.5), Ink::Text, room);
}

fn draw_unseen(pen: &mut Pen<'_>, vpc: &Vpc, plot: &VpcPlot) {
    let room = plot.area.width - 36.0;
    let top = plot.area.bottom() - 12.0 - NOTE * f64::from(u32::try_from(vpc.unseen.len()).unwrap_or(u32::MAX));
    let mut y = top + NOTE / 2.0;
    for unseen in &vpc.unseen {
        let text = format!("? {unseen}");
        pen.words(&text, (plot.area.x + 20.0, y), Align::Left, (Font::Sans, 12.5), Ink::Strong(Tone::Unknown), room);
        y += NOTE;
    }
}

fn row_edge(class: Class) -> crate::drawing::Stroke {
    let dash = if class == Class::Unknown { Dash::Dashed } else { Dash::Solid };
    stroke(Ink::Strong(tone(class)), 1.0, dash)
}

pub(super) fn tone(class: Class) -> Tone {
    match class {
        Class::Public => Tone::Public,
        Class::Private => Tone::Private,
        Class::Isolated => Tone::Isolated,
        Class::Unknown => Tone::Unknown,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
