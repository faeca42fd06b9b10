//! A `PostgreSQL` of our own for tests: started in a temporary folder, reached by its socket only, and
//! stopped when the last one who uses it is done. Without one there is nothing to test: that fails.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// The running server.
pub(crate) struct OwnServer {
    folder: tempfile::TempDir,
    programs: PathBuf,
    user: Option<User>,
}

/// Whom the server runs as when we are root, which it refuses to be.
struct User {
    uid: u32,
    gid: u32,
}

static DATABASES: AtomicU32 = AtomicU32::new(0);

impl OwnServer {
    /// Starts a server whose commits survive a power cut, or one that is quicker.
    pub(crate) fn start(durable: bool) -> Self {
        let fsync = if durable { "on" } else { "off" };
        let folder = tempfile::Builder::new().prefix("polku-pg").tempdir().unwrap();
        let server = Self { folder, programs: programs(), user: user() };
        if let Some(user) = &server.user {
            let owner = (Some(user.uid), Some(user.gid));
            std::os::unix::fs::chown(server.folder.path(), owner.0, owner.1).unwrap();
        }
        let data = &server.data();
        server.run("initdb", &["-D", data, "-A", "trust", "-U", "polku", "-E", "UTF8", "-N"]);
        let options = format!(
            "-k {} -c listen_addresses= -c fsync={fsync} -c max_connections=200",
            server.folder.path().display()
        );
        let log = server.folder.path().join("log");
        let log = log.to_str().unwrap();
        server.run("pg_ctl", &["-D", data, "-w", "-l", log, "-o", &options, "start"]);
        server
    }

    /// The address of a new, empty database.
    pub(crate) fn database(&self) -> String {
        let name = format!("polku{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let mut client = connect(&self.address("postgres"));
        client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).unwrap();
        self.address(&name)
    }

    fn address(&self, database: &str) -> String {
        let socket = self.folder.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://polku@{socket}/{database}")
    }

    /// Where its data are.
    pub(crate) fn data(&self) -> String {
        self.folder.path().join("data").to_str().unwrap().to_owned()
    }

    /// Runs one of the programs that come with it, to its end.
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) {
        let program = self.programs.join(program);
        let mut command = match &self.user {
            None => Command::new(&program),
            Some(user) => {
                let mut command = Command::new("setpriv");
                command.arg(format!("--reuid={}", user.uid)).arg(format!("--regid={}", user.gid));
                command.arg("--clear-groups").arg(&program);
                command
            }
        };
        // A server that inherits our pipes would keep whoever reads them waiting.
        let said = self.folder.path().join("said");
        let out = std::fs::File::create(&said).unwrap();
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command.stdout(out.try_clone().unwrap()).stderr(out);
        let status =
            command.status().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let said = std::fs::read_to_string(said).unwrap_or_default();
        assert!(status.success(), "{} {arguments:?}: {said}", program.display());
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }
}

pub(crate) fn connect(address: &str) -> postgres::Client {
    postgres::Client::connect(address, postgres::NoTls).unwrap()
}

fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<_> = std::env::split_paths(&path).collect();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    let whole =
        |folder: &PathBuf| ["initdb", "pg_ctl"].iter().all(|name| folder.join(name).exists());
    folders.into_iter().find(whole).expect(
        "PostgreSQL is missing: install it (Debian and Ubuntu: apt-get install postgresql), \
         or put its initdb and pg_ctl on the PATH",
    )
}

fn user() -> Option<User> {
    if id(&["-u"]) != Some(0) {
        return None;
    }
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| Some(User { uid: id(&["-u", name])?, gid: id(&["-g", name])? }))
}

fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
