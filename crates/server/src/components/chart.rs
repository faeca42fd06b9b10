//! Charts as SVG made at the server: no script, colours from the style sheet, a title and a
//! description for those who hear them. The page always sets a table beside each.

use maud::{Markup, html};

const WIDTH: i64 = 560;
const HEIGHT: i64 = 240;
const LEFT: i64 = 48;
const RIGHT: i64 = 12;
const TOP: i64 = 16;
const BOTTOM: i64 = 44;
const LABELS_MAX: i64 = 12;

/// What a chart is called and what it tells.
#[derive(Clone, Copy, Debug)]
pub struct Caption<'a> {
    /// An id of the page, from which the chart's own ids are made.
    pub id: &'a str,
    /// The name.
    pub title: &'a str,
    /// The main thing it tells, in a sentence.
    pub summary: &'a str,
    /// What the horizontal axis counts.
    pub across: &'a str,
}

/// One bar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bar {
    /// Below the bar.
    pub label: String,
    /// Its height.
    pub value: i64,
    /// The value as it is read.
    pub text: String,
    /// Whether it lies past the limit.
    pub late: bool,
}

/// One line; a gap where there is no value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<Option<i64>>,
    /// Its look.
    pub stroke: Stroke,
}

/// How a line looks; the dash tells them apart without colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stroke {
    /// The main line.
    Full,
    /// The second line.
    Dashed,
}

/// A bar chart, such as a distribution.
pub fn bars(caption: &Caption, bars: &[Bar], tick: impl Fn(i64) -> String) -> Markup {
    let top = ceiling(bars.iter().map(|bar| bar.value).max().unwrap_or_default());
    let count = i64::try_from(bars.len()).unwrap_or(1).max(1);
    let step = (WIDTH - LEFT - RIGHT) / count;
    figure(
        caption,
        &html! {
            (grid(top, tick))
            @for (place, bar) in (0..).zip(bars) {
                @let height = scaled(bar.value, top);
                @let x = LEFT + place * step;
                rect .chart__bar.chart__bar--late[bar.late] x=(x + 3) y=(HEIGHT - BOTTOM - height)
                    width=(step - 6) height=(height) rx="2" {}
                text .chart__value x=(x + step / 2) y=(HEIGHT - BOTTOM - height - 4) text-anchor="middle" { (bar.text) }
                text .chart__label x=(x + step / 2) y=(HEIGHT - BOTTOM + 16) text-anchor="middle" { (bar.label) }
            }
        },
    )
}

/// A line chart over equal steps, such as months.
pub fn lines(
    caption: &Caption,
    labels: &[String],
    lines: &[Line],
    tick: impl Fn(i64) -> String,
) -> Markup {
    let highest = lines.iter().flat_map(|line| line.values.iter().flatten()).max();
    let top = ceiling(highest.copied().unwrap_or_default());
    let count = i64::try_from(labels.len()).unwrap_or(1).max(1);
    // As many labels as fit side by side, always with the last one.
    let every = (count + LABELS_MAX - 1) / LABELS_MAX;
    let at = |place: i64| LEFT + (2 * place + 1) * (WIDTH - LEFT - RIGHT) / (2 * count);
    let chart = figure(
        caption,
        &html! {
            (grid(top, tick))
            @for (place, label) in (0..).zip(labels).filter(|(place, _)| (count - 1 - place) % every == 0) {
                text .chart__label x=(at(place)) y=(HEIGHT - BOTTOM + 16) text-anchor="middle" { (label) }
            }
            @for line in lines {
                @let points: Vec<(i64, Option<i64>)> = (0..).zip(&line.values)
                    .map(|(place, value)| (at(place), value.map(|value| HEIGHT - BOTTOM - scaled(value, top))))
                    .collect();
                path .chart__line.chart__line--dashed[line.stroke == Stroke::Dashed] d=(path(&points)) {}
                @for (x, y) in points.iter().filter_map(|(x, y)| y.map(|y| (x, y))) {
                    circle .chart__point.chart__point--dashed[line.stroke == Stroke::Dashed] cx=(x) cy=(y) r="3" {}
                }
            }
        },
    );
    html! {
        div {
            (chart)
            ul .legend {
                @for line in lines {
                    li {
                        svg width="32" height="8" viewBox="0 0 32 8" aria-hidden="true" {
                            path .chart__line.chart__line--dashed[line.stroke == Stroke::Dashed] d="M0 4H32" {}
                        }
                        " " (line.name)
                    }
                }
            }
        }
    }
}

/// A thin bar inside a table cell; the figure beside it says the same in words.
pub fn meter(permille: u32) -> Markup {
    let permille = permille.min(1000);
    html! {
        svg .meter width="100" height="10" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true" {
            rect .meter__back width="1000" height="100" {}
            rect .meter__front width=(permille) height="100" {}
        }
    }
}

fn figure(caption: &Caption, inside: &Markup) -> Markup {
    let view = format!("0 0 {WIDTH} {HEIGHT}");
    html! {
        figure .chart {
            figcaption { (caption.title) }
            div .scroll role="group" tabindex="0" aria-label=(caption.title) {
                svg .chart__svg viewBox=(view) role="img"
                    aria-labelledby={ (caption.id) "-title " (caption.id) "-desc" } {
                    title id={ (caption.id) "-title" } { (caption.title) }
                    desc id={ (caption.id) "-desc" } { (caption.summary) }
                    (inside)
                    text .chart__label x=((LEFT + WIDTH - RIGHT) / 2) y=(HEIGHT - 8) text-anchor="middle" { (caption.across) }
                }
            }
        }
    }
}

fn grid(top: i64, tick: impl Fn(i64) -> String) -> Markup {
    html! {
        @for quarter in 0..=4 {
            @let value = top * quarter / 4;
            @let y = HEIGHT - BOTTOM - scaled(value, top);
            line .chart__grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(y) y2=(y) {}
            text .chart__label x=(LEFT - 6) y=(y + 4) text-anchor="end" { (tick(value)) }
        }
    }
}

fn scaled(value: i64, top: i64) -> i64 {
    value.max(0) * (HEIGHT - TOP - BOTTOM) / top.max(1)
}

/// The smallest round number that is not below: four equal steps of it are round too.
fn ceiling(value: i64) -> i64 {
    let mut unit = 1;
    loop {
        for step in [4, 6, 8, 12, 20, 40] {
            if step * unit >= value && step * unit % 4 == 0 {
                return step * unit;
            }
        }
        unit *= 10;
    }
}

/// Moves over gaps, draws between neighbours.
fn path(points: &[(i64, Option<i64>)]) -> String {
    let mut text = String::new();
    let mut pen_down = false;
    for (x, y) in points {
        match y {
            Some(y) => {
                let pen = if pen_down { 'L' } else { 'M' };
                text.push_str(
                    &[pen.to_string(), x.to_string(), " ".into(), y.to_string()].concat(),
                );
                pen_down = true;
            }
            None => pen_down = false,
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers() {
        for (value, top) in
            [(0, 4), (4, 4), (5, 8), (11, 12), (13, 20), (41, 60), (301, 400), (452, 600)]
        {
            assert_eq!(ceiling(value), top, "{value}");
        }
    }

    #[test]
    fn a_line_has_gaps_where_values_are_missing() {
        let points = [(1, Some(5)), (2, Some(6)), (3, None), (4, Some(7))];
        assert_eq!(path(&points), "M1 5L2 6M4 7");
    }
}
