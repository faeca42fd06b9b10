//! A path as a picture: one lane for each kind of organisation, so that everybody sees where a client crosses
//! over, and one row for each step. Drawn from the definition alone, it is the same on every machine.

use std::collections::BTreeSet;

use care::language::Language;
use care::path::{OrganisationKind, Outcome, Path, Step};
use maud::{Markup, html};

use crate::say;
use crate::texts::{self, Texts};

const LANE: usize = 310;
const TOP: usize = 96;
const BOX_WIDTH: usize = 232;
const BOX_HEIGHT: usize = 84;
/// Between the text of an ending and the next one.
const ENDING: usize = 15;
/// Between a step, with what ends there, and the next one.
const GAP: usize = 44;
/// The colour of borders, arrows and lesser words.
const LINE: &str = "#49606f";

/// Where everything stands.
struct Plan {
    lanes: Vec<OrganisationKind>,
    // The upper left corner of each step.
    corners: Vec<(usize, usize)>,
    width: usize,
    height: usize,
}

impl Plan {
    fn of(path: &Path) -> Self {
        let lanes: Vec<OrganisationKind> = path.organisations().into_iter().collect();
        let mut y = TOP;
        let corners = path.steps.iter().map(|step| {
            let lane = lanes.iter().position(|lane| *lane == step.owner.at).unwrap_or_default();
            let corner = (20 + lane * LANE + 36, y);
            y += BOX_HEIGHT + endings(step).count() * ENDING + GAP;
            corner
        });
        let corners = corners.collect();
        let width = lanes.len().max(1) * LANE + 32;
        Self { lanes, corners, width, height: y + 8 }
    }

    fn corner(&self, at: usize) -> (usize, usize) {
        self.corners.get(at).copied().unwrap_or_default()
    }
}

/// The picture, as SVG with its own colours, and a text for those who do not see it.
pub fn draw(path: &Path, language: Language) -> String {
    let plan = Plan::of(path);
    let (width, height) = (plan.width, plan.height);
    let title = path.title.get(language);
    let picture = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {width} {height}"))
            width=(width) height=(height) role="img" aria-labelledby="title desc"
            lang=(language.code()) font-family="sans-serif" font-size="14" fill="#1b2733" {
            title id="title" { (title) }
            desc id="desc" { (path.purpose.get(language)) }
            defs {
                marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8"
                    markerHeight="8" orient="auto" {
                    path d="M0 0L8 4L0 8z" fill=(LINE) {}
                }
            }
            rect width=(width) height=(height) fill="#fff" {}
            text x="20" y="34" font-size="20" font-weight="bold" { (title) }
            (lanes(&plan, language))
            @for (from, step) in path.steps.iter().enumerate() {
                @for to in leads_to(path, step) { (arrow(&plan, from, to)) }
            }
            @for (step, corner) in path.steps.iter().zip(&plan.corners) {
                (step_box(step, path.entry.opens.contains(&step.id), *corner, language))
            }
        }
    };
    // An element a line, so that a change can be read.
    picture.into_string().replace("><", ">\n<").replace(">\n</", "></")
}

fn lanes(plan: &Plan, language: Language) -> Markup {
    html! {
        @for (at, lane) in plan.lanes.iter().enumerate() {
            @let x = 20 + at * LANE;
            @let fill = if at % 2 == 0 { "#eef3f6" } else { "#f8f9f5" };
            rect x=(x) y="52" width=(LANE - 8) height=(plan.height - 60) fill=(fill) {}
            text x=(x + 12) y="76" fill=(LINE) { (lane_name(texts::of(language), *lane)) }
        }
    }
}

fn step_box(step: &Step, begins: bool, (x, y): (usize, usize), language: Language) -> Markup {
    let (stroke, wide) = if begins { ("#005a8c", 3) } else { (LINE, 1) };
    html! {
        rect x=(x) y=(y) width=(BOX_WIDTH) height=(BOX_HEIGHT) rx="6" fill="#fff"
            stroke=(stroke) stroke-width=(wide) {}
        @for (at, words) in lines(step.title.get(language), 26, 2).iter().enumerate() {
            text x=(x + 10) y=(y + 22 + at * 18) font-weight="bold" { (words) }
        }
        @for words in lines(step.owner.name.get(language), 33, 1) {
            text x=(x + 10) y=(y + 68) font-size="13" { (words) }
        }
        @if let Some(most) = step.times_max {
            text x=(x + BOX_WIDTH - 10) y=(y + 22) text-anchor="end" { "≤ " (most) }
        }
        @for (at, outcome) in endings(step).enumerate() {
            @let y = y + BOX_HEIGHT + 16 + at * ENDING;
            circle cx=(x + 8) cy=(y - 4) r="4" fill="#2e7d4f" {}
            @for words in lines(outcome.title.get(language), 40, 1) {
                text x=(x + 16) y=(y) font-size="11" { (words) }
            }
        }
    }
}

/// Back and round on the right side, ahead on the left or from above, so that the two never share a line.
fn arrow(plan: &Plan, from: usize, to: usize) -> Markup {
    let ((x1, y1), (x2, y2)) = (plan.corner(from), plan.corner(to));
    let (side1, side2) = (x1 + BOX_WIDTH, x2 + BOX_WIDTH);
    let (middle1, middle2) = (y1 + BOX_HEIGHT / 2, y2 + BOX_HEIGHT / 2);
    let curve = if to == from {
        let (up, down, out) = (middle1 - 12, middle1 + 12, side1 + 30);
        format!("M{side1} {down}C{out} {down} {out} {up} {side1} {up}")
    } else if to < from {
        let (start, end, out) = (middle1 - 14, middle2 + 26, side1.max(side2) + 32);
        format!("M{side1} {start}C{out} {start} {out} {end} {side2} {end}")
    } else if x1 == x2 {
        let (start, end, out) = (middle1 + 14, middle2 - 14, x1.saturating_sub(32));
        format!("M{x1} {start}C{out} {start} {out} {end} {x2} {end}")
    } else if x1 < x2 {
        let (start, bend) = (middle1 + 14, x2 + BOX_WIDTH / 2);
        format!("M{side1} {start}C{bend} {start} {bend} {start} {bend} {y2}")
    } else {
        // Between the lanes, so that no step of the other lane is crossed.
        let (start, end, out) = (middle1 + 14, middle2 - 14, side2 + 44);
        format!("M{x1} {start}C{out} {start} {out} {end} {side2} {end}")
    };
    html! { path d=(curve) fill="none" stroke=(LINE) marker-end="url(#tip)" {} }
}

/// Where a step leads, each place once, however many outcomes open it.
fn leads_to(path: &Path, step: &Step) -> BTreeSet<usize> {
    let opened = step.outcomes.iter().flat_map(|outcome| &outcome.opens);
    opened.filter_map(|id| path.place(id)).collect()
}

fn endings(step: &Step) -> impl Iterator<Item = &Outcome> {
    step.outcomes.iter().filter(|outcome| outcome.ends)
}

fn lane_name(texts: &Texts, kind: OrganisationKind) -> String {
    match kind {
        OrganisationKind::County => say!(texts, "path-at-county"),
        OrganisationKind::Specialised => say!(texts, "path-at-specialised"),
        OrganisationKind::Municipality => say!(texts, "path-at-municipality"),
        OrganisationKind::School => say!(texts, "path-at-school"),
        OrganisationKind::Rescue => say!(texts, "path-at-rescue"),
        OrganisationKind::Association => say!(texts, "path-at-association"),
        OrganisationKind::Private => say!(texts, "path-at-private"),
    }
}

/// Words in so many lines of so many letters; an ellipsis says that something was left out.
fn lines(text: &str, letters: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last().map_or(0, |line| line.chars().count());
        if last > 0 && last + 1 + word.chars().count() > letters {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        lines.iter_mut().skip(most - 1).for_each(|line| line.push('…'));
    }
    lines
}
