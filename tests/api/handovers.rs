//! Hand-overs: put together in one call, frozen, read as a letter, acknowledged; and the rights that move by the clock.

use std::time::Duration;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    a_fresh_reader_knows_what_is_next,
    the_rights_move_by_the_clock,
    what_tells_of_people_goes_with_them,
    why_these_two_and_what_runs_is_told
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
        "・山口 理沙 への約束：交通費の扱いを知らせる（CMO をさがす） [2026-09-05]",
        "・地域人事部 への約束：報告書を送る（塩尻CXO）",
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

/// Applicants to a posting: ids of person and application, in their order.
fn applicants(city: &Client, posting: &str, names: &[&str]) -> Vec<(String, String)> {
    let apply = |(number, name): (usize, &&str)| {
        let mut person = samples::candidate(name);
        person["email"] = json!(format!("applicant{number}@example.jp"));
        person["skills"][0]["proficiency"] = json!(5 - number.min(3));
        let person = city.post("/candidates", &person).id();
        let application = json!({"posting_id": posting, "candidate_id": person, "message": "力になりたい"});
        (person, city.post("/applications", &application).id())
    };
    names.iter().enumerate().map(apply).collect()
}

/// Two of five are met, chosen, approved by a second person, told, and at work; their successor was not there.
fn why_these_two_and_what_runs_is_told(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let city = app.city();
    let ((from, _), (to, _)) = (user(app, "zenninsha"), user(app, "kouninsha"));
    let (program, posting) = programme(app, &from);
    city.put(&format!("/postings/{posting}/review"), &json!({"blind": false, "second_approver": true}))
        .expect(200);
    let people = applicants(&city, &posting, &["山口 理沙", "中村 健", "小林 明", "高橋 恵", "伊藤 翔"]);
    let kinds = |kind: &str| {
        let tasks = city.get(&format!("/tasks?kind={kind}")).expect(200)["items"].clone();
        tasks.as_array().unwrap().iter().map(|task| task["resource"].clone()).collect::<Vec<_>>()
    };
    met(app, &people[..2], &kinds);

    app.turn_clock_to("2026-09-11T09:00:00+09:00");
    decided_and_told(app, &posting, &people, &kinds);
    for (_, application) in &people[..2] {
        city.post(&format!("/applications/{application}/transitions"), &json!({"to": "accepted"}))
            .expect(200);
    }
    app.turn_clock_to("2026-11-20T09:00:00+09:00");
    at_work(&city, &people[..2]);
    let (next, other) = (&people[0].0, &people[1].0);
    let promise = |what: &str, due: Value| {
        let promise = json!({"to_candidate_id": next, "posting_id": posting, "what": what, "due_on": due});
        city.post("/promises", &promise).id()
    };
    promise("蔵元への取材の日程を知らせる", json!("2026-11-27"));
    let kept = promise("名刺を用意する", json!("2026-10-10"));
    city.post(&format!("/promises/{kept}/keep"), &json!({})).expect(200);

    let predecessor = logged_in(app, "zenninsha@example.jp");
    let body = json!({
        "program_id": program, "from_user_id": from, "to_user_id": to,
        "moves_at": "2026-12-01T00:00:00+09:00",
        "note": "蔵元の大場さんには、電話より訪問が喜ばれます。\n毎月第2火曜の定例は市役所3階です。",
    });
    let made = predecessor.post("/handovers", &body).expect(201);
    let place = format!("/handovers/{}", made["id"].as_str().unwrap());
    predecessor.post(&format!("{place}/send"), &json!({})).expect(200);
    let successor = logged_in(app, "kouninsha@example.jp");
    let read = successor.get(&place).expect(200);

    let decision = &read["decisions"][0];
    assert_eq!(
        (&decision["decided_by"], &decision["settled_by"], &decision["settled_note"]),
        (&json!("zenninsha"), &json!("企画課長"), &json!("確認しました")),
    );
    assert_eq!(
        (&decision["selected"], &decision["not_selected"], &decision["notices"]),
        (&json!(2), &json!(3), &json!(5))
    );
    let who = |id: &str| {
        let all = read["people"].as_array().unwrap();
        all.iter().find(|person| person["candidate_id"] == json!(id)).unwrap().clone()
    };
    let frozen =
        city.get(&format!("/decisions/{}/ranking", decision["decision_id"].as_str().unwrap())).expect(200);
    for (person, _) in &people {
        let kept =
            frozen["items"].as_array().unwrap().iter().find(|item| item["candidate_id"] == json!(person));
        let verdict = who(person)["decisions"][0].clone();
        assert_eq!(verdict["rank"], kept.map_or(Value::Null, |kept| kept["rank"].clone()), "{verdict}");
        assert_eq!(verdict["score"], kept.map_or(Value::Null, |kept| kept["score"].clone()), "{verdict}");
    }
    let first = who(next);
    assert_eq!(first["meetings"][0]["posting_side"], "蔵の課題を自分の言葉で話してくれた");
    assert_eq!(first["notes"][0]["text"], "水曜の夜が動きやすい");
    let work = &first["engagements"][0];
    assert_eq!(
        (&work["next_log"], &work["next_check_in"], &work["notice_by"], &work["minutes_done"]),
        (&json!("2026-11"), &json!("month_2"), &json!("2027-03-01"), &json!(1500)),
    );
    let second = who(other)["engagements"][0].clone();
    assert_eq!((&second["next_log"], &second["next_check_in"]), (&json!("2026-10"), &json!("month_1")));
    assert_eq!(second["terms"]["conditions"], Value::Null);
    assert_eq!(second["terms"]["reward"]["yen"], 50_000);

    the_letter_says_it_too(&successor, &place);
}

/// The same to read from top to bottom.
fn the_letter_says_it_too(successor: &Client, place: &str) {
    let letter = successor.get(&format!("{place}?format=markdown"));
    assert_eq!(letter.header("content-type"), Some("text/markdown; charset=utf-8"));
    for line in [
        "# 引き継ぎ書　塩尻CXO（送付ずみ）",
        "1. 期限を過ぎている: CMO をさがす 中村 健 [2026-10-31 23:59] — 2026-10 の月次記録、振り返り面談（1か月）",
        "- これまでの記録：まだありません",
        "- 理由：市の課題への理解が深く、二人の持ち味が補い合うため",
        "- 山口 理沙 への約束：蔵元への取材の日程を知らせる（CMO をさがす） [2026-11-27]",
        "- 山口 理沙 への約束：名刺を用意する（CMO をさがす）　2026-11-20 09:00 に果たしました",
        "- 条件：準委任、2026-10-01–2027-03-31、月 28 時間、月額 50000 円、月末締め翌月25日払い",
        "- 期限を過ぎています  月次記録の期限（2026-10）: CMO をさがす 中村 健",
        "- 2027-03-01 23:59  終了・不更新の予告の期限: CMO をさがす 山口 理沙",
        "- CMO をさがす　募集枠の充足（3 人）：小林 明、高橋 恵、伊藤 翔",
        "毎月第2火曜の定例は市役所3階です。  ",
    ] {
        assert!(letter.text.lines().any(|found| found == line), "no line {line} in:\n{}", letter.text);
    }
    assert!(letter.text.contains("　企画課長「確認しました」\n"), "{}", letter.text);
}

/// Both are met, one after the other; both wait for an answer then.
fn met(app: &TestApp, two: &[(String, String)], kinds: &dyn Fn(&str) -> Vec<Value>) {
    let city = app.city();
    let said = [
        ("蔵の課題を自分の言葉で話してくれた", "つくり手の顔が見えてうれしかった"),
        ("数字の裏づけがていねい", "一緒に働く姿が想像できた"),
    ];
    for (number, ((_, application), (ours, theirs))) in two.iter().zip(said).enumerate() {
        let at = app.engine().now().plus_seconds(1800);
        let planned = json!({
            "application_id": application, "kind": "dialogue", "mode": "online", "status": "planned",
            "scheduled_at": at.to_string(),
        });
        let screening = json!({"to": "screening"});
        city.post(&format!("/applications/{application}/transitions"), &screening).expect(200);
        let meeting = city.post("/encounters", &planned).id();
        assert_eq!(kinds("encounter_to_hold"), ["encounter"]);
        app.advance(Duration::from_secs(3600));
        let held = json!({"status": "held", "posting_side": ours, "candidate_side": theirs});
        city.patch(&format!("/encounters/{meeting}"), &held).expect(200);
        assert!(kinds("encounter_to_hold").is_empty());
        assert_eq!(kinds("encounter_unanswered").len(), 1 + number, "{application}");
    }
    let posting = city.get(&format!("/applications/{}", two[0].1)).expect(200)["posting_id"].clone();
    let note = json!({"candidate_id": two[0].0, "text": "水曜の夜が動きやすい"});
    city.post(&format!("/postings/{}/notes", posting.as_str().unwrap()), &note).expect(201);
}

fn decided_and_told(
    app: &TestApp,
    posting: &str,
    people: &[(String, String)],
    kinds: &dyn Fn(&str) -> Vec<Value>,
) {
    let city = app.city();
    let key = json!({"name": "企画課長", "scopes": ["selections:read", "decisions:approve"]});
    let approver = city.post("/api-keys", &key).expect(201);
    let approver = city.with_key(approver["secret"].as_str().unwrap());
    let predecessor = logged_in(app, "zenninsha@example.jp");
    let selected: Vec<&String> = people[..2].iter().map(|(_, application)| application).collect();
    let decision = json!({
        "selected": selected, "waiting": [], "reasons": [], "default_reason": "seats_filled",
        "reason": "市の課題への理解が深く、二人の持ち味が補い合うため",
    });
    let decision = predecessor.post(&format!("/postings/{posting}/decisions"), &decision).id();
    assert_eq!((kinds("decision_unapproved"), kinds("notices_unsent")), (vec![json!("decision")], vec![]));
    let note = json!({"note": "確認しました"});
    approver.post(&format!("/decisions/{decision}/approve"), &note).expect(200);
    assert_eq!((kinds("decision_unapproved"), kinds("notices_unsent")), (vec![], vec![json!("decision")]));
    let path = format!("/postings/{posting}/notices");
    let preview = predecessor.post(&format!("{path}/preview"), &json!({"decision_id": decision})).expect(200);
    let order = json!({"decision_id": decision, "digest": preview["digest"]});
    predecessor.post(&path, &order).expect(201);
    assert!(kinds("notices_unsent").is_empty(), "told");
}

/// Both work for half a year; one has told of October, the other of nothing yet.
fn at_work(city: &Client, two: &[(String, String)]) {
    for (number, (_, application)) in two.iter().enumerate() {
        let terms = json!({
            "contract_form": "quasi_mandate", "starts_on": "2026-10-01", "ends_on": "2027-03-31",
            "hours_per_month": 28, "work": "産地の発信計画づくりと試行", "place": "塩尻市役所とオンライン",
            "reward": {"kind": "monthly", "yen": 50_000}, "pay_day": "月末締め翌月25日払い",
        });
        let work = json!({"application_id": application, "terms": terms});
        let work = city.post("/engagements", &work).id();
        if number == 0 {
            let log = json!({"minutes_done": 1500, "visit_days": 2});
            city.put(&format!("/engagements/{work}/logs/2026-10"), &log).expect(201);
            let talk = json!({"held_on": "2026-11-02", "kind": "month_1", "going_well": "取材の段取り"});
            city.post(&format!("/engagements/{work}/check-ins"), &talk).expect(201);
        }
    }
}
