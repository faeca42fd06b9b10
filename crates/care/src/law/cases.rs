//! Worked cases: what people who know the law say should come out, run on the real engine.
//! Invariant: a case that was read was run; one that comes out otherwise is a problem.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::parse::{parse_eves, parse_limit};
use super::reading::{Fields, Reading};
use super::{Law, NotApplying, Problem, RuleId};
use crate::clock::{CareKind, Clock, Event, EventKind, Subject};
use crate::day::{Eves, instant};

/// Runs the worked cases of one file, named after its rule, and tells how many there were.
pub fn check(law: &Law, path: &str, text: &str) -> (usize, Vec<Problem>) {
    let reading = Reading::new(path, text);
    let document = reading.document();
    let file = Fields::of_document(&reading, &document);
    let rule = path.trim_end_matches(".cases.toml").replace('/', ".");
    let (clocks, counts) = (file.tables("case"), file.tables("count"));
    let (duties, agains) = (file.tables("duty"), file.tables("again"));
    file.finish();
    for case in &clocks {
        check_clock(law, &rule, case);
    }
    for case in &counts {
        check_count(case);
    }
    for case in &duties {
        check_duty(law, &rule, case);
    }
    for case in &agains {
        check_again(law, &rule, case);
    }
    let ran = clocks.len() + counts.len() + duties.len() + agains.len();
    if ran == 0 {
        reading.add(None, "", "holds no case", "work one out by hand and write it down");
    }
    (ran, reading.into_problems())
}

/// One clock: `due`, or `none` with the reason why there is no clock.
fn check_clock(law: &Law, rule: &str, case: &Fields<'_, '_>) {
    let given = Given::read(case);
    let expected = Expected::read(case);
    case.finish();
    let (Some(given), Some(rule)) = (given, law.rule(rule)) else {
        case.wrong(
            "name",
            "cannot be run",
            "put its events right, and name the file after its rule",
        );
        return;
    };
    let law = law.clone().with_eves(given.eves);
    let clocks = law.clocks(&given.subject, given.care, &given.events);
    let clock = clocks.iter().rfind(|clock| clock.rule == rule.id);
    match (clock, expected.none) {
        (Some(clock), None) => expected.compare(case, clock),
        (Some(clock), Some(_)) => {
            case.wrong("none", &format!("but it runs to {}", clock.due.on), "compare both");
        }
        (None, None) => case.wrong("due", "but there is no clock", "compare both"),
        (None, Some(none)) => {
            let silent = law.not_applying(&given.subject, given.care, &given.events);
            let found = silent.iter().find(|(id, _)| *id == rule.id);
            let found = found.map_or("other-care", |(_, why)| reason(*why));
            if found != none {
                case.wrong("none", &format!("the reason is `{found}`"), "compare both");
            }
        }
    }
}

fn reason(why: NotApplying) -> &'static str {
    match why {
        NotApplying::NotYetInForce { .. } => "not-yet-in-force",
        NotApplying::NotInForce => "not-in-force",
        NotApplying::OtherAge => "other-age",
    }
}

/// What a case takes as given.
struct Given {
    subject: Subject,
    care: Option<CareKind>,
    eves: Eves,
    events: Vec<Event>,
}

impl Given {
    fn read(case: &Fields<'_, '_>) -> Option<Self> {
        case.str("name")?;
        let known: Vec<&str> = CareKind::ALL.iter().map(|kind| kind.code()).collect();
        let kind = case.has("care").then(|| case.word("care", &known, CareKind::from_code));
        let events: Vec<_> = case.tables("events").iter().map(read_event).collect();
        if events.is_empty() {
            case.wrong("events", "there is none", "tell at least what would start the clock");
            return None;
        }
        Some(Self {
            subject: Subject { birth_date: case.optional_date("born") },
            care: kind.flatten(),
            eves: read_eves(case),
            events: events.into_iter().collect::<Option<_>>()?,
        })
    }
}

fn read_eves(case: &Fields<'_, '_>) -> Eves {
    let eves =
        case.has("eves").then(|| case.word("eves", &["working-days", "days-off"], parse_eves));
    eves.flatten().unwrap_or_default()
}

fn read_event(fields: &Fields<'_, '_>) -> Option<Event> {
    let mut known: Vec<&str> = EventKind::NAMED.iter().map(|kind| kind.code()).collect();
    known.push("client-chose-later");
    let kind = if fields.has("offered_on") {
        let (offered_on, until) = (fields.date("offered_on"), fields.date("until"));
        fields.str("what")?;
        Some(EventKind::ClientChoseLater { offered_on: offered_on?, until: until? })
    } else {
        fields.word("what", &known, EventKind::from_code)
    };
    let at = fields.reading_of_clock("at").and_then(|(reading, offset)| at(reading, offset));
    fields.finish();
    Some(Event { kind: kind?, at: at? })
}

/// A reading without an offset is what the clock on the wall in Helsinki showed, first time round.
fn at(reading: DateTime, offset_minutes: Option<i32>) -> Option<Timestamp> {
    match offset_minutes {
        None => Some(instant(reading.date(), reading.time()).earliest()),
        Some(minutes) => Offset::from_seconds(minutes * 60).ok()?.to_timestamp(reading).ok(),
    }
}

/// What a case says should come out.
struct Expected<'r> {
    none: Option<&'r str>,
    due: Option<Date>,
    counted_from: Option<Date>,
    extendable_to: Option<Date>,
    adjusted_due: Option<Date>,
    today: Option<Date>,
    state: Option<&'r str>,
}

impl<'r> Expected<'r> {
    fn read(case: &Fields<'r, '_>) -> Self {
        let none = case.optional_str("none");
        Self {
            none,
            due: if none.is_none() { case.date("due") } else { None },
            counted_from: case.optional_date("counted_from"),
            extendable_to: case.optional_date("extendable_to"),
            adjusted_due: case.optional_date("adjusted_due"),
            today: case.optional_date("today"),
            state: case.optional_str("state"),
        }
    }

    fn compare(&self, case: &Fields<'_, '_>, clock: &Clock) {
        let dates = [
            ("due", self.due, Some(clock.due.on)),
            ("counted_from", self.counted_from, Some(clock.due.counted_from)),
            ("extendable_to", self.extendable_to, clock.due.extendable_to),
            ("adjusted_due", self.adjusted_due, clock.adjusted_due_on()),
        ];
        for (name, expected, found) in dates {
            if expected.is_some() && expected != found {
                differs(case, name, found);
            }
        }
        if let Some(state) = self.state {
            let today = self.today.unwrap_or(clock.due.on);
            let found = clock.state_on(today).code();
            if found != state {
                case.wrong("state", &format!("comes out as `{found}`"), "compare both");
            }
        }
    }
}

fn differs(case: &Fields<'_, '_>, name: &str, found: Option<Date>) {
    let found = found.map_or_else(|| "none".to_owned(), |day| day.to_string());
    case.wrong(name, &format!("comes out as {found}"), "compare the case and the rule");
}

/// Bare arithmetic: `from`, `limit`, `ends`.
fn check_count(case: &Fields<'_, '_>) {
    case.str("name");
    let (from, ends) = (case.date("from"), case.date("ends"));
    let limit = case.table("limit").and_then(|limit| parse_limit(&limit));
    let eves = read_eves(case);
    case.finish();
    if let (Some(from), Some(ends), Some(limit)) = (from, ends, limit) {
        let found = limit.ends_on(from, eves);
        if found != ends {
            differs(case, "ends", Some(found));
        }
    }
}

/// A duty to act before a limit: `watched` clock, `today`, and `raised_on` where it is raised.
fn check_duty(law: &Law, rule: &str, case: &Fields<'_, '_>) {
    let given = Given::read(case);
    let (watched, today) = (case.str("watched"), case.date("today"));
    let raised_on = case.optional_date("raised_on");
    case.finish();
    let (Some(given), Some(watched), Some(today)) = (given, watched, today) else { return };
    let clocks = law.clocks(&given.subject, given.care, &given.events);
    let Some(clock) = clocks.iter().find(|clock| clock.rule.as_str() == watched) else {
        case.wrong("watched", "has no clock here", "compare its events with that rule");
        return;
    };
    let notice = law.duty_raised(clock, today).filter(|notice| notice.rule == RuleId::new(rule));
    let found = notice.map(|notice| notice.raised_on);
    if found != raised_on {
        differs(case, "raised_on", found);
    }
}

/// A duty to do something again: `last_on` and `by`.
fn check_again(law: &Law, rule: &str, case: &Fields<'_, '_>) {
    case.str("name");
    let (last_on, by) = (case.date("last_on"), case.date("by"));
    case.finish();
    if let (Some(last_on), Some(by)) = (last_on, by) {
        let found = law.again_by(rule, last_on);
        if found != Some(by) {
            differs(case, "by", found);
        }
    }
}
