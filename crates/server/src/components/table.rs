//! Tables that stay readable on a phone: rows become cards, or the table scrolls in a region that
//! the keyboard reaches.

use maud::{Markup, html};

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Whether it holds figures, which stand at the right edge.
    pub figures: bool,
}

impl Column {
    /// A column of words.
    pub fn words(title: impl Into<String>) -> Self {
        Self { title: title.into(), figures: false }
    }

    /// A column of figures.
    pub fn figures(title: impl Into<String>) -> Self {
        Self { title: title.into(), figures: true }
    }
}

/// A row: its cells, the first one naming the row; an id when the row can be gone to.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// The cells, as many as there are columns.
    pub cells: Vec<Markup>,
    /// Whether the row calls for attention.
    pub late: bool,
}

/// A table whose rows become cards on a narrow screen: each cell then shows its column's name.
pub fn stacking_table(caption: &str, columns: &[Column], rows: &[TableRow]) -> Markup {
    html! {
        table .table.table--stacking {
            (caption_and_head(caption, columns))
            tbody {
                @for row in rows {
                    tr .row--late[row.late] data-row {
                        @for (place, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
                            @if place == 0 {
                                th scope="row" .figures[column.figures] { (cell) }
                            } @else {
                                td .figures[column.figures] data-title=(column.title) { (cell) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A table that keeps its shape and scrolls sideways when it must. Its name stands outside, so that it
/// does not scroll away.
pub fn scrolling_table(id: &str, caption: &str, columns: &[Column], rows: &[TableRow]) -> Markup {
    html! {
        p .table-name id=(id) { (caption) }
        div .scroll role="region" tabindex="0" aria-labelledby=(id) {
            table .table aria-labelledby=(id) {
                (head(columns))
                tbody {
                    @for row in rows {
                        tr .row--late[row.late] {
                            @for (place, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
                                @if place == 0 {
                                    th scope="row" .figures[column.figures] { (cell) }
                                } @else {
                                    td .figures[column.figures] { (cell) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn caption_and_head(caption: &str, columns: &[Column]) -> Markup {
    html! {
        caption .unseen { (caption) }
        (head(columns))
    }
}

fn head(columns: &[Column]) -> Markup {
    html! {
        thead {
            tr {
                @for column in columns {
                    th scope="col" .figures[column.figures] { (column.title) }
                }
            }
        }
    }
}
