//! What the server writes down of its work, at its most talkative: no names, contacts, words or keys.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use super::canaries::Canaries;
use super::world::imported;
use crate::client::Client;
use crate::private_postgres;
use crate::server::{run, tsumugi};

/// The executable, whose whole log is kept.
struct Talking {
    process: Child,
    log: Option<JoinHandle<String>>,
    base: String,
}

impl Talking {
    fn start(database_url: &str) -> Self {
        let arguments = ["serve", "--database-url", database_url, "--listen", "127.0.0.1:0"];
        let outside = ["--log", "debug", "--webhook-allow", "127.0.0.0/8"];
        let public = ["--public-url", "https://work.example.jp"];
        let mut process = tsumugi(&[&arguments[..], &outside, &public].concat())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let talk = BufReader::new(process.stderr.take().unwrap());
        let (found, base) = mpsc::channel();
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            for line in talk.lines().map_while(Result::ok) {
                if let Some((_, rest)) = line.split_once("listening on http") {
                    let address = rest.split([',', ' ']).next().unwrap_or_default();
                    drop(found.send(format!("http{address}")));
                }
                log.push_str(&line);
                log.push('\n');
            }
            log
        });
        let base = base.recv_timeout(Duration::from_secs(30));
        let mut talking = Self { process, log: Some(log), base: String::new() };
        talking.base = base.expect("the server says where it listens");
        talking
    }

    /// Stops it; everything that it has written.
    fn log(mut self) -> String {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Talking {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

#[test]
fn the_log_on_sqlite_tells_of_nobody() {
    let folder = tempfile::tempdir().unwrap();
    the_log_tells_of_nobody(&format!("sqlite://{}", folder.path().join("log.db").display()));
}

#[test]
fn the_log_on_postgres_tells_of_nobody() {
    if let Some(url) = private_postgres::fresh_database() {
        the_log_tells_of_nobody(&url);
    }
}

fn the_log_tells_of_nobody(database_url: &str) {
    let mut canaries = Canaries::default();
    let name = canaries.word("the name of the organization");
    let made = run(&["keys", "create", "--database-url", database_url, "--organization", &name]);
    let key = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    canaries.keep("the key", &key);
    let server = Talking::start(database_url);
    let client = Client::new(&server.base, &key);
    let statuses = [write(&client, &mut canaries), fail(&client, &mut canaries)].concat();
    let log = server.log();
    for status in statuses {
        assert!(log.contains(&format!("status={status}")), "{status} is not in the log:\n{log}");
    }
    assert!(log.lines().count() > 30, "{log}");
    assert_eq!(canaries.found_in(&log, ""), Vec::<String>::new(), "{log}");
}

/// Writes of every kind that succeed.
fn write(client: &Client, canaries: &mut Canaries) -> Vec<u16> {
    let mut word = |place: &str| canaries.word(place);
    let person = json!({
        "external_id": word("an external id"), "display_name": word("a name"),
        "email": format!("{}@example.jp", word("a mail address")), "phone": word("a number"),
        "statement": word("a statement"),
        "skills": [{"skill": "instagram", "proficiency": 4, "evidence": word("evidence")}],
    });
    let once = word("an idempotency key");
    let path = word("a path of a webhook");
    let posting = json!({
        "title": word("a title"), "contract_form": "quasi_mandate", "municipality": "202151",
        "work_style": "remote", "description": word("a description"),
    });
    let key = json!({"name": word("the name of a key"), "scopes": ["postings:read"]});
    // Nobody listens there, so that sending fails and is told.
    let hook = json!({"url": format!("http://127.0.0.1:9/{path}"), "description": word("a description")});
    let step = json!({"to": "published", "reason": word("a reason")});
    let message = word("a message");
    let purpose = word("a purpose");
    let sheet = format!(
        "管理番号,氏名,スキル\r\n{},{},Instagram:4\r\n{},x,{}:9\r\n",
        word("a key in a sheet"),
        word("a name in a sheet"),
        word("a key of a refused row"),
        word("a cell that is refused")
    );

    let hook = client.post("/webhooks", &hook).expect(201);
    let person = client.json(("POST", "/candidates"), &[("Idempotency-Key", &once)], &person).expect(201);
    let key = client.post("/api-keys", &key).expect(201);
    let posting = client.post("/postings", &posting).expect(201);
    let id = |record: &Value| record["id"].as_str().unwrap().to_owned();
    client.post(&format!("/postings/{}/transitions", id(&posting)), &step).expect(200);
    let application = json!({"posting_id": id(&posting), "candidate_id": id(&person), "message": message});
    client.post("/applications", &application).expect(201);
    let consent = json!({"recipient": "any", "items": ["profile"], "purpose": purpose, "until": null});
    client.post(&format!("/candidates/{}/consents", id(&person)), &consent).expect(201);
    client.get(&format!("/postings/{}/matches?pool=applicants", id(&posting))).expect(200);
    client.post(&format!("/api-keys/{}/rotate", id(&key)), &json!({})).expect(201);
    client.post(&format!("/webhooks/{}/ping", id(&hook)), &json!({})).expect(200);
    imported(client, "candidates", &sheet);
    canaries.keep("the secret of a key", key["secret"].as_str().unwrap());
    let secret = hook["secret"].as_str().unwrap();
    let longest = secret.split(['+', '/', '=']).max_by_key(|piece| piece.len()).unwrap();
    canaries.keep("the secret of a webhook", longest);
    let path = format!("/webhooks/{}/deliveries", id(&hook));
    for _ in 0..1200 {
        if client.get(&path).expect(200)["items"][0]["attempts"].as_u64() > Some(0) {
            return vec![200, 201];
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    panic!("nothing was sent");
}

/// Requests that fail in every way, with words in every place of them.
fn fail(client: &Client, canaries: &mut Canaries) -> Vec<u16> {
    let mut word = |place: &str| canaries.word(place);
    let json_kind = ("Content-Type", "application/json");
    let refused = [
        client.get(&format!("/candidates?q={}", word("a search"))).status,
        client.get(&format!("/candidates?{}=1", word("an unknown parameter"))).status,
        client.get(&format!("/candidates?readiness={}", word("a value of a parameter"))).status,
        client.get(&format!("/candidates/{}", word("no id"))).status,
        client.get(&format!("/{}", word("an unknown path"))).status,
        client.send_to(("GET", &format!("/console/{}", word("an unknown page"))), &[], b"").status,
        client.post("/candidates", &json!({"display_name": "x", (word("an unknown field")): "x"})).status,
        client.post("/candidates", &json!({"display_name": "x", "email": word("no mail address")})).status,
        client
            .send(("POST", "/candidates"), &[json_kind], format!("{{\"{}", word("broken JSON")).as_bytes())
            .status,
        client
            .send(("POST", "/candidates"), &[("Content-Type", "text/plain")], word("a text").as_bytes())
            .status,
        client
            .send(
                ("POST", "/candidates/bulk"),
                &[("Content-Type", "application/x-ndjson")],
                format!("{{\"display_name\":\"{}\"", word("a broken line")).as_bytes(),
            )
            .status,
        client.with_key(&format!("tsk_{}", word("an unknown key"))).get("/candidates").status,
        client.send(("GET", "/candidates"), &[("X-Request-Id", &word("a request id"))], b"").status,
        client.send(("GET", "/candidates"), &[("If-None-Match", &word("a tag"))], b"").status,
        client
            .with_key("")
            .send_to(
                ("POST", "/login"),
                &[("Content-Type", "application/x-www-form-urlencoded")],
                format!("key=tsk_{}", word("a key of a login")).as_bytes(),
            )
            .status,
        client.send(("BREW", "/candidates"), &[], b"").status,
    ];
    assert!(refused.iter().all(|status| *status < 500), "{refused:?}");
    refused.into_iter().filter(|status| *status >= 400).collect()
}
