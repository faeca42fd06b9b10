//! What could not be read is kept: its bytes, where they came from and why, sealed under a key of
//! their own. And the files that were taken in whole, so that the same file changes nothing twice.

use std::sync::Arc;

use care::access::{Action, Relation};
use fhir::Problem;
use jiff::Timestamp;
use ledger::{Batch, NewFact, StreamAppend};
use serde::{Deserialize, Serialize};

use super::{KEPT, TAKEN_IN};
use crate::door::{Caller, Denied, Door};

/// What is larger is no resource: its beginning and its digest tell enough to find it again.
const WHOLE_BYTES_MAX: usize = 32 * 1024 * 1024;
const BEGINNING_BYTES: usize = 64 * 1024;

/// A piece of input that could not be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unread {
    /// The file it came from, or the door it came in by.
    pub source: String,
    /// The line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The entry of a Bundle, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<usize>,
    /// Why, as stable codes.
    pub reasons: Vec<String>,
    /// How many bytes it has.
    pub length: usize,
    /// The bytes, in base64: what is kept need not be text. Of what is larger than any resource can
    /// be, the beginning.
    pub bytes: String,
}

/// A file that was taken in whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct TakenIn {
    source: String,
    bytes: u64,
}

impl Unread {
    /// A piece of input with what is wrong about it.
    pub fn new(source: &str, bytes: &[u8], problems: &[Problem]) -> Self {
        use base64::Engine as _;
        let place = problems.first().map(|problem| &problem.place);
        let mut reasons: Vec<String> =
            problems.iter().map(|problem| problem.code.code().to_owned()).collect();
        reasons.dedup();
        let kept = if bytes.len() > WHOLE_BYTES_MAX { BEGINNING_BYTES } else { bytes.len() };
        let kept = bytes.get(..kept).unwrap_or(bytes);
        Self {
            source: source.to_owned(),
            length: bytes.len(),
            line: place.and_then(|place| place.line),
            entry: place.and_then(|place| place.entry),
            reasons,
            bytes: base64::engine::general_purpose::STANDARD.encode(kept),
        }
    }
}

/// The stream of some bytes that came in.
fn stream(hash: blake3::Hash) -> Arc<str> {
    format!("import/{}", hash.to_hex()).into()
}

impl Door {
    /// Keeps what could not be read; answers how much of it was not kept already.
    pub fn keep_unread(
        &self,
        caller: &Caller,
        pieces: &[(Unread, &[u8])],
    ) -> Result<usize, Denied> {
        self.ground(caller, Action::WriteFhir, &[Relation::Task])?;
        let mut kept = 0;
        for (unread, bytes) in pieces {
            let stream = stream(blake3::hash(bytes));
            let body = serde_json::to_vec(unread).map_err(anyhow::Error::from)?;
            kept += usize::from(self.once(caller, &stream, KEPT, true, &body)?);
        }
        Ok(kept)
    }

    /// When a file of these bytes was taken in whole, if it was.
    pub fn taken_in_at(
        &self,
        caller: &Caller,
        file: blake3::Hash,
    ) -> Result<Option<Timestamp>, Denied> {
        self.ground(caller, Action::WriteFhir, &[Relation::Task])?;
        let facts = self.ledger.load(&stream(file))?;
        let taken_in = facts.iter().find(|fact| fact.kind == TAKEN_IN);
        Ok(taken_in.map(|fact| fact.recorded_at))
    }

    /// Remembers that a file was taken in whole.
    pub fn file_taken_in(
        &self,
        caller: &Caller,
        file: blake3::Hash,
        source: &str,
        bytes: u64,
    ) -> Result<(), Denied> {
        self.ground(caller, Action::WriteFhir, &[Relation::Task])?;
        let body = TakenIn { source: source.to_owned(), bytes };
        let body = serde_json::to_vec(&body).map_err(anyhow::Error::from)?;
        self.once(caller, &stream(file), TAKEN_IN, false, &body)?;
        Ok(())
    }

    /// Appends a fact unless the stream has one of its kind.
    fn once(
        &self,
        caller: &Caller,
        stream: &Arc<str>,
        kind: &str,
        sealed: bool,
        body: &[u8],
    ) -> Result<bool, Denied> {
        loop {
            let history = self.ledger.load(stream)?;
            if history.iter().any(|fact| fact.kind == kind) {
                return Ok(false);
            }
            let now = self.now();
            let new = vec![NewFact {
                kind: kind.to_owned(),
                occurred_at: now,
                actor: caller.actor(),
                person: sealed.then(|| stream.to_string()),
                body: body.to_vec(),
            }];
            let append = StreamAppend { stream: Arc::clone(stream), history, new };
            match self.ledger.append(Batch { streams: vec![append], ..Batch::default() }, now) {
                Ok(_) => return Ok(true),
                Err(ledger::Error::Stale { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
