//! The parameters that this server offers: those that users of these types reach for first.
//!
//! The list is of codes; a type offers those of them that R4 defines for it and that compile.

const CODES: &[&str] = &[
    "_id",
    "_lastUpdated",
    "_profile",
    "_security",
    "active",
    "actor",
    "address",
    "address-city",
    "address-postalcode",
    "agent",
    "appointment",
    "authored",
    "authored-on",
    "authoredon",
    "based-on",
    "birthdate",
    "category",
    "class",
    "clinical-status",
    "code",
    "context",
    "created",
    "date",
    "effective",
    "email",
    "encounter",
    "family",
    "focus",
    "gender",
    "general-practitioner",
    "given",
    "identifier",
    "intent",
    "location",
    "medication",
    "name",
    "onset-date",
    "organization",
    "owner",
    "part-of",
    "participant",
    "patient",
    "performer",
    "period",
    "phone",
    "practitioner",
    "priority",
    "recorded",
    "recorded-date",
    "requester",
    "result",
    "schedule",
    "service-category",
    "service-type",
    "slot",
    "specialty",
    "start",
    "status",
    "subject",
    "target",
    "telecom",
    "type",
    "url",
    "vaccine-code",
    "value-quantity",
];

pub(super) fn is_advertised(code: &str) -> bool {
    CODES.binary_search(&code).is_ok()
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn the_codes_are_sorted_and_once() {
        assert!(CODES.is_sorted_by(|one, next| one < next));
    }
}
