//! Every page with its samples: what the tests render and the gallery of pages shows.

use maud::Markup;

use super::{Role, Shell, administrator, calendar, leader, load, professional, public, resident};

/// One sample of one page.
pub struct Sample {
    /// Page and sample: `resident-matters-full`.
    pub name: String,
    /// In whose shell it is shown.
    pub role: Option<Role>,
    render: Box<dyn Fn(&Shell) -> Markup>,
}

impl Sample {
    /// The page around the sample.
    pub fn render(&self, shell: &Shell) -> Markup {
        (self.render)(shell)
    }
}

macro_rules! samples {
    ($($role:expr => $($page:ident)::+;)*) => {{
        let mut all = Vec::new();
        $(
            for (name, context) in $($page)::+::samples() {
                all.push(Sample {
                    name: format!("{}-{name}", stringify!($($page)::+).replace(" ", "").replace("::", "-")),
                    role: $role,
                    render: Box::new(move |shell| $($page)::+::render(&context, shell)),
                });
            }
        )*
        all
    }};
}

/// Every sample of every page.
pub fn every() -> Vec<Sample> {
    let (resident_role, professional_role, leader_role) =
        (Some(Role::Resident), Some(Role::Professional), Some(Role::Leader));
    let administrator_role = Some(Role::Administrator);
    samples! {
        None => resident::start;
        None => public::questionnaire::start;
        None => public::questionnaire::ask;
        None => public::questionnaire::code;
        None => public::questionnaire::help;
        None => resident::contact::matter;
        None => resident::contact::matters;
        None => resident::contact::urgent;
        None => resident::contact::urgent_help;
        None => resident::contact::reach;
        None => resident::contact::check;
        resident_role => resident::contact::check;
        resident_role => resident::contact::done;
        resident_role => resident::matters;
        resident_role => resident::matter;
        resident_role => resident::times;
        resident_role => resident::confirm_time;
        resident_role => resident::cancel_time;
        resident_role => resident::callback;
        resident_role => resident::waiting;
        resident_role => resident::offer;
        resident_role => resident::withdraw;
        resident_role => resident::matter_done;
        resident_role => resident::reach;
        resident_role => calendar;
        resident_role => resident::looks;
        professional_role => professional::queue;
        professional_role => professional::calls;
        professional_role => professional::missed_call;
        professional_role => professional::unanswered;
        professional_role => load;
        leader_role => load;
        professional_role => professional::waiting;
        professional_role => professional::work;
        professional_role => professional::opened;
        professional_role => professional::record;
        professional_role => professional::case;
        professional_role => professional::people;
        professional_role => professional::person;
        professional_role => professional::ground;
        professional_role => professional::contact;
        professional_role => professional::rights;
        professional_role => professional::day;
        leader_role => leader::access;
        leader_role => leader::cases_behind;
        leader_role => leader::third_free;
        administrator_role => administrator::notices;
        administrator_role => administrator::let_go;
        administrator_role => administrator::messages;
        administrator_role => administrator::let_message_go;
        None => public::sign_in;
        None => public::signed_out;
        None => public::link;
        resident_role => public::error;
        None => public::accessibility;
        None => public::gallery;
    }
}

#[cfg(test)]
mod tests;
