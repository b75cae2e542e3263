//! ログイン: a key is shown once; from then on a cookie stands for it.

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use matching::{Engine, MatchingError, logins};
use maud::{Markup, html};

use crate::origin;
use crate::pages::failure::Failure;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::text::Text;
use crate::visit::{Visit, see_other_with_login};

/// `GET /login`
pub(crate) async fn show(request: HttpRequest) -> HttpResponse {
    let visit = Visit::of(&request);
    let because = match visit.query.get("why") {
        Some("expired") => Because::Expired,
        Some("left") => Because::Left,
        _ => Because::Asked,
    };
    page(&visit, &LoginView { because, key: "", next: visit.query.get("next").unwrap_or_default() })
}

/// `POST /login`
pub(crate) async fn log_in(request: HttpRequest, engine: web::Data<Engine>, body: Bytes) -> HttpResponse {
    let visit = Visit::of(&request);
    if !origin::is_own(&request) {
        return visit.fail(&Failure::Foreign);
    }
    let form = Query::parse(std::str::from_utf8(&body).unwrap_or_default());
    let written = form.get("key").unwrap_or_default().trim().to_owned();
    let next = form.get("next").unwrap_or_default();
    if written.is_empty() {
        return page(&visit, &LoginView { because: Because::NoKey, key: "", next });
    }
    let key = written.clone();
    let work = move || {
        let made = logins::log_in(&engine, &key)?;
        let seconds = (made.expires_at.micros() - engine.now().micros()) / 1_000_000;
        Ok::<_, MatchingError>((made.token, seconds))
    };
    match web::block(work).await {
        Ok(Ok((token, seconds))) => see_other_with_login(inside(next), &token, seconds, &visit),
        Ok(Err(MatchingError::Unauthenticated { .. })) => {
            page(&visit, &LoginView { because: Because::WrongKey, key: &written, next })
        }
        Ok(Err(error)) => visit.refuse(visit.refusal(error)),
        Err(canceled) => visit.refuse(visit.broken(&canceled)),
    }
}

/// `POST /logout`
pub(crate) async fn log_out(request: HttpRequest, engine: web::Data<Engine>) -> HttpResponse {
    let visit = Visit::of(&request);
    if !origin::is_own(&request) {
        return visit.fail(&Failure::Foreign);
    }
    if let Some(token) = visit.token().map(str::to_owned) {
        let gone = web::block(move || logins::log_out(&engine, &token)).await;
        let refusal: Option<Refusal> = match gone {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(visit.refusal(error)),
            Err(canceled) => Some(visit.broken(&canceled)),
        };
        if let Some(refusal) = refusal {
            return visit.refuse(refusal);
        }
    }
    see_other_with_login("/login?why=left", "", 0, &visit)
}

fn page(visit: &Visit, view: &LoginView<'_>) -> HttpResponse {
    let text = visit.lang.text();
    let status = match view.because {
        Because::WrongKey | Because::NoKey => StatusCode::UNPROCESSABLE_ENTITY,
        Because::Asked | Because::Expired | Because::Left => StatusCode::OK,
    };
    visit.plain(status, &title(text, view.because), &main(text, view))
}

/// Where to go after logging in: a page of the console, never another site.
fn inside(next: &str) -> &str {
    let ours = next == "/console" || next.starts_with("/console/");
    let odd = |character: char| character.is_control() || character == '\\';
    if ours && !next.contains(odd) { next } else { "/console/postings" }
}

/// Why the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Because {
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
pub(crate) struct LoginView<'a> {
    /// Why.
    pub because: Because,
    /// What was written.
    pub key: &'a str,
    /// Where to go afterwards.
    pub next: &'a str,
}

/// The title of the window; an error comes first.
pub(crate) fn title(text: &Text, because: Because) -> String {
    match because {
        Because::WrongKey | Because::NoKey => format!("{}{}", text.login.error_prefix, text.login.title),
        Because::Asked | Because::Expired | Because::Left => text.login.title.to_owned(),
    }
}

/// The main part of the page.
pub(crate) fn main(text: &Text, view: &LoginView<'_>) -> Markup {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_never_leads_to_another_site() {
        assert_eq!(inside("/console/postings?status=draft"), "/console/postings?status=draft");
        for next in [
            "//evil.example",
            "https://evil.example/console/",
            "/consolex",
            "",
            "/console/\\evil",
            "/console/\r\nx",
        ] {
            assert_eq!(inside(next), "/console/postings", "{next}");
        }
    }
}
