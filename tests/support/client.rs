//! A small HTTP client for tests: JSON in, status, headers and JSON out; nothing is an error but a broken connection.

use serde_json::Value;
use ureq::http::{Method, Request};

/// A caller with a key.
#[derive(Clone)]
pub(crate) struct Client {
    agent: ureq::Agent,
    base: String,
    key: String,
}

/// What came back.
pub(crate) struct Answer {
    /// Status code.
    pub(crate) status: u16,
    /// The body as text.
    pub(crate) text: String,
    headers: ureq::http::HeaderMap,
}

impl Client {
    /// A caller of the API at `base` (`http://127.0.0.1:PORT`) with a bearer key.
    pub(crate) fn new(base: &str, key: &str) -> Self {
        let config =
            ureq::Agent::config_builder().http_status_as_error(false).allow_non_standard_methods(true);
        Self { agent: config.build().into(), base: base.to_owned(), key: key.to_owned() }
    }

    /// The same caller with another key.
    pub(crate) fn with_key(&self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self.clone() }
    }

    /// Sends a request to `/api/v1` + path with headers and a body; `None` when the connection broke.
    pub(crate) fn try_send(
        &self,
        (method, path): (&str, &str),
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Option<Answer> {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        if !self.key.is_empty() {
            request = request.header("Authorization", format!("Bearer {}", self.key));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = match body.is_empty() {
            true => self.agent.run(request.body(()).unwrap()).ok()?,
            false => self.agent.run(request.body(body).unwrap()).ok()?,
        };
        let text = response.body_mut().read_to_string().ok()?;
        Some(Answer { status: response.status().as_u16(), text, headers: response.headers().clone() })
    }

    /// Sends a request to a path from the root.
    pub(crate) fn send_to(&self, target: (&str, &str), headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_send(target, headers, body).expect("the server answers")
    }

    /// Sends a request to a path below `/api/v1`.
    pub(crate) fn send(&self, (method, path): (&str, &str), headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.send_to((method, &format!("/api/v1{path}")), headers, body)
    }

    /// GET.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(("GET", path), &[], b"")
    }

    /// POST of JSON.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.json(("POST", path), &[], body)
    }

    /// PUT of JSON.
    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        self.json(("PUT", path), &[], body)
    }

    /// PATCH of a merge patch.
    pub(crate) fn patch(&self, path: &str, body: &Value) -> Answer {
        let kind = [("Content-Type", "application/merge-patch+json")];
        self.send(("PATCH", path), &kind, body.to_string().as_bytes())
    }

    /// The changes, once they are as a test waits for: on PostgreSQL a line shows when everything that began before it
    /// anywhere on the server has ended. Whatever there is after five seconds, if they never are.
    pub(crate) fn changes_when(&self, settled: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let mut all = Vec::new();
        for _ in 0..200 {
            all = self.get("/changes?limit=200").expect(200)["items"].as_array().unwrap().clone();
            if settled(&all) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        all
    }

    /// DELETE.
    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.send(("DELETE", path), &[], b"")
    }

    /// Any method with JSON.
    pub(crate) fn json(&self, target: (&str, &str), headers: &[(&str, &str)], body: &Value) -> Answer {
        let headers: Vec<_> = headers.iter().copied().chain([("Content-Type", "application/json")]).collect();
        self.send(target, &headers, body.to_string().as_bytes())
    }
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn body(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text))
    }

    /// The body, when the status is the expected one.
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.body()
    }

    /// The body as a problem of this status and code.
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text);
        let body = self.body();
        assert_eq!(body["code"], code, "{}", self.text);
        assert_eq!(body["status"], status);
        assert!(body["request_id"].is_string() && body["title"].is_string() && body["type"].is_string());
        body
    }

    /// The pointers of a problem's errors, in order.
    pub(crate) fn pointers(&self) -> Vec<String> {
        let body = self.body();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["pointer"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Every header, a line each.
    pub(crate) fn head(&self) -> String {
        let line = |(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value));
        self.headers.iter().map(|(name, value)| line((name, value.as_bytes()))).collect()
    }

    /// The id of the record in the body.
    pub(crate) fn id(&self) -> String {
        self.body()["id"].as_str().unwrap_or_else(|| panic!("no id: {}", self.text)).to_owned()
    }
}
