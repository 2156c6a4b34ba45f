//! A subnet: its name, its route table, its network ACL, and who is in it.

use crate::content::{Class, Detail, Resident, Spot, State, Subnet, Table};
use crate::drawing::{Align, Area, Dash, Font, Ink, Stroke, Tone};

use super::Busy;
use super::pen::{NOT_READ, Pen, Style, solid, stroke};

const PAD: f64 = 11.0;
/// Of the name, and of the id where it is another.
const HEAD: f64 = 28.0;
const SECOND: f64 = 17.0;
/// Of a line of small words.
const LINE: f64 = 17.0;
/// Of the mark of a resident.
const MARK: f64 = 46.0;
/// Of the words before a route table and a network ACL.
const LABEL: f64 = 54.0;
/// Above the network ACL.
const ACL_GAP: f64 = 6.0;
/// Between residents.
const BETWEEN: f64 = 7.0;
const NAME: Style = (Font::Bold, 13.5);
const SMALL: Style = (Font::Mono, 11.5);

/// How high the subnet is.
pub(super) fn height(subnet: &Subnet) -> f64 {
    let residents = subnet.residents.iter().map(|it| resident_height(it) + BETWEEN).sum::<f64>();
    let more = lines(subnet.more.len());
    residents_top(subnet) + residents + more + PAD - if residents + more > 0.0 { BETWEEN - 4.0 } else { 0.0 }
}

/// How far below the upper edge a part is, and how high.
pub(super) fn detail(subnet: &Subnet, detail: Detail) -> (f64, f64) {
    match detail {
        Detail::Table => (head(subnet), LINE),
        Detail::Acl => (head(subnet) + lines(table_lines(subnet)) + ACL_GAP, LINE),
        Detail::Resident(nth) => {
            let above = subnet.residents.iter().take(nth).map(|it| resident_height(it) + BETWEEN).sum::<f64>();
            (residents_top(subnet) + above, subnet.residents.get(nth).map_or(LINE, resident_height))
        }
    }
}

pub(super) fn draw(pen: &mut Pen<'_>, subnet: &Subnet, class: Class, spot: Spot, area: Area, busy: &Busy) {
    pen.group(&tooltip(subnet, class), |pen| {
        pen.area(area, 7.0, Ink::Paper, Some(edge(class)));
        let free = busy.between_lanes(area, busy.is_in(spot));
        let inner = Area { x: free.x + PAD, width: free.width - 2.0 * PAD, ..free };
        draw_head(pen, subnet, inner);
        draw_table(pen, subnet, inner);
        for (nth, resident) in subnet.residents.iter().enumerate() {
            let (top, height) = detail(subnet, Detail::Resident(nth));
            draw_resident(pen, resident, Area { y: area.y + top, height, ..inner });
        }
        let (below, _) = detail(subnet, Detail::Resident(subnet.residents.len()));
        for (nth, more) in subnet.more.iter().enumerate() {
            let y = area.y + below + lines(nth) + LINE / 2.0 - 2.0;
            pen.words(more, (inner.x, y), Align::Left, (Font::Sans, 12.5), Ink::Quiet, inner.width);
        }
    });
}

fn draw_head(pen: &mut Pen<'_>, subnet: &Subnet, inner: Area) {
    let y = inner.y + 17.0;
    let range = subnet.ranges.first().map_or("", String::as_str);
    let taken = pen.words(range, (inner.right(), y), Align::Right, (Font::Mono, 12.0), Ink::Text, inner.width);
    let name = subnet.name.as_deref().unwrap_or(&subnet.id);
    pen.words(name, (inner.x, y), Align::Left, NAME, Ink::Text, inner.width - taken - 10.0);
    let more = subnet.ranges.get(1).map_or("", String::as_str);
    let taken = pen.words(more, (inner.right(), y + 18.0), Align::Right, SMALL, Ink::Quiet, inner.width * 0.55);
    if subnet.name.is_some() {
        pen.words(&subnet.id, (inner.x, y + 18.0), Align::Left, SMALL, Ink::Quiet, inner.width - taken - 10.0);
    }
}

fn draw_table(pen: &mut Pen<'_>, subnet: &Subnet, inner: Area) {
    let row = |pen: &mut Pen<'_>, top: f64, label: &str, text: &str, ink| {
        let y = inner.y + top + LINE / 2.0;
        pen.words(label, (inner.x, y), Align::Left, (Font::Sans, 11.5), Ink::Quiet, LABEL);
        pen.words(text, (inner.x + LABEL, y), Align::Left, SMALL, ink, inner.width - LABEL);
    };
    let (top, _) = detail(subnet, Detail::Table);
    match &subnet.table {
        Err(_) => row(pen, top, "Routes", "? not read", Ink::Strong(Tone::Unknown)),
        Ok(table) => {
            row(pen, top, "Routes", &title(table), Ink::Text);
            for (nth, line) in table.lines().iter().enumerate() {
                let is_dead = table.routes.get(nth).is_some_and(|it| it.is_blackhole);
                row(pen, top + lines(nth + 1), "", line, if is_dead { Ink::Strong(Tone::Block) } else { Ink::Text });
            }
        }
    }
    if subnet.shows_acl {
        let (top, _) = detail(subnet, Detail::Acl);
        row(pen, top, "ACL", subnet.acl.as_deref().unwrap_or("? not read"), Ink::Text);
    }
}

fn title(table: &Table) -> String {
    format!("{}{}", table.id, if table.is_main { " (main)" } else { "" })
}

fn draw_resident(pen: &mut Pen<'_>, resident: &Resident, area: Area) {
    let (edge, mark, letters) = looks(resident.state);
    pen.area(area, 5.0, Ink::Paper, Some(edge));
    let badge = Area { x: area.x + 5.0, y: area.y + 5.0, width: MARK, height: 20.0 };
    pen.area(badge, 4.0, mark, Some(Stroke { width: 1.0, ..edge }));
    pen.words(resident.mark, (badge.middle(), badge.center()), Align::Center, (Font::Bold, 11.0), letters, MARK);
    let left = badge.right() + 8.0;
    let room = area.right() - left - 6.0;
    let (note, rows) = rows(resident);
    let y = area.y + 15.0;
    let taken = pen.words(note, (area.right() - 7.0, y), Align::Right, (Font::Sans, 11.5), Ink::Quiet, room * 0.6);
    let name = resident.name.as_deref().unwrap_or(&resident.id);
    pen.words(name, (left, y), Align::Left, (Font::Bold, 12.5), Ink::Text, room - taken - 8.0);
    for (nth, row) in rows.iter().enumerate() {
        pen.words(row, (left, y + 1.0 + lines(nth + 1)), Align::Left, SMALL, Ink::Quiet, room);
    }
}

/// The edge, the ground of the mark, and its letters. Whatever is off is hollow, and whatever is unsure has a broken edge.
fn looks(state: State) -> (Stroke, Ink, Ink) {
    match state {
        State::Well => (solid(Ink::Quiet, 1.0), Ink::Strong(Tone::Gate), Ink::Paper),
        State::Off => (solid(Ink::Quiet, 1.0), Ink::Paper, Ink::Quiet),
        State::Elsewhere => (stroke(Ink::Quiet, 1.0, Dash::Dotted), Ink::Paper, Ink::Quiet),
        State::Unknown => (NOT_READ, Ink::Paper, Ink::Strong(Tone::Unknown)),
    }
}

/// The note beside the name, and the lines below it: the id, where the name is another, and addresses.
fn rows(resident: &Resident) -> (&str, Vec<String>) {
    let is_address = |it: &&String| it.parse::<std::net::IpAddr>().is_ok();
    let addresses: Vec<&str> = resident.notes.iter().filter(is_address).map(String::as_str).collect();
    let mut words = resident.notes.iter().filter(|it| !is_address(it)).map(String::as_str);
    let note = if resident.state == State::Unknown { "? not read" } else { words.next().unwrap_or_default() };
    let id = resident.name.as_ref().map(|_| resident.id.clone());
    let below: Vec<&str> = addresses.into_iter().chain(words).collect();
    let below = Some(below.join(" · ")).filter(|it| !it.is_empty());
    (note, id.into_iter().chain(below).collect())
}

fn edge(class: Class) -> Stroke {
    match class {
        Class::Public => solid(Ink::Strong(Tone::Public), 2.0),
        Class::Private => solid(Ink::Strong(Tone::Private), 2.0),
        Class::Isolated => solid(Ink::Strong(Tone::Isolated), 2.0),
        Class::Unknown => NOT_READ,
    }
}

fn resident_height(resident: &Resident) -> f64 {
    30.0 + lines(rows(resident).1.len()) - 1.0
}

fn residents_top(subnet: &Subnet) -> f64 {
    let acl = if subnet.shows_acl { ACL_GAP + LINE } else { 0.0 };
    head(subnet) + lines(table_lines(subnet)) + acl + 5.0
}

fn head(subnet: &Subnet) -> f64 {
    HEAD + if subnet.name.is_some() || subnet.ranges.len() > 1 { SECOND } else { 0.0 }
}

fn table_lines(subnet: &Subnet) -> usize {
    1 + subnet.table.as_ref().map_or(0, |it| it.lines().len())
}

fn lines(count: usize) -> f64 {
    LINE * f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn tooltip(subnet: &Subnet, class: Class) -> String {
    let name = subnet.name.as_deref().map(|name| format!("{name}, ")).unwrap_or_default();
    let ranges = subnet.ranges.join(", ");
    let table = match &subnet.table {
        Ok(table) => format!("{}: {}", title(table), table.lines().join("; ")),
        Err(why) => why.clone(),
    };
    let residents = subnet.residents.iter().map(|it| {
        let name = it.name.as_deref().map(|name| format!("{name} ")).unwrap_or_default();
        format!("{} {name}{} {}", it.mark, it.id, it.notes.join(" "))
    });
    let residents = residents.chain(subnet.more.iter().cloned()).collect::<Vec<_>>().join("; ");
    format!("{name}{} ({}), {ranges}. {table}. {residents}", subnet.id, class.name())
}
