//! A board's breakdown as a file, with the very figures that the board shows.
//! Invariant: what is hidden on the board is hidden in the file, and no cell becomes a formula.

use std::borrow::Cow;

use super::reading::Reading;
use super::{Board, Row};
use crate::figure::Figure;
use crate::indicator::definition::Part;

/// How numbers and lines are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CsvForm {
    /// Semicolons and decimal commas, as programs in Finnish and Swedish expect.
    Finnish,
    /// Commas and decimal points.
    Plain,
}

/// One column of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Column {
    /// The value's code.
    Code,
    /// The value's name.
    Name,
    /// How many cases of an indicator.
    Count(String),
    /// The middle wait, in days.
    Median(String),
    /// Nine of ten waited at most this many days.
    P90(String),
    /// The longest wait, in days.
    Longest(String),
    /// A share, in per cent.
    Share(String, Part),
    /// A count of a part.
    Part(String, Part),
}

impl Column {
    /// A heading that stays the same in every language.
    pub fn code(&self) -> String {
        match self {
            Self::Code => "code".to_owned(),
            Self::Name => "name".to_owned(),
            Self::Count(id) => format!("{id} count"),
            Self::Median(id) => format!("{id} median"),
            Self::P90(id) => format!("{id} p90"),
            Self::Longest(id) => format!("{id} longest"),
            Self::Share(id, of) => format!("{id} share {}", of.name()),
            Self::Part(id, of) => format!("{id} part {}", of.name()),
        }
    }

    fn cell(&self, row: &Row, form: CsvForm, name: &impl Fn(&str) -> String) -> String {
        let of = |id: &str| row.reading(id);
        let whole = |figure: Option<Figure<u32>>| written(figure, |value| value.to_string());
        let tenths = |figure: Option<Figure<u32>>| written(figure, |value| form.tenths(value));
        let days = |id: &str| of(id).and_then(|reading| reading.days.as_ref());
        match self {
            Self::Code => row.code.as_ref().to_owned(),
            Self::Name => name(&row.code),
            Self::Count(id) => whole(of(id).map(|reading| reading.count)),
            Self::Median(id) => tenths(days(id).map(|days| days.median_tenths)),
            Self::P90(id) => whole(days(id).map(|days| days.p90_days)),
            Self::Longest(id) => whole(days(id).map(|days| days.longest_days)),
            Self::Share(id, part) => tenths(of(id).map(|reading| reading.share(*part))),
            Self::Part(id, part) => whole(of(id).map(|reading| reading.part(*part))),
        }
    }
}

impl CsvForm {
    fn separator(self) -> char {
        match self {
            Self::Finnish => ';',
            Self::Plain => ',',
        }
    }

    fn tenths(self, value: u32) -> String {
        let mark = match self {
            Self::Finnish => ',',
            Self::Plain => '.',
        };
        format!("{}{mark}{}", value / 10, value % 10)
    }

    fn push(self, file: &mut String, cells: impl Iterator<Item = String>) {
        for (n, cell) in cells.enumerate() {
            if n > 0 {
                file.push(self.separator());
            }
            file.push_str(&self.quoted(&harmless(&cell)));
        }
        file.push_str("\r\n");
    }

    fn quoted(self, cell: &str) -> Cow<'_, str> {
        if cell.contains([self.separator(), '"', '\r', '\n']) {
            Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
        } else {
            Cow::Borrowed(cell)
        }
    }
}

// A program for tables reads such a cell as a formula; figures begin with a digit.
fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

// Three points are the statistical sign of a figure that is confidential.
fn written(figure: Option<Figure<u32>>, write: impl Fn(u32) -> String) -> String {
    match figure {
        Some(Figure::Shown(value)) => write(value),
        Some(Figure::Suppressed) => "...".to_owned(),
        Some(Figure::Nothing) | None => String::new(),
    }
}

fn columns(board: &Board) -> Vec<Column> {
    let mut columns = vec![Column::Code, Column::Name];
    for (id, reading) in &board.readings {
        columns.extend(columns_of(id, reading));
    }
    columns
}

fn columns_of(id: &str, reading: &Reading) -> Vec<Column> {
    let mut columns = vec![Column::Count(id.to_owned())];
    if reading.days.is_some() {
        columns.extend([
            Column::Median(id.to_owned()),
            Column::P90(id.to_owned()),
            Column::Longest(id.to_owned()),
        ]);
    }
    columns.extend(reading.shares.iter().map(|(of, _)| Column::Share(id.to_owned(), *of)));
    columns.extend(reading.parts.iter().map(|(of, _)| Column::Part(id.to_owned(), *of)));
    columns
}

/// The breakdown of a board, with headings and names of values as they are given.
pub fn csv(
    board: &Board,
    form: CsvForm,
    heading: impl Fn(&Column) -> String,
    name: impl Fn(&str) -> String,
) -> String {
    let columns = columns(board);
    let mut file = String::new();
    form.push(&mut file, columns.iter().map(heading));
    for row in &board.rows {
        form.push(&mut file, columns.iter().map(|column| column.cell(row, form, &name)));
    }
    file
}

#[cfg(test)]
mod tests;
