//! Notices: exactly what was previewed, once, each with a reason and what else there is; and the marks end with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use api::mailer::{MailSettings, SmtpMailer};
use serde_json::{Value, json};

use matching::notices::PageLinks;

use crate::app::{PUBLIC_URL, TestApp};
use crate::client::{Answer, Client};
use crate::mail_server::{MailServer, Temper};
use crate::samples;
use crate::worker::Worker;

crate::on_both!(
    what_was_previewed_is_sent_once,
    the_unselected_are_shown_what_else_fits_or_why_nothing,
    nothing_is_sent_that_differs_from_the_preview,
    nobody_is_left_without_a_word,
    a_body_writes_its_own_letters,
    a_correction_is_a_further_notice,
    an_export_is_for_a_mail_merge,
    a_mail_server_takes_each_letter_once,
    a_bad_mail_server_is_tried_again_or_given_up,
    each_letter_leads_its_recipient_to_their_own_page,
    only_who_may_make_keys_is_told_links,
    who_has_withdrawn_is_known_by_no_letter_any_more,
    a_decision_whose_chosen_have_gone_is_made_anew,
    nobody_is_told_of_a_place_that_somebody_else_has_by_now,
    who_moves_up_is_to_be_told,
);

/// By what letters lead to people's own pages.
fn linked(app: &TestApp) {
    app.engine().link_letters_with(PageLinks::new(&format!("{PUBLIC_URL}/me"), &"鍵".repeat(32)).unwrap());
}

/// The keys in a text, in their order.
fn keys_in(text: &str) -> Vec<String> {
    let before = format!("{PUBLIC_URL}/me/");
    text.split(&before)
        .skip(1)
        .map(|rest| {
            rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect()
        })
        .collect()
}

/// A call with people at `screening`, decided: two chosen, one who waits, and the others with a reason each.
struct Call {
    posting: String,
    applications: Vec<String>,
    people: Vec<String>,
    decision: String,
}

fn decided(app: &TestApp, applicants: usize) -> Call {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("市の魅力を届ける"));
    let (mut applications, mut people) = (Vec::new(), Vec::new());
    for number in 0..applicants {
        let mut person = samples::candidate(&format!("応募者 {number}"));
        person["email"] = json!(format!("applicant{number}@example.jp"));
        let person = city.post("/candidates", &person).id();
        let body = json!({"posting_id": posting, "candidate_id": person});
        let application = city.post("/applications", &body).id();
        let path = format!("/applications/{application}/transitions");
        city.post(&path, &json!({"to": "screening"})).expect(200);
        applications.push(application);
        people.push(person);
    }
    let decision = decide(&city, &posting, &applications);
    Call { posting, applications, people, decision }
}

fn decide(client: &Client, posting: &str, applications: &[String]) -> String {
    let body = json!({
        "selected": &applications[..2.min(applications.len())],
        "waiting": applications.get(2).map_or_else(Vec::new, |one| vec![one]),
        "reasons": [], "default_reason": "skills_elsewhere", "reason": "経験と稼働",
    });
    client.post(&format!("/postings/{posting}/decisions"), &body).id()
}

fn preview(client: &Client, call: &Call) -> Value {
    let body = json!({"decision_id": call.decision});
    client.post(&format!("/postings/{}/notices/preview", call.posting), &body).expect(200)
}

fn send(client: &Client, call: &Call, digest: &Value) -> Answer {
    let body = json!({"decision_id": call.decision, "digest": digest});
    client.post(&format!("/postings/{}/notices", call.posting), &body)
}

fn sent(client: &Client, call: &Call) -> Value {
    send(client, call, &preview(client, call)["digest"]).expect(201)
}

fn statuses(client: &Client, call: &Call) -> Vec<(Value, Value)> {
    call.applications
        .iter()
        .map(|id| {
            let application = client.get(&format!("/applications/{id}")).expect(200);
            (application["status"].clone(), application["reason_category"].clone())
        })
        .collect()
}

fn what_was_previewed_is_sent_once(app: &TestApp) {
    let call = decided(app, 5);
    let city = app.city();
    let mark = format!("/postings/{}/marks/{}", call.posting, call.people[0]);
    city.put(&mark, &json!({"mark": "shortlisted"})).expect(200);
    let previewed = preview(&city, &call);
    assert_eq!(preview(&city, &call), previewed, "the same each time");
    let notices = previewed["notices"].as_array().unwrap();
    let outcomes: Vec<&Value> = notices.iter().map(|notice| &notice["outcome"]).collect();
    assert_eq!(outcomes, ["selected", "selected", "waiting", "not_selected", "not_selected"]);
    let last = &notices[4];
    assert_eq!(
        (&last["recipient_name"], &last["recipient_email"]),
        (&json!("応募者 4"), &json!("applicant4@example.jp"))
    );
    let body = last["body"].as_str().unwrap();
    assert!(body.starts_with("応募者 4 様\n"), "{body}");
    for part in ["「市の魅力を届ける」", "見送り", last["reason"].as_str().unwrap(), "塩尻市"]
    {
        assert!(body.contains(part), "{part}: {body}");
    }
    assert!(!body.contains('{') && !body.contains("不合格"), "{body}");
    assert_eq!(statuses(&city, &call)[0].0, "screening", "a preview moves nobody");
    let key = [("Idempotency-Key", "results-1")];
    let path = format!("/postings/{}/notices", call.posting);
    let order = json!({"decision_id": call.decision, "digest": previewed["digest"]});
    let first = city.json(("POST", &path), &key, &order);
    let batch = city.json(("POST", &path), &key, &order);
    assert_eq!((first.status, batch.header("idempotent-replayed")), (201, Some("true")), "{}", first.text);
    assert_eq!(first.text, batch.text);
    let batch = batch.body();
    assert_eq!((&batch["notices"], &batch["digest"]), (&json!(5), &previewed["digest"]));
    send(&city, &call, &previewed["digest"]).problem(409, "notices_sent");
    let expected = [
        (json!("offered"), Value::Null),
        (json!("offered"), Value::Null),
        (json!("screening"), Value::Null),
        (json!("declined"), json!("skills_elsewhere")),
        (json!("declined"), json!("skills_elsewhere")),
    ];
    assert_eq!(statuses(&city, &call), expected);
    let waiting = city.get(&format!("/postings/{}/waiting-list", call.posting)).expect(200);
    assert!(waiting.to_string().contains(&call.applications[2]), "{waiting}");
    // What was sent is what was previewed, and repeats itself byte for byte.
    let list = format!("/notice-batches/{}/notices?limit=200", batch["id"].as_str().unwrap());
    let told = city.get(&list);
    for (kept, shown) in told.body()["items"].as_array().unwrap().iter().zip(notices) {
        for (name, value) in shown.as_object().unwrap() {
            assert_eq!(&kept[name], value, "{name}");
        }
    }
    city.patch(&format!("/candidates/{}", call.people[4]), &json!({"display_name": "改名した人"}))
        .expect(200);
    city.patch(&format!("/postings/{}", call.posting), &json!({"title": "改題"})).expect(200);
    assert_eq!(city.get(&list).text, told.text);
    let undo = city.post(&format!("/postings/{}/marks/undo", call.posting), &json!({}));
    assert!(undo.problem(409, "notices_sent")["detail"].as_str().unwrap().contains("results were sent"));
    // What is marked since can be undone.
    city.put(&mark, &json!({"mark": "held"})).expect(200);
    city.post(&format!("/postings/{}/marks/undo", call.posting), &json!({})).expect(200);
    app.board().get(&list).problem(404, "not_found");
    assert_eq!(app.board().get("/notice-batches").expect(200)["items"], json!([]));
    assert_eq!(city.get("/notice-batches").expect(200)["items"], json!([batch]));
}

fn the_unselected_are_shown_what_else_fits_or_why_nothing(app: &TestApp) {
    let (city, coordinator) = (app.city(), app.coordinator());
    let call = decided(app, 4);
    let last = |client: &Client| preview(client, &call)["notices"][3].clone();
    assert_eq!(
        (&last(&city)["alternatives"], &last(&city)["no_alternative"]),
        (&json!([]), &json!("no_open_posting"))
    );
    // A posting that nobody fits, a posting of a stranger, one of an allied body, and four of the own.
    let mut strict = samples::posting("経験者だけの案件");
    strict["required_skills"] = json!([{"skill": "seo", "min_proficiency": 5}]);
    app.published(&city, &strict);
    app.published(&app.board(), &samples::posting("よその案件"));
    let none = last(&city);
    assert_eq!((&none["alternatives"], &none["no_alternative"]), (&json!([]), &json!("none_fits")));
    assert!(none["body"].as_str().unwrap().contains("ご登録の条件に合うものがありませんでした"));
    let mut allied = samples::posting("連携先の案件");
    allied["preferred_skills"] = json!([]);
    let allied = app.published(&coordinator, &allied);
    assert_eq!(last(&city)["no_alternative"], "none_fits", "not allied yet");
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "cooperation",
        "items": [], "regions": [], "starts_on": null, "ends_on": null,
    });
    city.post("/agreements", &agreement).expect(201);
    let shown = last(&city);
    assert_eq!(shown["alternatives"][0]["posting_id"], allied);
    assert_eq!(shown["no_alternative"], Value::Null);
    assert!(shown["body"].as_str().unwrap().contains("「連携先の案件」（地域人事部）"), "{}", shown["body"]);
    let own: Vec<String> = (0..4)
        .map(|number| app.published(&city, &samples::posting(&format!("ほかの案件 {number}"))))
        .collect();
    let shown = last(&city);
    let ranked = city.get(&format!("/candidates/{}/matches?limit=200", call.people[3])).expect(200);
    let scores: BTreeMap<String, Value> = ranked["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["posting_id"].as_str().unwrap().to_owned(), item["score"].clone()))
        .collect();
    let offered = shown["alternatives"].as_array().unwrap();
    assert_eq!(offered.len(), 3);
    for one in offered {
        let id = one["posting_id"].as_str().unwrap();
        assert_eq!(one["score"], scores[id]);
        assert!(id == allied || own.iter().any(|own| own == id), "{one}");
    }
    let in_order: Vec<i64> = offered.iter().map(|one| one["score"].as_i64().unwrap()).collect();
    assert!(in_order.is_sorted_by(|one, next| one >= next), "{in_order:?}");
    // Whoever has applied to all of them is told so.
    for posting in own.iter().chain([&allied]) {
        let body = json!({"posting_id": posting, "candidate_id": call.people[3]});
        city.post("/applications", &body).expect(201);
    }
    assert_eq!(last(&city)["no_alternative"], "applied_to_all");
    let english = json!({"decision_id": call.decision, "language": "en"});
    let english = city.post(&format!("/postings/{}/notices/preview", call.posting), &english).expect(200);
    assert!(english["notices"][3]["body"].as_str().unwrap().starts_with("Dear 応募者 3,"));
}

fn nothing_is_sent_that_differs_from_the_preview(app: &TestApp) {
    let call = decided(app, 4);
    let city = app.city();
    let digest = preview(&city, &call)["digest"].clone();
    // Another posting opens: the unselected would be told of it.
    app.published(&city, &samples::posting("新しい案件"));
    send(&city, &call, &digest).problem(409, "preview_outdated");
    assert!(statuses(&city, &call).iter().all(|(status, _)| status == "screening"));
    assert_eq!(city.get("/notice-batches").expect(200)["items"], json!([]));
    let wrong = send(&city, &call, &json!("abc"));
    assert_eq!(wrong.pointers(), ["/digest"], "{}", wrong.text);
    sent(&city, &call);
}

fn nobody_is_left_without_a_word(app: &TestApp) {
    let call = decided(app, 4);
    let city = app.city();
    // One has withdrawn: the others are told, and nobody is moved who has gone.
    city.post(&format!("/applications/{}/withdraw", call.applications[3]), &json!({})).expect(200);
    assert_eq!(preview(&city, &call)["notices"].as_array().unwrap().len(), 3);
    // One has come since: there is nothing to tell them yet.
    let late = city.post("/candidates", &samples::candidate("遅れて来た人")).id();
    city.post("/applications", &json!({"posting_id": call.posting, "candidate_id": late})).expect(201);
    let body = json!({"decision_id": call.decision});
    let path = format!("/postings/{}/notices/preview", call.posting);
    city.post(&path, &body).problem(409, "decision_outdated");
    let anew = Call { decision: decide(&city, &call.posting, &call.applications[..3]), ..call };
    assert_eq!(sent(&city, &anew)["notices"], 4);
    let elsewhere = decided(app, 2);
    let other = json!({"decision_id": elsewhere.decision});
    assert_eq!(city.post(&path, &other).pointers(), ["/decision_id"]);
}

fn a_body_writes_its_own_letters(app: &TestApp) {
    let call = decided(app, 4);
    let city = app.city();
    let all = city.get("/notice-templates").expect(200);
    assert_eq!(all["items"].as_array().unwrap().len(), 6);
    assert!(all["items"].as_array().unwrap().iter().all(|one| one["is_built_in"] == true));
    let path = "/notice-templates/not_selected/ja";
    let wrong = json!({"subject": "{nmae}", "body": "不合格です。{reason}"});
    let mut told = city.put(path, &wrong).pointers();
    told.sort();
    assert_eq!(told, ["/body", "/body", "/subject"]);
    let own = json!({"subject": "{posting}について", "body": "{name}様\n{reason}\n{alternatives}\n{organization}より"});
    let written = city.json(("PUT", path), &[("If-Match", "\"0\"")], &own);
    assert_eq!(written.expect(200)["version"], 1);
    city.json(("PUT", path), &[("If-Match", "\"0\"")], &own).problem(412, "version_mismatch");
    let letter = &preview(&city, &call)["notices"][3];
    assert_eq!(letter["subject"], "市の魅力を届けるについて");
    assert!(letter["body"].as_str().unwrap().starts_with("応募者 3様\n今回の業務で"));
    assert_eq!(app.board().get(path).expect(200)["is_built_in"], true);
    assert_eq!(city.delete(path).status, 204);
    assert_eq!(city.get(path).expect(200)["is_built_in"], true);
    city.get("/notice-templates/rejected/ja").problem(404, "not_found");
}

fn a_correction_is_a_further_notice(app: &TestApp) {
    let call = decided(app, 3);
    let city = app.city();
    let batch = sent(&city, &call);
    let list = format!("/notice-batches/{}/notices", batch["id"].as_str().unwrap());
    let before = city.get(&list).expect(200);
    let first = before["items"][0]["id"].as_str().unwrap();
    let correction = json!({"body": "開始日は4月1日です。お詫びして訂正します。", "reason": "誤記"});
    let made = city.post(&format!("/notices/{first}/correction"), &correction).expect(201);
    assert_eq!((&made["number"], &made["corrects"]), (&json!(4), &json!(first)));
    assert_eq!(made["subject"], before["items"][0]["subject"]);
    let after = city.get(&list).expect(200);
    assert_eq!(after["items"].as_array().unwrap()[..3], before["items"].as_array().unwrap()[..]);
    assert_eq!(after["items"][3], made);
    assert_eq!(statuses(&city, &call)[0].0, "offered");
    // Why stands beside the letter, which goes with the person, and not in the log, from which nothing goes.
    assert_eq!(
        (&made["correction_reason"], &before["items"][0]["correction_reason"]),
        (&json!("誤記"), &json!(null))
    );
    let log = city.get("/audit-events?action=notice_batch.corrected").expect(200);
    assert_eq!(log["items"].as_array().unwrap().len(), 1, "{log}");
    assert!(!log.to_string().contains("誤記"), "{log}");
    let wrong = city.post(&format!("/notices/{first}/correction"), &json!({"body": "落選", "reason": ""}));
    assert_eq!(wrong.pointers(), ["/reason", "/body"], "{}", wrong.text);
    app.board().post(&format!("/notices/{first}/correction"), &correction).problem(404, "not_found");
    // A person takes their letters along.
    assert_eq!(city.delete(&format!("/candidates/{}", call.people[0])).status, 204);
    assert_eq!(city.get(&list).expect(200)["items"].as_array().unwrap().len(), 2);
}

fn an_export_is_for_a_mail_merge(app: &TestApp) {
    let call = decided(app, 3);
    let city = app.city();
    city.patch(&format!("/candidates/{}", call.people[1]), &json!({"display_name": "=cmd()", "email": null}))
        .expect(200);
    let batch = sent(&city, &call);
    let path = format!("/notice-batches/{}/export", batch["id"].as_str().unwrap());
    let sheet = city.get(&path);
    assert_eq!(sheet.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(sheet.text.starts_with("\u{feff}番号,宛名,メール,"), "{}", sheet.text);
    assert!(sheet.text.contains("applicant0@example.jp") && sheet.text.contains("要送付"));
    assert!(sheet.text.contains("'=cmd()"), "{}", sheet.text);
    let json = city.get(&format!("{path}?format=json")).expect(200);
    let list = city.get(&format!("/notice-batches/{}/notices", batch["id"].as_str().unwrap())).expect(200);
    assert_eq!(json["notices"], list["items"]);
    assert_eq!(city.get(&format!("{path}?format=pdf")).pointers(), ["?format"]);
}

/// From now on the application mails through this server.
fn mailing(app: &TestApp, server: &MailServer) -> Worker {
    let settings = MailSettings::parse(&server.url(), "塩尻市 <kikaku@example.jp>").unwrap();
    app.engine().mail_notices_with(Arc::new(SmtpMailer::new(&settings).unwrap()));
    Worker::start_mail(app.engine())
}

fn deliveries(client: &Client, batch: &Value) -> Vec<Value> {
    let path = format!("/notice-batches/{}/deliveries?limit=200", batch["id"].as_str().unwrap());
    client.get(&path).expect(200)["items"].as_array().unwrap().clone()
}

fn until(client: &Client, batch: &Value, is_it: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    for _ in 0..1200 {
        let now = deliveries(client, batch);
        if is_it(&now) {
            return now;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    panic!("{:?}", deliveries(client, batch));
}

fn a_mail_server_takes_each_letter_once(app: &TestApp) {
    let call = decided(app, 12);
    let city = app.city();
    city.patch(&format!("/candidates/{}", call.people[5]), &json!({"email": null})).expect(200);
    let server = MailServer::start(Temper::Takes);
    let worker = mailing(app, &server);
    let batch = sent(&city, &call);
    server.wait_for(3);
    // Stopped in the middle, and begun again.
    drop(worker);
    let _worker = Worker::start_mail(app.engine());
    let done = until(&city, &batch, |all| all.iter().all(|one| one["state"] != "queued"));
    let states: Vec<&Value> = done.iter().map(|one| &one["state"]).collect();
    assert_eq!(states.iter().filter(|state| **state == "sent").count(), 11);
    assert_eq!(states[5], "to_export", "there is no address");
    let letters = server.letters();
    assert_eq!(letters.len(), 11);
    let ids: std::collections::BTreeSet<String> =
        letters.iter().map(|letter| letter.header("Message-ID").unwrap()).collect();
    assert_eq!(ids.len(), 11);
    let told: Vec<&str> = done.iter().filter_map(|one| one["message_id"].as_str()).collect();
    assert!(told.iter().all(|id| ids.contains(*id)), "{told:?} {ids:?}");
    for letter in &letters {
        assert_eq!(letter.header("Content-Type").as_deref(), Some("text/plain; charset=utf-8"));
        assert!(letter.header("From").unwrap().ends_with("<kikaku@example.jp>"));
        assert!(letter.header("To").unwrap().ends_with(&format!("<{}>", letter.recipient)));
    }
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.letters().len(), 11, "nothing is sent again");
}

fn a_bad_mail_server_is_tried_again_or_given_up(app: &TestApp) {
    let call = decided(app, 2);
    let city = app.city();
    let server = MailServer::start(Temper::IsBusy);
    let _worker = mailing(app, &server);
    let batch = sent(&city, &call);
    let tried = |times: i64| {
        until(&city, &batch, move |all| all.iter().all(|one| one["attempts"].as_i64().unwrap() >= times))
    };
    let first = tried(1);
    assert!(first.iter().all(|one| one["state"] == "queued"), "{first:?}");
    assert!(first[0]["failure"].as_str().unwrap().contains("try again later"), "{first:?}");
    server.becomes(Temper::Drops);
    app.advance(Duration::from_secs(61));
    assert!(tried(2).iter().all(|one| one["state"] == "queued"));
    assert_eq!(server.letters(), []);
    server.becomes(Temper::Takes);
    app.advance(Duration::from_secs(301));
    until(&city, &batch, |all| all.iter().all(|one| one["state"] == "sent"));
    assert_eq!(server.letters().len(), 2);
    server.becomes(Temper::Refuses);
    let refused = decided(app, 1);
    let batch = sent(&city, &refused);
    let given_up = until(&city, &batch, |all| all.iter().all(|one| one["state"] == "failed"));
    assert!(given_up[0]["failure"].as_str().unwrap().contains("no such mailbox"), "{given_up:?}");
    assert_eq!(given_up[0]["attempts"], 1);
    // Who got nothing is to be told otherwise; it is done once another notice has gone out.
    let undelivered = || {
        let tasks = city.get("/tasks?kind=notice_undelivered").expect(200)["items"].clone();
        tasks.as_array().unwrap().iter().map(|task| task["resource_id"].clone()).collect::<Vec<_>>()
    };
    let failed = city.get(&format!("/notice-batches/{}/notices", batch["id"].as_str().unwrap())).expect(200);
    let failed = failed["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(undelivered(), [json!(failed)]);
    city.patch(&format!("/candidates/{}", refused.people[0]), &json!({"email": null})).expect(200);
    server.becomes(Temper::Takes);
    let again = json!({"body": "あらためてお知らせします。", "reason": "届かなかったため"});
    city.post(&format!("/notices/{failed}/correction"), &again).expect(201);
    until(&city, &batch, |all| all.iter().any(|one| one["state"] == "sent"));
    assert_eq!(undelivered(), [json!(null); 0]);
    server.becomes(Temper::Refuses);
    let asked = server.visits();
    app.advance(Duration::from_secs(3600));
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.visits(), asked, "what is refused is refused");
}

/// The letter of a mail, whose transfer encoding is base64 or quoted-printable.
fn decoded(mail: &str) -> String {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    let bytes: Vec<u8> = match head.to_lowercase().contains("content-transfer-encoding: base64") {
        true => {
            const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            let sixes = body.chars().filter_map(|letter| LETTERS.find(letter));
            let bits: Vec<bool> =
                sixes.flat_map(|six| (0..6).rev().map(move |bit| six >> bit & 1 == 1)).collect();
            bits.chunks_exact(8)
                .map(|byte| byte.iter().fold(0, |value, bit| value << 1 | u8::from(*bit)))
                .collect()
        }
        false => {
            let joined = body.replace("=\r\n", "");
            let mut parts = joined.split('=');
            let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
            for part in parts {
                bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
                bytes.extend(&part.as_bytes()[2..]);
            }
            bytes
        }
    };
    String::from_utf8(bytes).unwrap()
}

fn each_letter_leads_its_recipient_to_their_own_page(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    linked(app);
    let call = decided(app, 4);
    let city = app.city();
    let server = MailServer::start(Temper::Takes);
    let _worker = mailing(app, &server);
    let previewed = preview(&city, &call);
    assert_eq!(preview(&city, &call), previewed);
    for notice in previewed["notices"].as_array().unwrap() {
        let body = notice["body"].as_str().unwrap();
        assert!(
            body.ends_with("60日間。パスワードは要りません）。\n〔お一人ずつのリンクがここに入ります〕\n"),
            "{body}"
        );
    }
    let batch = sent(&city, &call);
    let letters = server.wait_for(4);
    let list = format!("/notice-batches/{}/notices?limit=200", batch["id"].as_str().unwrap());
    let kept = city.get(&list);
    assert!(keys_in(&kept.text).is_empty() && kept.text.contains("お一人ずつのリンク"), "{}", kept.text);
    // The export is the letters once more: the same each time, and the keys that were mailed.
    let export = format!("/notice-batches/{}/export", batch["id"].as_str().unwrap());
    let json = format!("{export}?format=json");
    let exported = city.get(&json);
    assert_eq!(exported.status, 200, "{}", exported.text);
    let keys = keys_in(&exported.text);
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), 4);
    // How a letter gets there changes while it is mailed; its words never do.
    let words = |answer: Value| -> Vec<Value> {
        answer["notices"].as_array().unwrap().iter().map(|one| one["body"].clone()).collect()
    };
    let first = words(exported.body());
    until(&city, &batch, |all| all.iter().all(|one| one["state"] == "sent"));
    assert_eq!(words(city.get(&json).body()), first);
    assert_eq!(city.get(&export).text, city.get(&export).text);
    assert_eq!(keys_in(&city.get(&export).text), keys);
    for (letter, (key, name)) in letters.iter().map(|letter| {
        let number = letter.recipient.trim_start_matches("applicant").split('@').next().unwrap();
        let place: usize = number.parse().unwrap();
        (letter, (&keys[place], format!("応募者 {place}")))
    }) {
        assert!(decoded(&letter.data).contains(&format!("{PUBLIC_URL}/me/{key}")), "{}", letter.data);
        let page = app.anonymous().get(&format!("/me/{key}")).expect(200);
        assert_eq!(page["profile"]["display_name"], json!(name));
    }
    // A correction leads there as well; after 60 days the links open nothing.
    let first = kept.body()["items"][0]["id"].as_str().unwrap().to_owned();
    let correction = json!({"body": "開始日は4月1日です。", "reason": "誤記"});
    city.post(&format!("/notices/{first}/correction"), &correction).expect(201);
    let later = keys_in(&city.get(&export).text);
    assert_eq!((later.len(), &later[..4]), (5, &keys[..]));
    app.anonymous().get(&format!("/me/{}", later[4])).expect(200);
    app.turn_clock_to("2026-10-31T09:00:10+09:00");
    app.anonymous().get(&format!("/me/{}", keys[0])).problem(404, "not_found");
}

fn only_who_may_make_keys_is_told_links(app: &TestApp) {
    linked(app);
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("市の魅力を届ける"));
    let people = [&city, &board].map(|body| {
        let person = body.post("/candidates", &samples::candidate("応募者")).id();
        let application =
            body.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id();
        city.post(&format!("/applications/{application}/transitions"), &json!({"to": "screening"}))
            .expect(200);
        (person, application)
    });
    let applications: Vec<String> = people.iter().map(|(_, application)| application.clone()).collect();
    let decision = decide(&city, &posting, &applications);
    let people = people.into_iter().map(|(person, _)| person).collect();
    let call = Call { posting, applications, people, decision };
    let batch = sent(&city, &call);
    let export = format!("/notice-batches/{}/export?format=json", batch["id"].as_str().unwrap());
    let told = city.get(&export);
    assert_eq!(keys_in(&told.text).len(), 1, "the board's person is led there by the board: {}", told.text);
    assert!(told.text.contains("ご登録先の団体へお尋ねください"), "{}", told.text);
    let exports = || {
        let events = city.get("/audit-events?action=notice_batch.links_exported").expect(200);
        events["items"].as_array().unwrap().len()
    };
    assert_eq!(exports(), 1);
    let reader = city.post("/api-keys", &json!({"name": "読む鍵", "scopes": ["notices:read"]})).expect(201);
    let reader = city.with_key(reader["secret"].as_str().unwrap());
    assert!(keys_in(&reader.get(&export).text).is_empty());
    assert_eq!(exports(), 1);
}

fn who_has_withdrawn_is_known_by_no_letter_any_more(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("市の魅力を届ける"));
    let mut person = samples::candidate("山口 理沙");
    person["email"] = json!("risa@example.jp");
    let person = board.post("/candidates", &person).id();
    let application =
        board.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id();
    let body =
        json!({"selected": [], "waiting": [], "reasons": [], "default_reason": "hours", "reason": "稼働"});
    let decision = city.post(&format!("/postings/{posting}/decisions"), &body).id();
    let call = Call { posting, applications: vec![application.clone()], people: vec![person], decision };
    let batch = sent(&city, &call)["id"].as_str().unwrap().to_owned();
    let notices = format!("/notice-batches/{batch}/notices");
    let notice = city.get(&notices).expect(200)["items"][0].clone();
    assert_eq!(
        (&notice["recipient_name"], &notice["outcome"]),
        (&json!("山口 理沙"), &json!("not_selected"))
    );

    board.post(&format!("/applications/{application}/withdraw"), &json!({})).expect(200);
    let closed = city.get(&notices);
    let shown = closed.body()["items"][0].clone();
    assert_eq!((&shown["outcome"], &shown["category"]), (&json!("not_selected"), &json!("hours")));
    assert_eq!((&shown["recipient_email"], &shown["body"]), (&json!(null), &json!("")));
    assert!(shown["recipient_name"].as_str().unwrap().starts_with("C-"), "{shown}");
    let exports = ["json", "csv"]
        .map(|form| city.send(("GET", &format!("/notice-batches/{batch}/export?format={form}")), &[], b""));
    for answer in exports.iter().chain([&closed]) {
        assert_eq!(answer.status, 200, "{}", answer.text);
        for word in ["山口", "risa@example.jp"] {
            assert!(!answer.text.contains(word), "{word}: {}", answer.text);
        }
    }
    let further = json!({"body": "先日のご連絡を訂正します。", "reason": "宛先の誤り"});
    let path = format!("/notices/{}/correction", notice["id"].as_str().unwrap());
    city.post(&path, &further).problem(409, "already_ended");
}

fn a_decision_whose_chosen_have_gone_is_made_anew(app: &TestApp) {
    let call = decided(app, 5);
    let city = app.city();
    let digest = preview(&city, &call)["digest"].clone();
    // Who is not chosen may go: nothing is told to them, and nothing changes for the others.
    city.post(&format!("/applications/{}/withdraw", call.applications[4]), &json!({})).expect(200);
    assert_eq!(preview(&city, &call)["notices"].as_array().unwrap().len(), 4);
    city.post(&format!("/applications/{}/withdraw", call.applications[0]), &json!({})).expect(200);
    let refused = send(&city, &call, &digest).problem(409, "decision_outdated");
    assert!(refused["detail"].as_str().unwrap().contains("1 of the chosen"), "{refused}");
    // Decided anew, the seat goes to who would have waited beside it.
    let decision = decide(&city, &call.posting, &call.applications[1..4]);
    let call = Call { decision, ..call };
    sent(&city, &call);
    let now: Vec<Value> = statuses(&city, &call).into_iter().map(|(status, _)| status).collect();
    assert_eq!(now, ["withdrawn", "offered", "offered", "screening", "withdrawn"]);
}

fn nobody_is_told_of_a_place_that_somebody_else_has_by_now(app: &TestApp) {
    let call = decided(app, 5);
    let city = app.city();
    let lead = |application: &str, to: &str| {
        city.post(&format!("/applications/{application}/transitions"), &json!({"to": to})).expect(200);
    };
    let digest = preview(&city, &call)["digest"].clone();
    // One who was to hear that it is not them is led on by hand.
    lead(&call.applications[3], "offered");
    let digest_now = preview(&city, &call)["digest"].clone();
    assert_ne!(digest, digest_now);
    let refused = send(&city, &call, &digest_now).problem(409, "no_seat_left");
    assert!(refused["detail"].as_str().unwrap().contains("decide anew"), "{refused}");
    assert_eq!(statuses(&city, &call)[0].0, "screening", "nobody was moved");
}

fn who_moves_up_is_to_be_told(app: &TestApp) {
    let call = decided(app, 3);
    let city = app.city();
    let batch = sent(&city, &call);
    let tasks = || city.get("/tasks?kind=offer_untold").expect(200)["items"].clone();
    assert_eq!(tasks(), json!([]), "the chosen were told by their letters");
    let decline = json!({"to": "declined", "reason_category": "person_declined"});
    city.post(&format!("/applications/{}/transitions", call.applications[0]), &decline).expect(200);
    assert_eq!(statuses(&city, &call)[2].0, "offered");
    let task = tasks()[0].clone();
    assert_eq!(
        (&task["resource"], &task["resource_id"], &task["posting_id"]),
        (&json!("application"), &json!(call.applications[2]), &json!(call.posting))
    );
    let list = city.get(&format!("/notice-batches/{}/notices", batch["id"].as_str().unwrap())).expect(200);
    let waiting = list["items"][2]["id"].as_str().unwrap();
    let letter = json!({"body": "枠が空きましたので、お願いできますと幸いです。", "reason": "繰り上げ"});
    city.post(&format!("/notices/{waiting}/correction"), &letter).expect(201);
    assert_eq!(tasks(), json!([]));
}
