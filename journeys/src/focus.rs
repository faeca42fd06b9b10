//! The focus, seen: at each Tab stop something must look different, be in the window, and be on top.

use anyhow::{Result, bail};
use serde::Deserialize;
use thirtyfour::Key;

use crate::browser::Browser;

/// One place where Tab stops.
#[derive(Deserialize)]
struct Stop {
    element: String,
    faults: Vec<String>,
    again: bool,
}

const STOPS_MAX: usize = 400;

/// Compares the looks of the focused element, its label, its neighbour and its parent with and without focus.
/// A text cursor is no difference; a hidden radio button whose label is drawn is seen through its label.
const LOOK: &str = "
    const element = document.activeElement;
    if (!element || element === document.body) { return null; }
    const stands = [element, element.nextElementSibling, element.parentElement,
        element.labels && element.labels[0]].filter(Boolean);
    const properties = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'backgroundColor',
        'borderTopColor', 'borderTopWidth', 'borderBottomColor', 'borderBottomWidth', 'color',
        'textDecorationLine', 'textDecorationThickness'];
    const look = () => JSON.stringify(stands.flatMap((stand) => [null, '::before', '::after'].map((part) => {
        const style = getComputedStyle(stand, part);
        const drawn = style.outlineStyle === 'none' ? [] : [style.outlineWidth];
        return properties.map((name) => name.startsWith('outline') && !drawn.length ? '' : style[name]);
    })));
    const again = element.dataset.journeyStop === 'seen';
    element.dataset.journeyStop = 'seen';
    const focused = look();
    const box = element.getBoundingClientRect();
    const drawn = box.width > 2 && box.height > 2 && getComputedStyle(element).opacity !== '0'
        ? box : (stands[stands.length - 1] || element).getBoundingClientRect();
    const inside = drawn.bottom > 0 && drawn.right > 0 && drawn.left >= -1
        && drawn.top < innerHeight && drawn.right <= innerWidth + 1
        && (drawn.height > innerHeight || (drawn.top >= -1 && drawn.bottom <= innerHeight + 1));
    const middle = document.elementFromPoint(
        Math.min(Math.max(drawn.left + drawn.width / 2, 0), innerWidth - 1),
        Math.min(Math.max(drawn.top + drawn.height / 2, 0), innerHeight - 1));
    const onTop = !!middle && stands.some((stand) => stand.contains(middle) || middle.contains(stand))
        && !(middle === document.documentElement);
    const short = element.cloneNode(false).outerHTML.slice(0, 160);
    const text = (element.textContent || '').trim().slice(0, 40);
    element.blur();
    const plain = look();
    element.focus({ preventScroll: true, focusVisible: true });
    const faults = [];
    if (focused === plain) { faults.push('shows no focus'); }
    if (!inside) { faults.push('is outside the window when focused'); }
    if (!onTop) { faults.push('is covered when focused'); }
    return { element: short + text, faults, again };";

/// Puts the page back as it was: nothing focused, nothing scrolled, no mark left.
const REST: &str = "
    document.activeElement && document.activeElement.blur();
    window.scrollTo(0, 0);
    document.querySelectorAll('[data-journey-stop]').forEach((e) => delete e.dataset.journeyStop);
    return true;";

/// Walks through the page with Tab from its beginning until the focus comes round.
async fn stops(browser: &Browser) -> Result<Vec<Stop>> {
    browser.script::<bool>(REST).await?;
    let mut stops: Vec<Stop> = Vec::new();
    for _ in 0..STOPS_MAX {
        browser.presses(Key::Tab).await?;
        match browser.script::<Option<Stop>>(LOOK).await? {
            Some(stop) if !stop.again => stops.push(stop),
            _ => return Ok(stops),
        }
    }
    bail!("{} has more than {STOPS_MAX} Tab stops", browser.path().await?);
}

/// What is wrong with the stops of the page.
pub(crate) async fn problems(browser: &Browser) -> Result<Vec<String>> {
    let lines = |stop: Stop| {
        let Stop { element, faults, again: _ } = stop;
        faults.into_iter().map(move |fault| format!("focus: {element} {fault}"))
    };
    let problems = stops(browser).await?.into_iter().flat_map(lines).collect();
    browser.script::<bool>(REST).await?;
    Ok(problems)
}
