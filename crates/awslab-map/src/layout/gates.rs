//! What is outside of VPCs and at their edges: the internet, gateways, and what connects VPCs.

use crate::content::{Door, Hub, HubKind, Map, State};
use crate::drawing::{Align, Area, Dash, Font, Ink, Stroke, Tone};

use super::Busy;
use super::pen::{NOT_READ, Pen, solid, stroke};
use super::plot::{Plot, is_busy_hub};

/// The internet, and the lines that lead there.
pub(super) fn draw_outside(pen: &mut Pen<'_>, map: &Map, plot: &Plot) {
    for (vpc, places) in map.vpcs.iter().zip(&plot.vpcs) {
        for (index, door) in vpc.doors.iter().enumerate() {
            let area = places.doors[index];
            let top = places.services[index].map_or(plot.internet.bottom(), |it| it.bottom());
            pen.line(vec![(area.middle(), area.y), (area.middle(), top - 4.0)], link(door.state), false);
        }
    }
    pen.group("The internet", |pen| {
        let area = plot.internet;
        pen.push(crate::drawing::Shape::Cloud { area, fill: Ink::Paper, edge: solid(Ink::Text, 2.0) });
        let at = (area.middle(), area.center());
        pen.words("The internet", at, Align::Center, (Font::Bold, 17.0), Ink::Text, area.width);
    });
}

/// A door, and the service that it leads to.
pub(super) fn draw_door(pen: &mut Pen<'_>, door: &Door, area: Area, service: Option<Area>, busy: &Busy, is_busy: bool) {
    if let (Some(area), Some(service)) = (service, &door.service) {
        pen.group(&format!("AWS service {service}"), |pen| {
            pen.area(area, 18.0, Ink::Paper, Some(solid(Ink::Text, 1.5)));
            let at = (area.middle(), area.center());
            pen.words(&format!("AWS: {service}"), at, Align::Center, (Font::Bold, 13.0), Ink::Text, area.width - 20.0);
        });
    }
    let label = Label { kind: door.kind.noun(), id: &door.id, name: door.name.as_deref(), note: door.note.as_deref() };
    label.draw(pen, area, door.state, busy, is_busy);
}

/// Hubs, their links with VPCs, and what else they connect.
pub(super) fn draw_hubs(pen: &mut Pen<'_>, map: &Map, plot: &Plot, busy: &Busy) {
    for (hub, places) in map.hubs.iter().zip(&plot.hubs) {
        let (x, y) = (places.area.middle(), places.area.y);
        for (left, top) in &places.links {
            let points = vec![(*left, *top), (*left, places.turn), (x, places.turn), (x, y)];
            pen.line(points, link(hub.state), false);
        }
        for area in &places.stubs {
            let half = places.area.bottom() + 13.0;
            let points = vec![(x, places.area.bottom()), (x, half), (area.middle(), half), (area.middle(), area.y)];
            pen.line(points, link(hub.state), false);
        }
    }
    for (nth, (hub, places)) in map.hubs.iter().zip(&plot.hubs).enumerate() {
        let is_busy = is_busy_hub(nth, hub, busy);
        let label = Label { kind: hub.kind.noun(), id: &hub.id, name: hub.name.as_deref(), note: hub.note.as_deref() };
        label.draw(pen, places.area, hub.state, busy, is_busy);
        draw_link_ends(pen, hub, &places.links);
        for (stub, area) in hub.stubs.iter().zip(&places.stubs) {
            pen.group(&format!("{} {}", stub.what, stub.note), |pen| {
                pen.area(*area, 6.0, Ink::Paper, Some(stroke(Ink::Quiet, 1.2, Dash::Dashed)));
                let (x, y, room) = (area.middle(), area.y, area.width - 12.0);
                pen.words(&stub.what, (x, y + 14.0), Align::Center, (Font::Mono, 11.5), Ink::Text, room);
                pen.words(&stub.note, (x, y + 30.0), Align::Center, (Font::Sans, 11.5), Ink::Quiet, room);
            });
        }
    }
}

/// A dot at the VPC's edge for each attachment.
fn draw_link_ends(pen: &mut Pen<'_>, hub: &Hub, ends: &[(f64, f64)]) {
    for (link, (x, y)) in hub.links.iter().zip(ends) {
        let what = if hub.kind == HubKind::TransitGateway { "attachment" } else { "connection" };
        pen.group(&format!("{what} {}", link.id.as_deref().unwrap_or(&hub.id)), |pen| {
            let dot = Area { x: x - 5.0, y: y - 5.0, width: 10.0, height: 10.0 };
            pen.area(dot, 5.0, Ink::Strong(Tone::Gate), Some(solid(Ink::Paper, 1.5)));
        });
    }
}

/// What is written on a door or hub.
struct Label<'l> {
    kind: &'l str,
    id: &'l str,
    name: Option<&'l str>,
    note: Option<&'l str>,
}

impl Label<'_> {
    fn draw(&self, pen: &mut Pen<'_>, area: Area, state: State, busy: &Busy, is_busy: bool) {
        let Self { kind, id, name, note } = self;
        let named = name.map(|it| format!(" {it}")).unwrap_or_default();
        let noted = note.map(|it| format!(", {it}")).unwrap_or_default();
        pen.group(&format!("{kind} {id}{named}{noted}"), |pen| {
            pen.area(area, 8.0, Ink::Paper, Some(edge(state)));
            let inner = busy.between_lanes(area, is_busy);
            let room = inner.width - 18.0;
            let mark = if state == State::Unknown { "? " } else { "" };
            let kind = format!("{mark}{kind}");
            let about = [*name, *note].into_iter().flatten().collect::<Vec<_>>().join(", ");
            let lines = [(kind.as_str(), (Font::Bold, 13.0)), (&about, (Font::Sans, 12.0)), (id, (Font::Mono, 11.5))];
            let mut y = area.center() - if about.is_empty() { 9.0 } else { 17.0 };
            for (line, style) in lines.into_iter().filter(|(line, _)| !line.is_empty()) {
                pen.words(line, (inner.middle(), y), Align::Center, style, Ink::Text, room);
                y += 17.5;
            }
        });
    }
}

fn edge(state: State) -> Stroke {
    match state {
        State::Well => solid(Ink::Strong(Tone::Gate), 2.0),
        State::Off | State::Elsewhere => stroke(Ink::Quiet, 1.5, Dash::Dotted),
        State::Unknown => NOT_READ,
    }
}

fn link(state: State) -> Stroke {
    match state {
        State::Well => solid(Ink::Quiet, 2.0),
        State::Off | State::Elsewhere => stroke(Ink::Quiet, 1.5, Dash::Dotted),
        State::Unknown => NOT_READ,
    }
}
