//! Many records in one request: an outcome for each line, whatever stands in the others.

use std::io::{BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::samples;

crate::on_both!(
    people_are_made_replaced_or_left_alone,
    a_broken_line_spoils_no_other,
    of_two_lines_with_one_key_the_later_counts,
    many_portions_keep_their_places,
    postings_come_the_same_way,
    people_apply_the_same_way,
    a_body_without_scope_or_type_is_refused_as_a_whole,
);

const LINES: (&str, &str) = ("Content-Type", "application/x-ndjson");

fn send(client: &Client, path: &str, lines: &str) -> Answer {
    client.send(("POST", path), &[LINES], lines.as_bytes())
}

fn outcomes(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
    answer.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn bulk(client: &Client, path: &str, records: &[Value]) -> Vec<Value> {
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    outcomes(&send(client, path, &lines.join("\n")))
}

fn person(key: &str, hours: u32) -> Value {
    let mut person = samples::candidate(&format!("人 {key}"));
    person["external_id"] = json!(key);
    person["hours_per_week"] = json!(hours);
    person
}

fn statuses(outcomes: &[Value]) -> Vec<(u64, u64)> {
    outcomes.iter().map(|line| (line["index"].as_u64().unwrap(), line["status"].as_u64().unwrap())).collect()
}

fn considered(client: &Client, posting: &str) -> Value {
    client.get(&format!("/postings/{posting}/matches")).expect(200)["totals"]["considered"].clone()
}

fn people_are_made_replaced_or_left_alone(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let first = bulk(&city, "/candidates/bulk", &[person("a", 10), person("b", 10)]);
    assert_eq!(statuses(&first), [(0, 201), (1, 201)]);
    assert_eq!(considered(&city, &posting), 2, "the next ranking sees them");
    let again = bulk(&city, "/candidates/bulk", &[person("a", 10), person("b", 3), person("c", 5)]);
    assert_eq!(statuses(&again), [(0, 200), (1, 200), (2, 201)]);
    let versions: Vec<&Value> = again.iter().map(|line| &line["version"]).collect();
    assert_eq!(versions, [1, 2, 1], "who has not changed is not written");
    for (line, before) in again.iter().zip(&first) {
        assert_eq!(line["id"], before["id"]);
    }
    let found = city.get(&format!("/candidates/{}", again[1]["id"].as_str().unwrap())).expect(200);
    assert_eq!((&found["hours_per_week"], &found["external_id"]), (&json!(3), &json!("b")));
    assert_eq!(considered(&city, &posting), 3);
    // Another body's keys are its own.
    assert_eq!(statuses(&bulk(&app.board(), "/candidates/bulk", &[person("a", 1)])), [(0, 201)]);
}

fn a_broken_line_spoils_no_other(app: &TestApp) {
    let city = app.city();
    let mut wrong = person("wrong", 999);
    wrong["hobby"] = json!("釣り");
    let without_key = samples::candidate("鍵のない人");
    let surrogate = r#"{"external_id":"s","display_name":"\ud800"}"#;
    let nul = r#"{"external_id":"n","display_name":"\u0000"}"#;
    let lines = [
        person("a", 1).to_string(),
        "{\"display_name\":".to_owned(),
        wrong.to_string(),
        String::new(),
        without_key.to_string(),
        "[".repeat(30_000),
        r#"{"external_id":"d","external_id":"e","display_name":"二つの鍵"}"#.to_owned(),
        surrogate.to_owned(),
        r#"{"external_id":"f","display_name":"大","hours_per_week":1e400}"#.to_owned(),
        nul.to_owned(),
        "x".repeat(1024 * 1024 + 1),
        person("z", 1).to_string(),
    ];
    let told = outcomes(&send(&city, "/candidates/bulk", &lines.join("\r\n")));
    let expected = [
        (0, 201),
        (1, 400),
        (2, 422),
        (4, 422),
        (5, 400),
        (6, 400),
        (7, 400),
        (8, 400),
        (9, 422),
        (10, 413),
        (11, 201),
    ];
    assert_eq!(statuses(&told), expected);
    let problem = &told[2]["problem"];
    let pointers: Vec<&Value> =
        problem["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert!(
        pointers.contains(&&json!("/hobby")) && pointers.contains(&&json!("/hours_per_week")),
        "{problem}"
    );
    assert_eq!(problem["code"], "validation_failed");
    assert!(problem["request_id"].is_string());
    assert_eq!(told[3]["problem"]["errors"][0]["pointer"], "/external_id");
    assert_eq!(city.get("/candidates").expect(200)["items"].as_array().map(Vec::len), Some(2));
}

fn of_two_lines_with_one_key_the_later_counts(app: &TestApp) {
    let city = app.city();
    let told = bulk(&city, "/candidates/bulk", &[person("a", 1), person("b", 2), person("a", 3)]);
    assert_eq!(statuses(&told), [(0, 201), (1, 201), (2, 200)]);
    assert_eq!((&told[2]["id"], &told[2]["version"]), (&told[0]["id"], &json!(2)));
    let found = city.get(&format!("/candidates/{}", told[0]["id"].as_str().unwrap())).expect(200);
    assert_eq!(found["hours_per_week"], 3);
}

fn many_portions_keep_their_places(app: &TestApp) {
    let city = app.city();
    let line = |number: usize| match number % 100 {
        99 => "{".to_owned(),
        _ => json!({"external_id": format!("p{number}"), "display_name": format!("人{number}")}).to_string(),
    };
    let lines: Vec<String> = (0..1600).map(line).collect();
    let told = outcomes(&send(&city, "/candidates/bulk", &lines.join("\n")));
    assert!(told.iter().map(|line| line["index"].as_u64().unwrap()).eq(0..1600));
    for (number, line) in told.iter().enumerate() {
        assert_eq!(line["status"], if number % 100 == 99 { 400 } else { 201 }, "{line}");
    }
    let again = outcomes(&send(&city, "/candidates/bulk", &lines.join("\n")));
    assert_eq!(again.iter().filter(|line| line["status"] == 200 && line["version"] == 1).count(), 1584);
}

fn postings_come_the_same_way(app: &TestApp) {
    let city = app.city();
    let posting = |key: &str, seats: u32| {
        let mut posting = samples::posting(&format!("案件 {key}"));
        posting["external_id"] = json!(key);
        posting["seats"] = json!(seats);
        posting
    };
    let mut nowhere = posting("c", 1);
    nowhere["municipality"] = json!("202152");
    let mut foreign = posting("d", 1);
    foreign["organization_id"] = json!(app.coordinator_id);
    let told = bulk(&city, "/postings/bulk", &[posting("a", 1), posting("b", 1), nowhere, foreign]);
    assert_eq!(statuses(&told)[..3], [(0, 201), (1, 201), (2, 422)]);
    assert!(matches!(told[3]["status"].as_u64(), Some(403 | 422)), "{}", told[3]);
    let again = bulk(&city, "/postings/bulk", &[posting("a", 1), posting("b", 2)]);
    let versions: Vec<&Value> = again.iter().map(|line| &line["version"]).collect();
    assert_eq!((statuses(&again), versions), (vec![(0, 200), (1, 200)], vec![&json!(1), &json!(2)]));
    assert_eq!(city.get("/postings").expect(200)["items"].as_array().map(Vec::len), Some(2));
}

fn people_apply_the_same_way(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let people = bulk(&city, "/candidates/bulk", &[person("a", 10), person("b", 10)]);
    let application =
        |id: &Value| json!({"posting_id": posting, "candidate_id": id, "message": "応募します"});
    let nobody = json!("01980f3e-9c00-7000-8000-5f3a6f0b1c2d");
    let lines = [application(&people[0]["id"]), application(&nobody), application(&people[1]["id"])];
    let told = bulk(&city, "/applications/bulk", &lines);
    assert_eq!(statuses(&told), [(0, 201), (1, 422), (2, 201)]);
    let again = bulk(&city, "/applications/bulk", &lines);
    assert_eq!(statuses(&again), [(0, 200), (1, 422), (2, 200)]);
    assert_eq!(again[0]["id"], told[0]["id"]);
    let applicants = city.get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200);
    assert_eq!(applicants["totals"]["considered"], 2);
}

fn a_body_without_scope_or_type_is_refused_as_a_whole(app: &TestApp) {
    let city = app.city();
    let body = person("a", 1);
    city.post("/candidates/bulk", &body).problem(415, "unsupported_media_type");
    let key = json!({"name": "読むだけ", "scopes": ["candidates:read"]});
    let reader = city.with_key(city.post("/api-keys", &key).expect(201)["secret"].as_str().unwrap());
    send(&reader, "/candidates/bulk", &body.to_string()).problem(403, "missing_scope");
    send(&app.anonymous(), "/candidates/bulk", &body.to_string()).problem(401, "unauthenticated");
    assert_eq!(outcomes(&send(&city, "/candidates/bulk", "\n\n")), Vec::<Value>::new());
    assert_eq!(city.get("/candidates").expect(200)["items"], json!([]));
}

/// More outcomes than any buffer between the two takes.
#[test]
fn a_caller_may_send_everything_before_reading_anything() {
    const COUNT: usize = 40_000;
    let app = TestApp::sqlite();
    let mut connection = TcpStream::connect(app.address()).unwrap();
    let head = format!(
        "POST /api/v1/candidates/bulk HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        app.address(),
        app.city_key(),
        LINES.1,
        2 * COUNT,
    );
    connection.write_all(head.as_bytes()).unwrap();
    connection.write_all("x\n".repeat(COUNT).as_bytes()).unwrap();
    let mut answer = String::new();
    BufReader::new(&connection).read_to_string(&mut answer).unwrap();
    connection.shutdown(Shutdown::Both).ok();
    assert!(answer.starts_with("HTTP/1.1 200"), "{}", answer.lines().next().unwrap_or_default());
    let told = unchunked(answer.split_once("\r\n\r\n").unwrap().1);
    let told: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(statuses(&told), (0..COUNT as u64).map(|index| (index, 400)).collect::<Vec<_>>());
}

/// The chunks of a body put together (RFC 9112, 7.1).
fn unchunked(mut chunks: &str) -> String {
    let mut body = String::new();
    while let Some((length, rest)) = chunks.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        body.push_str(&rest[..length]);
        chunks = rest[length..].strip_prefix("\r\n").unwrap();
    }
    body
}

/// What has come is stored and told while the caller has not sent the rest yet.
#[test]
fn outcomes_come_back_while_the_caller_pauses() {
    let app = TestApp::sqlite();
    let mut connection = TcpStream::connect(app.address()).unwrap();
    let head = format!(
        "POST /api/v1/candidates/bulk HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: {}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
        app.address(),
        app.city_key(),
        LINES.1,
    );
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    connection.write_all(head.as_bytes()).unwrap();
    connection.write_all(chunk(&format!("{}\n", person("a", 1))).as_bytes()).unwrap();
    let mut read = String::new();
    let mut bytes = [0; 4096];
    while !read.contains("\"index\":0") {
        let count = connection.read(&mut bytes).unwrap();
        assert!(count > 0, "{read}");
        read.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    assert_eq!(app.city().get("/candidates").expect(200)["items"].as_array().map(Vec::len), Some(1));
    let rest = format!("{}0\r\n\r\n", chunk(&person("b", 1).to_string()));
    connection.write_all(rest.as_bytes()).unwrap();
    connection.read_to_string(&mut read).unwrap();
    assert!(read.contains("\"index\":1,\"status\":201"), "{read}");
}
