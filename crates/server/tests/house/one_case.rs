//! A county with one case of Aino's at the health station, and browsers before its pages.

use care::case::Case;
use care::id::CaseId;
use server::door::Caller;

use crate::browser::{Person, Web, sign_in};
use crate::county::{AINO, County, NASI, NELLI};

pub(crate) struct OneCase {
    pub(crate) county: County,
    pub(crate) web: Web,
    pub(crate) case: CaseId,
}

impl OneCase {
    pub(crate) fn new() -> Self {
        let county = County::new();
        let case = county.contact(AINO.id(), NASI, "A cough");
        let web = Web::of(&county);
        Self { county, web, case }
    }

    pub(crate) fn person(&self, caller: &Caller) -> Person {
        sign_in(&self.county, caller)
    }

    /// The case as it stands.
    pub(crate) fn case(&self) -> Case {
        self.county.door.case(&NELLI.caller(), self.case).unwrap().case
    }

    /// Its page for those who work, or a form below it.
    pub(crate) fn work(&self, action: &str) -> String {
        format!("/en/work/cases/{}{action}", self.case)
    }

    /// Its client's page.
    pub(crate) fn matter(&self) -> String {
        format!("/en/matters/{}", self.case)
    }
}
