//! Questionnaires without a name at the door. The code is the key: whoever has it fills in, and a
//! professional opens it together with the client. The stream's name follows from the code one way.

use std::sync::Arc;

use care::access::Action;
use care::decide::{AnswerQuestions, BeginFilling, Command};
use care::id::{CaseId, FilledId, PersonId};
use care::language::Language;
use care::questionnaire::{Answers, Filled, Questionnaire};
use care::refusal::Refusal;
use care::stream::Stream;
use jiff::SignedDuration;

use super::act::relations;
use super::{Caller, Denied, Door};
use crate::codec::{self, State};
use crate::wall;

/// Letters and digits that nobody takes for one another; a prime number of them, so that the check
/// letter finds each slip.
const LETTERS: &[u8; 29] = b"ABCDEFGHJKLMNPQRSTUVWXY234679";
/// How many of them stand before the check letter: more than fifty bits that nobody guesses.
const LENGTH: usize = 11;

/// The code that opens a questionnaire.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// A fresh one.
    pub fn fresh() -> Self {
        let mut letters = String::with_capacity(LENGTH + 1);
        while letters.len() < LENGTH {
            let mut bytes = [0; 32];
            wall::randomness(&mut bytes);
            // Bytes above the last whole round are thrown away, so that no letter comes oftener.
            let fair = bytes.iter().filter(|byte| **byte < 232);
            let fresh = fair.filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()));
            letters.extend(fresh.take(LENGTH - letters.len()).map(|letter| char::from(*letter)));
        }
        letters.extend(check(&letters));
        Self(letters)
    }

    /// Reads what somebody wrote; none when a letter is wrong, missing or changed with another.
    pub fn read(written: &str) -> Option<Self> {
        let letters = written.chars().filter(char::is_ascii_alphanumeric);
        let letters: String = letters.map(|letter| letter.to_ascii_uppercase()).take(40).collect();
        let (code, last) = letters.split_at_checked(LENGTH)?;
        let fits = last.chars().count() == 1 && check(code) == last.chars().next();
        fits.then_some(Self(letters))
    }

    /// The code in groups of four, as it is written and read aloud.
    pub fn spoken(&self) -> String {
        let letters = self.0.as_bytes().chunks(4);
        let groups: Vec<_> = letters.map(|group| String::from_utf8_lossy(group)).collect();
        groups.join("-")
    }

    /// The questionnaire that it opens; nobody finds the code from it.
    pub fn id(&self) -> FilledId {
        let hash = blake3::derive_key("polku v1 code of a questionnaire", self.0.as_bytes());
        let mut bytes = [0; 16];
        for (byte, from) in bytes.iter_mut().zip(hash) {
            *byte = from;
        }
        FilledId(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

/// The check letter: each place weighs differently, so that two letters cannot change places.
fn check(letters: &str) -> Option<char> {
    let places = letters.bytes().map(|letter| LETTERS.iter().position(|known| *known == letter));
    let sum =
        places.zip(1..).map(|(place, weight)| Some(place? * weight)).sum::<Option<usize>>()?;
    LETTERS.get(sum % LETTERS.len()).map(|letter| char::from(*letter))
}

impl Door {
    /// A questionnaire that anybody may fill in.
    pub fn open_questionnaire(&self, name: &str) -> Result<Arc<Questionnaire>, Denied> {
        let found = self.content.questionnaires.get(name);
        let open = found.filter(|questionnaire| questionnaire.meaning.open_to_all);
        open.cloned().ok_or(Denied::NotFound)
    }

    /// Begins one; the code is all that leads back to it.
    pub fn begin_filling(
        &self,
        questionnaire: Arc<Questionnaire>,
        language: Language,
    ) -> Result<Code, Denied> {
        let (code, now) = (Code::fresh(), self.now());
        let days = i64::from(self.content.filling.days);
        let until_at = now + SignedDuration::from_hours(24 * days);
        let sealed_by = PersonId(wall::fresh_id(now));
        let filled = code.id();
        let begin = BeginFilling { filled, sealed_by, questionnaire, language, until_at };
        self.act(&nobody(), &Command::BeginFilling(begin))?;
        Ok(code)
    }

    /// What the code opens for whoever fills it in.
    pub fn filling(&self, code: &Code) -> Result<(Filled, Arc<Questionnaire>), Denied> {
        self.ground(&nobody(), Action::FillIn, &[care::access::Relation::Task])?;
        self.opened(code)
    }

    /// Keeps answers of whoever fills it in.
    pub fn answer_questions(
        &self,
        code: &Code,
        answers: Answers,
        ends: bool,
    ) -> Result<(), Denied> {
        let (filled, questionnaire) = self.filling(code)?;
        let command = AnswerQuestions { filled: filled.id, questionnaire, answers, ends };
        self.act(&nobody(), &Command::AnswerQuestions(command))
    }

    /// What the code opens for a professional who handles a case; the look stands beside its client.
    pub fn open_with_code(
        &self,
        caller: &Caller,
        case: CaseId,
        code: &Code,
    ) -> Result<(Filled, Arc<Questionnaire>), Denied> {
        let case = self.load_case(case)?.ok_or(Denied::NotFound)?;
        let relations = relations(caller, &case, self.now());
        let ground = self.ground(caller, Action::HandleCase, &relations)?;
        self.write_down(caller, [Some(case.person)], Action::HandleCase, ground)?;
        self.opened(code)
    }

    /// Destroys the keys of those that no code opens any more: what was attached has its copy in the
    /// case, and the rest was nobody's business. Tells how many.
    pub fn forget_fillings(&self) -> Result<usize, Denied> {
        self.ground(&nobody(), Action::FillIn, &[care::access::Relation::Task])?;
        let now = self.now();
        let mut forgotten = 0;
        for name in self.ledger.streams("filled/")? {
            let Ok(stream) = name.parse::<Stream>() else { continue };
            // What was forgotten before reads as nothing.
            let State::Filled(Some(filled)) = codec::fold(&stream, &self.ledger.load(&name)?)?
            else {
                continue;
            };
            if filled.until_at <= now {
                self.ledger.erase_person(&filled.sealed_by.to_string(), now)?;
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }

    fn opened(&self, code: &Code) -> Result<(Filled, Arc<Questionnaire>), Denied> {
        let stream = Stream::Filled(code.id());
        let facts = self.ledger.load(&stream.to_string())?;
        let State::Filled(Some(filled)) = codec::fold(&stream, &facts)? else {
            return Err(Refusal::CodeUnknown.into());
        };
        if self.now() >= filled.until_at {
            return Err(Refusal::CodeUnknown.into());
        }
        if filled.case.is_some() {
            return Err(Refusal::AttachedAlready.into());
        }
        let known = self.content.questionnaires.get(&filled.questionnaire);
        let same = known.filter(|known| known.version == filled.version);
        let questionnaire = same.cloned().ok_or(Denied::Refused(Refusal::CodeUnknown))?;
        Ok((*filled, questionnaire))
    }
}

/// Whoever fills in a questionnaire without a name.
fn nobody() -> Caller {
    Caller::system("questionnaire")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_written_and_no_slip_passes() {
        for _ in 0..50 {
            let code = Code::fresh();
            let spoken = code.spoken();
            assert!(Code::read(&spoken.to_lowercase().replace('-', " ")) == Some(code.clone()));
            let letters: Vec<char> = spoken.chars().filter(|letter| *letter != '-').collect();
            for at in 0..LENGTH {
                let mut changed = letters.clone();
                changed[at] = if letters[at] == 'A' { 'C' } else { 'A' };
                assert!(Code::read(&changed.iter().collect::<String>()).is_none(), "{spoken}");
            }
        }
        assert!(Code::read("").is_none());
        assert!(Code::read("ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ").is_none());
        assert_ne!(Code::fresh().id(), Code::fresh().id());
    }
}
