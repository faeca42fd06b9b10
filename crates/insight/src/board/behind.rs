//! The cases behind a figure, without names: the same case has the same pseudonym on every visit,
//! and only who holds the key and the case can tell which it is.

use std::cmp::Reverse;
use std::sync::Arc;

use care::code::{Channel, Profession, Topic};
use care::id::CaseId;
use care::language::Language;
use jiff::civil::{Date, DateTime, Time};

use super::select::{Select, at, is_inside};
use super::tally::bucket_of;
use crate::columns::Columns;
use crate::columns::codes::Codes;
use crate::columns::condition::Condition;
use crate::columns::table::Episode;
use crate::day::Day;
use crate::figure::{Figure, People};
use crate::filter::Filter;
use crate::indicator::Indicators;
use crate::indicator::definition::{Moment, Part, Place, Wait};

/// The figure whose cases are asked for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Selection {
    /// The indicator's id.
    pub indicator: String,
    /// All its cases, or some.
    pub slice: Slice,
}

/// Which of an indicator's cases.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Slice {
    /// All.
    Whole,
    /// Those in a share or part.
    Inside(Part),
    /// Those in the whole of a share, but not in the share.
    Outside(Part),
    /// Those in a bar of the distribution.
    Bucket(usize),
}

/// One page of a list, counted from one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Page {
    /// Which.
    pub number: u32,
    /// How many rows each has.
    pub rows: u32,
}

/// The cases behind a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Behind {
    /// How many there are: the figure itself.
    pub total: u32,
    /// Those of the page, the longest wait first.
    pub cases: Vec<BehindCase>,
}

/// One case without a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BehindCase {
    /// Stands for the case: `7F3AK-22XPM`.
    pub pseudonym: String,
    /// The case, for those who may open it; never to be shown.
    pub case: CaseId,
    /// What it is about.
    pub topic: Option<Topic>,
    /// How it came in.
    pub channel: Option<Channel>,
    /// The stage's code.
    pub stage: Arc<str>,
    /// Home municipality; none when it is not known.
    pub municipality: Option<Arc<str>>,
    /// The unit the indicator counts it for.
    pub unit: Arc<str>,
    /// The profession met first, or asked for.
    pub profession: Option<Profession>,
    /// Service language.
    pub language: Option<Language>,
    /// The code of the age group.
    pub age: Arc<str>,
    /// When the contact was made, in Helsinki.
    pub contact_at: DateTime,
    /// When the wait began; none where the indicator counts no wait.
    pub started_on: Option<Date>,
    /// When it ended; none while it goes on.
    pub ended_on: Option<Date>,
    /// When the booked time is, while it goes on.
    pub booked_for: Option<Date>,
    /// The last lawful day.
    pub due_on: Option<Date>,
    /// The wait in days, up to today while it goes on; without a wait, from contact to assessment.
    pub waited_days: u32,
    /// Whether the last lawful day was or is over.
    pub late: bool,
}

/// The cases behind a figure; nothing when there is no such indicator, and hidden when they are
/// those of one to four people.
pub fn behind(
    columns: &Columns,
    indicators: &Indicators,
    filter: &Filter,
    selection: &Selection,
    today: Date,
    key: &[u8; 32],
    page: Page,
) -> Option<Figure<Behind>> {
    let indicator = indicators.get(&selection.indicator)?;
    let select = Select::new(columns, &indicator.definition, filter, today);
    let mut people = People::default();
    let mut found = Vec::new();
    for row in select.rows() {
        let place = at(row);
        let wait = select.wait(place);
        if holds(&select, place, wait, selection.slice) {
            people.see(row, &select.table.person);
            let waited = wait.unwrap_or_else(|| waited_for_assessment(&select, place));
            found.push((Reverse(waited), place));
        }
    }
    if people.are_few() {
        return Some(Figure::Suppressed);
    }
    let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let cases = of_page(&select, found, page)
        .filter_map(|row| Some(case(columns, &select, row, select.table.get(row)?, key)))
        .collect();
    Some(Figure::Shown(Behind { total, cases }))
}

fn holds(select: &Select, row: usize, wait: Option<u16>, slice: Slice) -> bool {
    // A figure may be asked for that the indicator does not count, so all that changes counts.
    let now = || select.table.conditions_on(row, select.today);
    let in_whole = |of: Part| {
        let mut shares = select.definition.share.iter();
        let among = shares.find(|share| share.of == of).and_then(|share| share.among);
        among.is_none_or(|among| now().has(among))
    };
    let is_in = |of: Part| is_inside(now(), wait, of);
    match slice {
        Slice::Whole => true,
        Slice::Inside(of) => in_whole(of) && is_in(of),
        Slice::Outside(of) => in_whole(of) && !is_in(of),
        Slice::Bucket(bucket) => wait.is_some_and(|days| bucket_of(days) == bucket),
    }
}

type Found = (Reverse<u16>, usize);

/// The rows of a page. Of equal waits the earlier case id stands first, so that the order is the
/// same however the columns were filled.
fn of_page(
    select: &Select,
    mut found: Vec<Found>,
    page: Page,
) -> impl Iterator<Item = usize> + use<> {
    let size = usize::try_from(page.rows).unwrap_or(usize::MAX);
    let skipped = usize::try_from(page.number.saturating_sub(1)).unwrap_or(usize::MAX);
    let first = size.saturating_mul(skipped).min(found.len());
    let end = first.saturating_add(size).min(found.len());
    let order = |a: &Found, b: &Found| {
        a.0.cmp(&b.0).then_with(|| select.table.case.get(a.1).cmp(&select.table.case.get(b.1)))
    };
    // Only the rows up to the end of the page have to be put in order.
    if end < found.len() {
        if end > 0 {
            found.select_nth_unstable_by(end, order);
        }
        found.truncate(end);
    }
    found.sort_unstable_by(order);
    found.into_iter().skip(first).map(|(_, row)| row)
}

fn waited_for_assessment(select: &Select, row: usize) -> u16 {
    let day = |moment| select.table.moment(row, moment, select.today);
    let until = until_assessed(select, row);
    let until = if until.is_some() { until } else { select.today };
    until.since(day(Moment::Contact)).unwrap_or(0)
}

// The assessment ends what a contact waits for, and so does closing the case without one.
fn until_assessed(select: &Select, row: usize) -> Day {
    let assessed = select.table.moment(row, Moment::Assessment, select.today);
    let closed = select.table.closed_on.get(row).copied().unwrap_or(Day::NONE);
    if assessed.is_some() { assessed } else { closed }
}

fn case(
    columns: &Columns,
    select: &Select,
    row: usize,
    episode: Episode,
    key: &[u8; 32],
) -> BehindCase {
    let text = |code: u16| columns.codes().text(code);
    let now = select.table.conditions_on(row, select.today);
    let wait = span(select, row, &episode);
    let late = match (select.definition.wait, wait.is_open) {
        (None, _) => now.has(Condition::AssessmentKnown) && !now.has(Condition::AssessedInTime),
        (Some(_), true) => now.has(Condition::PastLimit),
        (Some(_), false) => {
            let limited = now.has(Condition::Met) && now.has(Condition::HasLimit);
            limited && !now.has(Condition::WithinLimit)
        }
    };
    let unit = match select.definition.unit {
        Place::Contact => episode.contact_unit,
        Place::Care => episode.care_unit,
    };
    let contact_on = episode.contact_on.date().unwrap_or(Date::MIN);
    BehindCase {
        pseudonym: pseudonym(episode.case, key),
        case: episode.case,
        topic: Topic::from_code(&text(episode.topic)),
        channel: Channel::from_code(&text(episode.channel)),
        stage: text(episode.stage),
        municipality: (episode.municipality != Codes::UNKNOWN).then(|| text(episode.municipality)),
        unit: text(unit),
        profession: Profession::from_code(&text(episode.profession)),
        language: Language::parse(&text(episode.language)),
        age: text(episode.age_group),
        contact_at: contact_on.to_datetime(time_of(episode.contact_minute)),
        started_on: wait.started_on.date(),
        ended_on: wait.ended_on.date(),
        booked_for: now.has(Condition::HasBooking).then(|| episode.booked_for.date()).flatten(),
        due_on: wait.due_on.date(),
        waited_days: wait.days.into(),
        late,
    }
}

/// The wait that the list is about.
struct Span {
    started_on: Day,
    ended_on: Day,
    due_on: Day,
    is_open: bool,
    days: u16,
}

fn span(select: &Select, row: usize, episode: &Episode) -> Span {
    let moment = |moment| select.table.moment(row, moment, select.today);
    let (started_on, ended_on, is_open) = match select.definition.wait {
        Some(Wait { from, to: Moment::Today }) => (moment(from), Day::NONE, true),
        Some(Wait { from, to }) => (moment(from), moment(to), false),
        None => {
            let ended_on = until_assessed(select, row);
            (Day::NONE, ended_on, !ended_on.is_some())
        }
    };
    let due_on = match (select.definition.wait, is_open) {
        (None, _) => episode.assess_by,
        (Some(_), true) => episode.wait_by,
        (Some(_), false) => episode.treat_by,
    };
    let days = select.wait(row).unwrap_or_else(|| waited_for_assessment(select, row));
    Span { started_on, ended_on, due_on, is_open, days }
}

fn time_of(minute: u16) -> Time {
    let part = |value| i8::try_from(value).unwrap_or(0);
    Time::new(part(minute / 60), part(minute % 60), 0, 0).unwrap_or(Time::MIN)
}

/// Fifty bits of a keyed hash in letters and digits that are not mistaken for each other.
fn pseudonym(case: CaseId, key: &[u8; 32]) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let hash = blake3::keyed_hash(key, case.0.as_bytes());
    let mut bits =
        hash.as_bytes().iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte));
    let mut text = String::with_capacity(11);
    for place in 0..10 {
        if place == 5 {
            text.push('-');
        }
        let letter = usize::try_from(bits % 32).ok().and_then(|letter| LETTERS.get(letter));
        text.push(letter.copied().map_or('-', char::from));
        bits /= 32;
    }
    text
}

#[cfg(test)]
mod tests;
