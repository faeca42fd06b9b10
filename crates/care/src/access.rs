//! Access rules: role, action and relationship as data. One table is the check of a single look
//! and the filter of a list, so nothing is fetched first and hidden later.

use serde::Deserialize;

use crate::code::codes;

codes! {
    /// What somebody is at the door.
    Role {
        /// A resident, for themself.
        Resident = "resident",
        /// A professional of a unit.
        Professional = "professional",
        /// A leader: figures and pseudonymous cases, no names.
        Leader = "leader",
        /// Whoever keeps accounts and tokens; sees no person.
        Administrator = "administrator",
        /// A program with a token.
        Client = "client",
        /// Polku's own jobs, imports and the county generator.
        System = "system",
    }

    /// What they want to do.
    Action {
        /// Make a contact.
        MakeContact = "make-contact",
        /// Register a resident.
        RegisterPerson = "register-person",
        /// Look a person up by name or number.
        SearchPeople = "search-people",
        /// See a person's details and matters.
        SeePerson = "see-person",
        /// State why a person's data is needed.
        StateReason = "state-reason",
        /// See one matter with its timeline.
        SeeCase = "see-case",
        /// See the queue and the work list of a unit.
        SeeWork = "see-work",
        /// Take, assess, record and close.
        HandleCase = "handle-case",
        /// See free times.
        SeeTimes = "see-times",
        /// Book, move or give up a time.
        BookTime = "book-time",
        /// Offer a time to a client on the waiting list, and end an offer that nobody answered.
        OfferTime = "offer-time",
        /// Choose how one is reached beside the service.
        ChooseReach = "choose-reach",
        /// See the times of one's own calendar, and keep its private address.
        SeeCalendar = "see-calendar",
        /// Fill in a questionnaire without a name.
        FillIn = "fill-in",
        /// Tell of the calls of an exchange.
        ReportCalls = "report-calls",
        /// Call back whom nobody answered.
        CallBack = "call-back",
        /// Withdraw a matter.
        WithdrawCase = "withdraw-case",
        /// Open times for booking.
        OpenHours = "open-hours",
        /// Choose who is a client's named worker at a unit.
        NameWorker = "name-worker",
        /// Record who may act for a person.
        KeepRights = "keep-rights",
        /// See who has looked.
        SeeLooks = "see-looks",
        /// See how the units stand today: numbers, and nobody.
        SeeLoad = "see-load",
        /// See the boards.
        SeeBoards = "see-boards",
        /// See the pseudonymous cases behind a figure.
        SeeBehind = "see-behind",
        /// Read FHIR resources.
        ReadFhir = "read-fhir",
        /// Write FHIR resources.
        WriteFhir = "write-fhir",
        /// Take FHIR resources out in bulk, as files or as the rows of a view.
        ExportFhir = "export-fhir",
        /// See the notices that could not be delivered, and send them again.
        KeepNotices = "keep-notices",
        /// Send residents the messages of their matters.
        TellResident = "tell-resident",
        /// Keep accounts and tokens.
        KeepAccounts = "keep-accounts",
    }

    /// How the actor stands to what is asked for; each is also a ground in the access log.
    Relation {
        /// It is the actor's own.
        Own = "own",
        /// The actor acts for the one whose it is, as a guardian or on a mandate.
        Mandate = "mandate",
        /// The actor's unit has a case of the person that is open or was closed lately.
        Care = "care",
        /// It belongs to the actor's own unit.
        Unit = "unit",
        /// The actor stated why it is needed now; the statement is kept.
        Stated = "stated",
        /// The actor has an address that was given out for this alone.
        Link = "link",
        /// The actor's task allows it for everybody.
        Task = "task",
    }
}

/// One line of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Who.
    pub role: Role,
    /// May do what.
    pub action: Action,
    /// When they stand like this to it.
    pub relation: Relation,
}

/// The whole table.
#[derive(Clone, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    #[serde(rename = "rule")]
    rules: Vec<Rule>,
}

impl Rules {
    /// Reads the table; a line given twice is a fault, since taking one away would change nothing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let rules: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let twice = rules
            .rules
            .iter()
            .enumerate()
            .find(|(at, rule)| rules.rules.iter().skip(at + 1).any(|other| other == *rule));
        match twice {
            Some((_, rule)) => Err(format!(
                "the rule {} {} {} is given twice; remove one",
                rule.role.code(),
                rule.action.code(),
                rule.relation.code()
            )),
            None => Ok(rules),
        }
    }

    /// The first of the actor's relations that allows the action: the ground that is written down.
    pub fn ground(&self, role: Role, action: Action, relations: &[Relation]) -> Option<Relation> {
        relations
            .iter()
            .copied()
            .find(|&relation| self.rules.contains(&Rule { role, action, relation }))
    }

    /// Whether the role may ever do this: what a menu asks.
    pub fn ever(&self, role: Role, action: Action) -> bool {
        self.rules.iter().any(|rule| rule.role == role && rule.action == action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r#"
        rule = [
            { role = "resident", action = "see-case", relation = "own" },
            { role = "professional", action = "see-case", relation = "care" },
            { role = "professional", action = "see-case", relation = "stated" },
        ]
    "#;

    #[test]
    fn the_first_relation_that_allows_is_the_ground() {
        let rules = Rules::parse(TABLE).unwrap();
        let ground = |role, relations: &[Relation]| rules.ground(role, Action::SeeCase, relations);
        assert_eq!(ground(Role::Resident, &[Relation::Own]), Some(Relation::Own));
        assert_eq!(ground(Role::Resident, &[Relation::Stated]), None);
        assert_eq!(
            ground(Role::Professional, &[Relation::Own, Relation::Care, Relation::Stated]),
            Some(Relation::Care)
        );
        assert_eq!(ground(Role::Leader, &[Relation::Own, Relation::Care]), None);
    }

    #[test]
    fn unknown_words_and_doubled_lines_are_faults() {
        assert!(Rules::parse(&TABLE.replace("see-case", "see-everything")).is_err());
        assert!(Rules::parse(&TABLE.replace("stated", "care")).is_err());
    }
}
