//! `polku user` and `polku token`: who may sign in.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use care::access::Role;
use care::code::Profession;
use care::id::{ProfessionalId, UnitId};
use care::language::Language;

use super::open::Place;
use super::{AddToken, AddUser, CloseUser, say};
use crate::account::{Account, AccountFact, hash_password, hash_secret};
use crate::content::Content;
use crate::door::{Caller, Denied};
use crate::wall::{self, Clock as _, SystemClock};

const PASSWORD_LETTERS_MIN: usize = 12;

pub(super) fn add_user(place: &Place, user: &AddUser) -> anyhow::Result<ExitCode> {
    let door = place.door(Arc::new(SystemClock))?;
    let account = account(user, door.content())?;
    let hash = hash_password(&password()?)?;
    let facts = [AccountFact::AccountOpened(account), AccountFact::PasswordSet { hash }];
    door.open_account(&Caller::system("cli"), &facts).map_err(Denied::plain)?;
    say(&format!("{} can sign in now", user.login));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn close_user(place: &Place, user: &CloseUser) -> anyhow::Result<ExitCode> {
    let door = place.door(Arc::new(SystemClock))?;
    if door.account(&user.login).map_err(Denied::plain)?.is_none() {
        bail!("there is no open account {}", user.login);
    }
    door.append_account(&Caller::system("cli"), &user.login, &[AccountFact::AccountClosed])
        .map_err(Denied::plain)?;
    say(&format!("{} can no longer sign in", user.login));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn add_token(place: &Place, token: &AddToken) -> anyhow::Result<ExitCode> {
    let door = place.door(Arc::new(SystemClock))?;
    let secret = wall::fresh_secret();
    let given = AccountFact::TokenGiven { hash: hash_secret(&secret).to_string() };
    let caller = Caller::system("cli");
    if door.account(&token.name).map_err(Denied::plain)?.is_some() {
        door.append_account(&caller, &token.name, &[given]).map_err(Denied::plain)?;
    } else {
        let account = Account::nobody(&token.name, Role::Client);
        let facts = [AccountFact::AccountOpened(account), given];
        door.open_account(&caller, &facts).map_err(Denied::plain)?;
    }
    say(&secret);
    drop(writeln!(
        std::io::stderr(),
        "This is shown once. Send it as `Authorization: Bearer …` to /fhir."
    ));
    Ok(ExitCode::SUCCESS)
}

fn account(user: &AddUser, content: &Content) -> anyhow::Result<Account> {
    let role = Role::from_code(&user.role)
        .filter(|role| !matches!(role, Role::Client | Role::System))
        .context("the role is resident, professional, leader or administrator")?;
    let language = Language::parse(&user.language).context("the language is fi, sv or en")?;
    let person = match &user.person {
        Some(id) => Some(id.parse().context("the person is an id such as the FHIR Patient has")?),
        None => None,
    };
    if role == Role::Resident && person.is_none() {
        bail!("a resident needs --person");
    }
    let mut account = Account {
        login: user.login.clone(),
        name: user.name.clone(),
        role,
        person,
        professional: None,
        profession: None,
        unit: None,
        language,
    };
    if role == Role::Professional {
        let profession = user.profession.as_deref().and_then(Profession::from_code);
        let known: Vec<_> = Profession::ALL.iter().map(|profession| profession.code()).collect();
        account.profession =
            Some(profession.with_context(|| {
                format!("a professional needs --profession: {}", known.join(", "))
            })?);
        let unit = user.unit.as_deref().context("a professional needs --unit")?;
        let unit = UnitId::from(unit);
        if content.region.unit(&unit).is_none() {
            bail!("there is no unit {unit}; the region file in content/regions lists them");
        }
        account.unit = Some(unit);
        account.professional = Some(ProfessionalId(wall::fresh_id(SystemClock.now())));
    }
    Ok(account)
}

fn password() -> anyhow::Result<String> {
    let mut text = String::new();
    if std::io::stdin().is_terminal() {
        drop(write!(std::io::stderr(), "Password (it shows as you type): "));
        std::io::stdin().read_line(&mut text)?;
    } else {
        std::io::stdin().read_to_string(&mut text)?;
    }
    let password = text.trim_end_matches(['\r', '\n']);
    if password.chars().count() < PASSWORD_LETTERS_MIN {
        bail!("a password needs at least {PASSWORD_LETTERS_MIN} letters");
    }
    Ok(password.to_owned())
}
