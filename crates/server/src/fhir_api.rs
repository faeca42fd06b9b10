//! The FHIR routes: read, search, write and Bundles over HTTP. Whatever arrives, the answer is FHIR
//! JSON: a resource, a Bundle, or an `OperationOutcome` that says what to do.

mod asked;
mod at_once;
mod bulk;
mod bundles;
mod conditional;
mod cursor;
mod entries;
mod operations;
mod read;
mod reply;
mod search;
mod statement;
mod stop;
mod write;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, Response, header};
use axum::routing::any;
use fhir::{Code, Place, Problem, ResourceType};

use self::asked::Asked;
pub(crate) use self::at_once::workers;
use self::reply::Reply;
use self::stop::Stop;
use crate::desks::Desks;
use crate::door::{Caller, Denied, Door};
use crate::limits::Excess;
use crate::web::{App, security};

/// Everything under `/fhir`.
pub(crate) fn routes() -> Router<Arc<App>> {
    let serve = |State(app): State<Arc<App>>, request: Request| async move {
        respond_at(Arc::clone(&app.door), app.desks.clone(), request).await
    };
    Router::new()
        .route("/fhir", any(serve))
        .route("/fhir/", any(serve))
        .route("/fhir/{*path}", any(serve))
}

/// Answers one request where there is no desk for bulk work.
pub async fn respond(door: Arc<Door>, request: Request) -> Response<Body> {
    respond_at(door, None, request).await
}

/// Answers one request. The door is synchronous, so what may take long is done off the network's
/// threads. What is read waits for its looks to be on the disk, but no thread does.
pub async fn respond_at(
    door: Arc<Door>,
    desks: Option<Arc<Desks>>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let mut asked = Asked::of(&parts);
    if bulk::knows(&asked) {
        return bulk::respond(door, desks, asked, body).await;
    }
    let language = asked.language();
    let pretty = asked.query.split('&').any(|pair| pair == "_pretty=true");
    let head = asked.method == Method::HEAD;
    let writes = !matches!(asked.method, Method::GET | Method::HEAD);
    let worked = async {
        // Nobody's body is read before it is known who they are.
        if writes {
            let (guard, token) = (Arc::clone(&door), token(&asked).map(str::to_owned));
            off_the_network(move || enter(&guard, token.as_deref()).map(drop)).await?;
        }
        // What is heavy waits until it is its turn, before its body takes room.
        let bounds = asked.bounds.clone();
        let _turn = if asked.is_heavy() { Some(bounds.heavy().await?) } else { None };
        if writes {
            asked.take_body(body).await?;
        }
        let at_once = at_once::may(&door, &asked);
        let work = move || {
            asked.unpack()?;
            if asked.steps == ["metadata"] && !writes {
                return Ok((Ok(statement::show(&door, &asked)), None));
            }
            if asked.steps == ["openapi.json"] && !writes {
                return Ok((Ok(statement::show_openapi()), None));
            }
            let caller = enter(&door, token(&asked))?.on_credit();
            let reply = Api { door: &door, caller: &caller, base: asked.base() }.answer(&asked);
            Ok((reply, Some(door.pay(&caller)?)))
        };
        let (reply, payment) = match at_once {
            Some(_permit) => {
                catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken()))?
            }
            None => off_the_network(work).await?,
        };
        if let Some(payment) = payment {
            payment.settle().await?;
        }
        reply
    };
    let mut reply = worked.await.unwrap_or_else(|stop: Stop| stop.reply(language));
    if pretty {
        reply.body = reply.body.map(|body| fhir::resource::pretty(&body));
    }
    reply.into_response(head)
}

/// The answer to somebody who is turned away before anything is known of what they ask.
pub(crate) fn turned_away(head: &Parts, excess: Excess) -> Response<Body> {
    let asked = Asked::of(head);
    Stop::from(excess).reply(asked.language()).into_response(asked.method == Method::HEAD)
}

async fn off_the_network<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Stop> + Send + 'static,
) -> Result<T, Stop> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(broken()))
}

fn broken() -> Stop {
    Stop::Denied(Denied::Fault(anyhow::anyhow!("a FHIR handler broke")))
}

fn token(asked: &Asked) -> Option<&str> {
    security::bearer(asked.header(&header::AUTHORIZATION)?)
}

fn enter(door: &Door, token: Option<&str>) -> Result<Caller, Stop> {
    let account = match token {
        Some(token) => door.by_token(token)?,
        None => None,
    };
    account.map(Caller::new).ok_or(Stop::SignIn)
}

/// The interface for one caller.
struct Api<'d> {
    door: &'d Door,
    caller: &'d Caller,
    base: String,
}

impl Api<'_> {
    fn answer(&self, asked: &Asked) -> Result<Reply, Stop> {
        if !asked.accepts_json() {
            let accept = asked.header(&header::ACCEPT).unwrap_or_default();
            return Err(Problem::error(Code::FormatUnsupported, Place::default(), accept).into());
        }
        let steps: Vec<&str> = asked.steps.iter().map(String::as_str).collect();
        let reads = matches!(asked.method, Method::GET | Method::HEAD);
        match (&asked.method, steps.as_slice()) {
            (&Method::POST, []) => {
                read::read_params(asked, &[])?;
                self.take_in(asked)
            }
            (_, []) => Err(unsupported_method(asked, "POST")),
            (_, ["_history"]) if reads => self.past(asked, None),
            (_, ["metadata" | "openapi.json" | "_history"]) => {
                Err(unsupported_method(asked, "GET"))
            }
            (_, ["_search"]) => {
                let detail = asked.steps.join("/");
                Err(Problem::error(Code::FeatureUnsupported, Place::default(), detail).into())
            }
            (_, [name, rest @ ..]) => {
                let rtype = rtype(name)?;
                if reads {
                    self.of_type(asked, rtype, rest)
                } else {
                    self.write_to(asked, rtype, rest)
                }
            }
        }
    }

    fn of_type(&self, asked: &Asked, rtype: ResourceType, rest: &[&str]) -> Result<Reply, Stop> {
        match rest {
            [] => self.search(asked, rtype, &asked.query),
            ["_history"] => self.past(asked, Some(rtype)),
            [name] if name.starts_with('$') => self.operate(asked, rtype, None, name),
            [id] => self.read(asked, rtype, id),
            [id, "_history"] => self.history(asked, rtype, id),
            [id, "_history", version] => self.vread(asked, rtype, id, version),
            [id, name] if name.starts_with('$') => self.operate(asked, rtype, Some(id), name),
            _ => Err(Stop::not_found(asked.steps.join("/"))),
        }
    }

    fn write_to(&self, asked: &Asked, rtype: ResourceType, rest: &[&str]) -> Result<Reply, Stop> {
        let means_one_by_search = rest.is_empty() && asked.method != Method::POST;
        let asks = rest.last().is_some_and(|step| step.starts_with(['$', '_']));
        if !means_one_by_search && !asks {
            // A search that a write ignored would make a second one of what is there.
            read::read_params(asked, &[])?;
        }
        match (&asked.method, rest) {
            (&Method::POST, []) => self.create(asked, rtype),
            (&Method::POST, ["_search"]) => self.search_form(asked, rtype),
            (&Method::POST, [name]) if name.starts_with('$') => {
                self.operate(asked, rtype, None, name)
            }
            (&Method::POST, [id, name]) if name.starts_with('$') => {
                self.operate(asked, rtype, Some(id), name)
            }
            (&Method::PUT, []) => self.update_where(asked, rtype),
            (&Method::DELETE, []) => self.delete_where(asked, rtype),
            (&Method::PATCH, []) => self.patch_where(asked, rtype),
            (&Method::PUT, [id]) => self.update(asked, rtype, id),
            (&Method::DELETE, [id]) => self.delete(asked, rtype, id),
            (&Method::PATCH, [id]) => self.patch(asked, rtype, id),
            (_, []) => Err(unsupported_method(asked, "GET, POST")),
            (_, [_, "_history"] | [_, "_history", _]) => Err(unsupported_method(asked, "GET")),
            (_, [_]) => Err(unsupported_method(asked, "GET, PUT, PATCH, DELETE")),
            (_, _) => Err(Stop::not_found(asked.steps.join("/"))),
        }
    }
}

fn unsupported_method(asked: &Asked, instead: &str) -> Stop {
    let detail = format!("{} ({instead})", asked.method);
    Problem::error(Code::MethodUnsupported, Place::default(), detail).into()
}

/// An address with a type that R4 does not have is an address that does not exist.
fn rtype(name: &str) -> Result<ResourceType, Stop> {
    ResourceType::parse(name).ok_or_else(|| Stop::not_found(name.to_owned()))
}
