//! Unpacking with an end: a small packed file can stand for terabytes, so what comes out is counted
//! against what went in.

use std::io::{BufReader, Error, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;
use flate2::bufread::MultiGzDecoder;

/// What unpacks to less than this is never held against its ratio: short texts repeat themselves.
const FREE_BYTES: u64 = 1024 * 1024;

/// How far the packed may unpack.
#[derive(Args, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unpacking {
    /// MiB that a packed import may unpack to.
    #[arg(long, env = "POLKU_MAX_UNPACKED", value_name = "MIB", default_value_t = Unpacking::DEFAULT.max_unpacked)]
    pub max_unpacked: u64,
    /// How many times its size anything packed may unpack to. Resources reach some thirty, and gzip
    /// at most a thousand.
    #[arg(long, env = "POLKU_MAX_RATIO", value_name = "N", default_value_t = Unpacking::DEFAULT.max_ratio)]
    pub max_ratio: u64,
}

impl Unpacking {
    /// What holds when nobody says otherwise.
    pub const DEFAULT: Self = Self { max_unpacked: 64 * 1024, max_ratio: 250 };

    /// The same, with another size.
    #[must_use]
    pub(crate) fn up_to(self, bytes: u64) -> Bound {
        Bound { bytes, ratio: self.max_ratio }
    }

    pub(crate) fn bound(self) -> Bound {
        self.up_to(self.max_unpacked.saturating_mul(1024 * 1024))
    }
}

/// How much may come out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Bound {
    bytes: u64,
    ratio: u64,
}

/// Reads what was packed, and fails with [`ErrorKind::FileTooLarge`] beyond the bound.
pub struct Unpacked<R> {
    unpacker: MultiGzDecoder<BufReader<Counted<R>>>,
    taken: Arc<AtomicU64>,
    given: u64,
    bound: Bound,
}

impl<R: Read> Unpacked<R> {
    pub(crate) fn new(packed: R, bound: Bound) -> Self {
        let taken = Arc::new(AtomicU64::new(0));
        let unpacker = MultiGzDecoder::new(BufReader::new(Counted::new(packed, &taken)));
        Self { unpacker, taken, given: 0, bound }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.unpacker.read(buffer)?;
        self.given += read as u64;
        let by_ratio = self.taken.load(Ordering::Relaxed).saturating_mul(self.bound.ratio);
        let most = self.bound.bytes.min(by_ratio.max(FREE_BYTES));
        if self.given > most {
            let why = format!("it unpacks to more than {most} bytes");
            return Err(Error::new(ErrorKind::FileTooLarge, why));
        }
        Ok(read)
    }
}

/// Counts what is read through it.
pub(crate) struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    /// Adds to a count that others can see.
    pub(crate) fn new(inner: R, count: &Arc<AtomicU64>) -> Self {
        Self { inner, count: Arc::clone(count) }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn unpacked(bytes: &[u8], bound: Bound) -> std::io::Result<Vec<u8>> {
        let mut out = Vec::new();
        Unpacked::new(bytes, bound).read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn what_unpacks_too_far_ends_and_the_rest_is_whole() {
        let bound = Unpacking::DEFAULT.bound();
        let line = "{\"resourceType\":\"Patient\"}\n".repeat(1_000);
        let twice = [packed(line.as_bytes()), packed(line.as_bytes())].concat();
        assert_eq!(unpacked(&twice, bound).unwrap().len(), 2 * line.len());
        // Short texts may repeat themselves as they like.
        assert_eq!(unpacked(&packed(&vec![b' '; 1024 * 1024]), bound).unwrap().len(), 1024 * 1024);
        let bomb = packed(&vec![b' '; 64 * 1024 * 1024]);
        let ended = unpacked(&bomb, bound).unwrap_err();
        assert_eq!(ended.kind(), ErrorKind::FileTooLarge);
        let small = Bound { bytes: 100, ratio: 250 };
        assert_eq!(unpacked(&twice, small).unwrap_err().kind(), ErrorKind::FileTooLarge);
    }
}
