//! When staff change: 塩尻 has users who log in; the one who is responsible for a programme hands it on to a colleague,
//! with its people, its work and its promises, and the rights move at the time set.

use serde_json::{Value, json};

use super::Body;
use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::samples;

const PASSWORD: &str = "朝市で会った人の苗字と誕生月";
/// When the rights move.
const MOVES_AT: &str = "2026-10-01T00:00:00+09:00";

/// The programme of 塩尻, and who is responsible for it before and after.
struct Programme {
    id: String,
    posting: String,
    from: String,
    to: String,
}

/// From May, when the programme begins, to October, when the successor answers for it. Three people apply, one of whom is
/// at work then.
pub(super) fn when_staff_change(app: &TestApp, shiojiri: &Body, takayama: &Body) {
    app.turn_clock_to("2026-05-01T09:00:00+09:00");
    let programme = a_programme_begins(app, &shiojiri.client);
    three_apply_and_one_is_engaged(&shiojiri.client, &programme);
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    two_promises(app, (&shiojiri.client, &takayama.id), &programme);
    let handover = handed_over(app, &shiojiri.client, &programme);
    the_successor_reads(app, &shiojiri.client, (&programme, &handover));
    the_rights_move(app, &shiojiri.client, &programme);
    // What one body hands on within itself, its allies do not see.
    takayama.client.get(&handover).problem(404, "not_found");
}

fn mail_of(name: &str) -> String {
    format!("{name}@example.jp")
}

fn user(name: &str, role: &str) -> Value {
    json!({"email": mail_of(name), "display_name": name, "roles": [role], "password": PASSWORD})
}

fn log_in(app: &TestApp, name: &str, password: &str) -> Answer {
    app.anonymous().post("/sessions", &json!({"email": mail_of(name), "password": password}))
}

/// A session lasts a day at most, so whoever comes back another day logs in again.
fn logged_in(app: &TestApp, name: &str) -> Client {
    let session = log_in(app, name, PASSWORD).expect(201);
    app.anonymous().with_key(session["token"].as_str().unwrap())
}

/// Two coordinators, of whom one answers for the programme, and somebody who reads reports alone.
fn a_programme_begins(app: &TestApp, client: &Client) -> Programme {
    let [from, to] =
        ["zenninsha", "kouninsha"].map(|name| client.post("/users", &user(name, "coordinator")).id());
    client.post("/users", &user("etsuran", "viewer")).expect(201);
    log_in(app, "etsuran", "これは違う合言葉です").problem(401, "unauthenticated");
    let viewer = logged_in(app, "etsuran");
    viewer.get("/candidates").problem(403, "missing_scope");
    viewer.post("/users", &user("tomodachi", "coordinator")).problem(403, "missing_scope");
    viewer.get("/reports/fiscal-years/2026").expect(200);

    let program = json!({"name": "塩尻の副業", "fiscal_year": 2026, "responsible_user_id": from});
    let id = client.post("/programs", &program).id();
    let round = client.post("/rounds", &json!({"program_id": id, "name": "第1回"})).id();
    client.post(&format!("/rounds/{round}/transitions"), &json!({"to": "published"})).expect(200);
    let mut posting = samples::posting("漆器の店のECを立て直す");
    posting["round_id"] = json!(round);
    posting["starts_on"] = json!("2026-06-01");
    posting["ends_on"] = json!("2027-03-31");
    let posting = app.published(client, &posting);
    Programme { id, posting, from, to }
}

fn three_apply_and_one_is_engaged(client: &Client, programme: &Programme) {
    for (number, name) in ["山口 理沙", "中村 健", "小林 明"].iter().enumerate() {
        let person = client.post("/candidates", &samples::candidate(name)).id();
        let application = json!({"posting_id": programme.posting, "candidate_id": person});
        let application = client.post("/applications", &application).id();
        let steps: &[&str] = if number == 0 { &["screening", "offered", "accepted", "engaged"] } else { &[] };
        for to in steps {
            client.post(&format!("/applications/{application}/transitions"), &json!({"to": to})).expect(200);
        }
    }
}

/// One to the person at work, and one to an allied body; the one who is responsible finds both among what is to be done.
fn two_promises(app: &TestApp, (client, allied): (&Client, &str), programme: &Programme) {
    let works = client.get(&format!("/engagements?posting_id={}", programme.posting)).expect(200);
    let promise = json!({
        "to_candidate_id": works["items"][0]["candidate_id"], "posting_id": programme.posting,
        "what": "交通費の扱いを知らせる", "due_on": "2026-09-10",
    });
    logged_in(app, "zenninsha").post("/promises", &promise).expect(201);
    let promise = json!({
        "to_organization_id": allied, "program_id": programme.id, "what": "英語の商談の記録を送る", "due_on": "2026-10-15",
    });
    logged_in(app, "zenninsha").post("/promises", &promise).expect(201);
    assert_eq!(to_be_kept(client, programme), [2, 0]);
}

/// Promises among the tasks of the two.
fn to_be_kept(client: &Client, programme: &Programme) -> [usize; 2] {
    [&programme.from, &programme.to].map(|user| {
        let tasks = client.get(&format!("/tasks?kind=promise_due&user_id={user}")).expect(200);
        tasks["items"].as_array().unwrap().len()
    })
}

/// Whoever is not responsible for the programme decides nothing in it.
fn may_decide(by: &Client, programme: &Programme) -> bool {
    let decision = json!({"selected": [], "reason": "確認", "default_reason": "other_fit"});
    let answer = by.post(&format!("/postings/{}/decisions", programme.posting), &decision);
    assert!([201, 403].contains(&answer.status), "{}", answer.text);
    answer.status == 201
}

/// Put together in one call, with a remark, and sent. Where it is found.
fn handed_over(app: &TestApp, client: &Client, programme: &Programme) -> String {
    let predecessor = logged_in(app, "zenninsha");
    assert!(!may_decide(&logged_in(app, "kouninsha"), programme));
    let handover = json!({
        "program_id": programme.id, "from_user_id": programme.from, "to_user_id": programme.to, "moves_at": MOVES_AT,
        "note": "店主の大場さんには、電話より訪問が喜ばれます。",
    });
    let made = predecessor.post("/handovers", &handover).expect(201);
    let mut people: Vec<&Value> = made["people"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    people.sort_by_key(ToString::to_string);
    assert_eq!(people, ["中村 健", "小林 明", "山口 理沙"]);
    let read_first = &made["read_first"][0];
    assert_eq!((&read_first["reason"], &read_first["resource"]), (&json!("overdue"), &json!("engagement")));
    let place = format!("/handovers/{}", made["id"].as_str().unwrap());
    let remark = json!({"text": "毎月第2火曜に定例があります。"});
    predecessor.post(&format!("{place}/remarks"), &remark).expect(200);
    assert_eq!(predecessor.post(&format!("{place}/send"), &json!({})).expect(200)["state"], "sent");
    let path = format!("/tasks?kind=handover_unacknowledged&user_id={}", programme.to);
    assert_eq!(client.get(&path).expect(200)["items"].as_array().unwrap().len(), 1);
    place
}

/// The successor reads it, as data and from top to bottom, and acknowledges it; nobody else can.
fn the_successor_reads(app: &TestApp, client: &Client, (programme, place): (&Programme, &str)) {
    let successor = logged_in(app, "kouninsha");
    let read = successor.get(place).expect(200);
    let work: Vec<&Value> = read["people"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|person| person["engagements"].as_array().unwrap())
        .collect();
    assert_eq!(
        (work.len(), &work[0]["status"], &work[0]["next_log"]),
        (1, &json!("running"), &json!("2026-06"))
    );
    let letter = successor.get(&format!("{place}?format=markdown"));
    assert_eq!(letter.header("content-type"), Some("text/markdown; charset=utf-8"));
    for line in [
        "# 引き継ぎ書　塩尻の副業（送付ずみ）",
        "- 山口 理沙 への約束：交通費の扱いを知らせる（漆器の店のECを立て直す） [2026-09-10]",
        "- 高山の地域人事部 への約束：英語の商談の記録を送る（塩尻の副業） [2026-10-15]",
    ] {
        assert!(letter.text.lines().any(|found| found == line), "no line {line} in:\n{}", letter.text);
    }
    for words in ["店主の大場さんには、電話より訪問が喜ばれます。", "毎月第2火曜に定例があります。"]
    {
        assert!(letter.text.contains(words), "{}", letter.text);
    }
    logged_in(app, "zenninsha").post(&format!("{place}/acknowledge"), &json!({})).problem(403, "forbidden");
    let done = successor.post(&format!("{place}/acknowledge"), &json!({})).expect(200);
    assert_eq!((&done["state"], &done["moved_at"]), (&json!("acknowledged"), &json!(null)));
    // Read is not moved: until October the predecessor answers for it.
    assert_eq!(to_be_kept(client, programme), [2, 0]);
    assert!(!may_decide(&successor, programme));
}

/// A second before October nothing has changed; with October the successor decides, and has the promises to keep.
fn the_rights_move(app: &TestApp, client: &Client, programme: &Programme) {
    let both = || ["zenninsha", "kouninsha"].map(|name| logged_in(app, name));
    app.hold_clock_at("2026-09-30T23:59:59+09:00");
    assert!(!may_decide(&both()[1], programme));
    app.hold_clock_at(MOVES_AT);
    let [predecessor, successor] = both();
    assert_eq!(to_be_kept(client, programme), [0, 2]);
    assert!(!may_decide(&predecessor, programme));
    assert!(may_decide(&successor, programme));
    let now = client.get(&format!("/programs/{}", programme.id)).expect(200);
    assert_eq!(now["responsible_user_id"], json!(programme.to));
    app.turn_clock_to("2026-10-01T09:00:00+09:00");
    let promises = client.get("/promises").expect(200)["items"].clone();
    let open: Vec<&str> =
        promises.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    let successor = logged_in(app, "kouninsha");
    for promise in open {
        successor.post(&format!("/promises/{promise}/keep"), &json!({})).expect(200);
    }
    assert_eq!(to_be_kept(client, programme), [0, 0]);
}
