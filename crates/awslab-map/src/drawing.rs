//! A drawing: shapes with coordinates, in pixels from the upper left corner. It knows of no file format.

use crate::text;

pub use crate::text::Font;

/// A page with shapes on it, the later ones above the earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// What it shows, for those who cannot see it.
    pub title: String,
    /// The same in a few sentences.
    pub description: String,
    /// What is on it.
    pub shapes: Vec<Shape>,
}

/// A shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Shapes that belong together, with words that a pointer over them brings up.
    Group(String, Vec<Shape>),
    /// A rectangle with round corners.
    Box {
        /// Where.
        area: Area,
        /// Of the corners.
        radius: f64,
        /// What it is filled with.
        fill: Option<Ink>,
        /// Its edge.
        edge: Option<Stroke>,
    },
    /// A cloud.
    Cloud {
        /// Where.
        area: Area,
        /// What it is filled with.
        fill: Ink,
        /// Its edge.
        edge: Stroke,
    },
    /// A line with round corners from point to point.
    Line {
        /// The points.
        points: Vec<Point>,
        /// How it is drawn.
        stroke: Stroke,
        /// It ends in an arrow.
        has_arrow: bool,
    },
    /// Words in one line.
    Words(Words),
}

/// Words in one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// Where they stand: the middle of their line's height.
    pub at: Point,
    /// Which end of them is there.
    pub align: Align,
    /// How large.
    pub size: f64,
    /// In which letters.
    pub font: Font,
    /// In which colour.
    pub ink: Ink,
    /// The words, as far as they have room.
    pub text: String,
}

impl Words {
    /// How much room they take at most.
    pub fn width(&self) -> f64 {
        text::width(&self.text, self.font, self.size)
    }
}

/// Which end of a text is at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// The beginning.
    Left,
    /// The middle.
    Center,
    /// The end.
    Right,
}

/// A point.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From above.
    pub y: f64,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Area {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
}

impl Area {
    /// Its right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Its lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// The middle between left and right.
    pub fn middle(&self) -> f64 {
        self.x + self.width / 2.0
    }

    /// The middle between above and below.
    pub fn center(&self) -> f64 {
        self.y + self.height / 2.0
    }
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// The colour.
    pub ink: Ink,
    /// How wide.
    pub width: f64,
    /// Unbroken, or not.
    pub dash: Dash,
}

/// How a line is broken: what colour says, this says too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// In dashes.
    Dashed,
    /// In dots.
    Dotted,
}

/// A colour, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// The page, and what lies on it.
    Paper,
    /// The ground of a VPC.
    Ground,
    /// Words.
    Text,
    /// Words that matter less, and edges.
    Quiet,
    /// The ground of a row, or of a mark that is off.
    Pale(Tone),
    /// The edge and the mark of what is of a tone.
    Strong(Tone),
}

/// A family of two colours. Each is told by a word, a letter or a kind of line too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Subnets that a route opens to the internet.
    Public,
    /// Subnets with a way out.
    Private,
    /// Subnets without.
    Isolated,
    /// What was not read.
    Unknown,
    /// Gateways and hubs.
    Gate,
    /// A path.
    Request,
    /// The way back.
    Reply,
    /// What stops a path.
    Block,
}
