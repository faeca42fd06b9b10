//! Reading: files become numbered pieces of work. NDJSON is read line by line and never whole;
//! gzip is unpacked on the way.

use std::io::{BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;

use anyhow::Context as _;
use fhir::Limits;
use fhir::intake::is_ndjson;

use super::files::File;
use super::{Import, Progress};
use crate::door::Denied;
use crate::limits::{Counted, Unpacked};

/// How much of a file is looked at to tell what it is.
const HEAD_BYTES: usize = 64 * 1024;
/// How many lines, or bytes, make one job of work.
const LINES_TOGETHER: usize = 64;
const BYTES_TOGETHER: usize = 512 * 1024;
/// How many small files make one.
const FILES_TOGETHER: usize = 16;

/// What an import reads before it refuses: documents of old systems are large, resources are not.
pub(super) const LIMITS: Limits = Limits {
    document_bytes: 512 * Limits::MEBIBYTE,
    resource_bytes: 16 * Limits::MEBIBYTE,
    depth: 100,
    entries: 1_000_000,
};
/// Longer lines are no resources; only their beginning is looked at.
const LINE_BYTES_MAX: usize = 64 * Limits::MEBIBYTE;

/// A job of work.
pub(super) struct Job {
    /// Its place in the order, from 0.
    pub(super) number: u64,
    /// Pieces with where they come from, in order: small files share a job.
    pub(super) parts: Vec<(Arc<Source>, Piece)>,
    pub(super) bytes: usize,
}

/// Where a piece comes from.
pub(super) struct Source {
    pub(super) file: String,
    /// How many of its pieces are still under way, the reader itself counted.
    pub(super) open: AtomicU64,
    pub(super) bad: AtomicU64,
    /// The digest and the length of an NDJSON file: it is remembered when all of it was taken in.
    pub(super) whole: Option<(blake3::Hash, u64)>,
}

pub(super) enum Piece {
    /// A whole document.
    Document(Vec<u8>),
    /// Lines with their numbers.
    Lines(Vec<(u64, Line)>),
}

pub(super) enum Line {
    Whole(Vec<u8>),
    /// A line that is too long: its beginning, its length and the digest of all of it.
    Cut {
        head: Vec<u8>,
        bytes: u64,
        digest: blake3::Hash,
    },
    /// Where the file breaks off, and how.
    Broken(String),
}

/// Reads all files into the line of work.
pub(super) fn read_all(
    import: &Import<'_>,
    files: &[File],
    line: &SyncSender<Job>,
    progress: &Progress<'_>,
) -> anyhow::Result<()> {
    let total = files.iter().map(|file| file.bytes).sum();
    let mut reading =
        Reading { import, line, progress, total, done: 0, number: 0, parts: Vec::new(), bytes: 0 };
    for file in files {
        if import.has_failed() {
            break;
        }
        let name = file.path.display().to_string();
        reading.read(file, &name).with_context(|| format!("{name} cannot be read"))?;
        reading.done += file.bytes;
        progress(reading.done, total);
    }
    reading.send();
    Ok(())
}

struct Reading<'r> {
    import: &'r Import<'r>,
    line: &'r SyncSender<Job>,
    progress: &'r Progress<'r>,
    total: u64,
    done: u64,
    number: u64,
    /// What is read and not handed on yet.
    parts: Vec<(Arc<Source>, Piece)>,
    bytes: usize,
}

impl Reading<'_> {
    fn read(&mut self, file: &File, name: &str) -> anyhow::Result<()> {
        let consumed = Arc::new(AtomicU64::new(0));
        let raw = Counted::new(std::fs::File::open(&file.path)?, &consumed);
        let mut raw = BufReader::with_capacity(HEAD_BYTES, raw);
        let packed = raw.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        let unpacked: Box<dyn Read> = if packed {
            Box::new(Unpacked::new(raw, self.import.unpacking.bound()))
        } else {
            Box::new(raw)
        };
        let mut unpacked = BufReader::with_capacity(HEAD_BYTES, unpacked);
        let mut head = Vec::with_capacity(HEAD_BYTES);
        let broken = (&mut unpacked).take(HEAD_BYTES as u64).read_to_end(&mut head).err();
        let bare = name.strip_suffix(".gz").unwrap_or(name).to_ascii_lowercase();
        let named = [".ndjson", ".jsonl"].iter().any(|end| bare.ends_with(end));
        let whole = if broken.is_none() && (named || is_ndjson(&head)) {
            let digest = digest_of(&file.path)?;
            if self
                .import
                .door
                .taken_in_at(self.import.caller, digest)
                .map_err(Denied::plain)?
                .is_some()
            {
                self.import.note(|report| report.files_known += 1);
                return Ok(());
            }
            Some((digest, file.bytes))
        } else {
            None
        };
        self.import.note(|report| report.files += 1);
        let source = Arc::new(Source {
            file: name.to_owned(),
            open: AtomicU64::new(1),
            bad: AtomicU64::new(0),
            whole,
        });
        let mut rest = Cursor::new(head).chain(unpacked);
        if source.whole.is_some() {
            self.lines(&source, &mut rest, &consumed);
        } else {
            self.document(&source, &mut rest);
        }
        self.import.one_done(&source).map_err(Denied::plain)
    }

    /// A whole document. One that breaks off is handed on as far as it goes, to be kept.
    fn document(&mut self, source: &Arc<Source>, rest: &mut impl Read) {
        let mut bytes = Vec::new();
        let most = LIMITS.document_bytes as u64 + 1;
        if let Err(error) = rest.take(most).read_to_end(&mut bytes) {
            tracing::warn!(file = source.file, %error, "a file breaks off");
        }
        let length = bytes.len();
        self.add(source, Piece::Document(bytes), length);
    }

    fn lines(&mut self, source: &Arc<Source>, rest: &mut impl BufRead, consumed: &AtomicU64) {
        let mut lines = Vec::new();
        let mut bytes = 0;
        for number in 1.. {
            let line = match read_line(rest) {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => {
                    // What was packed badly ends here; what came before it is good.
                    lines.push((number, Line::Broken(error.to_string())));
                    break;
                }
            };
            bytes += match &line {
                Line::Whole(line) => line.len(),
                Line::Cut { head, .. } => head.len(),
                Line::Broken(_) => 0,
            };
            lines.push((number, line));
            if lines.len() >= LINES_TOGETHER || bytes >= BYTES_TOGETHER {
                self.add(source, Piece::Lines(std::mem::take(&mut lines)), bytes);
                self.send();
                bytes = 0;
                (self.progress)(self.done + consumed.load(Ordering::Relaxed), self.total);
                if self.import.has_failed() {
                    return;
                }
            }
        }
        if !lines.is_empty() {
            self.add(source, Piece::Lines(lines), bytes);
        }
    }

    fn add(&mut self, source: &Arc<Source>, piece: Piece, bytes: usize) {
        source.open.fetch_add(1, Ordering::AcqRel);
        self.parts.push((Arc::clone(source), piece));
        self.bytes += bytes;
        if self.parts.len() >= FILES_TOGETHER || self.bytes >= BYTES_TOGETHER {
            self.send();
        }
    }

    /// Hands on what is read.
    fn send(&mut self) {
        if self.parts.is_empty() {
            return;
        }
        let (parts, bytes) = (std::mem::take(&mut self.parts), std::mem::take(&mut self.bytes));
        let job = Job { number: self.number, parts, bytes };
        self.number += 1;
        self.import.room.take(bytes);
        // Workers only leave when this end does.
        drop(self.line.send(job));
    }
}

/// Reads one line; of one that is too long only the beginning is kept in memory.
fn read_line(from: &mut impl BufRead) -> std::io::Result<Option<Line>> {
    let mut line = Vec::new();
    from.by_ref().take(LINE_BYTES_MAX as u64 + 1).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.len() <= LINE_BYTES_MAX || line.ends_with(b"\n") {
        return Ok(Some(Line::Whole(line)));
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&line);
    let mut bytes = line.len() as u64;
    line.truncate(HEAD_BYTES);
    loop {
        let more = from.fill_buf()?;
        let end = more.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(more.len(), |end| end + 1);
        hasher.update(more.get(..used).unwrap_or_default());
        bytes += used as u64;
        from.consume(used);
        if end.is_some() || used == 0 {
            return Ok(Some(Line::Cut { head: line, bytes, digest: hasher.finalize() }));
        }
    }
}

fn digest_of(path: &std::path::Path) -> anyhow::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path)?)?;
    Ok(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_one_by_one_and_a_long_one_is_cut() {
        let long = [vec![b'x'; LINE_BYTES_MAX + 10], b"\nlast".to_vec()].concat();
        let mut text = Cursor::new([b"one\n\n".to_vec(), long].concat());
        let whole = |line: Option<Line>| match line {
            Some(Line::Whole(line)) => String::from_utf8(line).unwrap(),
            _ => panic!("a whole line was expected"),
        };
        assert_eq!(whole(read_line(&mut text).unwrap()), "one\n");
        assert_eq!(whole(read_line(&mut text).unwrap()), "\n");
        let Some(Line::Cut { head, bytes, .. }) = read_line(&mut text).unwrap() else {
            panic!("the long line was not cut");
        };
        assert_eq!((head.len(), bytes), (HEAD_BYTES, LINE_BYTES_MAX as u64 + 11));
        assert_eq!(whole(read_line(&mut text).unwrap()), "last");
        assert!(read_line(&mut text).unwrap().is_none());
    }
}
