//! Exports and imports over HTTP: ordered, asked for, fetched and thrown away (Bulk Data Access).

use std::io::{ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use fhir::{Code, Place, Problem, ResourceType};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::super::asked::{Media, unpacking_fault, unread_body};
use super::super::off_the_network;
use super::super::reply::{Reply, http_date};
use super::super::stop::Stop;
use super::parameters::Parameters;
use super::{Operation, stream};
use crate::bulk::{Busy, Desk, File, INPUT, Job, Kind, Left, Order, Scope, State};
use crate::door::Denied;
use crate::door::resources::Gathering;
use crate::limits::{Limits, Unpacked};
use crate::network::body::{self, Unread};

/// How a packed body begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// How often to ask, in seconds, at least and at most.
const ASK_AGAIN: (u64, u64) = (1, 60);

const KNOWN: [&str; 4] = ["_since", "_type", "_outputFormat", "_pretty"];
const NDJSON: [&str; 3] = ["application/fhir+ndjson", "application/ndjson", "ndjson"];

impl Operation {
    fn desk(&self) -> Result<&Arc<Desk>, Stop> {
        Ok(&self.desks()?.bulk)
    }

    pub(super) fn export_all(&self) -> Result<Reply, Stop> {
        self.export(Scope::System)
    }

    pub(super) fn export_patients(&self) -> Result<Reply, Stop> {
        self.export(Scope::Patients)
    }

    pub(super) fn export_group(&self, id: &str) -> Result<Reply, Stop> {
        let address = || Stop::not_found(format!("Group/{id}"));
        let rtype = ResourceType::parse("Group").ok_or_else(address)?;
        let found = self.door.resource(&self.caller, rtype, id)?;
        found.and_then(|group| group.text).ok_or_else(address)?;
        self.export(Scope::Group(id.to_owned()))
    }

    fn export(&self, scope: Scope) -> Result<Reply, Stop> {
        let parameters = Parameters::of(&self.asked)?;
        parameters.only(&KNOWN)?;
        let format = parameters.text("_outputFormat").unwrap_or("ndjson");
        if !NDJSON.contains(&format) {
            let place = Place::path("_outputFormat");
            return Err(Problem::error(Code::FormatUnsupported, place, format).into());
        }
        let types = parameters.types("_type")?;
        let types = types.iter().map(|rtype| rtype.as_str().to_owned()).collect();
        let since = parameters.instant("_since")?;
        let desk = self.desk()?;
        let (id, _) = desk.prepare().map_err(Denied::from)?;
        let gathering = Gathering::new(format!("export {id}"));
        self.door.begin_gathering(&self.caller, &gathering)?;
        self.order(id, Kind::Export { scope, types, since })
    }

    fn order(&self, id: String, kind: Kind) -> Result<Reply, Stop> {
        let base = self.asked.base();
        let question = match self.asked.query.as_str() {
            "" => String::new(),
            query => format!("?{query}"),
        };
        let order = Order {
            login: self.caller.account.login.clone(),
            ordered_at: self.door.now(),
            request: format!("{base}/{}{question}", self.asked.steps.join("/")),
            base,
            kind,
            id,
        };
        let at = format!("{}/$jobs/{}", order.base, order.id);
        match self.desk()?.begin(order) {
            Ok(()) => Ok(Reply::empty(StatusCode::ACCEPTED).with(header::CONTENT_LOCATION, at)),
            Err(Busy::Full) => {
                let problem = Problem::error(Code::TooManyJobs, Place::default(), "2");
                let reply = Stop::from(problem).reply(self.asked.language());
                Ok(reply.with(header::RETRY_AFTER, ASK_AGAIN.1.to_string()))
            }
            Err(Busy::Fault(error)) => Err(Denied::from(error).into()),
        }
    }

    fn own_job(&self, id: &str) -> Result<Job, Stop> {
        let found = self.desk()?.job(&self.caller.account.login, id);
        found.map_err(Denied::from)?.ok_or_else(|| Stop::not_found(format!("$jobs/{id}")))
    }

    /// How a job stands.
    pub(super) fn job(&self, id: &str) -> Result<Reply, Stop> {
        let job = self.own_job(id)?;
        match job.state {
            State::Running => {
                let left = job.left(self.door.now());
                let again = left.seconds.unwrap_or(ASK_AGAIN.0).clamp(ASK_AGAIN.0, ASK_AGAIN.1);
                Ok(Reply::empty(StatusCode::ACCEPTED)
                    .with(HeaderName::from_static("x-progress"), words(left))
                    .with(header::RETRY_AFTER, again.to_string()))
            }
            State::Failed { .. } => {
                let fault = anyhow::anyhow!("the job {id} failed; why stands in the log");
                Err(Denied::Fault(fault).into())
            }
            State::Done { .. } => {
                let expires = job.expires_at().map(http_date).unwrap_or_default();
                let reply = Reply::json(StatusCode::OK, manifest(&job).to_string());
                Ok(reply.with(header::EXPIRES, expires))
            }
        }
    }

    /// Ends a job and throws away what it made. An import that is under way cannot be ended: what it
    /// took in stays.
    pub(super) fn drop_job(&self, id: &str) -> Result<Reply, Stop> {
        let job = self.own_job(id)?;
        if job.is_running() && job.order.kind == Kind::Import {
            let detail = "DELETE $import";
            return Err(Problem::error(Code::FeatureUnsupported, Place::default(), detail).into());
        }
        self.desk()?.throw_away(&job).map_err(Denied::from)?;
        Ok(Reply::empty(StatusCode::ACCEPTED))
    }

    /// One of the files that a job made, packed when the client can unpack it.
    pub(super) fn job_file(&self, id: &str, name: &str) -> Result<Response<Body>, Stop> {
        let missing = || Stop::not_found(format!("$jobs/{id}/{name}"));
        let path = self.desk()?.file(&self.own_job(id)?, name).ok_or_else(missing)?;
        let path = path.ok_or(Stop::FilesElsewhere)?;
        let mut file = std::fs::File::open(path).map_err(|_| missing())?;
        let accepted = self.asked.header(&header::ACCEPT_ENCODING).unwrap_or_default();
        let packs = accepted.split(',').any(|wish| {
            let mut parts = wish.split(';').map(str::trim);
            parts.next() == Some("gzip") && parts.next() != Some("q=0")
        });
        let body = stream::body(move |to| {
            if packs {
                let mut packer = GzEncoder::new(to, Compression::fast());
                std::io::copy(&mut file, &mut packer)?;
                packer.finish()?;
            } else {
                std::io::copy(&mut file, to)?;
            }
            Ok(())
        });
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/fhir+ndjson"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if packs {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        Ok(response)
    }
}

/// How far a job is, for people: headers hold plain letters only.
fn words(left: Left) -> String {
    let Left { done, total, seconds } = left;
    match seconds {
        Some(seconds) if total > 0 => {
            let percent = done.saturating_mul(100) / total;
            format!("{percent} %, {done} of {total}, about {seconds} s left")
        }
        _ => "begun".to_owned(),
    }
}

fn manifest(job: &Job) -> Value {
    let State::Done { counts, .. } = &job.state else { return Value::Null };
    let link = |file: &File| {
        let url = format!("{}/$jobs/{}/{}", job.order.base, job.order.id, file.name);
        json!({"type": file.rtype, "url": url, "count": file.count})
    };
    let mut manifest = json!({
        "transactionTime": fhir::moment::print_instant(job.order.ordered_at),
        "request": job.order.request,
        "requiresAccessToken": true,
        "output": counts.files.iter().map(link).collect::<Vec<_>>(),
        "error": counts.errors.iter().map(link).collect::<Vec<_>>(),
    });
    if let (Kind::Import, Some(members)) = (&job.order.kind, manifest.as_object_mut()) {
        let taken_in = counts.taken_in.iter().map(|(name, count)| (name.clone(), json!(count)));
        members.insert("count".to_owned(), Value::Object(taken_in.collect()));
    }
    manifest
}

/// Takes the body of an import to the disk and orders the import.
pub(super) async fn import(operation: Operation, body: Body) -> Result<Response<Body>, Stop> {
    if operation.asked.media()? != Media::Ndjson {
        return Err(Stop::MediaType("application/fhir+ndjson".to_owned()));
    }
    let encoding = operation.asked.header(&header::CONTENT_ENCODING).unwrap_or_default();
    if !["", "identity", "gzip"].contains(&encoding) {
        return Err(Stop::MediaType(format!("Content-Encoding: {encoding}")));
    }
    let (operation, prepared) = off_the_network(move || {
        let prepared = operation.prepare_import()?;
        Ok((operation, prepared))
    })
    .await?;
    let (id, folder) = prepared;
    let limits = Arc::clone(&operation.asked.bounds.limits);
    let received = receive(body, folder.join(INPUT), limits).await;
    off_the_network(move || {
        if let Err(stop) = received {
            drop(std::fs::remove_dir_all(folder));
            return Err(stop);
        }
        Ok(operation.order(id, Kind::Import)?.into_response(false))
    })
    .await
}

impl Operation {
    fn prepare_import(&self) -> Result<(String, PathBuf), Stop> {
        self.door.may_write(&self.caller)?;
        Ok(self.desk()?.prepare().map_err(Denied::from)?)
    }
}

async fn receive(mut body: Body, path: PathBuf, limits: Arc<Limits>) -> Result<(), Stop> {
    let fault = |error: std::io::Error| Stop::Denied(Denied::Fault(error.into()));
    let mut file = std::fs::File::create(&path).map_err(fault)?;
    let mut bytes: u64 = 0;
    let most = limits.import_bytes();
    let refuse = |unread| unread_body(unread, usize::try_from(most).unwrap_or(usize::MAX));
    while let Some(piece) = body::next(&mut body).await {
        let piece = piece.map_err(refuse)?;
        bytes += piece.len() as u64;
        if bytes > most {
            return Err(refuse(Unread::Large));
        }
        // A write to the page cache is short; the wait for the disk is not, and comes off the network.
        file.write_all(&piece).map_err(fault)?;
    }
    if bytes == 0 {
        return Err(Problem::error(Code::Empty, Place::default(), "").into());
    }
    off_the_network(move || {
        file.sync_all().map_err(fault)?;
        unpacks(&path, &limits)
    })
    .await
}

/// Whether what is packed has an end within the limit: better said now than by the job.
fn unpacks(path: &Path, limits: &Limits) -> Result<(), Stop> {
    let fault = |error: std::io::Error| Stop::Denied(Denied::Fault(error.into()));
    let mut file = std::fs::File::open(path).map_err(fault)?;
    let mut first = [0; 2];
    let packed = file.read(&mut first).map_err(fault)? == 2 && first == GZIP;
    if !packed {
        return Ok(());
    }
    file.rewind().map_err(fault)?;
    let mut unpacked = Unpacked::new(file, limits.unpacking.bound());
    match std::io::copy(&mut unpacked, &mut std::io::sink()) {
        Err(error) if error.kind() == ErrorKind::FileTooLarge => Err(unpacking_fault(&error)),
        // One that breaks off is taken in as far as it goes, and the job says where that is.
        Ok(_) | Err(_) => Ok(()),
    }
}
