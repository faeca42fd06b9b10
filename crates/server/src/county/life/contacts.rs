//! Contacts: who calls on a day, and what each contact brings.

use care::actor::Actor;
use care::callback::Window;
use care::code::{Channel, Topic};
use care::day::{add_days, instant};
use care::decide::{Command, Matter, ReceiveContact};
use care::id::{CaseId, ContactId};
use jiff::civil::Time;

use super::{Event, Life, Open, topic_bit};
use crate::county::almanac::timestamp;
use crate::county::catchment::{Course, UnitAt};
use crate::county::demand::{self, Finding};
use crate::county::demo_users::{self, DemoContact};
use crate::county::residents::Resident;

/// Somebody who makes contact.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    resident: usize,
    group: usize,
    channel: Channel,
    /// A demo user's contact says what it brings.
    told: Option<DemoContact>,
}

/// One matter of a contact.
struct Brought {
    topic: Topic,
    course: Course,
}

impl Life<'_> {
    /// Plans the contacts of a day.
    pub(super) fn plan_contacts(&mut self, day: usize) {
        let plan = self.plan;
        let today = plan.almanac.day(day).clone();
        let average = plan.people.matters_yearly() / 365.25 / demand::MATTERS_A_CONTACT;
        let count = self.dice.often(average * today.bustle);
        for _ in 0..count {
            let Some((resident, group)) = plan.people.draw(&mut self.dice) else { continue };
            let channel = demand::channel(&mut self.dice, group, today.working);
            // Midnight is counted from eight o'clock, which no change of the clocks moves.
            let at = today.opens - 8 * 3_600 + demand::time_of_day(&mut self.dice, channel);
            let caller = Caller { resident, group, channel, told: None };
            self.plan_event(at, Event::Contact(caller));
        }
        self.plan_demo_contacts(today.date);
    }

    fn plan_demo_contacts(&mut self, date: jiff::civil::Date) {
        for demo in demo_users::residents() {
            let here =
                |contact: &&DemoContact| add_days(self.plan.today, -contact.days_ago) == date;
            let Some(contact) = demo.contacts.iter().find(here) else { continue };
            let people = self.plan.people.residents();
            let Some(resident) = people.iter().position(|one| one.id == demo.id) else { continue };
            let time = Time::constant(contact.time.0, contact.time.1, 0, 0);
            let at = instant(date, time).earliest().as_second();
            let caller =
                Caller { resident, group: 0, channel: contact.channel, told: Some(*contact) };
            self.plan_event(at, Event::Contact(caller));
        }
    }

    /// Somebody makes contact.
    pub(super) fn contact(&mut self, caller: Caller) {
        let plan = self.plan;
        let Some((resident, _)) = plan.people.at(caller.resident, &plan.ways) else { return };
        let day = plan.almanac.day(plan.almanac.at(self.now)).date;
        if resident.birth_on >= day {
            return;
        }
        let mut brought = match caller.told {
            Some(contact) => self.told_matters(&caller, &contact),
            None => self.chance_matters(&caller),
        };
        // As on the web, each unit receives its part of one and the same contact.
        let contact = ContactId(self.dice.id());
        let mut received = false;
        while let Some(unit) = brought.first().map(|first| first.course.unit) {
            let (part, rest) = brought.into_iter().partition(|one| one.course.unit == unit);
            received |= self.receive(&caller, resident, contact, unit, part);
            brought = rest;
        }
        self.recorder.summary.contacts += u64::from(received);
    }

    fn receive(
        &mut self,
        caller: &Caller,
        resident: &Resident,
        contact: ContactId,
        unit: UnitAt,
        brought: Vec<Brought>,
    ) -> bool {
        let plan = self.plan;
        let Some(unit_id) = plan.region.units.get(unit).map(|unit| unit.id.clone()) else {
            return false;
        };
        let language = resident.details.language;
        let cases: Vec<(CaseId, Brought)> =
            brought.into_iter().map(|matter| (CaseId(self.dice.id()), matter)).collect();
        let matters = cases
            .iter()
            .map(|(case, matter)| Matter {
                case: *case,
                topic: matter.topic,
                words: plan.words.about(&mut self.dice, matter.topic, language),
            })
            .collect();
        let reach = self.reach(caller.channel, resident);
        let command = Command::ReceiveContact(ReceiveContact {
            made_by: None,
            signs: false,
            noticed_by: String::new(),
            contact,
            person: resident.id,
            channel: caller.channel,
            unit: unit_id,
            language,
            callback: self.promised(caller.channel, &reach),
            reach,
            matters,
        });
        let actor = match caller.channel {
            Channel::Web | Channel::Message => Actor::Resident(resident.id),
            Channel::Phone | Channel::WalkIn | Channel::Notice => self.whoever_answers(unit),
        };
        if self.act(&actor, &command).is_err() {
            return false;
        }
        for (case, matter) in cases {
            self.opened(caller, case, &matter);
        }
        true
    }

    /// How the person wishes to be reached, in the words of the contact form: the way, the
    /// telephone and the hours.
    fn reach(&mut self, channel: Channel, resident: &Resident) -> String {
        let called = match channel {
            Channel::Phone => 1.0,
            Channel::Web | Channel::WalkIn => 0.6,
            Channel::Message | Channel::Notice => 0.0,
        };
        match &resident.details.phone {
            Some(phone) if self.dice.chance(called) => format!("phone|{phone}|"),
            _ => "message||".to_owned(),
        }
    }

    /// The call that is promised today to whoever asked for it on the web.
    fn promised(&self, channel: Channel, reach: &str) -> Option<(String, Window)> {
        let plan = self.plan;
        let phone = reach.strip_prefix("phone|")?.trim_end_matches('|');
        let today = plan.almanac.day(plan.almanac.at(self.now)).date == plan.today;
        let promise = plan.promise.filter(|_| today && channel == Channel::Web)?;
        let windows = promise.policy.windows(timestamp(self.now), promise.eves);
        windows.first().map(|window| (phone.to_owned(), *window))
    }

    fn opened(&mut self, caller: &Caller, case: CaseId, matter: &Brought) {
        let open = Open {
            resident: caller.resident,
            topic: matter.topic,
            course: matter.course,
            queue: None,
            urgent: false,
            ticket: None,
            chooses: caller.told.is_some_and(|contact| contact.chooses),
            met_by: 0,
        };
        self.open.insert(case, open);
        if let Some(topics) = self.topics.get_mut(caller.resident) {
            *topics |= topic_bit(matter.topic);
        }
        // What a demo user asks this morning is left for a visitor to assess.
        if caller.told.is_none_or(|contact| contact.days_ago > 0) {
            self.plan_assessment(case, matter.course.unit, caller.channel);
        }
    }

    fn whoever_answers(&mut self, unit: UnitAt) -> Actor {
        let staff = self.dice.pick(self.plan.staff.desk(unit)).copied().unwrap_or_default();
        self.professional(staff)
    }

    fn told_matters(&mut self, caller: &Caller, contact: &DemoContact) -> Vec<Brought> {
        let plan = self.plan;
        let Some((resident, area)) = plan.people.at(caller.resident, &plan.ways) else {
            return Vec::new();
        };
        let age = plan.people.age_of(resident);
        let of = |topic: Topic, finding: Finding| {
            let unit = area.receives(topic, age);
            let queue = match finding {
                Finding::Appointment(_, profession, _) => area.queue(profession, age),
                Finding::Advice | Finding::Emergency => None,
            };
            Brought { topic, course: Course { unit, finding, queue } }
        };
        contact.matters.iter().map(|(topic, finding)| of(*topic, *finding)).collect()
    }

    fn chance_matters(&mut self, caller: &Caller) -> Vec<Brought> {
        let plan = self.plan;
        let Some((resident, area)) = plan.people.at(caller.resident, &plan.ways) else {
            return Vec::new();
        };
        let day = plan.almanac.at(self.now);
        let month = plan.almanac.day(day).date.month();
        let age = plan.people.age_of(resident);
        let mut taken = self.topics.get(caller.resident).copied().unwrap_or_default();
        let mut brought = Vec::new();
        for _ in 0..demand::matter_count(&mut self.dice) {
            let topic = demand::topic(&mut self.dice, caller.group, month);
            if taken & topic_bit(topic) != 0 {
                continue;
            }
            taken |= topic_bit(topic);
            let course = plan.ways.course(&mut self.dice, area, age, topic, caller.channel);
            if day >= self.begins(&course) {
                brought.push(Brought { topic, course });
            }
        }
        brought
    }

    /// Before the year begins only those matters come up for which people still wait then.
    fn begins(&self, course: &Course) -> usize {
        let year = self.plan.almanac.of(self.plan.opens_on);
        course.queue.and_then(|at| self.plan.begins.get(at)).copied().unwrap_or(year)
    }
}
