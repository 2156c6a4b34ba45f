//! Below the map: what its signs mean, as far as they are on it, and what is not drawn.

use std::collections::BTreeMap;

use crate::content::{Map, Resident, State};
use crate::drawing::{Align, Area, Dash, Font, Ink, Tone};

use super::MARGIN;
use super::path::{draw_finding, draw_number};
use super::pen::{NOT_READ, Pen, Style, solid, stroke, width};

const LINE: f64 = 28.0;
const WORDS: Style = (Font::Sans, 13.0);

/// A sign, how wide it is, and what it means.
type Entry = (fn(&mut Pen<'_>, f64, f64, &str), f64, String, String);

/// Draws the key, and returns its lower edge.
pub(super) fn draw(pen: &mut Pen<'_>, map: &Map, top: f64, right: f64) -> f64 {
    let entries = entries(map);
    let (mut x, mut y) = (MARGIN, top + if entries.is_empty() { -LINE } else { LINE / 2.0 });
    for (sign, sign_width, sample, meaning) in entries {
        let taken = sign_width + 8.0 + width(&meaning, WORDS) + 26.0;
        if x + taken > right && x > MARGIN {
            (x, y) = (MARGIN, y + LINE);
        }
        sign(pen, x, y, &sample);
        pen.words(&meaning, (x + sign_width + 8.0, y), Align::Left, WORDS, Ink::Text, right - x - sign_width);
        x += taken;
    }
    for note in &map.notes {
        y += LINE;
        pen.words(note, (MARGIN, y), Align::Left, WORDS, Ink::Quiet, right - MARGIN);
    }
    y + LINE / 2.0
}

fn entries(map: &Map) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let residents: Vec<&Resident> = map.subnets().flat_map(|(_, it)| &it.residents).collect();
    let marks: BTreeMap<(crate::content::Kind, &str), &str> =
        residents.iter().map(|it| ((it.kind, it.mark), meaning(it.mark))).collect();
    for ((_, mark), meaning) in marks {
        entries.push((mark_sign, 46.0, mark.to_owned(), meaning.to_owned()));
    }
    let has = |state| residents.iter().any(|it| it.state == state);
    if has(State::Off) {
        entries.push((off_sign, 46.0, String::new(), "does not work: stopped, failed, attached to nothing".to_owned()));
    }
    if has(State::Elsewhere) {
        entries.push((elsewhere_sign, 46.0, String::new(), "elsewhere now, may be moved here".to_owned()));
    }
    if is_any_unknown(map) {
        entries.push((unknown_sign, 46.0, String::new(), "could not be seen".to_owned()));
    }
    if let Some(path) = &map.path {
        entries.push((request_sign, 62.0, String::new(), "request".to_owned()));
        entries.push((reply_sign, 62.0, String::new(), "reply".to_owned()));
        if path.findings.iter().any(|it| it.is_blocker) {
            entries.push((block_sign, 34.0, String::new(), "stops it".to_owned()));
            entries.push((beyond_sign, 46.0, String::new(), "the way, once that is mended".to_owned()));
        }
    }
    entries
}

fn is_any_unknown(map: &Map) -> bool {
    let residents = map.subnets().flat_map(|(_, it)| &it.residents).map(|it| it.state);
    let doors = map.vpcs.iter().flat_map(|it| &it.doors).map(|it| it.state);
    let hubs = map.hubs.iter().map(|it| it.state);
    let is_unread = map.subnets().any(|(_, it)| it.table.is_err());
    is_unread || residents.chain(doors).chain(hubs).any(|it| it == State::Unknown)
}

fn meaning(mark: &str) -> &'static str {
    match mark {
        "EC2" => "instance",
        "NAT" => "NAT gateway",
        "ALB" => "application load balancer",
        "NLB" => "network load balancer",
        "GWLB" => "gateway load balancer",
        "LB" => "load balancer",
        "RDS" => "database",
        "FN" => "Lambda function",
        "VPCE" => "interface endpoint",
        "TGW" => "transit gateway's interface",
        "ENI" => "network interface",
        _ => "of another AWS service",
    }
}

fn badge(x: f64, y: f64) -> Area {
    Area { x, y: y - 10.0, width: 46.0, height: 20.0 }
}

fn mark_sign(pen: &mut Pen<'_>, x: f64, y: f64, mark: &str) {
    let area = badge(x, y);
    pen.area(area, 4.0, Ink::Strong(Tone::Gate), None);
    pen.words(mark, (area.middle(), y), Align::Center, (Font::Bold, 11.0), Ink::Paper, area.width);
}

fn off_sign(pen: &mut Pen<'_>, x: f64, y: f64, _: &str) {
    pen.area(badge(x, y), 4.0, Ink::Paper, Some(solid(Ink::Quiet, 1.0)));
}

fn elsewhere_sign(pen: &mut Pen<'_>, x: f64, y: f64, _: &str) {
    pen.area(badge(x, y), 4.0, Ink::Paper, Some(stroke(Ink::Quiet, 1.0, Dash::Dotted)));
}

fn unknown_sign(pen: &mut Pen<'_>, x: f64, y: f64, _: &str) {
    let area = badge(x, y);
    pen.area(area, 4.0, Ink::Paper, Some(NOT_READ));
    pen.words("?", (area.middle(), y), Align::Center, (Font::Bold, 12.0), Ink::Strong(Tone::Unknown), area.width);
}

fn request_sign(pen: &mut Pen<'_>, x: f64, y: f64, _: &str) {
    pen.line(vec![(x, y), (x + 34.0, y)], solid(Ink::Strong(Tone::Request), 3.5), true);
    draw_number(pen, "1", (x + 48.0, y), false);
}

fn reply_sign(pen: &mut Pen<'_>, x: f64, y: f64, _: &str) {
    pen.line(vec![(x, y), (x + 34.0, y)], stroke(Ink::Strong(Tone::Reply), 3.0, Dash::Dashed), true);
    draw_number(pen, "5", (x + 48.0, y), true);
}

fn block_sign(pen: &mut Pen<'_>, x: f64, y: f64, _: &str) {
    draw_finding(pen, "✖ A", true, (x + 17.0, y));
}

fn beyond_sign(pen: &mut Pen<'_>, x: f64, y: f64, _: &str) {
    pen.line(vec![(x, y), (x + 44.0, y)], stroke(Ink::Strong(Tone::Request), 2.5, Dash::Dotted), true);
}
