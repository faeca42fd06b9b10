//! What people need, how often and by which way they ask: rates by age, rhythm by season and hour.
//! The figures are ours, chosen so that the county looks like one; they claim nothing.

use care::clock::CareKind;
use care::code::{Channel, Profession, Topic, Urgency};

use super::random::Dice;

/// The first year of each age group.
const GROUPS: [i16; GROUP_COUNT] = [0, 3, 7, 13, 18, 23, 40, 65, 75, 85];

/// How many age groups there are.
pub(super) const GROUP_COUNT: usize = 10;

/// Matters a year by age group and topic, the topics in the order of [`TOPICS`].
const RATES: [[f64; 8]; GROUP_COUNT] = [
    [0.52, 0.02, 0.00, 0.00, 0.06, 0.72, 0.15, 0.03],
    [0.38, 0.02, 0.02, 0.03, 0.16, 0.43, 0.08, 0.03],
    [0.22, 0.03, 0.06, 0.07, 0.24, 0.19, 0.06, 0.03],
    [0.20, 0.03, 0.10, 0.16, 0.24, 0.07, 0.10, 0.04],
    [0.28, 0.04, 0.10, 0.21, 0.18, 0.00, 0.14, 0.05],
    [0.33, 0.08, 0.14, 0.16, 0.20, 0.00, 0.16, 0.06],
    [0.29, 0.24, 0.20, 0.10, 0.21, 0.00, 0.14, 0.06],
    [0.31, 0.44, 0.20, 0.06, 0.24, 0.00, 0.16, 0.07],
    [0.38, 0.60, 0.18, 0.06, 0.21, 0.00, 0.18, 0.09],
    [0.43, 0.64, 0.14, 0.06, 0.12, 0.00, 0.16, 0.12],
];

const TOPICS: [Topic; 8] = [
    Topic::Illness,
    Topic::LongTerm,
    Topic::Movement,
    Topic::Mind,
    Topic::Oral,
    Topic::Child,
    Topic::Planned,
    Topic::Other,
];

/// What an assessment finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Finding {
    /// Advice is enough.
    Advice,
    /// Emergency care at once.
    Emergency,
    /// A time with somebody.
    Appointment(CareKind, Profession, Urgency),
}

/// The age group of an age.
pub(super) fn group_of(age: i16) -> usize {
    GROUPS.partition_point(|from| *from <= age).saturating_sub(1)
}

/// Matters a year of one person of a group.
pub(super) fn yearly(group: usize) -> f64 {
    RATES.get(group).map_or(0.0, |rates| rates.iter().sum())
}

/// What a matter is about, by age group and month.
pub(super) fn topic(dice: &mut Dice, group: usize, month: i8) -> Topic {
    let rates = RATES.get(group).copied().unwrap_or_default();
    let mut weighted = [(Topic::Other, 0.0); TOPICS.len()];
    for ((place, topic), rate) in weighted.iter_mut().zip(TOPICS).zip(rates) {
        *place = (topic, rate * season(topic, month));
    }
    dice.weighted(&weighted).unwrap_or(Topic::Other)
}

/// Infections come with the cold; knees and backs with gardens and berries.
fn season(topic: Topic, month: i8) -> f64 {
    match (topic, month) {
        (Topic::Illness | Topic::Child, 11 | 12 | 1..=3) => 1.25,
        (Topic::Illness | Topic::Child, 6..=8) => 0.7,
        (Topic::Movement, 5..=9) => 1.2,
        (Topic::Mind, 10..=12 | 1) => 1.1,
        (Topic::Planned, 10 | 11) => 1.3,
        _ => 1.0,
    }
}

/// How a person of a group makes contact on a working day, or on another day.
pub(super) fn channel(dice: &mut Dice, group: usize, working: bool) -> Channel {
    let [web, phone, message, walk_in] = match group {
        0..=3 => [0.42, 0.43, 0.11, 0.04],
        4 | 5 => [0.50, 0.27, 0.20, 0.03],
        6 => [0.42, 0.40, 0.13, 0.05],
        7 => [0.28, 0.60, 0.05, 0.07],
        _ => [0.10, 0.76, 0.02, 0.12],
    };
    let (phone, walk_in) = if working { (phone, walk_in) } else { (0.0, 0.0) };
    let ways = [
        (Channel::Web, web),
        (Channel::Phone, phone),
        (Channel::Message, message),
        (Channel::WalkIn, walk_in),
    ];
    dice.weighted(&ways).unwrap_or(Channel::Web)
}

/// Seconds after midnight at which a contact comes in: phones ring when units open, the web has a
/// second wave in the evening.
pub(super) fn time_of_day(dice: &mut Dice, channel: Channel) -> i64 {
    const OFFICE: [(i64, f64); 8] = [
        (8, 22.0),
        (9, 18.0),
        (10, 14.0),
        (11, 11.0),
        (12, 10.0),
        (13, 10.0),
        (14, 9.0),
        (15, 6.0),
    ];
    const WEB: [(i64, f64); 17] = [
        (6, 2.0),
        (7, 6.0),
        (8, 12.0),
        (9, 11.0),
        (10, 9.0),
        (11, 7.0),
        (12, 7.0),
        (13, 6.0),
        (14, 6.0),
        (15, 5.0),
        (16, 4.0),
        (17, 4.0),
        (18, 5.0),
        (19, 6.0),
        (20, 6.0),
        (21, 5.0),
        (22, 3.0),
    ];
    let hour = match channel {
        Channel::Phone | Channel::WalkIn | Channel::Notice => dice.weighted(&OFFICE),
        Channel::Web | Channel::Message => dice.weighted(&WEB),
    };
    hour.unwrap_or(8) * 3_600 + dice.seconds(0, 3_599)
}

/// How many matters one contact brings.
pub(super) fn matter_count(dice: &mut Dice) -> usize {
    dice.weighted(&[(1, 0.9), (2, 0.085), (3, 0.015)]).unwrap_or(1)
}

/// Contacts bring so many matters on average, without those that the same person has open already.
pub(super) const MATTERS_A_CONTACT: f64 = 1.085;

/// Whether a matter asked by the web or a message goes to the digital clinic, where there is one.
pub(super) fn suits_digital(dice: &mut Dice, topic: Topic, group: usize, channel: Channel) -> bool {
    let way = matches!(channel, Channel::Web | Channel::Message);
    let need = matches!(topic, Topic::Illness | Topic::LongTerm | Topic::Planned | Topic::Other);
    way && need && (4..=7).contains(&group) && dice.chance(0.42)
}

/// Findings, each with its weight.
type Findings = &'static [(Finding, f64)];

const ILLNESS: Findings = &[
    (Finding::Advice, 45.0),
    (Finding::Emergency, 5.0),
    (soon(CareKind::Primary, Profession::Nurse), 13.0),
    (soon(CareKind::Primary, Profession::Doctor), 11.0),
    (later(CareKind::Primary, Profession::Nurse), 11.0),
    (later(CareKind::Primary, Profession::Doctor), 22.0),
];
const LONG_TERM: Findings = &[
    (Finding::Advice, 35.0),
    (Finding::Emergency, 2.0),
    (soon(CareKind::Primary, Profession::Doctor), 4.0),
    (later(CareKind::PrimaryOther, Profession::Nurse), 28.0),
    (later(CareKind::Primary, Profession::Nurse), 6.0),
    (later(CareKind::Primary, Profession::Doctor), 29.5),
];
const MOVEMENT: Findings = &[
    (Finding::Advice, 34.0),
    (Finding::Emergency, 2.0),
    (soon(CareKind::Primary, Profession::Nurse), 4.0),
    (soon(CareKind::Primary, Profession::Doctor), 3.0),
    (later(CareKind::Primary, Profession::Physiotherapist), 45.0),
    (later(CareKind::Primary, Profession::Doctor), 15.0),
];
const YOUNG_MIND: Findings = &[
    (Finding::Advice, 25.0),
    (Finding::Emergency, 2.0),
    (soon(CareKind::Primary, Profession::MentalHealth), 5.0),
    (later(CareKind::Therapy, Profession::MentalHealth), 36.0),
    (later(CareKind::Primary, Profession::MentalHealth), 26.0),
    (later(CareKind::Primary, Profession::Doctor), 6.0),
];
const MIND: Findings = &[
    (Finding::Advice, 28.0),
    (Finding::Emergency, 2.0),
    (soon(CareKind::Primary, Profession::Doctor), 4.0),
    (later(CareKind::Primary, Profession::MentalHealth), 43.0),
    (later(CareKind::Primary, Profession::Doctor), 23.0),
];
const ORAL: Findings = &[
    (Finding::Advice, 15.0),
    (Finding::Emergency, 1.0),
    (soon(CareKind::Oral, Profession::Dentist), 16.0),
    (later(CareKind::Oral, Profession::Dentist), 42.0),
    (later(CareKind::Oral, Profession::Hygienist), 26.0),
];
const CHILD: Findings = &[
    (Finding::Advice, 48.0),
    (Finding::Emergency, 5.0),
    (soon(CareKind::Primary, Profession::Doctor), 14.0),
    (soon(CareKind::Primary, Profession::PublicHealthNurse), 8.0),
    (later(CareKind::PrimaryOther, Profession::PublicHealthNurse), 18.0),
    (later(CareKind::Primary, Profession::Doctor), 12.0),
];
const PLANNED: Findings = &[
    (Finding::Advice, 56.0),
    (later(CareKind::PrimaryOther, Profession::Nurse), 22.0),
    (later(CareKind::PrimaryOther, Profession::PublicHealthNurse), 12.0),
    (later(CareKind::PrimaryOther, Profession::Doctor), 16.0),
];
const OTHER: Findings = &[
    (Finding::Advice, 70.0),
    (later(CareKind::PrimaryOther, Profession::Nurse), 18.0),
    (later(CareKind::Primary, Profession::Doctor), 12.0),
];

const fn soon(care: CareKind, met: Profession) -> Finding {
    Finding::Appointment(care, met, Urgency::Urgent)
}

const fn later(care: CareKind, met: Profession) -> Finding {
    Finding::Appointment(care, met, Urgency::NonUrgent)
}

/// What a professional finds when assessing a matter.
pub(super) fn finding(dice: &mut Dice, topic: Topic, age: i16) -> Finding {
    let findings = match topic {
        Topic::Illness => ILLNESS,
        Topic::LongTerm => LONG_TERM,
        Topic::Movement => MOVEMENT,
        // The guarantee of therapy is for those under 23.
        Topic::Mind if age < 23 => YOUNG_MIND,
        Topic::Mind => MIND,
        Topic::Oral => ORAL,
        Topic::Child => CHILD,
        Topic::Planned => PLANNED,
        Topic::Other => OTHER,
    };
    dice.weighted(findings).unwrap_or(Finding::Advice)
}

/// The further need that a visit finds, if it does.
pub(super) fn further(dice: &mut Dice, met: Profession) -> Option<(CareKind, Profession)> {
    let (chance, need) = match met {
        Profession::Nurse => (0.13, (CareKind::FollowOnDoctor, Profession::Doctor)),
        Profession::PublicHealthNurse => (0.07, (CareKind::FollowOnDoctor, Profession::Doctor)),
        Profession::Physiotherapist => (0.06, (CareKind::FollowOnDoctor, Profession::Doctor)),
        Profession::MentalHealth => (0.05, (CareKind::FollowOnDoctor, Profession::Doctor)),
        Profession::Hygienist => (0.22, (CareKind::OralFollowOn, Profession::Dentist)),
        Profession::Doctor | Profession::Dentist => return None,
    };
    dice.chance(chance).then_some(need)
}

/// Within how many days a unit makes room for a client, also where its line is longer: a habit of
/// these units, with which they mostly, but not always, keep what the law asks.
pub(super) fn room_within(care: CareKind, age: i16) -> Option<i64> {
    match care {
        CareKind::OralFollowOn => Some(16),
        CareKind::Therapy => Some(24),
        CareKind::Primary if age < 23 => Some(12),
        CareKind::FollowOnDoctor if age < 23 => Some(6),
        CareKind::Oral if age < 23 => Some(70),
        CareKind::Primary
        | CareKind::PrimaryOther
        | CareKind::FollowOnDoctor
        | CareKind::Oral
        | CareKind::OralSpecialist
        | CareKind::Specialised
        | CareKind::YouthPsychiatry
        | CareKind::TherapySupport
        | CareKind::Urgent
        | CareKind::AdviceOnly => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_fall_into_their_groups() {
        for (age, group) in [(0, 0), (2, 0), (3, 1), (17, 3), (18, 4), (22, 4), (23, 5), (101, 9)] {
            assert_eq!(group_of(age), group, "{age}");
        }
    }

    #[test]
    fn nobody_rings_on_a_sunday() {
        let mut dice = Dice::new(1, "channel");
        for group in 0..GROUP_COUNT {
            for _ in 0..200 {
                let channel = channel(&mut dice, group, false);
                assert!(matches!(channel, Channel::Web | Channel::Message), "{channel:?}");
            }
        }
    }

    #[test]
    fn only_the_young_are_found_to_need_therapy_within_the_guarantee() {
        let mut dice = Dice::new(1, "finding");
        let mut therapy = |age| {
            (0..500)
                .filter(|_| {
                    let finding = finding(&mut dice, Topic::Mind, age);
                    matches!(finding, Finding::Appointment(CareKind::Therapy, ..))
                })
                .count()
        };
        assert!(therapy(17) > 100);
        assert_eq!(therapy(23), 0);
    }
}
