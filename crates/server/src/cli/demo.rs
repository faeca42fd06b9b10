//! `polku demo`: builds the demo county once, opens its people's accounts, and serves it.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, bail};
use care::access::Role;
use care::acting::{ActingKind, RightToAct};
use care::day::{Eves, day_of, is_working_day, previous_working_day};
use care::decide::{Command, RecordRightToAct, RegisterPerson};
use care::language::Language;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::{Bulk, Ledger, NewFact};

use super::open::Place;
use super::{Demo as Asked, progress, say, serve};
use crate::account::{Account, AccountFact, hash_secret};
use crate::content::Content;
use crate::county::{self, DemoUser, FactSink, Produced};
use crate::demo::{Built, Demo, DemoAccount};
use crate::door::{Caller, Denied, Door};
use crate::texts::of;
use crate::wall::{self, Clock as _, SystemClock};

/// Stands in the folder while the county is being built: what is half built is begun anew.
const BUILDING: &str = "demo.building";
/// The name of the program whose token is made for trying the FHIR interface.
const PROGRAM: &str = "demo-program";

pub(super) fn run(place: &Place, asked: &Asked) -> anyhow::Result<ExitCode> {
    let built = match Built::read(&place.data)? {
        Some(built) => {
            same_county(&built, asked, &place.data)?;
            built
        }
        None => build(place, asked)?,
    };
    if asked.build_only {
        return Ok(ExitCode::SUCCESS);
    }
    let demo = Demo::resume(&place.data, built);
    let door = place.door(demo.clock())?;
    door.warm()?;
    tell(&demo, &door)?;
    serve::serve(&asked.listen, door, Some(demo), &place.data)
}

// A folder holds one county: another seed or day needs another folder, and nothing is written over.
fn same_county(built: &Built, asked: &Asked, folder: &Path) -> anyhow::Result<()> {
    let other = built.seed != asked.seed
        || asked.today.is_some_and(|today| today != built.today)
        || asked.residents.is_some_and(|residents| residents != built.residents);
    if other {
        bail!(
            "{} holds a demo county of {} residents, seed {}, on {}. Give another --data for \
             another county, or leave the options out to open this one",
            folder.display(),
            built.residents,
            built.seed,
            built.today
        );
    }
    Ok(())
}

fn build(place: &Place, asked: &Asked) -> anyhow::Result<Built> {
    make_room(&place.data)?;
    let began = Instant::now();
    let content = place.content()?;
    let today = asked.today.unwrap_or_else(|| latest_working_day(day_of(SystemClock.now())));
    let promise = county::Promise { policy: content.callback, eves: content.law.eves() };
    let options = county::Options {
        seed: asked.seed,
        residents: asked.residents,
        today,
        promise: Some(promise),
    };
    let now = county::stands_at(today);
    let ledger = place.ledger(&content)?;
    let summary = fill(&ledger, &content, options, now)?;
    let clock = Arc::new(wall::DemoClock::starting_at(now));
    let key = [0; 32];
    let door = Door::new(Arc::clone(&ledger), Arc::clone(&content), clock, key)?;
    let users = county::demo_users(&content.region);
    for user in &users {
        let opened = AccountFact::AccountOpened(account(user));
        door.open_account(&Caller::system("demo"), &[opened])?;
    }
    family(&door)?;
    let people =
        users.iter().map(|user| shown(user, &door, today)).collect::<anyhow::Result<_>>()?;
    let residents = u32::try_from(summary.residents).unwrap_or(u32::MAX);
    let built = Built { seed: asked.seed, residents, today, now, people };
    ledger.seal(now)?;
    built.write(&place.data)?;
    std::fs::remove_file(place.data.join(BUILDING))?;
    say(&format!(
        "{} residents, {} facts, built in {:.0} s",
        summary.residents,
        ledger.position(),
        began.elapsed().as_secs_f64()
    ));
    Ok(built)
}

/// A mother who acts for her child, whose home is protected.
fn family(door: &Door) -> anyhow::Result<()> {
    let demo = Caller::system("demo");
    let Some(family) = county::demo_family(&door.content().region) else { return Ok(()) };
    let (child, details) = (family.child, family.details);
    let register = Command::RegisterPerson(RegisterPerson { person: child, details });
    door.act(&demo, &register).map_err(Denied::plain)?;
    let right = RightToAct {
        actor: family.parent,
        kind: ActingKind::Guardian,
        until: None,
        knows_home: true,
        checked: "Huoltajuus tarkistettu väestötiedoista.".to_owned(),
    };
    let policy = door.content().acting;
    let record = RecordRightToAct { person: child, right, by: None, policy };
    door.act(&demo, &Command::RecordRightToAct(record)).map_err(Denied::plain)
}

// Only what an unfinished build left is removed; anything else in the folder is somebody's.
fn make_room(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("data folder {} cannot be made", folder.display()))?;
    let store = folder.join("polku.sqlite");
    let marker = folder.join(BUILDING);
    if store.exists() && !marker.exists() {
        bail!(
            "{} holds a store that is not a demo. Give another --data, or open it with \
             `polku serve`",
            folder.display()
        );
    }
    for name in ["polku.sqlite", "polku.sqlite-wal", "polku.sqlite-shm", "master.key"] {
        match std::fs::remove_file(folder.join(name)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    std::fs::write(&marker, b"")?;
    Ok(())
}

fn latest_working_day(day: Date) -> Date {
    let eves = Eves::DaysOff;
    if is_working_day(day, eves) { day } else { previous_working_day(day, eves) }
}

/// Hands the county's facts to the ledger's bulk load.
struct Load<'a> {
    bulk: Bulk<'a>,
}

impl FactSink for Load<'_> {
    fn take(&mut self, produced: &Produced<'_>) -> anyhow::Result<()> {
        let fact = NewFact {
            kind: produced.kind.to_owned(),
            occurred_at: produced.occurred_at,
            actor: produced.actor.to_owned(),
            person: produced.person.map(str::to_owned),
            body: produced.body.to_vec(),
        };
        let (stream, before) = (produced.stream, produced.expected_sequence);
        Ok(self.bulk.append(stream, before, &[fact], produced.occurred_at)?)
    }
}

fn fill(
    ledger: &Ledger,
    content: &Content,
    options: county::Options,
    now: Timestamp,
) -> anyhow::Result<county::Summary> {
    let mut load = Load { bulk: ledger.bulk()? };
    let living = progress::bar("a year of life");
    let summary = county::build(&mut load, &content.region, options, &mut |at| {
        living(at.done, at.total);
    })?;
    load.bulk.finish(now, &progress::bar("making views"))?;
    Ok(summary)
}

fn account(user: &DemoUser) -> Account {
    Account {
        login: user.login.to_owned(),
        name: user.name.clone(),
        role: user.role,
        person: user.person,
        professional: user.professional,
        profession: user.profession,
        unit: user.unit.clone(),
        language: user.language,
    }
}

fn shown(user: &DemoUser, door: &Door, today: Date) -> anyhow::Result<DemoAccount> {
    let caller = Caller::new(account(user));
    let details = door.my_details(&caller)?;
    let region = &door.content().region;
    let detail = |language: Language| {
        let t = of(language);
        match (&details, user.profession, &user.unit) {
            (Some(details), _, _) => {
                let age = details.birth_on.map(|birth| care::day::age_on(birth, today));
                let home = details.municipality.as_deref().unwrap_or_default();
                let home = region.municipality_name(home, language);
                age.map_or_else(|| home.to_owned(), |age| format!("{age}, {home}"))
            }
            (None, Some(profession), Some(unit)) => {
                format!("{}, {}", t.profession(profession), region.unit_name(unit, language))
            }
            (None, _, _) => region.name.get(language).to_owned(),
        }
    };
    Ok(DemoAccount {
        login: user.login.to_owned(),
        name: user.name.clone(),
        role: user.role.code().to_owned(),
        detail_fi: detail(Language::Fi),
        detail_sv: detail(Language::Sv),
        detail_en: detail(Language::En),
    })
}

fn tell(demo: &Demo, door: &Door) -> anyhow::Result<()> {
    say("");
    say("The bar on top of every page switches person and moves the clock. You can be:");
    for person in demo.people() {
        say(&format!("  {:<10} {:<24} {}", person.login, person.name, person.detail_en));
    }
    let token = wall::fresh_secret();
    let given = AccountFact::TokenGiven { hash: hash_secret(&token).to_string() };
    let caller = Caller::system("demo");
    if door.account(PROGRAM)?.is_some() {
        door.append_account(&caller, PROGRAM, &[given])?;
    } else {
        let account = Account::nobody(PROGRAM, Role::Client);
        door.open_account(&caller, &[AccountFact::AccountOpened(account), given])?;
    }
    say(&format!("For programs, at /fhir: Authorization: Bearer {token}"));
    say("");
    Ok(())
}
