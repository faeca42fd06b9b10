//! What the clocks of a case count from and to.

use super::{AssessmentResult, Case, Need};
use crate::clock::{CareKind, Clock, Event, EventKind, Subject};
use crate::code::Profession;
use crate::law::Law;

impl Case {
    /// Every clock that this case is or was under: those of the contact, of the assessed need, and
    /// of each further need that a visit found.
    pub fn clocks(&self, law: &Law) -> Vec<Clock> {
        let subject = Subject { birth_date: self.contact.birth_on };
        let events = self.events();
        let mut clocks = law.clocks(&subject, self.first_care(), &events);
        for need in self.visits.iter().filter_map(|visit| visit.next.as_ref()) {
            for clock in law.clocks(&subject, Some(need.care), &events) {
                if clocks.iter().all(|known| known.rule != clock.rule) {
                    clocks.push(clock);
                }
            }
        }
        clocks
    }

    fn first_care(&self) -> Option<CareKind> {
        match &self.assessment.as_ref()?.result {
            AssessmentResult::Advice => Some(CareKind::AdviceOnly),
            AssessmentResult::Emergency => Some(CareKind::Urgent),
            AssessmentResult::Appointment(need) => Some(need.care),
        }
    }

    /// The events, in order of time.
    pub fn events(&self) -> Vec<Event> {
        let mut events = Vec::with_capacity(6);
        events.push(Event { kind: EventKind::ContactMade, at: self.contact.at });
        if let Some(assessment) = &self.assessment {
            events.push(Event { kind: EventKind::ContactObtained, at: assessment.at });
            events.push(Event { kind: EventKind::NeedAssessed, at: assessment.at });
            if let AssessmentResult::Appointment(need) = &assessment.result {
                events.extend(found(need));
            }
        }
        let mut care = self.first_care();
        for visit in &self.visits {
            let met = met_by(visit.profession, care).iter();
            events.extend(met.map(|kind| Event { kind: *kind, at: visit.started_at }));
            if let Some(next) = &visit.next {
                events.extend(found(next));
                care = Some(next.care);
            }
        }
        if let Some((at, _)) = self.closed {
            events.push(Event { kind: EventKind::CaseClosed, at });
        }
        events
    }
}

fn met_by(profession: Profession, care: Option<CareKind>) -> &'static [EventKind] {
    match (profession, care) {
        (_, Some(CareKind::Therapy)) => &[EventKind::FirstTreatment, EventKind::TherapyBegun],
        (Profession::Doctor, _) => &[EventKind::FirstTreatment, EventKind::DoctorSeen],
        (Profession::Dentist, _) => &[EventKind::FirstTreatment, EventKind::DentistSeen],
        (
            Profession::Nurse
            | Profession::PublicHealthNurse
            | Profession::Physiotherapist
            | Profession::MentalHealth
            | Profession::Hygienist,
            _,
        ) => &[EventKind::FirstTreatment],
    }
}

fn found(need: &Need) -> Option<Event> {
    let kind = match need.care {
        CareKind::FollowOnDoctor => EventKind::DoctorFoundNeeded,
        CareKind::OralFollowOn => EventKind::DentistFoundNeeded,
        CareKind::OralSpecialist => EventKind::SpecialistDentistFoundNeeded,
        CareKind::Specialised | CareKind::YouthPsychiatry => EventKind::ReferralArrived,
        CareKind::Therapy => EventKind::TherapyNeedEstablished,
        CareKind::TherapySupport => EventKind::SupportNeedEstablished,
        CareKind::Primary
        | CareKind::PrimaryOther
        | CareKind::Oral
        | CareKind::Urgent
        | CareKind::AdviceOnly => return None,
    };
    Some(Event { kind, at: need.found_at })
}
