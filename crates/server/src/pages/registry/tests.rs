//! Every sample in every language: it renders, always the same, and its HTML holds together.

use std::collections::BTreeSet;

use super::*;
use crate::pages::samples::shell;
use crate::texts::Language;

/// Every sample in every language, with a name for messages.
fn rendered() -> Vec<(String, String)> {
    every()
        .iter()
        .flat_map(|sample| {
            Language::ALL.map(|language| {
                let html = sample.render(&shell(language, sample.role)).into_string();
                (format!("{} {}", sample.name, language.code()), html)
            })
        })
        .collect()
}

/// The values of an attribute, as they stand in the HTML.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str())
        .skip(1)
        .map(|rest| rest.split_once('"').expect("attributes are closed").0)
        .collect()
}

/// The opening tags, without their angle brackets.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .skip(1)
        .map(|rest| rest.split_once('>').map_or(rest, |(tag, _)| tag))
        .filter(|tag| tag.starts_with(|letter: char| letter.is_ascii_lowercase()))
}

#[test]
fn every_sample_renders_twice_alike_in_every_language() {
    let first = rendered();
    assert!(first.len() > 200, "only {} samples", first.len());
    assert_eq!(first, rendered());
}

#[test]
fn ids_are_unique_and_every_reference_to_one_leads_somewhere() {
    for (name, html) in rendered() {
        let ids = values(&html, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice: {ids:?}");
        let references =
            ["for", "aria-labelledby", "aria-describedby", "data-reveals", "data-region"];
        for attribute in references {
            for id in values(&html, attribute).into_iter().flat_map(str::split_whitespace) {
                assert!(unique.contains(id), "{name}: {attribute} names {id}, which is not there");
            }
        }
        for href in values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(unique.contains(href), "{name}: a link leads to #{href}, which is not there");
        }
    }
}

#[test]
fn no_tag_has_an_attribute_twice_or_a_style() {
    for (name, html) in rendered() {
        for tag in tags(&html) {
            for attribute in ["class", "id", "href", "aria-describedby", "name"] {
                let count = tag.matches(&format!(" {attribute}=\"")).count();
                assert!(count < 2, "{name}: {attribute} twice in <{tag}>");
            }
            assert!(!tag.contains(" style=") && !tag.contains(" onclick="), "{name}: <{tag}>");
        }
    }
}

#[test]
fn each_page_has_one_main_heading_and_skips_no_level() {
    for (name, html) in rendered() {
        let levels: Vec<u32> = tags(&html)
            .filter_map(|tag| tag.strip_prefix('h')?.chars().next()?.to_digit(10))
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}: {levels:?}");
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{name}: a level is skipped: {levels:?}");
        }
        assert_eq!(html.matches("<main").count(), 1, "{name}");
    }
}

#[test]
fn every_form_says_where_it_goes_and_every_post_carries_the_token() {
    for (name, html) in rendered() {
        for form in html.split("<form").skip(1) {
            let (tag, rest) = form.split_once('>').unwrap();
            let inside = rest.split_once("</form>").unwrap().0;
            if tag.contains("method=\"dialog\"") {
                continue;
            }
            assert!(tag.contains(" action=\"/"), "{name}: a form without action: {tag}");
            let posts = tag.contains("method=\"post\"");
            let token = inside.contains("name=\"csrf\" value=\"sample-token\"");
            assert_eq!(posts, token, "{name}: {tag}");
        }
    }
}

#[test]
fn the_language_is_said_and_no_page_speaks_another_ones_words() {
    let chrome = [
        (Language::Fi, "Siirry sisältöön"),
        (Language::Sv, "Gå till innehållet"),
        (Language::En, "Skip to content"),
    ];
    for sample in every() {
        for (language, own) in chrome {
            let html = sample.render(&shell(language, sample.role)).into_string();
            assert!(
                html.contains(&format!("<html lang=\"{}\"", language.code())),
                "{}",
                sample.name
            );
            for (other, words) in chrome {
                assert_eq!(html.contains(words), other == language, "{}: {own}", sample.name);
            }
        }
    }
}
