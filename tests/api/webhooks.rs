//! Webhooks: what a receiver is told and how it can be sure of it, from the first attempt to the dead letter.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::app::TestApp;
use crate::client::Client;
use crate::receiver::{Received, Receiver};
use crate::samples;

mod delivering;
mod endpoints;
mod killed;
mod tls;

/// A webhook with its first secret.
struct Hook {
    id: String,
    secret: String,
}

impl Hook {
    /// Of the city, for these events.
    fn make(client: &Client, receiver: &Receiver, event_types: &[&str]) -> Self {
        let body = json!({"url": receiver.url(), "description": "試験", "event_types": event_types});
        let made = client.post("/webhooks", &body).expect(201);
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        Self { id: text("id"), secret: text("secret") }
    }

    fn path(&self, rest: &str) -> String {
        format!("/webhooks/{}{rest}", self.id)
    }

    fn deliveries(&self, client: &Client, query: &str) -> Vec<Value> {
        let page = client.get(&self.path(&format!("/deliveries?limit=200{query}"))).expect(200);
        page["items"].as_array().unwrap().clone()
    }

    fn attempts(&self, client: &Client, delivery: &Value) -> Vec<Value> {
        let path = format!("/deliveries/{}/attempts", delivery["id"].as_str().unwrap());
        client.get(&self.path(&path)).expect(200)["items"].as_array().unwrap().clone()
    }

    /// The deliveries, once it is enough for the test.
    fn wait_for(&self, client: &Client, is_enough: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        for _ in 0..2400 {
            let found = self.deliveries(client, "");
            if is_enough(&found) {
                return found;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("only this has become of it: {:#?}", self.deliveries(client, ""));
    }
}

/// All of them, at least one, are in a state.
fn all_are(state: &'static str) -> impl Fn(&[Value]) -> bool {
    move |found| !found.is_empty() && found.iter().all(|delivery| delivery["state"] == state)
}

/// A delivery has had so many attempts.
fn tried(times: u64) -> impl Fn(&[Value]) -> bool {
    move |found| found.iter().any(|delivery| delivery["attempts"].as_u64() >= Some(times))
}

fn person(client: &Client, name: &str) -> String {
    client.post("/candidates", &samples::candidate(name)).id()
}

/// Whether a message is signed by exactly these secrets, computed here and not by the code under test.
fn is_signed_by(message: &Received, secrets: &[&str]) -> bool {
    let signature = |secret: &&str| {
        let key = from_base64(secret.strip_prefix("whsec_").unwrap());
        assert_eq!(key.len(), 32);
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{}.{}.{}", message.id, message.timestamp, message.body).as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let sent: Vec<Vec<u8>> =
        message.signature.split(' ').map(|one| from_base64(one.strip_prefix("v1,").unwrap())).collect();
    sent == secrets.iter().map(signature).collect::<Vec<_>>()
}

/// RFC 4648, 4.
fn from_base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter(|letter| *letter != b'=');
    let bits: Vec<bool> = digits
        .flat_map(|letter| {
            let value = DIGITS.iter().position(|digit| *digit == letter).unwrap();
            (0..6).map(move |bit| value >> (5 - bit) & 1 == 1)
        })
        .collect();
    let byte = |bits: &[bool]| bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
    bits.chunks_exact(8).map(byte).collect()
}

/// Puts the clock forward until a message is not pending any more, step by step, each as long as the next wait at most.
fn let_time_pass(app: &TestApp, hook: &Hook, client: &Client) {
    for attempt in 1..=10 {
        let found = hook.wait_for(client, tried(attempt));
        if found[0]["state"] != "pending" {
            return;
        }
        app.advance(Duration::from_secs(27 * 3600));
    }
}
