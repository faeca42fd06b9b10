//! Operations over many resources at once: views as tables, exports and imports as jobs. Answers are
//! streamed; what one of them holds in memory does not grow with the store.

mod arrow;
mod jobs;
mod notices;
mod parameters;
mod print;
mod stream;
mod table;

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Response};

use super::asked::Asked;
use super::reply::Reply;
use super::stop::Stop;
use super::{enter, off_the_network, token, unsupported_method};
use crate::desks::Desks;
use crate::door::{Caller, Door};
use crate::network::body::Held;

/// Whether an address is one of an operation.
pub(super) fn knows(asked: &Asked) -> bool {
    let steps: Vec<&str> = asked.steps.iter().map(String::as_str).collect();
    match steps.as_slice() {
        ["ViewDefinition", ..]
        | ["Patient", "$export"]
        | ["Group", _, "$export"]
        | ["Subscription", "$dead-letters"]
        | ["Subscription", _, "$resend"] => true,
        [first, ..] => ["$export", "$import", "$jobs"].contains(first),
        [] => false,
    }
}

/// What an operation works with.
struct Operation {
    door: Arc<Door>,
    desks: Option<Arc<Desks>>,
    caller: Caller,
    asked: Asked,
}

/// Answers an operation.
pub(super) async fn respond(
    door: Arc<Door>,
    desks: Option<Arc<Desks>>,
    asked: Asked,
    body: Body,
) -> Response<Body> {
    let language = asked.language();
    let head = asked.method == Method::HEAD;
    let worked = answer(door, desks, asked, body).await;
    worked.unwrap_or_else(|stop| stop.reply(language).into_response(head))
}

async fn answer(
    door: Arc<Door>,
    desks: Option<Arc<Desks>>,
    mut asked: Asked,
    body: Body,
) -> Result<Response<Body>, Stop> {
    let (guard, token) = (Arc::clone(&door), token(&asked).map(str::to_owned));
    let caller = off_the_network(move || enter(&guard, token.as_deref())).await?;
    let bounds = asked.bounds.clone();
    let turn = if asked.is_heavy() { Some(bounds.heavy().await?) } else { None };
    let imports = asked.method == Method::POST && asked.steps == ["$import"];
    if imports {
        // A body of any size goes straight to the disk.
        let operation = Operation { door, desks, caller, asked };
        return jobs::import(operation, body).await;
    }
    if !matches!(asked.method, Method::GET | Method::HEAD) {
        asked.take_body(body).await?;
    }
    let done = off_the_network(move || {
        asked.unpack()?;
        Operation { door, desks, caller, asked }.carry_out()
    });
    // A stream has its turn until its last byte is sent.
    Ok(done.await?.map(|body| Body::new(Held::new(body, turn))))
}

impl Operation {
    fn desks(&self) -> Result<&Desks, Stop> {
        self.desks.as_deref().ok_or_else(|| Stop::not_found(self.asked.steps.join("/")))
    }

    fn carry_out(self) -> Result<Response<Body>, Stop> {
        let method = self.asked.method.clone();
        let head = method == Method::HEAD;
        let reads = matches!(method, Method::GET | Method::HEAD);
        let starts = reads || method == Method::POST;
        let steps: Vec<String> = self.asked.steps.clone();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let plain = |reply: Result<Reply, Stop>| reply.map(|reply| reply.into_response(head));
        match steps.as_slice() {
            ["ViewDefinition", "$run"] if method == Method::POST => self.run_view(None),
            ["ViewDefinition", id, "$run"] if starts => self.run_view(Some(id)),
            ["ViewDefinition", id] if reads && *id != "$run" => plain(self.show_view(id)),
            ["$export"] if starts => plain(self.export_all()),
            ["Patient", "$export"] if starts => plain(self.export_patients()),
            ["Group", id, "$export"] if starts => plain(self.export_group(id)),
            ["$jobs", id] if reads => plain(self.job(id)),
            ["$jobs", id] if method == Method::DELETE => plain(self.drop_job(id)),
            ["$jobs", id, file] if reads => self.job_file(id, file),
            ["Subscription", "$dead-letters"] if reads => plain(self.dead_letters()),
            ["Subscription", id, "$resend"] if method == Method::POST => plain(self.send_again(id)),
            ["ViewDefinition" | "Subscription", "$run" | "$dead-letters"] | ["$import"] => {
                let instead = if steps.last() == Some(&"$dead-letters") { "GET" } else { "POST" };
                Err(unsupported_method(&self.asked, instead))
            }
            ["Subscription", _, "$resend"] => Err(unsupported_method(&self.asked, "POST")),
            ["ViewDefinition", _, "$run"] | ["$export"] | ["Patient" | "Group", ..] => {
                Err(unsupported_method(&self.asked, "GET, POST"))
            }
            ["$jobs", _] => Err(unsupported_method(&self.asked, "GET, DELETE")),
            _ => Err(Stop::not_found(self.asked.steps.join("/"))),
        }
    }
}
