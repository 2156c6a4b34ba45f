//! Putting shapes on the page.

use crate::drawing::{Align, Area, Dash, Font, Ink, Point, Shape, Stroke, Tone, Words};
use crate::text;

/// A font and its size.
pub(super) type Style = (Font, f64);

/// Collects shapes.
pub(super) struct Pen<'h> {
    harmless: &'h dyn Fn(&str) -> String,
    shapes: Vec<Shape>,
}

impl<'h> Pen<'h> {
    pub(super) fn new(harmless: &'h dyn Fn(&str) -> String) -> Self {
        Self { harmless, shapes: Vec::new() }
    }

    pub(super) fn finish(self) -> Vec<Shape> {
        self.shapes
    }

    pub(super) fn push(&mut self, shape: Shape) {
        self.shapes.push(shape);
    }

    /// Shapes that belong together. The title tells what did not have room.
    pub(super) fn group(&mut self, title: &str, draw: impl FnOnce(&mut Self)) {
        let mut inner = Self::new(self.harmless);
        draw(&mut inner);
        self.shapes.push(Shape::Group((self.harmless)(title), inner.shapes));
    }

    pub(super) fn area(&mut self, area: Area, radius: f64, fill: Ink, edge: Option<Stroke>) {
        self.shapes.push(Shape::Box { area, radius, fill: Some(fill), edge });
    }

    /// The edge alone.
    pub(super) fn frame(&mut self, area: Area, radius: f64, edge: Stroke) {
        self.shapes.push(Shape::Box { area, radius, fill: None, edge: Some(edge) });
    }

    pub(super) fn line(&mut self, points: Vec<(f64, f64)>, stroke: Stroke, has_arrow: bool) {
        let points = points.into_iter().map(|(x, y)| Point { x, y }).collect();
        self.shapes.push(Shape::Line { points, stroke, has_arrow });
    }

    /// Words, as far as they have room. Returns how much they took.
    pub(super) fn words(
        &mut self,
        text: &str,
        (x, y): (f64, f64),
        align: Align,
        (font, size): Style,
        ink: Ink,
        room: f64,
    ) -> f64 {
        let text = text::fit(&(self.harmless)(text), font, size, room);
        let width = text::width(&text, font, size);
        if !text.is_empty() {
            self.shapes.push(Shape::Words(Words { at: Point { x, y }, align, size, font, ink, text }));
        }
        width
    }

    /// Words in as many lines as they take, up to a number. Returns where the next line would be.
    pub(super) fn paragraph(
        &mut self,
        text: &str,
        (x, y): (f64, f64),
        (font, size): Style,
        ink: Ink,
        room: f64,
        most: usize,
    ) -> f64 {
        let mut lines = text::wrap(&(self.harmless)(text), font, size, room);
        if lines.len() > most {
            let rest = lines.split_off(most - 1).join(" ");
            lines.push(text::fit(&rest, font, size, room));
        }
        let mut y = y;
        for text in lines {
            self.shapes.push(Shape::Words(Words { at: Point { x, y }, align: Align::Left, size, font, ink, text }));
            y += size * 1.35;
        }
        y
    }

    /// A few characters in a filled box, around a point.
    pub(super) fn pill(&mut self, text: &str, (x, y): (f64, f64), fill: Ink, edge: Stroke, ink: Ink) {
        let width = pill_width(text);
        let area = Area { x: x - width / 2.0, y: y - PILL / 2.0, width, height: PILL };
        self.area(area, PILL / 2.0, fill, Some(edge));
        self.words(text, (x, y), Align::Center, PILL_STYLE, ink, width);
    }
}

/// How high a pill is.
pub(super) const PILL: f64 = 20.0;
const PILL_STYLE: Style = (Font::Bold, 11.0);

pub(super) fn pill_width(text: &str) -> f64 {
    (text::width(text, PILL_STYLE.0, PILL_STYLE.1) + 11.0).max(PILL)
}

/// How wide words are.
pub(super) fn width(text: &str, (font, size): Style) -> f64 {
    text::width(text, font, size)
}

pub(super) const fn stroke(ink: Ink, width: f64, dash: Dash) -> Stroke {
    Stroke { ink, width, dash }
}

pub(super) const fn solid(ink: Ink, width: f64) -> Stroke {
    stroke(ink, width, Dash::Solid)
}

pub(super) const NOT_READ: Stroke = stroke(Ink::Strong(Tone::Unknown), 1.5, Dash::Dashed);
