//! One database and the servers on it, as an installation has them: the key is the same everywhere,
//! everything else of a data folder belongs to its server.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

use crate::county::KEY;
use crate::own_server::OwnServer;
use crate::process::{Ran, Served, polku, run};

/// One database.
pub(crate) struct World {
    /// Its address.
    pub(crate) store: String,
    folder: TempDir,
    server: Arc<OwnServer>,
}

/// The tests share one server; the last one who needs it stops it.
fn shared() -> Arc<OwnServer> {
    static RUNNING: Mutex<Weak<OwnServer>> = Mutex::new(Weak::new());
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.upgrade().unwrap_or_else(|| {
        // Power is not cut here, and the disks of test machines are slow.
        let server = Arc::new(OwnServer::start(false));
        *running = Arc::downgrade(&server);
        server
    })
}

impl World {
    /// An empty database of a server that all tests share.
    pub(crate) fn new() -> Self {
        Self::on(shared())
    }

    /// An empty database of this server.
    pub(crate) fn on(server: Arc<OwnServer>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { store: server.database(), folder, server }
    }

    /// The data folder of a server; it has nothing but the key.
    pub(crate) fn data(&self, name: &str) -> PathBuf {
        let data = self.folder.path().join(name);
        std::fs::create_dir_all(&data).unwrap();
        std::fs::write(data.join("master.key"), KEY).unwrap();
        data
    }

    /// The program at this database.
    pub(crate) fn polku(&self, name: &str) -> std::process::Command {
        let mut command = polku(&self.data(name));
        command.args(["--store", &self.store]);
        command
    }

    /// Starts a server; the files of jobs lie in a folder that all of them share.
    pub(crate) fn serve(&self, name: &str) -> Served {
        let mut command = self.polku(name);
        command.args(["serve", "--notices-to-private"]).arg("--bulk").arg(self.bulk());
        Served::start(command)
    }

    /// Starts a server that keeps the files of jobs to itself.
    pub(crate) fn serve_alone(&self, name: &str) -> Served {
        let mut command = self.polku(name);
        command.arg("serve");
        Served::start(command)
    }

    /// The folder with the files of jobs.
    pub(crate) fn bulk(&self) -> PathBuf {
        self.folder.path().join("bulk")
    }

    /// Throws the database down and starts it again, as after a crash.
    pub(crate) fn restart_database(&self) {
        let data = self.server.data();
        let log = format!("{data}/../log");
        self.server.run("pg_ctl", &["-D", &data, "-w", "-l", &log, "-m", "immediate", "restart"]);
    }

    /// `polku verify` finds nothing.
    pub(crate) fn is_sound(&self) {
        let found: Ran = run(self.polku("verifier").arg("verify"));
        assert_eq!(found.code, Some(0), "{found}");
        assert!(found.said.starts_with("sound: "), "{found}");
    }
}
