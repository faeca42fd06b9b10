//! A folder with files to import and a store beside it, or one on a database.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use ledger::{Ledger, MasterKey, Options};
use server::content;
use server::projector::CountyProjector;
use tempfile::TempDir;

use crate::own_server::OwnServer;

pub(crate) struct World {
    folder: TempDir,
    /// The address of the store, and the server that is there as long as the world.
    database: Option<(String, OwnServer)>,
}

impl World {
    /// With a store in the folder.
    pub(crate) fn on_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("files")).unwrap();
        Self { folder, database: None }
    }

    /// With a store on a server.
    pub(crate) fn on_server() -> Self {
        // Programs are killed here and no power is cut.
        let server = OwnServer::start(false);
        Self { database: Some((server.database(), server)), ..Self::on_file() }
    }

    fn store(&self) -> Option<&str> {
        self.database.as_ref().map(|(address, _)| address.as_str())
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.files().join(name), bytes).unwrap();
    }

    /// The program with this command on this store.
    pub(crate) fn polku(&self, command: &str) -> Command {
        let mut polku = Command::new(env!("CARGO_BIN_EXE_polku"));
        polku.arg(command).arg("--data").arg(self.data()).stdin(Stdio::null());
        if let Some(store) = self.store() {
            polku.args(["--store", store]);
        }
        polku
    }

    /// Imports all files; the exit code and what was printed.
    pub(crate) fn import(&self) -> (i32, String) {
        let Output { status, stdout, stderr } =
            self.polku("import").arg(self.files()).output().unwrap();
        let text = String::from_utf8_lossy(&stdout) + String::from_utf8_lossy(&stderr);
        (status.code().unwrap(), text.into_owned())
    }

    /// The store, opened by the test itself.
    pub(crate) fn ledger(&self) -> Ledger {
        let (content, problems) = content::read(&content::embedded());
        assert!(problems.is_empty(), "{problems:?}");
        let key: [u8; 32] =
            std::fs::read(self.data().join("master.key")).unwrap().try_into().unwrap();
        Ledger::open(Options {
            folder: self.data(),
            master_key: MasterKey::new(key),
            projector: Arc::new(CountyProjector::new(Arc::new(content))),
            randomness: Arc::new(server::wall::randomness),
            store: self.store().map(str::to_owned),
            readers: 2,
            bytes_max: None,
            progress: None,
        })
        .unwrap()
    }
}

/// The text of a received resource, as it stands in its stream.
pub(crate) fn text(ledger: &Ledger, address: &str) -> Option<String> {
    let facts = ledger.load(&format!("resource/{address}")).unwrap();
    let bytes = facts.last()?.body.bytes()?.to_vec();
    Some(String::from_utf8(bytes).unwrap())
}

/// A path as the report names it.
pub(crate) fn named(world: &World, file: &str) -> String {
    Path::new(&world.files()).join(file).display().to_string()
}
