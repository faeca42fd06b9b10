//! Opens accounts and sessions in a demo county for a crowd of residents and professionals, so that a
//! load comes in by the front door. Prints a line for each: `resident SECRET CSRF CASE`, and
//! `professional SECRET CSRF CASE PERSON UNIT` with a case and a client of the professional's unit.
//! `cargo run --release -p server --example crowd -- FOLDER RESIDENTS PROFESSIONALS`

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use care::access::Role;
use care::code::Profession;
use care::id::{CaseId, PersonId, UnitId};
use jiff::{SignedDuration, Timestamp};
use ledger::{Ledger, MasterKey, Options, Session};
use server::account::{Account, AccountFact, hash_secret};
use server::content;
use server::door::{Caller, Door};
use server::projector::CountyProjector;
use server::wall::{Clock, SystemClock};

const USAGE: &str = "crowd FOLDER RESIDENTS PROFESSIONALS";

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().context(USAGE)?);
    let residents: usize = arguments.next().context(USAGE)?.parse()?;
    let professionals: usize = arguments.next().context(USAGE)?.parse()?;
    let (ledger, door) = open(&folder)?;
    let mut cases: Vec<(PersonId, CaseId, UnitId)> = Vec::new();
    ledger.each_case(|row| {
        if row.closed_at.is_none() {
            cases.push((row.person, row.case, row.owner_unit));
        }
    })?;
    cases.sort_unstable_by_key(|(_, case, _)| *case);
    let mut out = std::io::stdout().lock();
    let mut seen = std::collections::HashSet::new();
    let people = cases.iter().filter(|(person, ..)| seen.insert(*person)).take(residents);
    for (number, (person, case, _)) in people.enumerate() {
        let mut account = Account::nobody(&format!("crowd-resident-{number}"), Role::Resident);
        account.person = Some(*person);
        let (secret, csrf) = seat(&door, account)?;
        writeln!(out, "resident {secret} {csrf} {case}")?;
    }
    let mut by_unit: HashMap<&UnitId, (PersonId, CaseId)> = HashMap::new();
    for (person, case, unit) in &cases {
        by_unit.entry(unit).or_insert((*person, *case));
    }
    let units = door.content().region.units.iter();
    let staffed: Vec<_> = units
        .flat_map(|unit| Profession::ALL.iter().map(move |profession| (&unit.id, *profession)))
        .flat_map(|(unit, profession)| door.staff().at(unit, profession))
        .filter_map(|one| Some((one, by_unit.get(&one.unit)?)))
        .collect();
    anyhow::ensure!(!staffed.is_empty(), "nobody works here");
    // Where the county has fewer, several windows of the same professional are open.
    for (number, (one, (person, case))) in staffed.iter().cycle().take(professionals).enumerate() {
        let login = format!("crowd-professional-{number}");
        let mut account = Account::nobody(&login, Role::Professional);
        account.professional = Some(one.id);
        account.profession = Some(one.profession);
        account.unit = Some(one.unit.clone());
        let (secret, csrf) = seat(&door, account)?;
        writeln!(out, "professional {secret} {csrf} {case} {person} {}", one.unit)?;
    }
    Ok(())
}

fn open(folder: &Path) -> anyhow::Result<(Arc<Ledger>, Door)> {
    let (content, problems) = content::read(&content::embedded());
    anyhow::ensure!(problems.is_empty(), "{problems:?}");
    let content = Arc::new(content);
    let key = std::fs::read(folder.join("master.key")).context("reading the master key")?;
    let key: [u8; 32] = key.try_into().ok().context("the master key has another length")?;
    let ledger = Arc::new(Ledger::open(Options {
        folder: folder.to_path_buf(),
        master_key: MasterKey::new(key),
        projector: Arc::new(CountyProjector::new(Arc::clone(&content))),
        randomness: Arc::new(server::wall::randomness),
        store: None,
        readers: 2,
        bytes_max: None,
        progress: None,
    })?);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let door = Door::new(Arc::clone(&ledger), content, clock, [1; 32])?;
    Ok((ledger, door))
}

/// Opens an account with a session; its secret and the token of its forms.
fn seat(door: &Door, account: Account) -> anyhow::Result<(String, String)> {
    let (secret, csrf) = (server::wall::fresh_secret(), server::wall::fresh_secret());
    let login = account.login.clone();
    let opened =
        door.open_account(&Caller::system("bench"), &[AccountFact::AccountOpened(account)]);
    opened.map_err(|denied| anyhow::anyhow!("{denied:?}"))?;
    let now: Timestamp = SystemClock.now();
    let session = Session {
        token_hash: hash_secret(&secret),
        login,
        data: csrf.clone().into_bytes(),
        created_at: now,
        expires_at: now.checked_add(SignedDuration::from_hours(12))?,
    };
    door.open_session(session).map_err(|denied| anyhow::anyhow!("{denied:?}"))?;
    Ok((secret, csrf))
}
