//! The command line: what each subcommand takes, with examples, and where it is carried out.

mod accounts;
mod content;
mod demo;
mod exchange;
mod explain;
mod import;
mod messages;
mod open;
mod path;
mod progress;
mod serve;
mod store;

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::limits::{Limits, Unpacking};

/// Polku: an open platform for the health and social services of a wellbeing services county.
#[derive(Parser, Debug)]
#[command(name = "polku", version, about, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Examples:
  polku demo                         build the demo county and open it at http://127.0.0.1:8080
  polku serve --data /srv/polku      serve an existing data folder
  polku import patients.ndjson.gz    take in FHIR resources
  polku verify                       recompute the hash chain and the seals")]
pub struct Cli {
    /// The folder that holds the store and its master key.
    #[arg(
        long,
        global = true,
        env = "POLKU_DATA",
        value_name = "DIR",
        default_value = "./polku-data"
    )]
    pub data: PathBuf,
    /// The `PostgreSQL` database that several servers share; without it the store is a file in DIR.
    /// A password is better given in the environment, where other users cannot see it.
    #[arg(
        long,
        global = true,
        env = "POLKU_STORE",
        value_name = "ADDRESS",
        hide_env_values = true
    )]
    pub store: Option<String>,
    /// Content to use instead of what the binary carries, for trial.
    #[arg(long, global = true, env = "POLKU_CONTENT", value_name = "DIR")]
    pub content: Option<PathBuf>,
    /// How logs are written.
    #[arg(long, global = true, env = "POLKU_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// How much is logged: error, warn, info, debug.
    #[arg(long, global = true, env = "POLKU_LOG", value_name = "LEVEL", default_value = "info")]
    pub log: String,
    #[command(subcommand)]
    command: Command,
}

/// How logs are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// JSON, one object a line.
    Json,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Build the demo county (once) and serve it.
    #[command(after_help = "Examples:
  polku demo
  polku demo --residents 5000 --seed 7 --today 2026-11-20 --listen 127.0.0.1:9000")]
    Demo(Demo),
    /// Serve the pages and the FHIR interface.
    #[command(after_help = "Examples:
  polku serve --data /srv/polku --listen 0.0.0.0:8080
  POLKU_DATA=/srv/polku POLKU_LOG_FORMAT=json polku serve
  polku serve --data /etc/polku --store postgres://polku@db.example:5432/polku
  polku serve --data /srv/polku --address https://polku.example.fi --smtp 127.0.0.1:25 \\
      --mail-from 'Polku <polku@example.fi>'")]
    Serve(Listen),
    /// Take in FHIR R4 resources: files, folders, NDJSON, Bundles, gzip.
    #[command(after_help = "Examples:
  polku import bundles/
  polku import hospitals.json patients.ndjson.gz
Importing the same file twice changes nothing. What cannot be taken in is kept and reported, and
does not stop the rest. After a power cut, import the same again: it goes on.
Exit code: 0 all was taken in, 2 something was kept aside, 1 the import stopped.")]
    Import(Import),
    /// Show what the database does for a FHIR search.
    #[command(after_help = "Examples:
  polku explain 'Patient?identifier=1.2.246.21|010190-999W'
  polku explain 'Observation?patient.name=virtanen&_sort=-date' --data /srv/polku
Exit code: 0 every step looks something up, 2 a step goes through a whole table or type.")]
    Explain(Explain),
    /// Recompute the hash chain and the seals; names the first bad position.
    #[command(after_help = "Examples:
  polku verify --data /srv/polku")]
    Verify,
    /// Drop every view and make it anew from the facts.
    #[command(after_help = "Examples:
  polku rebuild --data /srv/polku")]
    Rebuild,
    /// Copy a store into an empty one, from one database to the other, and verify the copy.
    #[command(after_help = "Examples:
  polku copy --data /etc/polku --from /srv/polku --to postgres://polku@db.example:5432/polku
  polku copy --data /etc/polku --from postgres://polku@db.example:5432/polku --to /srv/polku
The master key is the one in the folder of --data. What is copied may be served meanwhile.")]
    Copy(Copy),
    /// Write a verified copy of the store, as it is at this moment, into a folder of its own.
    #[command(after_help = "Examples:
  polku backup --data /srv/polku --to /backup/2026-11-25
  polku backup --data /etc/polku --store postgres://polku@db.example:5432/polku --to /backup/2026-11-25
The master key is not in it: keep that elsewhere.")]
    Backup(Backup),
    /// Bring a backup back into a folder that holds the key and no store, or into an empty database.
    #[command(after_help = "Examples:
  polku restore --from /backup/2026-11-25 --data /srv/polku
  polku restore --from /backup/2026-11-25 --data /etc/polku --store postgres://polku@db.example:5432/polku")]
    Restore(Restore),
    /// Look after content.
    #[command(subcommand)]
    Content(ContentCommand),
    /// Look after paths: practice that is shared as data.
    #[command(subcommand)]
    Path(PathCommand),
    /// Look after the people who sign in.
    #[command(subcommand)]
    User(UserCommand),
    /// Look after the programs that sign in.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Play a day of telephone calls against the webhook of a running Polku, as an exchange would.
    #[command(after_help = "Examples:
  polku phone-exchange --token TOKEN --day 2026-11-20
  POLKU_TOKEN=… polku phone-exchange --day 2026-11-20 --calls 600 --agents 4 --seconds 120
  polku phone-exchange --server http://127.0.0.1:9000 --token TOKEN --day 2026-11-20 --line +358190000001
The day must not be ahead of Polku's own: in the demo, let its clock go on first.")]
    PhoneExchange(exchange::PhoneExchange),
}

/// Where to listen.
#[derive(Args, Clone, Debug)]
pub struct Listen {
    /// The address to listen on.
    #[arg(long, env = "POLKU_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Cookies are sent over HTTPS only; turn off for trial on a plain address.
    #[arg(long, env = "POLKU_SECURE_COOKIES", default_value_t = false)]
    pub secure_cookies: bool,
    /// The folder for the files of exports and imports; DIR/bulk when left out. Servers that share a
    /// store and this folder go on with each other's jobs.
    #[arg(long, env = "POLKU_BULK", value_name = "FOLDER")]
    pub bulk: Option<PathBuf>,
    /// Notices to subscribers may go to addresses of private networks and of this machine.
    #[arg(long, env = "POLKU_NOTICES_TO_PRIVATE", default_value_t = false)]
    pub notices_to_private: bool,
    /// Who carries messages to residents.
    #[command(flatten)]
    pub messages: messages::MessageOptions,
    /// How much is taken.
    #[command(flatten)]
    pub limits: Limits,
}

/// The demo county.
#[derive(Args, Clone, Debug)]
pub struct Demo {
    #[command(flatten)]
    pub(crate) listen: Listen,
    /// How many residents; the whole county when left out.
    #[arg(long, env = "POLKU_RESIDENTS", value_name = "N")]
    pub(crate) residents: Option<u32>,
    /// The same seed makes the same county.
    #[arg(long, env = "POLKU_SEED", value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// The day on which the county stands; the latest working day when left out.
    #[arg(long, env = "POLKU_TODAY", value_name = "YYYY-MM-DD")]
    pub(crate) today: Option<Date>,
    /// Build the county and stop, without serving it.
    #[arg(long, env = "POLKU_BUILD_ONLY", default_value_t = false)]
    pub(crate) build_only: bool,
}

/// What to take in.
#[derive(Args, Clone, Debug)]
pub struct Import {
    /// Files and folders.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How far the packed may unpack.
    #[command(flatten)]
    pub(crate) unpacking: Unpacking,
}

/// Which search to explain.
#[derive(Args, Clone, Debug)]
pub struct Explain {
    /// The type and its parameters, as after `/fhir/`.
    #[arg(value_name = "SEARCH")]
    pub(crate) search: String,
}

/// What to copy, and where.
#[derive(Args, Clone, Debug)]
pub struct Copy {
    /// The folder or the address of the store to copy.
    #[arg(long, value_name = "STORE")]
    pub(crate) from: String,
    /// The folder or the address of an empty one.
    #[arg(long, value_name = "STORE")]
    pub(crate) to: String,
}

/// Where a backup goes.
#[derive(Args, Clone, Debug)]
pub struct Backup {
    /// A folder that holds no store yet; made when it doesn't exist.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) to: PathBuf,
}

/// Where a backup is.
#[derive(Args, Clone, Debug)]
pub struct Restore {
    /// The folder of the backup.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) from: PathBuf,
}

#[derive(Subcommand, Debug)]
enum ContentCommand {
    /// Check all content; every fault at once, with its place and what to do.
    #[command(after_help = "Examples:
  polku content check
  polku content check --content ./content")]
    Check,
}

#[derive(Subcommand, Debug)]
enum PathCommand {
    /// Name every path.
    #[command(after_help = "Examples:
  polku path list")]
    List,
    /// Check every path: its names, every way through it, and its scenarios.
    #[command(after_help = "Examples:
  polku path check
  polku path check --content ./content")]
    Check,
    /// Draw a path as SVG.
    #[command(after_help = "Examples:
  polku path draw youth-stepped-care > youth.svg
  polku path draw risky-home/v1 --lang sv --content ./content > hem.svg")]
    Draw(DrawPath),
    /// Write a path as a FHIR `PlanDefinition`.
    #[command(after_help = "Examples:
  polku path export youth-stepped-care > youth.json
  polku path export risky-home/v1 --content ./content > home.json")]
    Export(ExportPath),
}

/// Which path to write.
#[derive(Args, Clone, Debug)]
pub struct ExportPath {
    /// The path, such as youth-stepped-care; with a version, such as youth-stepped-care/v1, not the latest one.
    pub(crate) path: String,
}

/// Which path to draw.
#[derive(Args, Clone, Debug)]
pub struct DrawPath {
    /// The path, such as youth-stepped-care; with a version, such as youth-stepped-care/v1, not the latest one.
    pub(crate) path: String,
    /// The language: fi, sv or en.
    #[arg(long, default_value = "fi")]
    pub(crate) lang: String,
}

#[derive(Subcommand, Debug)]
enum UserCommand {
    /// Add a person who signs in; the password is asked for, or read from standard input.
    #[command(after_help = "Examples:
  polku user add --login aino --name 'Aino Virta' --role leader
  echo 'a long password' | polku user add --login kalle --name 'Kalle Berg' --role professional \\
      --unit porvoo-nasi --profession nurse")]
    Add(AddUser),
    /// Close an account: it can no longer be used, its facts stay.
    #[command(after_help = "Examples:
  polku user close --login aino")]
    Close(CloseUser),
}

#[derive(Subcommand, Debug)]
enum TokenCommand {
    /// Make a token for a program; it is printed once and kept only as a hash.
    #[command(after_help = "Examples:
  polku token add --name old-system-import")]
    Add(AddToken),
}

/// A person to add.
#[derive(Args, Clone, Debug)]
pub struct AddUser {
    /// The name used for signing in.
    #[arg(long)]
    pub(crate) login: String,
    /// The name that is shown.
    #[arg(long)]
    pub(crate) name: String,
    /// resident, professional, leader or administrator.
    #[arg(long)]
    pub(crate) role: String,
    /// A resident's person id.
    #[arg(long)]
    pub(crate) person: Option<String>,
    /// The unit where a professional works.
    #[arg(long)]
    pub(crate) unit: Option<String>,
    /// A professional's profession.
    #[arg(long)]
    pub(crate) profession: Option<String>,
    /// fi, sv or en.
    #[arg(long, default_value = "fi")]
    pub(crate) language: String,
}

/// An account to close.
#[derive(Args, Clone, Debug)]
pub struct CloseUser {
    /// The name used for signing in.
    #[arg(long)]
    pub(crate) login: String,
}

/// A token to make.
#[derive(Args, Clone, Debug)]
pub struct AddToken {
    /// The program's name, as it stands in the access log.
    #[arg(long)]
    pub(crate) name: String,
}

/// Carries a command out.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let Cli { data, store, content, log_format, log, command } = cli;
    start_log(log_format, &log);
    let place = open::Place { data, store, content };
    match command {
        Command::Demo(demo) => demo::run(&place, &demo),
        Command::Serve(listen) => serve::run(&place, &listen),
        Command::Import(import) => import::run(&place, &import),
        Command::Explain(asked) => explain::run(&place, &asked),
        Command::Verify => store::verify(&place),
        Command::Rebuild => store::rebuild(&place),
        Command::Copy(copy) => store::copies::copy(&place, &copy),
        Command::Backup(backup) => store::copies::backup(&place, &backup),
        Command::Restore(restore) => store::copies::restore(&place, &restore),
        Command::Content(ContentCommand::Check) => content::check(&place),
        Command::Path(PathCommand::List) => path::list(&place),
        Command::Path(PathCommand::Check) => path::check(&place),
        Command::Path(PathCommand::Draw(asked)) => path::draw(&place, &asked),
        Command::Path(PathCommand::Export(asked)) => path::export(&place, &asked),
        Command::User(UserCommand::Add(user)) => accounts::add_user(&place, &user),
        Command::User(UserCommand::Close(user)) => accounts::close_user(&place, &user),
        Command::PhoneExchange(options) => {
            exchange::run(options)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Token(TokenCommand::Add(token)) => accounts::add_token(&place, &token),
    }
}

// Logs never hold personal data: they name commands, routes, durations and positions only.
fn start_log(format: LogFormat, level: &str) {
    let filter = tracing_subscriber::EnvFilter::new(level);
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => builder.with_target(false).init(),
        LogFormat::Json => builder.json().init(),
    }
}

/// Prints a line for the person at the terminal.
pub(crate) fn say(line: &str) {
    // A closed pipe is the reader's choice, not a fault.
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// Prints why a command failed, from the outside in.
pub fn complain(error: &anyhow::Error) {
    drop(writeln!(std::io::stderr(), "polku: {error:#}"));
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn every_option_is_a_setting_too_and_every_command_shows_examples() {
        fn walk(command: &clap::Command, path: &str) {
            let children: Vec<_> = command.get_subcommands().collect();
            if children.is_empty() {
                assert!(command.get_after_help().is_some(), "{path} has no examples");
            }
            for child in children {
                walk(child, &format!("{path} {}", child.get_name()));
            }
        }
        walk(&super::Cli::command(), "polku");
    }
}
