//! Beside the map: the question, the answer, and the path in words.

use awslab_reach::Verdict;

use crate::content::{Map, Path, Stop};
use crate::drawing::{Area, Font, Ink, Tone};

use super::path::{draw_finding, draw_number, letter};
use super::pen::{Pen, solid};

const WIDTH: f64 = 430.0;
const PAD: f64 = 18.0;
/// A path of more hops is a rare one; its beginning tells enough.
const MOST_STOPS: usize = 40;
/// So many findings are told.
const MOST_FINDINGS: usize = 10;

/// Draws the panel, and returns its right and lower edges.
pub(super) fn draw(pen: &mut Pen<'_>, map: &Map, path: &Path, (x, y): (f64, f64)) -> (f64, f64) {
    let mut content = Column { pen, map, x: x + PAD, y: y + PAD + 8.0, room: WIDTH - 2.0 * PAD };
    content.answer(path);
    content.findings(path);
    path.turns().iter().for_each(|turn| content.stops(turn.title(), turn.stops));
    for assumption in &path.assumptions {
        content.y += 6.0;
        content.words(&format!("Assumed: {assumption}"), (Font::Sans, 12.5), Ink::Quiet, 4);
    }
    let bottom = content.y + PAD - 8.0;
    let area = Area { x, y, width: WIDTH, height: bottom - y };
    pen.frame(area, 10.0, solid(Ink::Quiet, 1.2));
    (area.right(), bottom)
}

/// A verdict in a few words.
pub(super) fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Reachable => "reachable".to_owned(),
        Verdict::Intermittent(share) => format!("intermittent: {share}"),
        Verdict::Blocked => "blocked".to_owned(),
        Verdict::Unknown => "unknown".to_owned(),
    }
}

/// Text that is written downwards.
struct Column<'p, 'h> {
    pen: &'p mut Pen<'h>,
    map: &'p Map,
    x: f64,
    y: f64,
    room: f64,
}

impl Column<'_, '_> {
    fn words(&mut self, text: &str, style: (Font, f64), ink: Ink, most: usize) {
        self.y = self.pen.paragraph(text, (self.x, self.y), style, ink, self.room, most);
    }

    fn answer(&mut self, path: &Path) {
        self.words(&path.question, (Font::Bold, 16.0), Ink::Text, 3);
        self.y += 6.0;
        let (mark, tone) = match path.verdict {
            Verdict::Reachable => ("✔", Tone::Public),
            Verdict::Intermittent(_) | Verdict::Blocked => ("✖", Tone::Block),
            Verdict::Unknown => ("?", Tone::Unknown),
        };
        let text = format!("{mark} {}", verdict(&path.verdict));
        self.words(&text, (Font::Bold, 17.0), Ink::Strong(tone), 2);
        self.y += 6.0;
    }

    fn findings(&mut self, path: &Path) {
        for finding in path.findings.iter().take(MOST_FINDINGS) {
            let mark = letter(&finding.letter.to_string(), finding.is_blocker);
            draw_finding(self.pen, &mark, finding.is_blocker, (self.x + 18.0, self.y));
            let (left, room) = (self.x + 44.0, self.room - 44.0);
            let at = (left, self.y);
            self.y = self.pen.paragraph(&finding.component, at, (Font::Mono, 12.5), Ink::Text, room, 2);
            let at = (left, self.y + 1.0);
            self.y = self.pen.paragraph(&finding.message, at, (Font::Sans, 13.0), Ink::Text, room, 6) + 8.0;
        }
        let more = path.findings.len().saturating_sub(MOST_FINDINGS);
        if more > 0 {
            self.words(&format!("+ {more} more"), (Font::Sans, 13.0), Ink::Quiet, 1);
        }
    }

    fn stops(&mut self, title: &str, stops: &[Stop]) {
        self.y += 6.0;
        self.words(title, (Font::Bold, 14.0), Ink::Text, 1);
        self.y += 4.0;
        for stop in stops.iter().take(MOST_STOPS) {
            draw_number(self.pen, &stop.number.to_string(), (self.x + 14.0, self.y), stop.is_reply);
            let (left, room) = (self.x + 36.0, self.room - 36.0);
            let at = (left, self.y);
            let style = (Font::Mono, 12.5);
            let next = self.pen.paragraph(&stop.component, at, style, Ink::Text, room, 2);
            let name = stop.place.and_then(|it| self.map.name_of(it));
            let about = [name, stop.rule.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(": ");
            self.y = if about.is_empty() {
                next + 7.0
            } else {
                self.pen.paragraph(&about, (left, next - 1.0), (Font::Sans, 12.0), Ink::Quiet, room, 2) + 6.0
            };
        }
        if let Some(more) = stops.len().checked_sub(MOST_STOPS).filter(|it| *it > 0) {
            self.words(&format!("+ {more} more hops"), (Font::Sans, 13.0), Ink::Quiet, 1);
        }
    }
}
