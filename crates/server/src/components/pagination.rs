//! The next and the previous page of a long list.

use maud::{Markup, html};

use crate::say;
use crate::texts::Texts;

/// Where a list stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paging {
    /// This page, counted from one.
    pub page: u32,
    /// How many pages there are; at least one.
    pub pages: u32,
    /// How many rows there are in all.
    pub rows: u32,
}

/// Links to the neighbours; `href` makes the address of a page. Nothing for a single page.
pub fn pagination(t: &Texts, paging: Paging, href: impl Fn(u32) -> String) -> Markup {
    html! {
        @if paging.pages > 1 {
            nav .pagination aria-label=(say!(t, "paging-label")) {
                @if paging.page > 1 {
                    a rel="prev" href=(href(paging.page - 1)) { "← " (say!(t, "paging-previous")) }
                }
                span { (position(t, paging)) }
                @if paging.page < paging.pages {
                    a rel="next" href=(href(paging.page + 1)) { (say!(t, "paging-next")) " →" }
                }
            }
        }
    }
}

/// `Sivu 2/5`.
pub fn position(t: &Texts, paging: Paging) -> String {
    say!(
        t,
        "paging-position",
        page = t.number(i64::from(paging.page)),
        pages = t.number(i64::from(paging.pages))
    )
}
