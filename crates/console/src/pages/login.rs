//! ログイン: a key is shown once; from then on a cookie stands for it.

use maud::{Markup, html};

use crate::text::Text;

/// Why the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Somebody came.
    Asked,
    /// The login ran out or is not known any more.
    Expired,
    /// Somebody left.
    Left,
    /// The key opens nothing.
    WrongKey,
    /// No key was written.
    NoKey,
}

/// What is drawn.
pub struct LoginView<'a> {
    /// Why.
    pub because: Because,
    /// What was written.
    pub key: &'a str,
    /// Where to go afterwards.
    pub next: &'a str,
}

/// The title of the window; an error comes first.
pub fn title(text: &Text, because: Because) -> String {
    match because {
        Because::WrongKey | Because::NoKey => format!("{}{}", text.login.error_prefix, text.login.title),
        Because::Asked | Because::Expired | Because::Left => text.login.title.to_owned(),
    }
}

/// The main part of the page.
pub fn main(text: &Text, view: &LoginView<'_>) -> Markup {
    let (notice, error) = match view.because {
        Because::Asked => (None, None),
        Because::Expired => (Some(text.login.expired), None),
        Because::Left => (Some(text.login.left), None),
        Because::WrongKey => (None, Some(text.login.wrong_key)),
        Because::NoKey => (None, Some(text.login.no_key)),
    };
    html! {
        @if let Some(error) = error {
            div.error-summary role="alert" tabindex="-1" autofocus {
                h2 { (text.login.error_heading) }
                ul { li { a href="#key" { (error) } } }
            }
        }
        @if let Some(notice) = notice { p.notice { (notice) } }
        h1 { (text.login.title) }
        p { (text.login.lead) }
        form.login method="post" action="/login" {
            input type="hidden" name="next" value=(view.next);
            div.field {
                label for="key" { (text.login.key) }
                p.hint #key-hint { (text.login.key_hint) }
                @if let Some(error) = error { p.error #key-error { (error) } }
                input #key type="password" name="key" value=(view.key) required maxlength="200" autocomplete="current-password"
                    spellcheck="false" autocapitalize="none"
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby={ "key-hint" @if error.is_some() { " key-error" } };
            }
            button.button.primary { (text.login.enter) }
        }
        details.trouble { summary { (text.login.trouble) } p { (text.login.trouble_words) } }
    }
}
