//! One day of a professional's bookable time as a Schedule with its Slots.

use care::calendar::{Day, Slot, SlotState};
use care::id::ProfessionalId;
use care::language::Language;
use care::stream::DayKey;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::booking::end_at;
use super::{
    Names, Rendered, meta, mode_concept, own_concept, professional_link, rendered, unit_link, word,
};
use crate::moment::print_local;
use crate::object::object;

/// The id of a Slot: whose time, and when it begins.
pub(super) fn slot_id(professional: ProfessionalId, start_at: Timestamp) -> String {
    format!("{professional}.{}", start_at.as_second())
}

fn schedule_id(key: DayKey) -> String {
    format!("{}.{}", key.professional, key.date)
}

/// The Schedule of a day and its Slots, free and busy; nothing without any time opened.
pub fn day(day: &Day, names: &dyn Names, language: Language) -> Vec<Rendered> {
    let (Some(first), Some(last)) = (day.slots.first(), day.slots.last()) else {
        return Vec::new();
    };
    let ends_at = end_at(last.start_at, last.minutes);
    let opened_at = day.slots.iter().map(|slot| slot.opened_at).max().unwrap_or(first.opened_at);
    let members = object([
        ("meta", meta("Schedule", Value::Null)),
        ("active", json!(true)),
        (
            "serviceType",
            json!([own_concept("profession", first.profession.code(), names, language)]),
        ),
        (
            "actor",
            json!([
                professional_link(day.key.professional, names),
                unit_link("Location", &first.unit, names, language),
            ]),
        ),
        (
            "planningHorizon",
            json!({
                "start": print_local(first.start_at),
                "end": print_local(ends_at),
            }),
        ),
    ]);
    let schedule = rendered("Schedule", schedule_id(day.key), opened_at, members);
    let slots = day.slots.iter().filter_map(|time| slot(day.key, time, names, language));
    schedule.into_iter().chain(slots).collect()
}

fn slot(key: DayKey, slot: &Slot, names: &dyn Names, language: Language) -> Option<Rendered> {
    let status = match slot.state {
        SlotState::Free => "free",
        SlotState::Held(..) => "busy-tentative",
        SlotState::Booked(..) => "busy",
    };
    // One kind of appointment can be said in code, a choice of several only in words.
    let words = slot.modes.iter().map(|mode| word("mode", mode.code(), names, language));
    let (kind, comment) = match slot.modes.as_slice() {
        [mode] => (mode_concept(*mode, names, language), String::new()),
        _ => (Value::Null, words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")),
    };
    let members = object([
        ("meta", meta("Slot", Value::Null)),
        (
            "serviceType",
            json!([own_concept("profession", slot.profession.code(), names, language)]),
        ),
        ("appointmentType", kind),
        ("schedule", json!({"reference": format!("Schedule/{}", schedule_id(key))})),
        ("status", json!(status)),
        ("start", json!(print_local(slot.start_at))),
        ("end", json!(print_local(end_at(slot.start_at, slot.minutes)))),
        ("comment", json!(comment)),
    ]);
    rendered("Slot", slot_id(key.professional, slot.start_at), slot.changed_at, members)
}
