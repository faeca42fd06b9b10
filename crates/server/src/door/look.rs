//! The read door: authorise, read, write the look down, and only then answer.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, MutexGuard, PoisonError};

use care::access::{Action, Relation};
use care::calendar::Day;
use care::case::{Case, Contact};
use care::clock::Clock;
use care::code::Topic;
use care::day::day_of;
use care::id::{CaseId, PersonId, ProfessionalId, UnitId};
use care::person::{Details, Person};
use care::stream::{DayKey, Stream};
use care::view::{AskedRow, BookingRow, CaseRow, PersonRow};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use ledger::{AccessEntry, Look, PersonSearch, QueueMark, WorkList, Worked};

use super::act::relations;
use super::{Caller, Denied, Door, recent};
use crate::codec::{self, State};

/// How long a stated reason opens a person's data.
const STATED_HOURS: i64 = 8;

/// One matter with everything a page tells of it.
pub struct CaseView {
    /// The matter.
    pub case: Case,
    /// Whose it is; none when the person's records were erased.
    pub person: Option<Person>,
    /// Every clock it is or was under, the one due first on top.
    pub clocks: Vec<Clock>,
    /// The ground of this look.
    pub ground: Relation,
}

/// One person with their matters.
pub struct PersonView {
    /// Who.
    pub person: Person,
    /// Their matters, the newest first.
    pub cases: Vec<CaseRow>,
    /// Their bookings, in order of time.
    pub bookings: Vec<BookingRow>,
    /// The latest looks at them.
    pub looks: Vec<Look>,
    /// The ground of this look.
    pub ground: Relation,
}

/// What a resident said when they made a contact.
#[derive(Default)]
pub(crate) struct Said {
    /// Their words.
    pub(crate) words: String,
    /// Whether a sign of an emergency was true.
    pub(crate) signs: bool,
}

/// What residents said, by case.
pub(crate) type Words = HashMap<CaseId, Arc<Said>>;

/// A case at which somebody was asked to look.
pub struct AskedCase {
    /// By whom, and when.
    pub asked: AskedRow,
    /// The case.
    pub row: CaseRow,
    /// Whose it is.
    pub person: Option<PersonRow>,
}

/// One day of a calendar.
pub struct DayView {
    /// The times.
    pub day: Day,
    /// What is booked, with whose it is.
    pub bookings: Vec<(BookingRow, Option<PersonRow>)>,
}

impl Door {
    /// The caller's own matters, the newest first.
    pub fn my_matters(&self, caller: &Caller) -> Result<Vec<CaseView>, Denied> {
        let person = caller.account.person.ok_or(Denied::NotFound)?;
        let ground = self.ground(caller, Action::SeeCase, &[caller.own()])?;
        let mut views = Vec::new();
        for row in self.ledger.cases_of(person)? {
            if let Some(case) = self.load_case(row.case)? {
                let clocks = self.clocks(&case);
                views.push(CaseView { case, person: None, clocks, ground });
            }
        }
        self.write_down(caller, [Some(person)], Action::SeeCase, ground)?;
        Ok(views)
    }

    /// The caller's own details, when they are a resident.
    pub fn my_details(&self, caller: &Caller) -> Result<Option<Details>, Denied> {
        let Some(person) = caller.account.person else { return Ok(None) };
        let ground = self.ground(caller, Action::SeePerson, &[caller.own()])?;
        self.write_down(caller, [Some(person)], Action::SeePerson, ground)?;
        Ok(self.load_person(person)?.map(|person| person.details))
    }

    /// The caller's named workers: it tells a resident what is theirs, and is no look at their matters.
    pub fn my_named(&self, caller: &Caller) -> Result<Vec<(UnitId, ProfessionalId)>, Denied> {
        let Some(person) = caller.account.person else { return Ok(Vec::new()) };
        self.ground(caller, Action::SeePerson, &[caller.own()])?;
        let person = self.load_person(person)?;
        Ok(person.map(|person| person.named.into_iter().collect()).unwrap_or_default())
    }

    /// The caller themself, who is a resident.
    pub fn my_person(&self, caller: &Caller) -> Result<Person, Denied> {
        let id = caller.account.person.ok_or(Denied::NotFound)?;
        let ground = self.ground(caller, Action::SeePerson, &[caller.own()])?;
        self.write_down(caller, [Some(id)], Action::SeePerson, ground)?;
        self.load_person(id)?.ok_or(Denied::NotFound)
    }

    /// One matter.
    pub fn case(&self, caller: &Caller, id: CaseId) -> Result<CaseView, Denied> {
        let case = self.load_case(id)?.ok_or(Denied::NotFound)?;
        let person = self.load_person(case.person)?;
        let now = self.now();
        let mut relations = relations(caller, &case, now);
        relations.extend(person.as_ref().and_then(|person| stated(caller, person, now)));
        let ground = self.seeing(caller, Action::SeeCase, &relations)?;
        self.write_down(caller, [Some(case.person)], Action::SeeCase, ground)?;
        let clocks = self.clocks(&case);
        Ok(CaseView { case, person, clocks, ground })
    }

    /// The queue of a unit: it is kept open by many, so it is read once for all of them, and a look at it goes on
    /// for a while.
    pub fn queue(&self, caller: &Caller, list: &WorkList) -> Result<Arc<Worked>, Denied> {
        let ground = self.sees_work(caller, list)?;
        let worked = self.shared.work(&self.ledger, list, day_of(self.now()))?;
        let people = worked.rows.iter().map(|(row, _)| Some(row.person));
        self.write_down_as(caller, people, Action::SeeWork, ground, recent::QUEUE)?;
        Ok(worked)
    }

    /// Open matters of the caller's unit, or their own, by lawful due date; before today are the late ones.
    pub fn work(&self, caller: &Caller, list: &WorkList) -> Result<Worked, Denied> {
        let ground = self.sees_work(caller, list)?;
        let worked = self.ledger.work(list, day_of(self.now()))?;
        let people = worked.rows.iter().map(|(row, _)| Some(row.person));
        self.write_down(caller, people, Action::SeeWork, ground)?;
        Ok(worked)
    }

    fn sees_work(&self, caller: &Caller, list: &WorkList) -> Result<Relation, Denied> {
        let unit = caller.account.unit.as_ref();
        let own = list.owner.is_some() && list.owner == caller.account.professional;
        let relation = if own || (unit.is_some() && list.unit.as_ref() == unit) {
            Relation::Unit
        } else {
            Relation::Task
        };
        self.ground(caller, Action::SeeWork, &[relation])
    }

    /// At which cases the caller was asked to look, the first asked first: by whom, when, and whose.
    pub fn asked(&self, caller: &Caller, limit: u32) -> Result<Vec<AskedCase>, Denied> {
        let Some(professional) = caller.account.professional else { return Ok(Vec::new()) };
        let ground = self.ground(caller, Action::SeeWork, &[Relation::Unit])?;
        let mut found = Vec::new();
        for asked in self.ledger.asked(professional, limit)? {
            let Some(row) = self.ledger.case(asked.case)? else { continue };
            // Whoever has gone to another unit since has no tie to it any more.
            if cares(caller, &row, self.now()) {
                let person = self.ledger.person(row.person)?;
                found.push(AskedCase { asked, row, person });
            }
        }
        let people = found.iter().map(|one| Some(one.row.person));
        self.write_down(caller, people, Action::SeeWork, ground)?;
        Ok(found)
    }

    /// What the lists of each unit are told apart by. It tells of nobody.
    pub fn queue_marks(&self) -> Result<Arc<BTreeMap<UnitId, QueueMark>>, Denied> {
        Ok(self.shared.marks(&self.ledger)?)
    }

    /// What the lists of a unit are told apart by.
    pub fn queue_mark(&self, unit: &UnitId) -> Result<QueueMark, Denied> {
        Ok(self.shared.mark(&self.ledger, unit)?)
    }

    /// People by name, number or home.
    pub fn people(&self, caller: &Caller, search: &PersonSearch) -> Result<Vec<PersonRow>, Denied> {
        let ground = self.ground(caller, Action::SearchPeople, &[Relation::Task])?;
        let found = self.ledger.people(search)?;
        let people = found.iter().map(|row| Some(row.person));
        self.write_down(caller, people, Action::SearchPeople, ground)?;
        Ok(found)
    }

    /// One person; a professional without a tie has to state a reason first.
    pub fn person(&self, caller: &Caller, id: PersonId) -> Result<PersonView, Denied> {
        let person = self.load_person(id)?.ok_or(Denied::NotFound)?;
        let now = self.now();
        let cases = self.ledger.cases_of(id)?;
        let mut known = Vec::new();
        if caller.account.person == Some(id) {
            known.push(caller.own());
        }
        if cases.iter().any(|row| cares(caller, row, now)) {
            known.push(Relation::Care);
        }
        known.extend(stated(caller, &person, now));
        let ground = self.seeing(caller, Action::SeePerson, &known)?;
        self.write_down(caller, [Some(id)], Action::SeePerson, ground)?;
        let bookings = self.ledger.bookings_of(id)?;
        let looks = self.ledger.looks_at(&id.to_string(), None, 10)?;
        Ok(PersonView { person, cases, bookings, looks, ground })
    }

    /// A person's name alone: what is shown while the reason is asked for.
    pub fn person_name(&self, caller: &Caller, id: PersonId) -> Result<String, Denied> {
        let ground = self.ground(caller, Action::SearchPeople, &[Relation::Task])?;
        let row = self.ledger.person(id)?.ok_or(Denied::NotFound)?;
        self.write_down(caller, [Some(id)], Action::SearchPeople, ground)?;
        Ok(format!("{} {}", row.given, row.family))
    }

    /// The looks at the caller's own data, the newest first.
    pub fn looks(
        &self,
        caller: &Caller,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Look>, Denied> {
        let person = caller.account.person.ok_or(Denied::NotFound)?;
        let ground = self.ground(caller, Action::SeeLooks, &[caller.own()])?;
        self.write_down(caller, [Some(person)], Action::SeeLooks, ground)?;
        Ok(self.ledger.looks_at(&person.to_string(), before, limit)?)
    }

    /// One day of the caller's own calendar.
    pub fn day(&self, caller: &Caller, date: Date) -> Result<DayView, Denied> {
        let professional = caller.account.professional.ok_or(Denied::NotFound)?;
        let ground = self.ground(caller, Action::SeeWork, &[Relation::Unit])?;
        let day = self.load_day(DayKey { professional, date })?;
        let (from, until) = (care::day::starts_at(date), care::day::ends_at(date));
        let mut bookings = Vec::new();
        for row in self.ledger.bookings_with(professional, from, until)? {
            let person = self.ledger.person(row.person)?;
            bookings.push((row, person));
        }
        let people = bookings.iter().map(|(row, _)| Some(row.person));
        self.write_down(caller, people, Action::SeeWork, ground)?;
        Ok(DayView { day, bookings })
    }

    /// Whose a case is: asked only to lead on to the question for the reason.
    pub fn person_of(&self, caller: &Caller, case: CaseId) -> Result<PersonId, Denied> {
        self.ground(caller, Action::StateReason, &[Relation::Task])?;
        Ok(self.ledger.case(case)?.ok_or(Denied::NotFound)?.person)
    }

    /// The words of the cases of a unit's queue, which was written down. They never change, so colleagues who
    /// look at the same queue share them; those of a case that has left it are dropped.
    pub(crate) fn words(&self, unit: &UnitId, queue: &[CaseId]) -> Result<Arc<Words>, Denied> {
        let known = self.queue_words().get(unit).cloned().unwrap_or_default();
        if known.len() == queue.len() && queue.iter().all(|case| known.contains_key(case)) {
            return Ok(known);
        }
        let mut words = Words::with_capacity(queue.len());
        for case in queue {
            let said = if let Some(said) = known.get(case) {
                Arc::clone(said)
            } else {
                let said = |case: Case| Said { words: case.words, signs: case.contact.signs };
                Arc::new(self.load_case(*case)?.map(said).unwrap_or_default())
            };
            words.insert(*case, said);
        }
        let words = Arc::new(words);
        self.queue_words().insert(unit.clone(), Arc::clone(&words));
        Ok(words)
    }

    fn queue_words(&self) -> MutexGuard<'_, HashMap<UnitId, Arc<Words>>> {
        self.queue_words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The contact of a case of a person who was looked at just now.
    pub(crate) fn contact(&self, case: CaseId) -> Result<Option<Contact>, Denied> {
        Ok(self.load_case(case)?.map(|case| case.contact))
    }

    /// The topic of a case that a list which was written down shows.
    pub(crate) fn topic(&self, case: CaseId) -> Option<Topic> {
        self.ledger.case(case).ok().flatten().map(|row| row.topic)
    }

    /// Whether reads work.
    pub fn health(&self) -> Result<(), Denied> {
        self.ledger.head("health")?;
        Ok(())
    }

    pub(super) fn clocks(&self, case: &Case) -> Vec<Clock> {
        let mut clocks = case.clocks(&self.content.law);
        clocks.sort_by_key(|clock| (!clock.is_open(), clock.due.on));
        clocks
    }

    pub(super) fn load_case(&self, id: CaseId) -> Result<Option<Case>, Denied> {
        let stream = Stream::Case(id);
        let facts = self.ledger.load(&stream.to_string())?;
        Ok(match codec::fold(&stream, &facts)? {
            State::Case(case) => case.map(|case| *case),
            State::Person(_) | State::Day(_) | State::Filled(_) | State::Phone(_) => None,
        })
    }

    pub(super) fn load_person(&self, id: PersonId) -> Result<Option<Person>, Denied> {
        let stream = Stream::Person(id);
        let facts = self.ledger.load(&stream.to_string())?;
        Ok(match codec::fold(&stream, &facts)? {
            State::Person(person) => person.map(|person| *person),
            State::Case(_) | State::Day(_) | State::Filled(_) | State::Phone(_) => None,
        })
    }

    pub(super) fn load_day(&self, key: DayKey) -> Result<Day, Denied> {
        let stream = Stream::Day(key);
        let facts = self.ledger.load(&stream.to_string())?;
        Ok(match codec::fold(&stream, &facts)? {
            State::Day(day) => day,
            State::Person(_) | State::Case(_) | State::Filled(_) | State::Phone(_) => {
                Day::fold(key, [])
            }
        })
    }

    // A professional who may see after stating a reason is asked for it instead of being refused.
    fn seeing(
        &self,
        caller: &Caller,
        action: Action,
        known: &[Relation],
    ) -> Result<Relation, Denied> {
        let rules = &self.content.rules;
        if let Some(ground) = rules.ground(caller.role(), action, known) {
            return Ok(ground);
        }
        match rules.ground(caller.role(), action, &[Relation::Stated]) {
            Some(_) => Err(Denied::StateReason),
            // What is not the caller's looks to them as if it did not exist.
            None => Err(Denied::NotFound),
        }
    }

    pub(super) fn write_down(
        &self,
        caller: &Caller,
        people: impl IntoIterator<Item = Option<PersonId>>,
        action: Action,
        ground: Relation,
    ) -> Result<(), Denied> {
        self.write_down_as(caller, people, action, ground, "")
    }

    fn write_down_as(
        &self,
        caller: &Caller,
        people: impl IntoIterator<Item = Option<PersonId>>,
        action: Action,
        ground: Relation,
        detail: &str,
    ) -> Result<(), Denied> {
        let mut looks: Vec<AccessEntry> = Vec::new();
        for person in people {
            let entry = self.entry(caller, person, action.code(), ground);
            let entry = AccessEntry { detail: detail.to_owned(), ..entry };
            if !looks.iter().any(|look| look.person == entry.person) {
                looks.push(entry);
            }
        }
        self.write(caller, looks)
    }
}

fn stated(caller: &Caller, person: &Person, now: Timestamp) -> Option<Relation> {
    let professional: ProfessionalId = caller.account.professional?;
    let lately = |at: Timestamp| at.duration_until(now) < SignedDuration::from_hours(STATED_HOURS);
    let stated = person.reasons.iter().any(|(at, by, _)| *by == professional && lately(*at));
    stated.then_some(Relation::Stated)
}

fn cares(caller: &Caller, row: &CaseRow, now: Timestamp) -> bool {
    let lately = row.closed_at.is_none_or(|at| {
        at.duration_until(now) < SignedDuration::from_hours(24 * super::act::CARE_DAYS)
    });
    let unit = caller.account.unit.as_ref();
    let units = [Some(&row.contact_unit), Some(&row.owner_unit), row.met_unit.as_ref()];
    let own = row.owner.is_some() && row.owner == caller.account.professional;
    lately && (own || (unit.is_some() && units.contains(&unit)))
}
