//! A damaged store, a lost key, a folder that is taken: each is found, named, and told in a way that
//! says what to do; nothing is made worse by trying.

use std::path::Path;

use crate::county::{County, KEY, NASI, NELLI, TODAY, at};
use crate::process::{Ran, Served, polku, run};

/// A store with some life in it, closed.
fn store(folder: &Path) {
    let county = County::settle(folder, at(TODAY, 8, 0));
    for number in 0..12 {
        let case = county.contact(crate::county::AINO.id(), NASI, &format!("A matter {number}"));
        county.assess(NELLI, case);
        county.door.case(&NELLI.caller(), case).unwrap();
    }
    county.ledger.seal(county.door.now()).unwrap();
    drop(county);
    let connection = rusqlite::Connection::open(folder.join("polku.sqlite")).unwrap();
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
}

/// Puts a file in the store's place; what still lay in a log beside it would hide its damage.
fn put(folder: &Path, bytes: &[u8]) {
    std::fs::write(folder.join("polku.sqlite"), bytes).unwrap();
    for log in ["polku.sqlite-wal", "polku.sqlite-shm"] {
        drop(std::fs::remove_file(folder.join(log)));
    }
}

fn verify(folder: &Path) -> Ran {
    run(polku(folder).arg("verify"))
}

/// Everything final, as it reads now.
fn finals(folder: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(folder.join("polku.sqlite")).unwrap();
    let mut rows = Vec::new();
    for table in ["fact", "access", "stream"] {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let width = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            Ok((0..width).map(|at| format!("{:?}|", row.get_ref(at).unwrap())).collect())
        };
        rows.extend(statement.query_map([], row).unwrap().map(Result::unwrap_or_default));
    }
    rows
}

#[test]
fn a_flipped_byte_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    store(folder.path());
    let whole = std::fs::read(folder.path().join("polku.sqlite")).unwrap();
    let sound = verify(folder.path());
    assert_eq!(sound.code, Some(0), "{sound}");
    assert!(sound.said.starts_with("sound: "), "{sound}");
    // The actor of a fact or a look, which stands in the file as text.
    let actor = NELLI.caller().actor();
    let places: Vec<usize> = whole
        .windows(actor.len())
        .enumerate()
        .filter(|(_, bytes)| *bytes == actor.as_bytes())
        .map(|(at, _)| at)
        .collect();
    assert!(places.len() > 24, "{}", places.len());
    let (mut facts, mut looks) = (0, 0);
    put(folder.path(), &whole);
    let kept = finals(folder.path());
    for at in places.iter().step_by(6) {
        let mut damaged = whole.clone();
        damaged[at + actor.len() - 1] ^= 0x01;
        put(folder.path(), &damaged);
        let same = finals(folder.path()) == kept;
        put(folder.path(), &damaged);
        let found = verify(folder.path());
        if same {
            // A byte that no row holds any more, left over in a page.
            assert_eq!(found.code, Some(0), "byte {at}: {found}");
            continue;
        }
        assert_eq!(found.code, Some(1), "byte {at}: {found}");
        let named = found.said.strip_prefix("damaged at ").unwrap_or_else(|| panic!("{found}"));
        facts += usize::from(named.starts_with("fact at position "));
        looks += usize::from(named.starts_with("look "));
        let number =
            named.split(|letter: char| !letter.is_ascii_digit()).find(|part| !part.is_empty());
        assert!(number.is_some(), "the place is named: {found}");
    }
    assert!(facts > 0 && looks > 0, "{facts} facts, {looks} looks");
    put(folder.path(), &whole);
    assert_eq!(verify(folder.path()).code, Some(0), "put back, it is sound again");
}

#[test]
fn a_file_that_was_cut_off_is_told_and_not_opened_as_if_nothing_were() {
    let folder = tempfile::tempdir().unwrap();
    store(folder.path());
    let whole = std::fs::read(folder.path().join("polku.sqlite")).unwrap();
    for keep in [0.02, 0.1, 0.5, 0.9, 0.999] {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a part of a file's length"
        )]
        let length = (whole.len() as f64 * keep) as usize;
        put(folder.path(), &whole[..length]);
        let found = verify(folder.path());
        assert_ne!(found.code, Some(0), "{length} of {} bytes: {found}", whole.len());
        let told = format!("{}{}", found.said, found.complained);
        assert!(!told.contains("panicked"), "{found}");
        assert!(told.contains("damaged") || told.contains("cannot be opened"), "{found}");
    }
    put(folder.path(), &whole);
    assert_eq!(verify(folder.path()).code, Some(0));
}

#[test]
fn rebuilding_is_told_and_leaves_a_sound_store() {
    let folder = tempfile::tempdir().unwrap();
    store(folder.path());
    let rebuilt = run(polku(folder.path()).arg("rebuild"));
    assert_eq!(rebuilt.code, Some(0), "{rebuilt}");
    assert!(rebuilt.said.contains("every view made anew from "), "{rebuilt}");
    assert_eq!(verify(folder.path()).code, Some(0));
}

#[test]
fn a_second_process_on_the_same_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    store(folder.path());
    let mut command = polku(folder.path());
    command.arg("serve");
    let mut served = Served::start(command);
    for second in ["serve", "verify", "rebuild"] {
        let refused = run(polku(folder.path()).arg(second));
        assert_eq!(refused.code, Some(1), "{second}: {refused}");
        assert!(refused.complained.contains("is in use by another polku"), "{refused}");
        assert!(refused.complained.contains("--data"), "it says what to do: {refused}");
    }
    served.terminate();
    assert_eq!(served.ended(), Some(0));
    assert_eq!(verify(folder.path()).code, Some(0), "the folder is free again");
}

#[test]
fn a_master_key_that_is_gone_broken_or_another_is_told() {
    let folder = tempfile::tempdir().unwrap();
    store(folder.path());
    let key = folder.path().join("master.key");
    let refused = |contains: &[&str]| {
        let refused = verify(folder.path());
        assert_eq!(refused.code, Some(1), "{refused}");
        for part in contains {
            assert!(refused.complained.contains(part), "{part}: {refused}");
        }
        assert!(!refused.complained.contains("panicked"), "{refused}");
    };
    std::fs::remove_file(&key).unwrap();
    refused(&["master.key is missing", "Restore"]);
    assert!(!key.exists(), "no new key was made over the old store");
    std::fs::write(&key, &KEY[..31]).unwrap();
    refused(&["is not a key of 32 bytes"]);
    std::fs::write(&key, [8; 32]).unwrap();
    refused(&["the master key does not belong to this store"]);
    std::fs::remove_file(&key).unwrap();
    std::fs::create_dir(&key).unwrap();
    refused(&["master.key cannot be read"]);
    std::fs::remove_dir(&key).unwrap();
    std::fs::write(&key, KEY).unwrap();
    assert_eq!(verify(folder.path()).code, Some(0), "with its key the store is whole");
}

#[test]
#[cfg(unix)]
fn a_new_master_key_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("new");
    assert_eq!(verify(&inner).code, Some(0));
    let key = std::fs::metadata(inner.join("master.key")).unwrap();
    assert_eq!((key.permissions().mode() & 0o777, key.len()), (0o600, 32));
}
