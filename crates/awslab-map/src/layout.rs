//! Where on the page everything goes.
//!
//! A grid: the internet above, VPCs side by side below it, in each a row for each class of subnets and a column for each
//! zone; what connects VPCs below them. A path runs in gutters beside the columns and in channels between the rows, so
//! that it crosses nothing but what it comes through.

mod gates;
mod key;
mod panel;
mod path;
mod pen;
mod plot;
mod subnet;
mod vpc;

use std::collections::BTreeSet;

use crate::content::{Map, Path, Place, Spot};
use crate::drawing::{Align, Area, Drawing, Font, Ink};

use pen::Pen;
use plot::Plot;

/// Around everything.
const MARGIN: f64 = 28.0;
/// Of the title and the line below it.
const TITLE: f64 = 74.0;
const TITLE_STYLE: pen::Style = (Font::Bold, 24.0);
const SUBTITLE_STYLE: pen::Style = (Font::Sans, 14.0);
const LONGEST_TITLE: f64 = 900.0;
/// Between the map and what stands beside or below it.
const GAP: f64 = 24.0;

impl Map {
    /// The map as a drawing. The texts came from an account: `harmless` says how they are shown, before they are measured.
    pub fn drawing(&self, harmless: &dyn Fn(&str) -> String) -> Drawing {
        let busy = Busy::of(self.path.as_ref());
        let plot = Plot::of(self, &busy);
        let mut pen = Pen::new(harmless);
        gates::draw_outside(&mut pen, self, &plot);
        for (nth, vpc) in self.vpcs.iter().enumerate() {
            vpc::draw(&mut pen, vpc, nth, &plot.vpcs[nth], &busy);
        }
        gates::draw_hubs(&mut pen, self, &plot, &busy);
        let mut bottom = plot.bottom;
        let mut right = plot.right.max(self.title_right());
        if let Some(it) = &self.path {
            path::draw(&mut pen, self, &plot, it, &busy);
            let (panel_right, panel_bottom) = panel::draw(&mut pen, self, it, (right + GAP, MARGIN + TITLE));
            (right, bottom) = (panel_right, bottom.max(panel_bottom));
        }
        let bottom = key::draw(&mut pen, self, bottom + GAP, right);
        let width = right + MARGIN;
        self.write_title(&mut pen, width - 2.0 * MARGIN);
        Drawing {
            width,
            height: bottom + MARGIN,
            title: harmless(&format!("Map of {}", self.title)),
            description: harmless(&self.description()),
            shapes: pen.finish(),
        }
    }

    /// The title is shown whole, unless it is very long.
    fn title_right(&self) -> f64 {
        let widths = [pen::width(&self.title, TITLE_STYLE), pen::width(&self.subtitle, SUBTITLE_STYLE)];
        MARGIN + widths.into_iter().fold(0.0, f64::max).min(LONGEST_TITLE)
    }

    fn write_title(&self, pen: &mut Pen<'_>, room: f64) {
        pen.words(&self.title, (MARGIN, MARGIN + 16.0), Align::Left, TITLE_STYLE, Ink::Text, room);
        pen.words(&self.subtitle, (MARGIN, MARGIN + 44.0), Align::Left, SUBTITLE_STYLE, Ink::Quiet, room);
    }

    /// What the map shows, in a few sentences.
    pub fn description(&self) -> String {
        let vpcs = self.vpcs.iter().map(|vpc| {
            let rows = vpc.rows.iter().map(|row| {
                let subnets: usize = row.cells.iter().map(|it| it.subnets.len() + it.more).sum();
                format!("{subnets} {}", row.class.name())
            });
            let rows = rows.collect::<Vec<_>>().join(", ");
            let zones = if vpc.zones.len() == 1 { "zone" } else { "zones" };
            format!("VPC {}: subnets in {} {zones}: {rows}.", vpc.id, vpc.zones.len())
        });
        let path = self.path.as_ref().map(|path| {
            let findings = path.findings.iter().map(|it| format!(" {}: {}.", it.component, it.message));
            format!("{}: {}.{}", path.question, panel::verdict(&path.verdict), findings.collect::<String>())
        });
        vpcs.chain(path).collect::<Vec<_>>().join(" ")
    }
}

/// What the path comes through: there is room left for its marks.
struct Busy {
    places: BTreeSet<Place>,
    /// Of the request's marks, at the left, and of the reply's, at the right.
    lanes: (f64, f64),
}

/// Of the number of a hop.
const NUMBER: f64 = 54.0;
/// Of the mark of what stops the path.
const MARK: f64 = 38.0;

impl Busy {
    fn of(path: Option<&Path>) -> Self {
        let stops = path.into_iter().flat_map(|it| &it.stops).filter_map(|it| it.place);
        let findings = path.into_iter().flat_map(|it| &it.findings).filter_map(|it| it.place);
        let is_marked =
            |is_reply: bool| path.is_some_and(|it| it.findings.iter().any(|of| it.is_of_reply(of) == is_reply));
        let lane = |is_reply| NUMBER + if is_marked(is_reply) { MARK } else { 0.0 };
        Self { places: stops.chain(findings).collect(), lanes: (lane(false), lane(true)) }
    }

    /// What both lanes take of something that the path comes through.
    fn room(&self, is_busy: bool) -> f64 {
        if is_busy { self.lanes.0 + self.lanes.1 } else { 0.0 }
    }

    /// An area without the lanes.
    fn between_lanes(&self, area: Area, is_busy: bool) -> Area {
        let left = if is_busy { self.lanes.0 } else { 0.0 };
        Area { x: area.x + left, width: area.width - self.room(is_busy), ..area }
    }

    fn is_any(&self) -> bool {
        !self.places.is_empty()
    }

    fn has(&self, place: Place) -> bool {
        self.places.contains(&place)
    }

    fn is_in(&self, spot: Spot) -> bool {
        self.places.iter().any(|it| matches!(it, Place::In(of, _) if *of == spot))
    }
}
