//! A short state in a coloured box; the words carry the meaning, the colour only helps.

use maud::{Markup, html};

/// What the colour says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// Going as it should, or done.
    Good,
    /// Needs attention soon.
    Soon,
    /// Past its limit.
    Late,
    /// Something to know before anything else.
    Guard,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "tag tag--plain",
            Self::Good => "tag tag--good",
            Self::Soon => "tag tag--soon",
            Self::Late => "tag tag--late",
            Self::Guard => "tag tag--guard",
        }
    }
}

/// The tag.
pub fn tag(tone: Tone, text: &str) -> Markup {
    html! { strong class=(tone.class()) { (text) } }
}
