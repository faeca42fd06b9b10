//! Files in, law and problems out. Invariant: every file is read to its end, and a rule with a
//! problem is left out, so that nothing half understood ever counts a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::reading::{Fields, Reading};
use super::{
    Act, AgeRange, CareScope, Extension, Law, Limit, OfficeHours, Phrases, Problem, Repeats, Rule,
    RuleId, RuleKind, Statute, Version,
};
use crate::clock::{CareKind, EventKind};
use crate::day::Eves;
use crate::language::Text;

type Acts = BTreeMap<String, Arc<Act>>;

impl Law {
    /// Reads the files of `content/law`, with paths relative to it. Worked cases and other files
    /// that are not rules are passed over.
    pub fn parse<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> (Self, Vec<Problem>) {
        let mut files: BTreeMap<&str, &str> = files
            .into_iter()
            .filter(|(path, _)| {
                path.strip_suffix(".toml").is_some_and(|name| name.strip_suffix(".cases").is_none())
            })
            .collect();
        let mut problems = Vec::new();
        let acts = read(&mut files, "acts.toml", &mut problems, parse_acts);
        let phrases = read(&mut files, "phrases.toml", &mut problems, Phrases::parse);
        let eves = read(&mut files, "calendar.toml", &mut problems, parse_calendar);
        let mut rules = Vec::new();
        for (path, text) in files {
            let reading = Reading::new(path, text);
            rules.extend(parse_rule(&reading, path, &acts));
            problems.extend(reading.into_problems());
        }
        check_watches(&rules, &mut problems);
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        problems.sort();
        (Self { rules, phrases, eves }, problems)
    }
}

/// Reads a file that must be there.
fn read<'t, T: Default>(
    files: &mut BTreeMap<&'t str, &'t str>,
    path: &'t str,
    problems: &mut Vec<Problem>,
    parse: impl FnOnce(&Reading<'t>) -> T,
) -> T {
    let Some(text) = files.remove(path) else {
        let reading = Reading::new(path, "");
        reading.add(None, "", "is missing", "put it back; content/law/README.md says what it is");
        problems.extend(reading.into_problems());
        return T::default();
    };
    let reading = Reading::new(path, text);
    let value = parse(&reading);
    problems.extend(reading.into_problems());
    value
}

fn parse_acts(reading: &Reading<'_>) -> Acts {
    let document = reading.document();
    let mut acts = Acts::new();
    for (id, fields) in Fields::of_document(reading, &document).named_tables() {
        let (name, number) = (fields.text("name"), fields.str("number"));
        fields.finish();
        if let (Some(name), Some(number)) = (name, number) {
            acts.insert(id.to_owned(), Arc::new(Act { name, number: number.into() }));
        }
    }
    acts
}

fn parse_calendar(reading: &Reading<'_>) -> Eves {
    let document = reading.document();
    let fields = Fields::of_document(reading, &document);
    let eves = fields.word("eves", &["working-days", "days-off"], parse_eves);
    fields.finish();
    eves.unwrap_or_default()
}

pub(super) fn parse_eves(word: &str) -> Option<Eves> {
    match word {
        "working-days" => Some(Eves::WorkingDays),
        "days-off" => Some(Eves::DaysOff),
        _ => None,
    }
}

fn parse_rule(reading: &Reading<'_>, path: &str, acts: &Acts) -> Option<Rule> {
    let document = reading.document();
    let fields = Fields::of_document(reading, &document);
    let id = fields.str("id");
    let named = path.trim_end_matches(".toml").replace('/', ".");
    if id.is_some_and(|id| id != named) {
        let remedy = format!("write `{named}`, or move the file");
        fields.wrong("id", "is not the name of the file", &remedy);
    }
    let (title, meaning) = (fields.text("title"), fields.text("meaning"));
    let care = parse_care(&fields);
    let kind = parse_kind(&fields);
    let versions = parse_versions(&fields, acts);
    fields.finish();
    let rule = Rule {
        id: RuleId::new(id?),
        title: title?,
        meaning: meaning?,
        care,
        kind: kind?,
        versions: versions?,
    };
    reading.is_clean().then_some(rule)
}

fn parse_care(fields: &Fields<'_, '_>) -> CareScope {
    if !fields.has("care") {
        return CareScope::Every;
    }
    let known: Vec<&str> = CareKind::ALL.iter().map(|kind| kind.code()).collect();
    let kinds = fields.words("care", &known, CareKind::from_code);
    if kinds.is_empty() {
        fields.wrong("care", "names no kind of care", "name one, or leave the field out for all");
    }
    CareScope::Only(kinds)
}

fn parse_kind(fields: &Fields<'_, '_>) -> Option<RuleKind> {
    type Parse = fn(&Fields<'_, '_>) -> Option<RuleKind>;
    let parse = fields.word("kind", &["clock", "act-before", "again"], |word| match word {
        "clock" => Some(parse_clock as Parse),
        "act-before" => Some(parse_act_before as Parse),
        "again" => Some((|_| Some(RuleKind::Again)) as Parse),
        _ => None,
    });
    parse?(fields)
}

fn parse_act_before(fields: &Fields<'_, '_>) -> Option<RuleKind> {
    let watches: Vec<_> = fields.strs("watches").into_iter().map(RuleId::new).collect();
    if watches.is_empty() {
        fields.wrong("watches", "names no rule", "name the rules whose limits it watches");
        return None;
    }
    Some(RuleKind::ActBefore { watches })
}

fn event_codes() -> Vec<&'static str> {
    EventKind::NAMED.iter().map(|kind| kind.code()).collect()
}

fn parse_clock(fields: &Fields<'_, '_>) -> Option<RuleKind> {
    let known = event_codes();
    let starts = fields.word("starts", &known, EventKind::from_code);
    let stops = fields.words("stops", &known, EventKind::from_code);
    let repeats = fields.word("repeats", &["once", "each-time"], |word| match word {
        "once" => Some(Repeats::Once),
        "each-time" => Some(Repeats::EachTime),
        _ => None,
    });
    if stops.is_empty() {
        fields.wrong("stops", "names no event", "name the events that satisfy the rule");
    }
    if starts.is_some_and(|starts| stops.contains(&starts)) {
        fields.wrong("stops", "holds the start event too", "a clock cannot stop itself");
    }
    Some(RuleKind::Clock { starts: starts?, stops, repeats: repeats? })
}

fn parse_versions(fields: &Fields<'_, '_>, acts: &Acts) -> Option<Vec<Version>> {
    let tables = fields.tables("version");
    if tables.is_empty() {
        fields.wrong("version", "there is none", "add one with its dates under [[version]]");
    }
    let parsed: Vec<_> = tables.iter().map(|table| (table, parse_version(table, acts))).collect();
    for (nth, (table, version)) in parsed.iter().enumerate() {
        let Some(version) = version else { continue };
        let earlier = parsed.iter().take(nth).filter_map(|(_, other)| other.as_ref());
        for other in earlier {
            if version.overlaps(other) {
                let says = format!("is also covered by the version from {}", other.from);
                table.wrong("from", &says, "end that one the day before, or part them by age");
            }
            if version.from < other.from {
                table.wrong("from", "is earlier than the version above", "put the earliest first");
            }
        }
    }
    parsed.into_iter().map(|(_, version)| version).collect()
}

fn parse_version(fields: &Fields<'_, '_>, acts: &Acts) -> Option<Version> {
    let (from, to) = (fields.date("from"), fields.optional_date("to"));
    let who = parse_who(fields);
    let limit = fields.table("limit").and_then(|table| parse_limit(&table));
    let extension = fields.optional_table("extension").map(|table| parse_extension(&table, limit));
    let office_hours = fields.optional_table("office_hours").map(|table| parse_hours(&table));
    let unless = fields.words("unless", &event_codes(), EventKind::from_code);
    let statute = fields.table("statute").and_then(|table| parse_statute(&table, acts));
    let sources: Vec<Box<str>> = fields.strs("sources").into_iter().map(Into::into).collect();
    let unverified = parse_verified(fields);
    let checked_on = fields.date("checked_on");
    fields.finish();
    if sources.is_empty() {
        fields.wrong("sources", "names no source", "name the bill, act or report it was read from");
    }
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        fields.wrong("to", "is before `from`", "write the last day it was in force");
    }
    // A part that is there but wrong has reported itself; the version is left out.
    let (extension, office_hours) = (transposed(extension)?, transposed(office_hours)?);
    Some(Version {
        from: from?,
        to,
        who,
        limit: limit?,
        extension,
        office_hours,
        unless,
        statute: statute?,
        sources,
        unverified: unverified?,
        checked_on: checked_on?,
    })
}

/// Absent is fine, wrong is not.
#[expect(clippy::option_option, reason = "the outer option is presence, the inner correctness")]
fn transposed<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    part.map_or(Some(None), |part| part.map(Some))
}

fn parse_who(fields: &Fields<'_, '_>) -> AgeRange {
    let Some(table) = fields.optional_table("who") else {
        return AgeRange::default();
    };
    let who = AgeRange {
        at_least: table.optional_count("at_least"),
        under: table.optional_count("under"),
    };
    table.finish();
    if who.is_everyone() {
        table.wrong("under", "names no age", "give `under` or `at_least`, or leave `who` out");
    }
    if who.at_least.zip(who.under).is_some_and(|(least, under)| least >= under) {
        table.wrong("under", "leaves nobody", "it must be more than `at_least`");
    }
    who
}

pub(super) fn parse_limit(fields: &Fields<'_, '_>) -> Option<Limit> {
    let amount = fields.optional_count("amount");
    let unit = fields.str("unit");
    fields.finish();
    let unit = unit?;
    if !Limit::UNITS.contains(&unit) {
        let remedy = format!("use one of: {}", Limit::UNITS.join(", "));
        fields.wrong("unit", &format!("`{unit}` is not known"), &remedy);
        return None;
    }
    let Some(limit) = Limit::from_parts(amount, unit) else {
        let remedy = "a unit that is counted needs a number, and the others have none";
        fields.wrong("amount", "does not go with this unit", remedy);
        return None;
    };
    if !limit.is_sane() {
        fields.wrong("amount", "is not a limit a statute would set", "compare it with the source");
    }
    Some(limit)
}

fn parse_extension(fields: &Fields<'_, '_>, limit: Option<Limit>) -> Option<Extension> {
    let (by, when) = (fields.table("by").and_then(|by| parse_limit(&by)), fields.text("when"));
    fields.finish();
    let (by, when) = (by?, when?);
    if limit.is_some_and(|limit| limit.lengthened_by(by).is_none()) {
        fields.wrong("by", "has another unit than the limit", "write both in the same unit");
        return None;
    }
    Some(Extension { by, when })
}

fn parse_hours(fields: &Fields<'_, '_>) -> Option<OfficeHours> {
    let (from, to) = (fields.time("from"), fields.time("to"));
    fields.finish();
    let hours = OfficeHours { from: from?, to: to? };
    if hours.to <= hours.from {
        fields.wrong("to", "is not after `from`", "write when the hours are over");
        return None;
    }
    Some(hours)
}

fn parse_statute(fields: &Fields<'_, '_>, acts: &Acts) -> Option<Statute> {
    let known: Vec<&str> = acts.keys().map(String::as_str).collect();
    let act = fields.word("act", &known, |id| acts.get(id).cloned());
    let (section, amended_by) = (fields.str("section"), fields.optional_str("amended_by"));
    fields.finish();
    Some(Statute { act: act?, section: section?.into(), amended_by: amended_by.map(Into::into) })
}

/// `verified = false` needs a note, and a note needs `verified = false`.
#[expect(clippy::option_option, reason = "the outer option is correctness, the inner the note")]
fn parse_verified(fields: &Fields<'_, '_>) -> Option<Option<Text>> {
    let verified = fields.optional_bool("verified");
    match (verified, fields.has("verify_note")) {
        (None, _) => {
            fields.wrong("verified", "is missing", "say whether a person compared it with the act");
            None
        }
        (Some(true), false) => Some(None),
        (Some(true), true) => {
            fields.wrong("verify_note", "stands beside `verified = true`", "remove one of them");
            None
        }
        (Some(false), _) => fields.text("verify_note").map(Some),
    }
}

/// A duty may watch only clocks that exist.
fn check_watches(rules: &[Rule], problems: &mut Vec<Problem>) {
    for rule in rules {
        let RuleKind::ActBefore { watches } = &rule.kind else { continue };
        for watched in watches {
            let is_clock =
                |other: &Rule| other.id == *watched && matches!(other.kind, RuleKind::Clock { .. });
            if !rules.iter().any(is_clock) {
                problems.push(Problem {
                    file: format!("{}.toml", rule.id.as_str().replace('.', "/")),
                    line: None,
                    place: "watches".to_owned(),
                    says: format!("`{watched}` is not a clock"),
                    remedy: "name a rule of kind `clock` that has no problems".to_owned(),
                });
            }
        }
    }
}
