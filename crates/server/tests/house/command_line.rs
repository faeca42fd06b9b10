//! The command line as people type it: help with examples, settings from outside, exit codes, and
//! messages that say what to do.

use std::path::Path;
use std::process::Command;

use crate::process::{Ran, Served, get, polku, run, run_reading};

const COMMANDS: [&[&str]; 9] = [
    &["demo"],
    &["serve"],
    &["import"],
    &["verify"],
    &["rebuild"],
    &["content", "check"],
    &["user", "add"],
    &["user", "close"],
    &["token", "add"],
];

fn bare() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polku"));
    command.env_clear();
    command
}

#[test]
fn help_names_every_command_and_each_shows_examples() {
    let help = run(bare().arg("--help"));
    assert_eq!(help.code, Some(0), "{help}");
    for command in COMMANDS {
        assert!(help.said.contains(command[0]), "{help}");
        let own = run(bare().args(command).arg("--help"));
        assert_eq!(own.code, Some(0), "{own}");
        let (_, examples) = own.said.split_once("Examples:").unwrap_or_else(|| panic!("{own}"));
        assert!(examples.contains(&format!("polku {}", command.join(" "))), "{own}");
        assert!(own.said.contains("--data <DIR>"), "{own}");
        // Every option that takes something can be set from outside, secrets of one call aside.
        for option in own.said.lines().filter(|line| line.trim_start().starts_with("--")) {
            let personal =
                ["--login", "--name", "--role", "--person", "--unit", "--profession", "--language"];
            if !personal.iter().any(|known| option.contains(known)) {
                let name = option.trim_start().trim_start_matches("--");
                let name = name.split([' ', '[']).next().unwrap();
                let setting = format!("POLKU_{}", name.replace('-', "_").to_uppercase());
                assert!(
                    own.said.contains(&setting) || own.said.contains("POLKU_LOG"),
                    "{setting}: {own}"
                );
            }
        }
    }
    let nothing = run(&mut bare());
    assert_eq!(nothing.code, Some(2), "{nothing}");
    let unknown = run(bare().arg("serv"));
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.complained.contains("'serve'"), "it offers what was meant: {unknown}");
}

#[test]
fn settings_come_from_the_environment_and_options_win() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    let verified = run(bare().env("POLKU_DATA", &one).arg("verify"));
    assert_eq!(verified.code, Some(0), "{verified}");
    assert!(one.join("polku.sqlite").exists());
    let verified = run(bare().env("POLKU_DATA", &one).arg("verify").arg("--data").arg(&other));
    assert_eq!(verified.code, Some(0), "{verified}");
    assert!(other.join("polku.sqlite").exists());
    let refused = run(bare().env("POLKU_LISTEN", "nowhere").env("POLKU_DATA", &one).arg("serve"));
    assert_eq!(refused.code, Some(2));
    assert!(refused.complained.contains("nowhere"), "{refused}");
    let refused =
        run(bare().env("POLKU_CONTENT", folder.path().join("none")).args(["content", "check"]));
    assert_eq!(refused.code, Some(1), "{refused}");
    assert!(refused.complained.contains("cannot be read"), "{refused}");
}

/// Copies the content that the program was built with.
fn content_in(folder: &Path) {
    for file in server::content::embedded() {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file.text).unwrap();
    }
}

#[test]
fn content_is_checked_whole_and_every_fault_told_at_once() {
    let passes = run(bare().args(["content", "check"]));
    assert_eq!(passes.code, Some(0), "{passes}");
    assert!(passes.said.contains("no faults"), "{passes}");

    let folder = tempfile::tempdir().unwrap();
    content_in(folder.path());
    let check = || run(bare().args(["content", "check", "--content"]).arg(folder.path()));
    let copied = check();
    assert_eq!((copied.code, copied.said), (Some(0), passes.said));

    let change = |file: &str, from: &str, to: &str| {
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    change("access/rules.toml", "relation = \"own\"", "relation = \"mine\"");
    change("organisation.toml", "phone = ", "telephone = ");
    change("regions/ita-uusimaa.toml", "kind = \"health-station\"", "kind = \"palace\"");
    change("indicators/open-waits/about.toml", "period = \"today\"", "period = \"yesterday\"");
    std::fs::write(folder.path().join("law/acts.toml"), "this is not = = toml").unwrap();
    let faulty = check();
    assert_eq!(faulty.code, Some(1), "{faulty}");
    for file in [
        "access/rules.toml",
        "organisation.toml",
        "regions/",
        "indicators/open-waits",
        "law/acts.toml",
    ] {
        assert!(faulty.said.contains(file), "{file} is told: {faulty}");
    }
    assert!(faulty.said.contains("mine"), "the unknown word is named: {faulty}");
    let last = faulty.said.lines().last().unwrap();
    assert!(last.ends_with(" faults"), "{faulty}");
    // Nothing is served by faulty content.
    let data = tempfile::tempdir().unwrap();
    let served = run(polku(data.path()).arg("serve").arg("--content").arg(folder.path()));
    assert_eq!(served.code, Some(1), "{served}");
    assert!(served.complained.contains("`polku content check` shows all"), "{served}");
}

fn add_user(data: &Path, arguments: &[&str], password: &str) -> Ran {
    run_reading(polku(data).args(["user", "add"]).args(arguments), password)
}

#[test]
fn people_and_programs_are_added_and_can_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let lea = ["--login", "lea", "--name", "Lea Lahti", "--role", "leader"];
    for (password, part) in
        [("short", "at least 12"), ("", "at least 12"), ("kaksitoista", "at least 12")]
    {
        let refused = add_user(data, &lea, password);
        assert_eq!(refused.code, Some(1), "{refused}");
        assert!(refused.complained.contains(part), "{refused}");
    }
    let long = "kevät Porvoossa";
    let kalle = |more: &[&'static str]| -> Vec<&'static str> {
        [&["--login", "kalle", "--name", "Kalle Berg", "--role", "professional"], more].concat()
    };
    for (arguments, part) in [
        (vec!["--login", "x", "--name", "X", "--role", "king"], "resident, professional, leader"),
        (vec!["--login", "x", "--name", "X", "--role", "system"], "resident, professional, leader"),
        (vec!["--login", "x", "--name", "X", "--role", "client"], "resident, professional, leader"),
        (vec!["--login", "x", "--name", "X", "--role", "resident"], "needs --person"),
        (
            vec!["--login", "x", "--name", "X", "--role", "resident", "--person", "7"],
            "the person is an id",
        ),
        (
            vec!["--login", "x", "--name", "X", "--role", "leader", "--language", "de"],
            "fi, sv or en",
        ),
        (kalle(&["--unit", "porvoo-nasi"]), "--profession: doctor, nurse"),
        (kalle(&["--profession", "nurse"]), "--unit"),
        (kalle(&["--profession", "nurse", "--unit", "nowhere"]), "no unit nowhere"),
    ] {
        let refused = add_user(data, &arguments, long);
        assert_eq!(refused.code, Some(1), "{arguments:?}: {refused}");
        assert!(refused.complained.contains(part), "{arguments:?}: {refused}");
    }
    let added = add_user(data, &lea, long);
    assert_eq!(added.code, Some(0), "{added}");
    assert!(!added.said.contains(long), "{added}");
    let again = add_user(data, &lea, long);
    assert_eq!(again.code, Some(1));
    assert!(again.complained.contains("the login lea is in use"), "{again}");
    let nurse = add_user(data, &kalle(&["--profession", "nurse", "--unit", "porvoo-nasi"]), long);
    assert_eq!(nurse.code, Some(0), "{nurse}");
    let token = run(polku(data).args(["token", "add", "--name", "old-system"]));
    assert_eq!(token.code, Some(0), "{token}");
    assert_eq!(token.said.trim().len(), 43, "the token alone is on standard output: {token}");
    let missing = run(polku(data).args(["user", "close", "--login", "nobody"]));
    assert_eq!(missing.code, Some(1));
    assert!(missing.complained.contains("no open account nobody"), "{missing}");

    let signs_in = |login: &str| {
        let mut command = polku(data);
        command.arg("serve");
        let mut served = Served::start(command);
        let form = crate::browser::encoded(&[("login", login), ("password", long)]);
        let reply = crate::process::post(served.address, "/fi/sign-in", "", &form).unwrap();
        let health = get(served.address, "/health", "").unwrap().0;
        served.terminate();
        assert_eq!((served.ended(), health), (Some(0), 200));
        reply
    };
    assert_eq!(signs_in("kalle"), (303, "/fi/work/queue".to_owned()));
    let closed = run(polku(data).args(["user", "close", "--login", "kalle"]));
    assert_eq!(closed.code, Some(0), "{closed}");
    assert_eq!(signs_in("kalle").0, 422);
    // Neither the password nor the token lies readable in the store.
    let stored = std::fs::read(data.join("polku.sqlite")).unwrap();
    for secret in [long, token.said.trim()] {
        assert!(!stored.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()));
    }
}

#[test]
fn a_demo_folder_is_one_county_and_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let demo = |data: &Path, more: &[&str]| {
        let given = ["demo", "--build-only", "--residents", "300", "--today", "2026-11-20"];
        run(polku(data).args(given).args(more))
    };
    let data = folder.path().join("demo");
    let built = demo(&data, &[]);
    assert_eq!(built.code, Some(0), "{built}");
    assert!(built.said.contains("300 residents"), "{built}");
    let again = demo(&data, &[]);
    assert_eq!((again.code, &*again.said), (Some(0), ""), "the second start has nothing to do");
    let other = demo(&data, &["--seed", "2"]);
    assert_eq!(other.code, Some(1), "{other}");
    assert!(other.complained.contains("holds a demo county of 300 residents"), "{other}");
    let verified = run(polku(&data).arg("verify"));
    assert_eq!(verified.code, Some(0), "{verified}");
    // Somebody's real store is not taken for a demo.
    let real = folder.path().join("real");
    assert_eq!(run(polku(&real).arg("verify")).code, Some(0));
    let key = std::fs::read(real.join("master.key")).unwrap();
    let refused = demo(&real, &[]);
    assert_eq!(refused.code, Some(1), "{refused}");
    assert!(refused.complained.contains("a store that is not a demo"), "{refused}");
    assert_eq!(std::fs::read(real.join("master.key")).unwrap(), key);
}
