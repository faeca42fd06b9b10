//! Every way through a path is tried: none may end in a place from which its end cannot be reached.

use std::collections::{HashMap, VecDeque};

use super::{Path, Walk};

/// How many places are looked at; a path with more of them is too tangled for people, too.
const PLACES_MAX: usize = 20_000;

/// What trying every way found.
#[derive(Default, PartialEq, Eq, Debug)]
pub(super) struct Explored {
    /// The shortest way to a place where nothing is open and nothing has ended.
    pub(super) lost: Option<String>,
    /// The shortest way to a place from which the end cannot be reached, although something is open.
    pub(super) endless: Option<String>,
    /// Steps that no way opens.
    pub(super) unreached: Vec<String>,
    /// Whether there were more places than are looked at.
    pub(super) too_many: bool,
}

struct Seen {
    walk: Walk,
    // The place from which it was first reached, and by which step and outcome.
    by: Option<(usize, String)>,
    before: Vec<usize>,
}

pub(super) fn explore(path: &Path) -> Explored {
    let mut places = vec![Seen { walk: path.enter(), by: None, before: Vec::new() }];
    let mut known = HashMap::from([(path.enter(), 0)]);
    let mut waiting = VecDeque::from([0]);
    let mut reached = vec![false; path.steps.len()];
    while let Some(at) = waiting.pop_front() {
        let Some(walk) = places.get(at).map(|seen| seen.walk.clone()) else { break };
        for step in walk.open_steps(path) {
            if let Some(reached) = path.place(&step.id).and_then(|at| reached.get_mut(at)) {
                *reached = true;
            }
            for outcome in walk.outcomes(path, step) {
                let Ok(next) = walk.finish(path, &step.id, &outcome.code) else {
                    continue;
                };
                let to = *known.entry(next.clone()).or_insert_with(|| {
                    let by = Some((at, format!("{} {}", step.id, outcome.code)));
                    places.push(Seen { walk: next, by, before: Vec::new() });
                    waiting.push_back(places.len() - 1);
                    places.len() - 1
                });
                if let Some(seen) = places.get_mut(to) {
                    seen.before.push(at);
                }
            }
        }
        if places.len() > PLACES_MAX {
            return Explored { too_many: true, ..Explored::default() };
        }
    }
    let ending = can_end(&places);
    let dead = |seen: &Seen| !seen.walk.is_over() && seen.walk.open_steps(path).next().is_none();
    let cannot = |at: &usize| ending.get(*at) == Some(&false);
    let lost = places.iter().position(dead);
    let endless = (0..places.len()).find(cannot);
    let unreached = path.steps.iter().zip(&reached).filter(|(_, reached)| !**reached);
    Explored {
        lost: lost.map(|at| way(&places, at)),
        endless: endless.filter(|_| lost.is_none()).map(|at| way(&places, at)),
        unreached: unreached.map(|(step, _)| step.id.clone()).collect(),
        too_many: false,
    }
}

/// Whether the end can be reached, place by place.
fn can_end(places: &[Seen]) -> Vec<bool> {
    let mut ending = vec![false; places.len()];
    let mut waiting: Vec<usize> = (0..places.len())
        .filter(|at| places.get(*at).is_some_and(|seen| seen.walk.is_over()))
        .collect();
    while let Some(at) = waiting.pop() {
        match ending.get_mut(at) {
            Some(known) if !*known => *known = true,
            Some(_) | None => continue,
        }
        waiting.extend(places.get(at).into_iter().flat_map(|seen| seen.before.iter().copied()));
    }
    ending
}

fn way(places: &[Seen], at: usize) -> String {
    let mut steps = Vec::new();
    let mut by = places.get(at).and_then(|seen| seen.by.as_ref());
    while let Some((before, step)) = by {
        steps.push(step.as_str());
        by = places.get(*before).and_then(|seen| seen.by.as_ref());
    }
    steps.reverse();
    if steps.is_empty() { "entry".to_owned() } else { steps.join(", ") }
}
