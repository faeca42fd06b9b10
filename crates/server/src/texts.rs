//! Every text a person sees, from `content/texts`, in the three languages; Finnish is the source.
//! A key reaches a page only through [`say!`](crate::say), which the tests read: a hole, an unused
//! text or a wrong placeable in any language fails them and never shows on a page.

pub mod format;
pub mod names;

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};

pub use care::language::Language;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../content/texts");

static ALL: LazyLock<[Texts; 3]> =
    LazyLock::new(|| [Language::Fi, Language::Sv, Language::En].map(Texts::load));

/// Says one text: `say!(t, "matters-title")`, or with its placeables `say!(t, "due", day = …)`.
#[macro_export]
macro_rules! say {
    ($texts:expr, $key:literal $(,)?) => { $texts.say($key, &[]) };
    ($texts:expr, $key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $texts.say($key, &[$((stringify!($name), $crate::texts::Value::from($value))),+])
    };
}

/// The texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// The texts of a language.
pub fn of(language: Language) -> &'static Texts {
    let [fi, sv, en] = &*ALL;
    match language {
        Language::Fi => fi,
        Language::Sv => sv,
        Language::En => en,
    }
}

impl Texts {
    fn load(language: Language) -> Self {
        let locale = language.code().parse().expect("the three codes are language tags");
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks guard right-to-left text, which none of the three is; they break copying.
        bundle.set_use_isolating(false);
        for (name, source) in sources(language) {
            let resource = FluentResource::try_new(source)
                .unwrap_or_else(|(_, problems)| unreadable(language, &name, &problems));
            if let Err(problems) = bundle.add_resource(resource) {
                unreadable(language, &name, &problems);
            }
        }
        Self { language, bundle }
    }

    /// The language of these texts.
    pub fn language(&self) -> Language {
        self.language
    }

    /// One text with its placeables; called through [`say!`](crate::say).
    ///
    /// # Panics
    /// When the key or a placeable is missing, which the tests of this room exclude.
    pub fn say(&self, key: &str, values: &[(&'static str, Value)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.to_fluent());
        }
        let mut problems: Vec<FluentError> = Vec::new();
        let text = self.bundle.get_message(key).and_then(|message| message.value()).map_or_else(
            || missing(self.language, key),
            |pattern| self.bundle.format_pattern(pattern, Some(&args), &mut problems),
        );
        assert!(problems.is_empty(), "text {key} in {:?}: {problems:?}", self.language);
        text.into_owned()
    }
}

/// What may stand in a text's placeable: a text that is ready as it is, or a count that chooses
/// between singular and plural.
#[derive(Clone, Debug)]
pub enum Value {
    /// Shown as it is.
    Ready(String),
    /// A small whole number; larger figures are written by [`mod@format`] first.
    Count(i64),
}

impl Value {
    fn to_fluent(&self) -> FluentValue<'_> {
        match self {
            Self::Ready(text) => FluentValue::String(Cow::Borrowed(text)),
            Self::Count(count) => FluentValue::from(*count),
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Ready(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Ready(text.clone())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Ready(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value {
    fn from(count: u32) -> Self {
        Self::Count(i64::from(count))
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// The files of a language, in order of name: name and text.
fn sources(language: Language) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = FILES
        .get_dir(language.code())
        .into_iter()
        .flat_map(Dir::files)
        .map(|file| {
            let text = file.contents_utf8().expect("texts are written in UTF-8");
            (file.path().display().to_string(), text.to_owned())
        })
        .collect();
    files.sort();
    files
}

#[cold]
#[expect(clippy::panic, reason = "texts are embedded, so this can only be met in a test run")]
fn unreadable(language: Language, file: &str, problems: &dyn std::fmt::Debug) -> ! {
    panic!("texts of {language:?}, {file}: {problems:?}")
}

#[cold]
#[expect(clippy::panic, reason = "a missing text is a broken build, and a test finds it")]
fn missing(language: Language, key: &str) -> ! {
    panic!("no text {key} in {language:?}")
}

#[cfg(test)]
mod tests;
