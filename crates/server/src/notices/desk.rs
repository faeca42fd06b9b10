//! What a person does with notices: sees how far each subscriber was told, sends again what was given
//! up, or lets it go with a reason that is written down.

use fhir::ResourceType;
use jiff::Timestamp;
use serde_json::Value;

use super::state::{DEAD, DeadLetter, NOTICES, Told};
use super::{Notices, SENDING, value};
use crate::door::{Caller, Denied};

/// How many notices are sent again with one word.
const TOGETHER_MAX: u32 = 50;

/// One subscription, as a person sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Followed {
    /// Its id.
    pub id: String,
    /// What it is for, in the words of whoever made it.
    pub reason: String,
    /// What it follows.
    pub criteria: String,
    /// The server that is told, without the path, which may hold a secret.
    pub server: String,
    /// Its status, as FHIR says it.
    pub status: String,
    /// How many facts came since it was last told, at most; none when it was never told anything.
    pub behind: Option<u64>,
    /// How often the next notice was tried in vain.
    pub tries: u32,
    /// When it is tried again.
    pub next_try_at: Option<Timestamp>,
    /// What went wrong last, if it did.
    pub error: Option<String>,
    /// The notices that were given up.
    pub dead: Vec<DeadLetter>,
}

/// Why a notice is let go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LetGo {
    /// The receiver knows it from elsewhere.
    ToldOtherwise,
    /// Something newer was told, or the matter is over.
    Outdated,
    /// The receiver does not want it.
    NotWanted,
    /// The receiver is no more.
    ReceiverGone,
}

impl LetGo {
    /// Every reason.
    pub const ALL: [Self; 4] =
        [Self::ToldOtherwise, Self::Outdated, Self::NotWanted, Self::ReceiverGone];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::ToldOtherwise => "told-otherwise",
            Self::Outdated => "outdated",
            Self::NotWanted => "not-wanted",
            Self::ReceiverGone => "receiver-gone",
        }
    }

    /// The reason of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl Notices {
    /// All subscriptions, and how far each was told.
    pub fn overview(&self, caller: &Caller) -> Result<Vec<Followed>, Denied> {
        let position = self.door.position();
        let errands = self.door.errands(NOTICES)?;
        let mut letters = self.dead_letters(caller)?;
        let mut all = Vec::new();
        for (one, _) in self.door.subscriptions(caller)? {
            let resource = value(&one)?;
            let text = |path: &str| {
                resource.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let errand = errands.iter().find(|errand| errand.name == one.id);
            let told = errand.map(|errand| Told::read(&errand.body)).transpose()?.flatten();
            let endpoint = text("/channel/endpoint");
            let own = letters.extract_if(.., |(subscription, _)| *subscription == one.id);
            let dead: Vec<DeadLetter> = own.map(|(_, letter)| letter).collect();
            let error = Some(text("/error")).filter(|error| !error.is_empty());
            all.push(Followed {
                reason: text("/reason"),
                criteria: text("/criteria"),
                server: server_of(&endpoint).to_owned(),
                status: text("/status"),
                behind: told.as_ref().map(|told| position.saturating_sub(told.position)),
                tries: told.as_ref().map_or(0, |told| told.tries),
                next_try_at: told.as_ref().and_then(|told| told.next_try_at),
                error: error.or_else(|| dead.last().map(|letter| letter.reason.clone())),
                dead,
                id: one.id,
            });
        }
        Ok(all)
    }

    /// Sends what was given up once more, the oldest first, until something is not taken. Answers how
    /// many were delivered and how many are left; none when there is no such subscription.
    pub fn send_all_again(
        &self,
        caller: &Caller,
        subscription: &str,
    ) -> Result<Option<(u32, u32)>, Denied> {
        let all = self.overview(caller)?;
        let Some(one) = all.into_iter().find(|one| one.id == subscription) else {
            return Ok(None);
        };
        let (mut sent, mut left) = (0, u32::try_from(one.dead.len()).unwrap_or(u32::MAX));
        for letter in one.dead {
            if sent == TOGETHER_MAX {
                break;
            }
            match self.send_again(caller, subscription, &letter.notice)? {
                Some(false) => break,
                // Somebody else may have sent it at the same moment.
                None => left -= 1,
                Some(true) => (sent, left) = (sent + 1, left - 1),
            }
        }
        Ok(Some((sent, left)))
    }

    /// Lets a notice go for good. Answers whether there was one.
    pub fn let_go(
        &self,
        caller: &Caller,
        subscription: &str,
        notice: &str,
        why: LetGo,
    ) -> Result<bool, Denied> {
        let all = self.door.subscriptions(caller)?;
        if !all.iter().any(|(one, _)| one.id == subscription) {
            return Ok(false);
        }
        // Whoever sends it at another server now is left alone with it.
        let name = DeadLetter::name(subscription, notice);
        let holder = self.door.new_holder(SENDING);
        let taken = self.door.take_errands(DEAD, std::slice::from_ref(&name), &holder)?;
        let Some(errand) = taken.first() else { return Ok(false) };
        let (_, letter) = DeadLetter::read(errand)?;
        let version = match ResourceType::parse(&letter.rtype) {
            Some(rtype) => {
                self.door.version_for_notice(caller, rtype, &letter.id, letter.version)?
            }
            None => None,
        };
        // Who let it go and why is on the disk before it is gone.
        let address = format!("{}/{}", letter.rtype, letter.id);
        let detail = format!("let go Subscription/{subscription} {address}: {}", why.code());
        self.door.write_let_go(caller, version.as_ref(), detail)?;
        self.door.end_errand(DEAD, &name)?;
        Ok(true)
    }
}

/// The scheme and host of an address.
fn server_of(endpoint: &str) -> &str {
    let from = endpoint.find("://").map_or(0, |at| at + 3);
    let rest = endpoint.get(from..).unwrap_or_default();
    let end = rest.find(['/', '?', '#']).map_or(endpoint.len(), |at| from + at);
    endpoint.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_only_the_server_is_shown() {
        assert_eq!(server_of("http://a.fi:81/hook?key=secret"), "http://a.fi:81");
        assert_eq!(server_of("http://a.fi"), "http://a.fi");
        assert_eq!(server_of("a/b"), "a");
        assert_eq!(server_of(""), "");
    }
}
