//! Tasks: the next step of a matter, taken by a professional, or ended together with the matter.

use care::code::Closing;
use serde_json::Value;

use super::{No, Wish, ids, links, nothing_else, own_code, status, wrong};
use crate::problem::Code;

/// What an open task may become.
const NEXT: [&str; 3] = ["accepted", "completed", "cancelled"];

pub(super) fn changed(before: &Value, after: &Value) -> Result<Wish, No> {
    let only_these = |free: &[&str]| nothing_else("Task", before, after, free);
    let ended = ["status", "statusReason", "lastModified"];
    match (status(before), status(after)) {
        ("requested" | "accepted", "accepted") if before.get("owner") != after.get("owner") => {
            only_these(&["status", "owner", "lastModified"])?;
            let taker = ids(links(after, "owner", None), "Practitioner").next();
            match taker.and_then(|id| id.parse().ok()) {
                Some(professional) => Ok(Wish::Take(professional)),
                None => wrong(Code::ElementMissing, "Task.owner", "Practitioner"),
            }
        }
        ("requested", "accepted") => wrong(Code::ElementMissing, "Task.owner", "Practitioner"),
        ("requested" | "accepted", "completed") => {
            only_these(&ended)?;
            let allowed = [Closing::Treated, Closing::Advised, Closing::Emergency];
            closing(after, &allowed).map(Wish::Close)
        }
        ("requested" | "accepted", "cancelled") => {
            only_these(&ended)?;
            closing(after, &[Closing::Withdrawn, Closing::NotReached]).map(Wish::Close)
        }
        (from, to) if from == to => only_these(&["lastModified"]).map(|()| Wish::Nothing),
        ("requested" | "accepted", _) => Err(No::Kept(NEXT.to_vec())),
        (_, _) => Err(No::Kept(Vec::new())),
    }
}

/// How the matter ended: as is said, or else the first that the status allows.
fn closing(task: &Value, allowed: &[Closing]) -> Result<Closing, No> {
    let said = own_code(task.get("statusReason"), "closing");
    let of = |code: &str| allowed.iter().copied().find(|closing| closing.code() == code);
    match (said.map(of), allowed.first()) {
        (Some(Some(closing)), _) => Ok(closing),
        (None, Some(closing)) => Ok(*closing),
        (Some(None), _) | (None, None) => {
            let codes: Vec<&str> = allowed.iter().map(|closing| closing.code()).collect();
            wrong(Code::CodeUnknown, "Task.statusReason", codes.join(", "))
        }
    }
}
