//! The OpenAPI document: gathered from the routes, finished by one pass, shown as JSON and as YAML.

use std::sync::LazyLock;

use actix_web::App;
use serde_json::Value;
use utoipa_actix_web::AppExt;

mod answers;
mod finish;
mod flatten;
mod merge_patch;
pub mod parameters;
pub mod patterns;
mod reach;
pub(crate) mod schemas;
mod streams;
mod yaml;

/// The finished document.
#[derive(Debug, Clone)]
pub struct Document {
    value: Value,
    json: Vec<u8>,
    etag: String,
}

impl Document {
    /// The document that the routes make: the same for the whole life of the program, so it is made once.
    pub fn of_routes() -> &'static Self {
        static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::gather);
        &DOCUMENT
    }

    fn gather() -> Self {
        let base = utoipa::openapi::OpenApi::default();
        let (_, gathered) =
            App::new().into_utoipa_app().openapi(base).configure(crate::routes::document).split_for_parts();
        let mut value = serde_json::to_value(&gathered).unwrap_or_default();
        finish::finish(&mut value);
        let json = serde_json::to_vec(&value).unwrap_or_default();
        let etag = format!("\"{:016x}\"", fnv(&json));
        Self { value, json, etag }
    }

    /// As a JSON value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// As JSON text.
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// A strong tag of the text.
    pub fn etag(&self) -> &str {
        &self.etag
    }

    /// As YAML, the form that is committed and compared.
    pub fn yaml(&self) -> String {
        yaml::text(&self.value)
    }
}

/// FNV-1a, 64 bits: tells two documents apart, and needs nothing.
pub(crate) fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests;
