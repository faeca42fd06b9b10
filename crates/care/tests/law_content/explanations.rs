//! Explanations: complete in every language, right in their arithmetic, and readable.

use std::collections::BTreeSet;

use care::clock::{Arithmetic, CareKind, Clock, Earlier, EventKind, Part, Subject};
use care::day::Eves;
use care::language::Language;
use care::law::{Law, Limit};
use jiff::civil::date;

use crate::{event, law};

fn lines(law: &Law, clock: &Clock, language: Language) -> Vec<String> {
    law.explain(clock, language).lines.into_iter().map(|line| line.text).collect()
}

fn clock(
    law: &Law,
    rule: &str,
    subject: Subject,
    care: CareKind,
    events: &[(EventKind, &str)],
) -> Clock {
    let events: Vec<_> = events.iter().map(|(kind, at)| event(*kind, at)).collect();
    let clocks = law.clocks(&subject, Some(care), &events);
    clocks.into_iter().find(|clock| clock.rule.as_str() == rule).unwrap()
}

fn born(year: i16) -> Subject {
    Subject { birth_date: Some(date(year, 5, 1)) }
}

/// The reform of 2025, from the last day of the rule before it.
fn reform(law: &Law) -> Clock {
    let events = [(EventKind::NeedAssessed, "2024-12-31T08:00:00Z")];
    clock(law, "health-care.primary", born(1984), CareKind::Primary, &events)
}

#[test]
fn a_clock_over_the_reform_explains_itself_in_finnish() {
    let law = law();
    assert_eq!(
        lines(&law, &reform(&law), Language::Fi)[1..],
        [
            "Säädös: Terveydenhuoltolaki (1326/2010) 51 a §, muutettu lailla 117/2023.",
            "Alku: hoidon tarve arvioitiin, ti 31.12.2024 klo 10.00.",
            "Sovelletaan sääntöä, joka oli voimassa alkupäivänä (voimassa 1.9.2023–31.12.2024).",
            "Enimmäisaika: 14 vuorokautta.",
            "Päivää ti 31.12.2024 ei lasketa. Laskettu aika: ke 1.1.2025 – ti 14.1.2025 \
             (14 vuorokautta).",
            "Viimeinen lainmukainen päivä: ti 14.1.2025.",
            "Päivää aiemmin (ma 30.12.2024) alkaneena aika olisi sama, 14 vuorokautta, ja viimeinen \
             päivä ma 13.1.2025.",
            "Sääntö muuttui 1.1.2025, kun aika jo kului. Tässä ratkaisee alkupäivän sääntö; \
             siirtymäsäännöstä ei ole vielä tarkistettu.",
            "Lähteet: 117/2023, HE 74/2022, HE 55/2023, StVM 25/2024. Tarkistettu 22.11.2026.",
        ]
    );
}

#[test]
fn dates_are_written_as_each_language_writes_them() {
    let law = law();
    for (language, line) in [
        (Language::Fi, "Viimeinen lainmukainen päivä: ti 14.1.2025."),
        (Language::Sv, "Sista lagenliga dagen: tis 14.1.2025."),
        (Language::En, "Last lawful day: Tue 14 January 2025."),
    ] {
        assert!(lines(&law, &reform(&law), language).iter().any(|text| text == line), "{line}");
        let due = date(2026, 11, 3);
        let expected = if language == Language::En { "3 November 2026" } else { "3.11.2026" };
        assert_eq!(law.day_in_words(due, language), expected);
    }
    assert_eq!(law.limit_in_words(Limit::Months(1), Language::Fi), "1 kuukausi");
    assert_eq!(law.limit_in_words(Limit::Months(3), Language::Fi), "3 kuukautta");
    assert_eq!(law.limit_in_words(Limit::WorkingDays(3), Language::Sv), "3 vardagar");
    assert_eq!(law.limit_in_words(Limit::CalendarDays(1), Language::En), "1 calendar day");
}

#[test]
fn what_would_have_applied_a_day_earlier_is_told() {
    let law = law();
    let primary = |subject: Subject, at| {
        let events = [(EventKind::NeedAssessed, at)];
        clock(&law, "health-care.primary", subject, CareKind::Primary, &events)
    };
    let earlier = |clock: &Clock| {
        let found = law.parts(clock).into_iter().find_map(|part| {
            if let Part::Earlier { would, .. } = part { Some(would) } else { None }
        });
        found.unwrap()
    };
    let fourteen = Limit::CalendarDays(14);
    for (subject, at, would) in [
        (
            born(1984),
            "2023-09-01T08:00:00Z",
            Earlier::Other { limit: Limit::Months(3), due_on: date(2023, 11, 30) },
        ),
        (
            born(1984),
            "2025-01-01T08:00:00Z",
            Earlier::Other { limit: fourteen, due_on: date(2025, 1, 14) },
        ),
        // Another version by its dates, but the same for people of this age.
        (
            born(2010),
            "2025-01-01T08:00:00Z",
            Earlier::Same { limit: fourteen, due_on: date(2025, 1, 14) },
        ),
        // The 23rd birthday.
        (
            born(2002),
            "2025-05-01T08:00:00Z",
            Earlier::Other { limit: fourteen, due_on: date(2025, 5, 14) },
        ),
        (
            born(1984),
            "2026-11-03T08:00:00Z",
            Earlier::Same { limit: Limit::Months(3), due_on: date(2027, 2, 2) },
        ),
    ] {
        assert_eq!(earlier(&primary(subject, at)), would, "{at}");
    }
    let first = clock(
        &law,
        "health-care.therapy-guarantee",
        born(2010),
        CareKind::Therapy,
        &[(EventKind::TherapyNeedEstablished, "2025-05-01T08:00:00Z")],
    );
    assert!(matches!(earlier(&first), Earlier::None(_)));
}

#[test]
fn working_days_are_shown_one_by_one_with_what_was_passed_over() {
    let law = law();
    let contact = [(EventKind::ContactMade, "2021-12-22T08:00:00Z")];
    let of =
        |law: &Law| clock(law, "health-care.assessment", born(1984), CareKind::Primary, &contact);
    let texts = lines(&law, &of(&law), Language::En);
    for line in [
        "Wed 22 December 2021 is not counted. Working days counted: Thu 23 December, \
         Fri 24 December, Mon 27 December.",
        "Days in between that are not counted: Sat 25 December (Christmas Day), Sun 26 December \
         (Saint Stephen's Day).",
    ] {
        assert!(texts.iter().any(|text| text == line), "{texts:#?}");
    }
    let free = law.with_eves(Eves::DaysOff);
    let texts = lines(&free, &of(&free), Language::Fi);
    let line = "Väliin jäävät päivät, joita ei lasketa: pe 24.12. (jouluaatto), la 25.12. \
                (joulupäivä), su 26.12. (tapaninpäivä).";
    assert!(texts.iter().any(|text| text == line), "{texts:#?}");
}

#[test]
fn the_shown_arithmetic_ends_on_the_due_date() {
    let law = law();
    for clock in every_sort(&law) {
        match clock.due.arithmetic(law.eves()) {
            Arithmetic::TheDayItself => assert_eq!(clock.due.on, clock.due.counted_from),
            Arithmetic::WorkingDays { counted, .. } => {
                assert_eq!(counted.last(), Some(&clock.due.on));
                assert_eq!(counted.len(), usize::from(clock.due.limit.amount()));
            }
            Arithmetic::Days { last, .. } | Arithmetic::Months { last, .. } => {
                assert_eq!(last, clock.due.on);
            }
        }
    }
}

type Matter = (Subject, CareKind, Vec<(EventKind, &'static str)>);

/// Clocks that together need every sort of part.
fn every_sort(law: &Law) -> Vec<Clock> {
    let contact = EventKind::ContactMade;
    let assessed = EventKind::NeedAssessed;
    let chosen =
        EventKind::ClientChoseLater { offered_on: date(2026, 11, 10), until: date(2026, 11, 20) };
    let (evening, morning) = ("2026-10-30T17:00:00Z", "2026-11-03T08:00:00Z");
    let matters: [Matter; 12] = [
        (
            born(1984),
            CareKind::Primary,
            vec![(contact, evening), (assessed, "2026-11-04T08:00:00Z")],
        ),
        (born(1984), CareKind::Primary, vec![(contact, "2022-04-13T08:00:00Z")]),
        (born(1984), CareKind::Primary, vec![(assessed, "2024-12-31T08:00:00Z")]),
        (born(1984), CareKind::Primary, vec![(assessed, morning), (chosen, morning)]),
        (Subject::default(), CareKind::Primary, vec![(assessed, morning)]),
        (
            born(1984),
            CareKind::Primary,
            vec![(assessed, morning), (EventKind::FirstTreatment, "2026-11-09T08:00:00Z")],
        ),
        (
            born(1984),
            CareKind::Primary,
            vec![(assessed, morning), (EventKind::CaseClosed, "2027-03-09T08:00:00Z")],
        ),
        (
            born(1984),
            CareKind::Primary,
            vec![(assessed, morning), (EventKind::CaseClosed, "2026-11-09T08:00:00Z")],
        ),
        (born(1984), CareKind::Oral, vec![(assessed, "2023-08-31T08:00:00Z")]),
        (
            born(1984),
            CareKind::Oral,
            vec![
                (assessed, "2023-08-31T08:00:00Z"),
                (EventKind::DelayFoundSafe, "2023-08-31T09:00:00Z"),
            ],
        ),
        (
            born(2010),
            CareKind::Therapy,
            vec![
                (EventKind::TherapyNeedEstablished, "2025-05-01T08:00:00Z"),
                (EventKind::MedicalReasonRecorded, "2025-05-03T08:00:00Z"),
            ],
        ),
        (born(1984), CareKind::Specialised, vec![(EventKind::ReferralArrived, morning)]),
    ];
    let clocks = matters.iter().flat_map(|(subject, care, events)| {
        let events: Vec<_> = events.iter().map(|(kind, at)| event(*kind, at)).collect();
        law.clocks(subject, Some(*care), &events)
    });
    clocks.collect()
}

fn sort(part: &Part) -> &'static str {
    match part {
        Part::Meaning(_) => "meaning",
        Part::Statute(_) => "statute",
        Part::Start { .. } => "start",
        Part::CountedFrom { .. } => "counted from",
        Part::Governs { .. } => "governs",
        Part::Group { .. } => "group",
        Part::Limit(_) => "limit",
        Part::Arithmetic { .. } => "arithmetic",
        Part::Skipped(_) => "skipped",
        Part::Due(_) => "due",
        Part::DueOnDayOff { .. } => "due on a day off",
        Part::Extendable { .. } => "extendable",
        Part::Extended { .. } => "extended",
        Part::Ended { .. } => "ended",
        Part::ClientWait { .. } => "client wait",
        Part::Earlier { .. } => "earlier",
        Part::Transition { .. } => "transition",
        Part::Unverified(_) => "unverified",
        Part::Sources { .. } => "sources",
    }
}

#[test]
fn every_sort_of_line_is_whole_in_every_language() {
    let law = law();
    let mut sorts = BTreeSet::new();
    for clock in every_sort(&law) {
        for language in Language::ALL {
            let explanation = law.explain(&clock, language);
            assert!(!explanation.title.is_empty());
            for line in explanation.lines {
                let text = line.text;
                sorts.insert(sort(&line.part));
                assert!(!text.is_empty() && !text.contains(['{', '}']), "{text:?}");
                assert!(!text.contains("..") && !text.contains("  "), "{text:?}");
                assert!(text.ends_with('.'), "{text:?}");
                assert!(text.starts_with(|first: char| !first.is_lowercase()), "{text:?}");
            }
        }
    }
    assert_eq!(sorts.len(), 19, "{sorts:?}");
}

#[test]
fn every_rule_says_what_it_means_in_whole_sentences() {
    let law = law();
    for rule in law.rules() {
        for version in &rule.versions {
            for language in Language::ALL {
                assert!(!rule.title.get(language).is_empty());
                assert!(rule.meaning.get(language).ends_with('.'));
                let note = version.unverified.as_ref().map(|note| note.get(language));
                assert!(note.is_none_or(|note| note.ends_with('.')), "{}", rule.id);
            }
        }
    }
}

#[test]
fn a_clock_whose_rule_is_gone_explains_nothing() {
    let clock = reform(&law());
    let explanation = Law::default().explain(&clock, Language::Fi);
    assert!(explanation.title.is_empty() && explanation.lines.is_empty());
}
