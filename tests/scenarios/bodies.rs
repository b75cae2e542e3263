//! What every activity begins with: bodies that are registered through the API and get keys of their own.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;

/// A registered body.
pub(crate) struct Body {
    /// Its id.
    pub(crate) id: String,
    /// Its key.
    pub(crate) client: Client,
}

/// Registers a body and issues its first key, as somebody who may register others.
pub(crate) fn register(by: &Client, name: &str, kind: &str) -> Body {
    let id = by.post("/organizations", &json!({"name": name, "kind": kind})).id();
    let key = by.post("/api-keys", &json!({"name": "最初の鍵", "scopes": ["admin"], "organization_id": id}));
    let secret = key.expect(201)["secret"].as_str().unwrap().to_owned();
    Body { id, client: by.with_key(&secret) }
}

/// A job, once it has ended.
pub(crate) fn ended(client: &Client, job: &str) -> Value {
    for _ in 0..1200 {
        let job = client.get(&format!("/jobs/{job}")).expect(200);
        if !["queued", "running", "cancelling"].contains(&job["state"].as_str().unwrap()) {
            return job;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the job does not end");
}
