//! A reader without a window: asks for pages with a cookie and reads the HTML.

use std::sync::{Arc, OnceLock};

use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::{App, test, web};
use console::Permits;
use matching::Engine;

use crate::sample::{Sample, sample};

/// The region that all tests read; none of them changes it.
pub(crate) fn region() -> &'static Sample {
    static REGION: OnceLock<(tempfile::TempDir, Sample)> = OnceLock::new();
    let made = REGION.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let made = sample(folder.path());
        (folder, made)
    });
    &made.1
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A request with what a browser would send.
pub(crate) struct Ask<'a> {
    pub(crate) method: Method,
    pub(crate) path: &'a str,
    pub(crate) headers: &'a [(&'static str, &'a str)],
    pub(crate) form: &'a str,
}

/// Asks without any cookie.
pub(crate) async fn ask(engine: &Arc<Engine>, ask: Ask<'_>) -> Answer {
    ask_through(web::Data::new(Permits::new(1, 0)), engine, ask).await
}

/// Asks without any cookie, behind this gate.
pub(crate) async fn ask_through(permits: web::Data<Permits>, engine: &Arc<Engine>, ask: Ask<'_>) -> Answer {
    let app = App::new().app_data(web::Data::from(Arc::clone(engine))).app_data(permits);
    let app = test::init_service(app.configure(console::configure)).await;
    let mut request = test::TestRequest::default().method(ask.method).uri(ask.path);
    for (name, value) in ask.headers {
        request = request.append_header((*name, *value));
    }
    let request = request.set_payload(ask.form.to_owned()).to_request();
    let response: ServiceResponse = test::call_service(&app, request).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let body = String::from_utf8(test::read_body(response).await.to_vec()).unwrap();
    Answer { status, headers, body }
}

/// Gets a page without logging in.
pub(crate) async fn get(path: &str) -> Answer {
    ask(&region().engine, Ask { method: Method::GET, path, headers: &[], form: "" }).await
}

/// Posts a form without logging in.
pub(crate) async fn post(path: &str, form: &str, headers: &[(&'static str, &str)]) -> Answer {
    ask(&region().engine, Ask { method: Method::POST, path, headers, form }).await
}

/// The cookie of a login with a key.
pub(crate) async fn log_in(engine: &Arc<Engine>, key: &str) -> String {
    let form = format!("key={key}&next=");
    let answer = ask(engine, Ask { method: Method::POST, path: "/login", headers: &[], form: &form }).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.header(header::SET_COOKIE).split(';').next().unwrap().to_owned()
}

/// Gets a page as the municipality.
pub(crate) async fn read(path: &str) -> Answer {
    read_with(path, &[]).await
}

/// Gets a page as the municipality with more headers.
pub(crate) async fn read_with(path: &str, more: &[(&'static str, &str)]) -> Answer {
    let region = region();
    let cookie = log_in(&region.engine, &region.key).await;
    let mut headers = vec![("cookie", cookie.as_str())];
    headers.extend_from_slice(more);
    ask(&region.engine, Ask { method: Method::GET, path, headers: &headers, form: "" }).await
}
