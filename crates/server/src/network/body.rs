//! Bodies that come at a bearable pace, and bodies that hold on to something until they are sent.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, Incoming, SizeHint};
use tokio::time::Sleep;

use super::pace::{Pace, Patience};
use super::watch::Watch;

/// Why a body did not come whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Unread {
    /// It came too slowly.
    #[error("the body came too slowly")]
    Slow,
    /// It is larger than was allowed.
    #[error("the body is too large")]
    Large,
    /// The connection broke, or what came is no HTTP.
    #[error("the body broke off")]
    Broken,
}

/// The next piece of a body; none at its end.
pub(crate) async fn next(body: &mut Body) -> Option<Result<Bytes, Unread>> {
    loop {
        let frame = std::future::poll_fn(|context| Pin::new(&mut *body).poll_frame(context));
        match frame.await? {
            Ok(frame) => {
                if let Ok(data) = frame.into_data() {
                    return Some(Ok(data));
                }
            }
            Err(error) => {
                let slow = error.into_inner().downcast_ref() == Some(&Unread::Slow);
                return Some(Err(if slow { Unread::Slow } else { Unread::Broken }));
            }
        }
    }
}

/// A whole body of at most so many bytes.
pub(crate) async fn whole(mut body: Body, most: usize) -> Result<Vec<u8>, Unread> {
    if body.size_hint().lower() > most as u64 {
        return Err(Unread::Large);
    }
    let mut whole = Vec::with_capacity(usize::try_from(body.size_hint().lower()).unwrap_or(0));
    while let Some(piece) = next(&mut body).await {
        let piece = piece?;
        if whole.len() + piece.len() > most {
            return Err(Unread::Large);
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole)
}

/// The body of a request as it comes.
pub(super) struct Paced {
    body: Incoming,
    watch: Arc<Watch>,
    patience: Patience,
    pace: Pace,
    alarm: Option<Pin<Box<Sleep>>>,
    ended: bool,
}

impl Paced {
    pub(super) fn new(body: Incoming, watch: Arc<Watch>, patience: Patience) -> Self {
        let ended = body.is_end_stream();
        Self { body, watch, patience, pace: Pace::default(), alarm: None, ended }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        let polled = Pin::new(&mut this.body).poll_frame(context);
        let now = Instant::now();
        match &polled {
            Poll::Pending => {}
            Poll::Ready(frame) => {
                this.ended |= frame.is_none();
                let frame = frame.as_ref().and_then(|frame| frame.as_ref().ok());
                let bytes = frame.and_then(|frame| frame.data_ref()).map_or(0, Bytes::len);
                this.pace.moves(bytes, now, this.patience);
                return polled.map_err(Into::into);
            }
        }
        this.pace.waits(now);
        let left = this.pace.left(now, this.patience).unwrap_or(this.patience.time);
        if left.is_zero() {
            return Poll::Ready(Some(Err(Box::new(Unread::Slow))));
        }
        let alarm = this.alarm.get_or_insert_with(|| Box::pin(tokio::time::sleep(left)));
        alarm.as_mut().reset((now + left).into());
        // If it rings at once, the next look finds that nothing is left.
        if alarm.as_mut().poll(context).is_ready() {
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Paced {
    fn drop(&mut self) {
        if !self.ended && !self.body.is_end_stream() {
            self.watch.leaves_unread();
        }
    }
}

/// A body that holds something until it is sent or given up.
pub(crate) struct Held<T> {
    body: Body,
    _held: T,
}

impl<T> Held<T> {
    pub(crate) fn new(body: Body, held: T) -> Self {
        Self { body, _held: held }
    }
}

impl<T: Unpin> HttpBody for Held<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
