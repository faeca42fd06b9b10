//! A full disk under the database: writes fail clearly and keep nothing, reads go on, and space brings
//! writes back. The database itself says that there is no room, as it does when the disk says so.

use ledger::{Error, Verdict};

use crate::own_server::connect;
use crate::world::{Postgres, Store as _, append, second};

const NO_ROOM: &str = "
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON fact EXECUTE FUNCTION no_room();";

#[test]
fn a_full_disk_stops_writes_and_nothing_else() {
    let mut store = Postgres::new();
    let ledger = store.open();
    append(&ledger, "case/1", Some("anna"), &[b"kept"]).unwrap();
    let mut client = connect(&store.address);
    client.batch_execute(NO_ROOM).unwrap();
    let refused = append(&ledger, "case/2", Some("anna"), &[b"lost"]).unwrap_err();
    assert!(matches!(refused, Error::Full), "{refused}");
    assert!(refused.to_string().contains("free disk space"), "{refused}");
    assert_eq!(ledger.load("case/2").unwrap(), [], "nothing is half there");
    assert_eq!(ledger.load("case/1").unwrap()[0].body.bytes().unwrap(), b"kept");
    assert_eq!(ledger.position(), 1);

    client.batch_execute("DROP TRIGGER no_room ON fact").unwrap();
    append(&ledger, "case/2", Some("bo"), &[b"again"]).unwrap();
    ledger.seal(second(4)).unwrap();
    assert!(matches!(ledger.verify(&|_, _| ()).unwrap(), Verdict::Sound(_)));
}
