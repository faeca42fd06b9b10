//! A body that is written while it is sent: the writer waits for the reader, and stops when nobody
//! reads any more. One that breaks off is seen as broken, never as whole.

use std::io::{Error, ErrorKind, Write};

use axum::body::{Body, Bytes};
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

/// How many pieces may wait for the reader.
const PIECES: usize = 4;
/// How large a piece becomes before it is sent.
const PIECE_BYTES: usize = 64 * 1024;

/// The writing end.
pub(super) struct Writer {
    piece: Vec<u8>,
    sender: Sender<Result<Bytes, Error>>,
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.piece));
        let sent = self.sender.blocking_send(Ok(piece));
        sent.map_err(|_| Error::from(ErrorKind::BrokenPipe))
    }
}

/// A body that a function writes on a thread of its own.
pub(super) fn body(write: impl FnOnce(&mut Writer) -> anyhow::Result<()> + Send + 'static) -> Body {
    let (sender, receiver) = channel(PIECES);
    tokio::task::spawn_blocking(move || {
        let mut writer = Writer { piece: Vec::with_capacity(PIECE_BYTES), sender };
        let written = write(&mut writer).and_then(|()| Ok(writer.flush()?));
        if let Err(error) = written {
            let gone = error.downcast_ref::<Error>().map(Error::kind);
            if gone != Some(ErrorKind::BrokenPipe) {
                tracing::error!(error = format!("{error:#}"), "an answer broke off");
            }
            // The reader learns that this is not all; if nobody reads, there is nobody to tell.
            drop(writer.sender.blocking_send(Err(Error::other("broken off"))));
        }
    });
    Body::from_stream(ReceiverStream::new(receiver))
}
