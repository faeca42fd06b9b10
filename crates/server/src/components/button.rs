//! Buttons and links that look like buttons. A button does something; a link goes somewhere.

use maud::{Markup, html};

/// The one main thing to do on a page.
pub fn primary(label: &str) -> Markup {
    html! { button .button type="submit" { (label) } }
}

/// Another thing that can be done.
pub fn secondary(label: &str) -> Markup {
    html! { button .button.button--quiet type="submit" { (label) } }
}

/// A thing that takes something away.
pub fn warning(label: &str) -> Markup {
    html! { button .button.button--warning type="submit" { (label) } }
}

/// A link in the looks of the main button.
pub fn link(href: &str, label: &str) -> Markup {
    html! { a .button href=(href) { (label) } }
}

/// A link in the looks of a lesser button.
pub fn quiet_link(href: &str, label: &str) -> Markup {
    html! { a .button.button--quiet href=(href) { (label) } }
}

/// A small form that is nothing but one button: where to, the CSRF token, hidden values.
pub fn form(action: &str, csrf: &str, hidden: &[(&str, &str)], button: &Markup) -> Markup {
    html! {
        form .inline method="post" action=(action) {
            (csrf_field(csrf))
            @for (name, value) in hidden {
                input type="hidden" name=(name) value=(value);
            }
            (button)
        }
    }
}

/// The hidden field every POST form carries.
pub fn csrf_field(csrf: &str) -> Markup {
    html! { input type="hidden" name="csrf" value=(csrf); }
}
