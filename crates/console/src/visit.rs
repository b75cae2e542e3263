//! One request of a reader: language, address, login; and the answers a page can give.
//!
//! Every page goes through [`Visit::gather`]: no login, no page.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use domain::{Actor, Timestamp};
use matching::{Engine, MatchingError, logins, organizations};
use maud::Markup;

use crate::cookies::{self, Cookie, Reach};
use crate::lang::{self, Lang};
use crate::pages::failure::{self, Failure};
use crate::parts::layout::{Frame, Shape, Visitor};
use crate::permits::{Full, Permits};
use crate::query::Query;
use crate::refusal::Refusal;
use crate::view::in_japan;

/// What a page may fetch and run: its own files and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A year, for the choice of the language.
const YEAR_SECONDS: i64 = 365 * 24 * 3600;
/// After so many seconds a page that was busy may be asked again.
const RETRY_SECONDS: &str = "5";

/// The number of a request in the log; whoever runs the server may put it into the request's extensions.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    /// The language.
    pub lang: Lang,
    /// The path with its query, without `lang`.
    pub address: String,
    /// The query.
    pub query: Query,
    /// Whether the script asks for a part of the page.
    pub partial: bool,
    /// Whether the connection is encrypted.
    pub secure: bool,
    token: Option<String>,
    keep_lang: bool,
    request_id: String,
}

/// What stands in the frame, and what a page is drawn from.
pub(crate) struct Gathered<V> {
    /// Who is logged in.
    pub visitor: Visitor,
    /// What the page shows.
    pub view: V,
}

impl Visit {
    /// Reads a request.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        let query = Query::parse(request.query_string());
        let cookie = |name| cookies::find(request.headers(), name);
        let choice = lang::choose(query.get("lang"), cookie(cookies::LANG));
        let header_id = || request.headers().get("x-request-id")?.to_str().ok().map(str::to_owned);
        let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).or_else(header_id);
        Self {
            lang: choice.lang,
            address: query.without("lang").after(request.path()),
            query,
            partial: request.headers().get("x-partial").is_some_and(|value| value == "1"),
            secure: request.connection_info().scheme() == "https",
            token: cookie(cookies::LOGIN).map(str::to_owned),
            keep_lang: choice.is_new,
            request_id: request_id.unwrap_or_else(|| "-".to_owned()),
        }
    }

    /// The token of the login, if the reader brings one.
    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The refusal of a use case that failed.
    pub(crate) fn refusal(&self, error: MatchingError) -> Refusal {
        Refusal::of(error, &self.request_id)
    }

    /// The refusal of something that broke outside the use cases.
    pub(crate) fn broken(&self, error: &dyn std::error::Error) -> Refusal {
        Refusal::broken(error, &self.request_id)
    }

    /// Finds out who asks and gathers a page's values, in one blocking call.
    ///
    /// # Errors
    /// What the reader gets instead.
    pub(crate) async fn gather<V: Send + 'static>(
        &self,
        engine: web::Data<Engine>,
        gather: impl FnOnce(&Engine, &Actor) -> Result<V, MatchingError> + Send + 'static,
    ) -> Result<Gathered<V>, Refusal> {
        let (log_in, lang) = (self.log_in()?, self.lang);
        self.block(move || {
            let actor = log_in(&engine)?;
            let visitor = visitor(&engine, &actor, lang);
            gather(&engine, &actor).map(|view| Gathered { visitor, view })
        })
        .await
    }

    /// Finds out who asks, and gathers what has to be ranked when there is room for it.
    ///
    /// # Errors
    /// What the reader gets instead.
    pub(crate) async fn gather_ranked<V: Send + 'static>(
        &self,
        (engine, permits): (web::Data<Engine>, web::Data<Permits>),
        gather: impl FnOnce(&Engine, &Actor) -> Result<V, MatchingError> + Send + 'static,
    ) -> Result<Gathered<V>, Refusal> {
        let (log_in, lang) = (self.log_in()?, self.lang);
        let logged_in = engine.clone();
        let actor = self.block(move || log_in(&logged_in)).await?;
        let place =
            permits.take_for(actor.organization_id).await.map_err(|Full| Refusal::Failed(Failure::Busy))?;
        self.block(move || {
            // Given back when the ranking ends, also when the reader has gone away before.
            let _place = place;
            let visitor = visitor(&engine, &actor, lang);
            gather(&engine, &actor).map(|view| Gathered { visitor, view })
        })
        .await
    }

    /// How to find out who asks; nobody does without a login.
    fn log_in(
        &self,
    ) -> Result<impl FnOnce(&Engine) -> Result<Actor, MatchingError> + Send + 'static, Refusal> {
        let token = self.token.clone().ok_or(Refusal::LogIn { expired: false })?;
        let request_id = self.request_id.clone();
        Ok(move |engine: &Engine| logins::find_login(engine, &token, request_id))
    }

    async fn block<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, MatchingError> + Send + 'static,
    ) -> Result<T, Refusal> {
        match web::block(work).await {
            Ok(done) => done.map_err(|error| self.refusal(error)),
            Err(canceled) => Err(self.broken(&canceled)),
        }
    }

    /// A page of somebody logged in.
    pub(crate) fn page(&self, visitor: &Visitor, shape: Shape, title: &str, main: &Markup) -> HttpResponse {
        let frame = Frame { lang: self.lang, title, address: &self.address, visitor: Some(visitor), shape };
        self.html(StatusCode::OK, frame.around(main).into_string())
    }

    /// A page of somebody not logged in, or one that tells what went wrong.
    pub(crate) fn plain(&self, status: StatusCode, title: &str, main: &Markup) -> HttpResponse {
        let frame =
            Frame { lang: self.lang, title, address: &self.address, visitor: None, shape: Shape::Narrow };
        self.html(status, frame.around(main).into_string())
    }

    /// A part of a page, for the script.
    pub(crate) fn part(&self, part: Markup) -> HttpResponse {
        self.html(StatusCode::OK, part.into_string())
    }

    /// What the reader gets instead of the page.
    pub(crate) fn refuse(&self, refusal: Refusal) -> HttpResponse {
        match refusal {
            Refusal::LogIn { .. } if self.partial => self.html(StatusCode::UNAUTHORIZED, String::new()),
            Refusal::LogIn { expired } => {
                let query = Query::default().with("next", &self.address);
                let query = if expired { query.with("why", "expired") } else { query };
                see_other(&query.after("/login"))
            }
            Refusal::Failed(failure) => self.fail(&failure),
        }
    }

    /// A page that tells what went wrong.
    pub(crate) fn fail(&self, failure: &Failure) -> HttpResponse {
        let text = self.lang.text();
        let status = match failure {
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::Forbidden | Failure::Foreign => StatusCode::FORBIDDEN,
            Failure::Method => StatusCode::METHOD_NOT_ALLOWED,
            Failure::Unclear => StatusCode::BAD_REQUEST,
            Failure::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Failure::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut response = self.plain(status, failure.title(text), &failure::main(text, failure));
        if *failure == Failure::Busy {
            let seconds = header::HeaderValue::from_static(RETRY_SECONDS);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }

    fn html(&self, status: StatusCode, html: String) -> HttpResponse {
        let mut builder = HttpResponse::build(status);
        builder
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((header::REFERRER_POLICY, "same-origin"))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::CONTENT_LANGUAGE, self.lang.text().code))
            .insert_header((header::VARY, "Cookie, X-Partial"));
        if self.keep_lang {
            let cookie = Cookie {
                name: cookies::LANG,
                value: self.lang.text().code,
                seconds: YEAR_SECONDS,
                reach: Reach::Scripts,
                secure: self.secure,
            };
            builder.append_header((header::SET_COOKIE, cookie.header()));
        }
        builder.body(html)
    }
}

/// Goes on to another page with a login that ends after some seconds; an empty token takes the login back.
pub(crate) fn see_other_with_login(to: &str, token: &str, seconds: i64, visit: &Visit) -> HttpResponse {
    let cookie = Cookie {
        name: cookies::LOGIN,
        value: token,
        seconds,
        reach: Reach::ServerOnly,
        secure: visit.secure,
    };
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, to))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::SET_COOKIE, cookie.header()))
        .finish()
}

/// Goes on to another page.
pub(crate) fn see_other(to: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, to))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}

/// The name in the frame; a key that may not read the directory stays without one.
fn visitor(engine: &Engine, actor: &Actor, lang: Lang) -> Visitor {
    let found = organizations::get_organization(engine, actor, actor.organization_id);
    let at: Timestamp = engine.now();
    Visitor {
        organization: found.map(|found| found.content.name).unwrap_or_default(),
        at: (lang.text().dates.minute)(in_japan(at)),
    }
}
