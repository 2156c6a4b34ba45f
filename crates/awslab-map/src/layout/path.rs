//! A path on the map: a line for the request and one for the reply, with the numbers of their hops, and a mark where
//! something stops them.

mod way;

use std::collections::BTreeMap;

use crate::content::{Map, Path, Place, Stop};
use crate::drawing::{Align, Area, Dash, Font, Ink, Stroke, Tone};

use super::Busy;
use super::pen::{PILL, Pen, pill_width, solid, stroke};
use super::plot::Plot;
use way::{NUMBER, Way};

/// From the number of a hop to the outer edge of its lane, less than the lane is wide.
const MARK: f64 = 21.0;

pub(super) fn draw(pen: &mut Pen<'_>, map: &Map, plot: &Plot, path: &Path, busy: &Busy) {
    let stopped = path.findings.iter().filter_map(|it| it.stop).min();
    for is_reply in [true, false] {
        let way = Way { map, plot, busy, is_reply };
        let turns = path.turns().into_iter().filter(|it| it.is_reply == is_reply);
        let lines: Vec<Vec<&Stop>> = turns.map(|it| it.line()).collect();
        for line in &lines {
            way.draw_line(pen, line, stopped);
        }
        way.draw_numbers(pen, &lines);
    }
    draw_findings(pen, map, plot, path, busy);
}

impl Way<'_> {
    fn draw_line(&self, pen: &mut Pen<'_>, stops: &[&Stop], stopped: Option<usize>) {
        for pair in stops.windows(2) {
            let (Some(from), Some(to)) = (pair[0].place, pair[1].place) else { continue };
            if from == to {
                continue;
            }
            let is_beyond = stopped.is_some_and(|stopped| pair[0].number >= stopped);
            let points = self.line(from, to);
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
    fn draw_numbers(&self, pen: &mut Pen<'_>, lines: &[Vec<&Stop>]) {
        let mut numbers: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for stop in lines.iter().flatten().filter(|it| it.is_reply == self.is_reply) {
            numbers.entry(stop.place.expect("a line is of stops on the map")).or_default().push(stop.number);
        }
        let mut pairs = lines.iter().flat_map(|it| it.windows(2));
        let beside_internet = pairs.find_map(|pair| match (pair[0].place?, pair[1].place?) {
            (Place::Internet, other) | (other, Place::Internet) => Some(other),
            _ => None,
        });
        for (place, mut numbers) in numbers {
            numbers.dedup(); // where a line ends and the next one begins
            draw_number(pen, &in_short(&numbers), self.point(place, beside_internet), self.is_reply);
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
    pen.words(text, (x, y), Align::Center, (Font::Bold, 12.0), ink, width);
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
        let (x, y) = way.point(place, None);
        let lane = way.side(busy.lanes) - NUMBER - MARK;
        let text = letter(&letters.join(", "), is_blocker);
        draw_finding(pen, &text, is_blocker, (if is_reply { x + lane } else { x - lane }, y));
    }
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
