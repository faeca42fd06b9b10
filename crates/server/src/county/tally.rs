//! What a county came out as: counted from its facts, for people who judge whether it is like one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use care::case::{AssessmentResult, Case, CaseFact, Stage};
use care::code::{Profession, Urgency};
use care::day::{day_of, days_between};
use care::id::{CaseId, UnitId};
use jiff::Timestamp;

use super::{FactSink, Produced};

/// Counts what it takes.
#[derive(Default)]
pub struct Tally {
    cases: HashMap<CaseId, Case>,
    kinds: BTreeMap<String, u64>,
    bytes: u64,
}

/// Waits of one group of people.
#[derive(Clone, Default, Debug)]
pub struct Waits {
    days: Vec<i32>,
}

impl FactSink for Tally {
    fn take(&mut self, produced: &Produced<'_>) -> anyhow::Result<()> {
        *self.kinds.entry(produced.kind.to_owned()).or_default() += 1;
        self.bytes += u64::try_from(produced.body.len())?;
        let Some(id) = produced.stream.strip_prefix("case/") else { return Ok(()) };
        let id: CaseId = id.parse()?;
        let fact: CaseFact = serde_json::from_slice(produced.body)?;
        if let Some(case) = self.cases.get_mut(&id) {
            case.apply(produced.occurred_at, fact);
        } else {
            let begun = Case::fold(id, [(produced.occurred_at, fact)]);
            self.cases
                .insert(id, begun.ok_or_else(|| anyhow::anyhow!("{id} begins without a contact"))?);
        }
        Ok(())
    }
}

impl Waits {
    /// The share that waited so many days at most.
    pub fn share_within(&self, days: i32) -> f64 {
        let within = self.days.iter().filter(|waited| **waited <= days).count();
        ratio(within, self.days.len())
    }

    /// The wait below which this share lies.
    pub fn quantile(&self, share: f64) -> i32 {
        let mut days = self.days.clone();
        days.sort_unstable();
        days.get(super::random::share_of(days.len(), share)).copied().unwrap_or_default()
    }

    /// How many waited.
    pub fn count(&self) -> usize {
        self.days.len()
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}

impl Tally {
    /// All cases as they came out.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.values()
    }

    /// How many facts of a kind there are.
    pub fn facts(&self, kind: &str) -> u64 {
        self.kinds.get(kind).copied().unwrap_or_default()
    }

    /// Waits from the assessment to the first visit, by whatever one asks for.
    pub fn waits<K: Ord>(&self, group: impl Fn(&Case) -> Option<K>) -> BTreeMap<K, Waits> {
        let mut waits: BTreeMap<K, Waits> = BTreeMap::new();
        for case in self.cases() {
            let (Some(assessment), Some(visit)) = (&case.assessment, case.visits.first()) else {
                continue;
            };
            if let Some(key) = group(case) {
                let days = days_between(day_of(assessment.at), day_of(visit.started_at));
                waits.entry(key).or_default().days.push(days);
            }
        }
        waits
    }

    /// The share of assessed cases that were assessed on the day on which a desk was open first,
    /// of all cases or of some.
    pub fn assessed_in_time(&self, of: impl Fn(&Case) -> bool) -> f64 {
        let some = self.cases().filter(|case| of(case));
        let assessed = some.filter_map(|case| Some((case, case.assessment.as_ref()?)));
        let in_time = |case: &Case, at: Timestamp| {
            let eves = care::day::Eves::default();
            let due = care::day::next_working_day(day_of(case.contact.at), eves);
            // What comes in the evening is worked on the next morning.
            let evening = care::day::local(case.contact.at).hour() >= 16;
            let due = if evening && due == day_of(case.contact.at) {
                care::day::add_working_days(due, 1, eves)
            } else {
                due
            };
            day_of(at) <= due
        };
        let (mut count, mut timely) = (0, 0);
        for (case, found) in assessed {
            count += 1;
            timely += usize::from(in_time(case, found.at));
        }
        ratio(timely, count)
    }

    /// The share of assessments with a result.
    pub fn result_share(&self, is: impl Fn(&AssessmentResult) -> bool) -> f64 {
        let results = self.cases().filter_map(|case| Some(&case.assessment.as_ref()?.result));
        let (mut count, mut such) = (0, 0);
        for result in results {
            count += 1;
            such += usize::from(is(result));
        }
        ratio(such, count)
    }

    /// How many cases stand at each stage.
    pub fn stages(&self) -> BTreeMap<&'static str, usize> {
        let mut stages = BTreeMap::new();
        for case in self.cases() {
            *stages.entry(case.stage.code()).or_default() += 1;
        }
        stages
    }

    /// The share of times that were to be kept of which the client did not come.
    pub fn no_show_share(&self) -> f64 {
        let missed = self.facts("no-show-recorded");
        let held = self.facts("visit-held");
        ratio(
            usize::try_from(missed).unwrap_or_default(),
            usize::try_from(missed + held).unwrap_or_default(),
        )
    }

    /// The share of bookings that were cancelled or moved.
    pub fn cancelled_share(&self) -> f64 {
        let count = |kind| usize::try_from(self.facts(kind)).unwrap_or_default();
        ratio(count("booking-cancelled"), count("visit-booked"))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        writeln!(f, "facts by kind ({} bytes in bodies):", self.bytes)?;
        for (kind, count) in &self.kinds {
            writeln!(f, "  {kind:<22} {count:>8}")?;
        }
        writeln!(f, "assessed in time: {}", percent(self.assessed_in_time(|_| true)))?;
        let units: BTreeSet<&UnitId> = self.cases().map(|case| &case.contact.unit).collect();
        for unit in units {
            let share = self.assessed_in_time(|case| case.contact.unit == *unit);
            writeln!(f, "  {:<34} {}", unit.to_string(), percent(share))?;
        }
        let advice = self.result_share(|result| *result == AssessmentResult::Advice);
        let emergency = self.result_share(|result| *result == AssessmentResult::Emergency);
        writeln!(f, "advice: {}  emergency: {}", percent(advice), percent(emergency))?;
        writeln!(
            f,
            "no-show: {}  cancelled or moved: {}",
            percent(self.no_show_share()),
            percent(self.cancelled_share())
        )?;
        writeln!(f, "stages: {:?}", self.stages())?;
        self.table(f, "unit met, profession, care waits (all)", |case| {
            let visit = case.visits.first()?;
            Some(format!("{} {}", visit.unit, visit.profession.code()))
        })?;
        self.table(f, "profession, can wait", |case| {
            let can_wait = case.assessment.as_ref()?.urgency == Urgency::NonUrgent;
            let profession = case.visits.first()?.profession.code();
            can_wait.then(|| profession.to_owned())
        })?;
        self.table(f, "municipality, doctors and nurses", |case| {
            let profession = case.visits.first()?.profession;
            let counted = matches!(profession, Profession::Doctor | Profession::Nurse);
            counted.then(|| case.contact.municipality.clone())?
        })?;
        self.table(f, "month of visit, doctors and nurses", |case| {
            let visit = case.visits.first()?;
            let counted = matches!(visit.profession, Profession::Doctor | Profession::Nurse);
            counted.then(|| day_of(visit.started_at).strftime("%Y-%m").to_string())
        })?;
        let open = self.cases().filter(|case| case.stage != Stage::Closed).count();
        writeln!(f, "open: {open}")
    }
}

impl Tally {
    fn table(
        &self,
        f: &mut fmt::Formatter<'_>,
        title: &str,
        group: impl Fn(&Case) -> Option<String>,
    ) -> fmt::Result {
        writeln!(f, "{title}: visits, within 7 and 14 days, median, 90 %, 99 %")?;
        for (key, waits) in self.waits(group) {
            let [week, fortnight] = [7, 14].map(|days| waits.share_within(days) * 100.0);
            let [half, most, nearly] = [0.5, 0.9, 0.99].map(|share| waits.quantile(share));
            let count = waits.count();
            writeln!(
                f,
                "  {key:<34} {count:>6} {week:>5.1} % {fortnight:>5.1} % {half:>4} {most:>4} {nearly:>4}"
            )?;
        }
        Ok(())
    }
}
