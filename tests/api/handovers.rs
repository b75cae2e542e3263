//! Hand-overs: put together in one call, frozen, read as a letter, acknowledged; and the rights that move by the clock.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    a_fresh_reader_knows_what_is_next,
    the_rights_move_by_the_clock,
    what_tells_of_people_goes_with_them
);

const PASSWORD: &str = "朝市で会った人の苗字と誕生月";

/// A user of the city: the id, and who has logged in.
fn user(app: &TestApp, name: &str) -> (String, Client) {
    let email = format!("{name}@example.jp");
    let body = json!({"email": email, "display_name": name, "roles": ["coordinator"], "password": PASSWORD});
    let id = app.city().post("/users", &body).id();
    let client = logged_in(app, &email);
    (id, client)
}

/// A session lasts a day at most, so whoever comes back another day logs in again.
fn logged_in(app: &TestApp, email: &str) -> Client {
    let session =
        app.anonymous().post("/sessions", &json!({"email": email, "password": PASSWORD})).expect(201);
    app.city().with_key(session["token"].as_str().unwrap())
}

/// A programme with a round and a published posting of two seats.
fn programme(app: &TestApp, responsible: &str) -> (String, String) {
    let city = app.city();
    let program =
        json!({"name": "塩尻CXO", "purpose": "市の魅力を届ける", "responsible_user_id": responsible});
    let program = city.post("/programs", &program).id();
    let round = city.post("/rounds", &json!({"program_id": program, "name": "第1回"})).id();
    city.post(&format!("/rounds/{round}/transitions"), &json!({"to": "published"})).expect(200);
    let mut posting = samples::posting("CMO をさがす");
    posting["round_id"] = json!(round);
    posting["application_closes_at"] = json!("2026-09-30");
    (program, app.published(&city, &posting))
}

fn handover(program: &str, (from, to): (&str, &str)) -> Value {
    json!({
        "program_id": program, "from_user_id": from, "to_user_id": to,
        "moves_at": "2026-09-10T00:00:00+09:00", "note": "蔵元には訪問が喜ばれます",
    })
}

fn a_fresh_reader_knows_what_is_next(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let city = app.city();
    let ((from, predecessor), (to, successor)) = (user(app, "zenninsha"), user(app, "kouninsha"));
    let (program, posting) = programme(app, &from);
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    city.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    let promise = json!({
        "to_candidate_id": person, "posting_id": posting, "what": "交通費の扱いを知らせる", "due_on": "2026-09-05",
    });
    city.post("/promises", &promise).expect(201);
    let to_body =
        json!({"to_organization_id": app.coordinator_id, "program_id": program, "what": "報告書を送る"});
    city.post("/promises", &to_body).expect(201);

    let mut wrong = handover(&program, (&to, &from));
    wrong["moves_at"] = json!("2026-08-01T00:00:00Z");
    let mut pointers = city.post("/handovers", &wrong).pointers();
    pointers.sort();
    assert_eq!(pointers, ["/from_user_id", "/moves_at"], "the successor is not responsible yet");
    app.board().post("/handovers", &handover(&program, (&from, &to))).problem(422, "validation_failed");
    let made = predecessor.post("/handovers", &handover(&program, (&from, &to))).expect(201);
    let place = format!("/handovers/{}", made["id"].as_str().unwrap());
    assert_eq!(made["people"][0]["name"], "山口 理沙");
    assert_eq!(
        (&made["read_first"][0]["reason"], &made["read_first"][0]["resource"]),
        (&json!("due_soon"), &json!("promise"))
    );
    let promised: Vec<&Value> = made["promises"].as_array().unwrap().iter().map(|one| &one["what"]).collect();
    assert_eq!(promised, [&json!("交通費の扱いを知らせる"), &json!("報告書を送る")]);
    let kinds: Vec<&Value> = made["dates"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(
        kinds,
        ["rights_move", "applications_close", "work_ends"],
        "the first day of the work has begun"
    );

    // It stays as it is, whatever happens afterwards.
    city.patch(&format!("/candidates/{person}"), &json!({"display_name": "改姓 理沙"})).expect(200);
    assert_eq!(successor.get(&place).expect(200)["people"][0]["name"], "山口 理沙");
    let letter = successor.get(&format!("{place}?format=text"));
    assert_eq!(letter.header("content-type"), Some("text/plain; charset=utf-8"));
    for line in [
        "・山口 理沙: 交通費の扱いを知らせる [2026-09-05]",
        "・地域人事部: 報告書を送る",
        "蔵元には訪問が喜ばれます",
    ] {
        assert!(letter.text.lines().any(|found| found == line), "no line {line} in:\n{}", letter.text);
    }
    assert!(letter.text.contains("Promises") && letter.text.contains("約束ごと"));

    let remark = json!({"text": "面談の記録を読み返すこと"});
    successor.post(&format!("{place}/remarks"), &remark).problem(403, "forbidden");
    predecessor.post(&format!("{place}/remarks"), &remark).expect(200);
    successor.post(&format!("{place}/acknowledge"), &json!({})).problem(409, "not_sent");
    assert_eq!(predecessor.post(&format!("{place}/send"), &json!({})).expect(200)["state"], "sent");
    predecessor.post(&format!("{place}/remarks"), &remark).problem(409, "already_ended");
    let waiting = city.get(&format!("/tasks?kind=handover_unacknowledged&user_id={to}")).expect(200);
    assert_eq!(waiting["items"].as_array().unwrap().len(), 1);
    predecessor.post(&format!("{place}/acknowledge"), &json!({})).problem(403, "forbidden");
    assert_eq!(
        successor.post(&format!("{place}/acknowledge"), &json!({})).expect(200)["state"],
        "acknowledged"
    );
    assert_eq!(app.board().get("/handovers").expect(200)["items"], json!([]));
    app.board().get(&place).problem(404, "not_found");
}

fn the_rights_move_by_the_clock(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let city = app.city();
    let ((from, predecessor), (to, successor)) = (user(app, "zenninsha"), user(app, "kouninsha"));
    let (program, posting) = programme(app, &from);
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let promise = json!({"to_candidate_id": person, "posting_id": posting, "what": "連絡する"});
    city.post("/promises", &promise).expect(201);
    let of = |user: &str| {
        let page = city.get(&format!("/tasks?kind=promise_due&user_id={user}")).expect(200);
        page["items"].as_array().unwrap().len()
    };
    let decide = |client: &Client| {
        client
            .post(&format!("/postings/{posting}/decisions"), &json!({"selected": [], "reason": "確認"}))
            .status
    };
    assert_eq!((decide(&successor), decide(&city)), (403, 403), "only who is responsible decides");
    assert_ne!(decide(&predecessor), 403);
    let draft = predecessor.post("/handovers", &handover(&program, (&from, &to))).id();
    app.turn_clock_to("2026-09-11T09:00:00+09:00");
    assert_eq!((of(&from), of(&to)), (1, 0), "what was not sent moves nothing");
    app.turn_clock_to("2026-09-02T09:00:00+09:00");
    let predecessor = logged_in(app, "zenninsha@example.jp");
    predecessor.post(&format!("/handovers/{draft}/send"), &json!({})).expect(200);
    assert_eq!((of(&from), of(&to)), (1, 0));
    app.turn_clock_to("2026-09-10T00:00:01+09:00");
    let [predecessor, successor] =
        ["zenninsha@example.jp", "kouninsha@example.jp"].map(|email| logged_in(app, email));
    assert_eq!((of(&from), of(&to)), (0, 1), "undone things are the successor's now");
    assert_eq!(decide(&predecessor), 403);
    let moves = || {
        let events = city.get("/audit-events?limit=200").expect(200);
        let events = events["items"].as_array().unwrap().clone();
        events.iter().filter(|event| event["action"] == "handover.moved").count()
    };
    assert_eq!(moves(), 0, "looking notes nothing");
    let read = successor.post(&format!("/handovers/{draft}/acknowledge"), &json!({})).expect(200);
    assert!(read["moved_at"].is_string(), "{read}");
    assert_eq!(moves(), 1);
    assert_eq!(city.get(&format!("/programs/{program}")).expect(200)["responsible_user_id"], json!(to));
    let back = successor.post("/handovers", &{
        let mut back = handover(&program, (&to, &from));
        back["moves_at"] = json!("2026-10-01T00:00:00+09:00");
        back
    });
    assert_eq!(back.status, 201, "{}", back.text);
    assert_eq!(moves(), 1, "noted once");
}

fn what_tells_of_people_goes_with_them(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let ((from, _), (to, _)) = (user(app, "zenninsha"), user(app, "kouninsha"));
    let (program, posting) = programme(app, &from);
    let own = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let theirs = board.post("/candidates", &samples::candidate("中村 健")).id();
    city.post("/applications", &json!({"posting_id": posting, "candidate_id": own})).expect(201);
    let application =
        board.post("/applications", &json!({"posting_id": posting, "candidate_id": theirs})).id();
    let made = city.post("/handovers", &handover(&program, (&from, &to))).expect(201);
    let place = format!("/handovers/{}", made["id"].as_str().unwrap());
    let names = || {
        let shown = city.get(&place).expect(200)["people"].as_array().unwrap().clone();
        shown.iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(), ["山口 理沙", "中村 健"]);
    // Whoever withdraws is called by a reference from the next request on, in a frozen document too.
    board.post(&format!("/applications/{application}/withdraw"), &json!({})).expect(200);
    assert!(names()[1].starts_with("C-"), "{:?}", names());
    assert!(!city.get(&format!("{place}?format=text")).text.contains("中村"));
    assert_eq!(city.delete(&format!("/candidates/{own}")).status, 204);
    assert_eq!(names().len(), 1);
    assert!(!city.get(&format!("{place}?format=text")).text.contains("山口"));
}
