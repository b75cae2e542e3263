//! The audit log: what it can be asked, that its chain is looked after, and whose data it says was shown.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;
use crate::server::run;

crate::on_both!(
    the_log_is_narrowed_by_every_filter,
    only_the_own_chain_is_numbered,
    whoever_was_shown_is_listed_as_a_count_by_hand_has_it,
    a_window_takes_in_what_spoke_in_it,
    a_question_without_a_reader_is_refused,
    parts_of_a_person_are_put_on_record_too,
    whom_a_writing_call_answers_with_is_on_record,
    whose_identity_a_hand_over_shows_their_body_is_told,
    the_command_line_names_a_line_that_was_changed,
);

fn items(client: &Client, path: &str) -> Vec<Value> {
    client.get(path).expect(200)["items"].as_array().unwrap().clone()
}

fn own_key(client: &Client) -> String {
    client.get("").expect(200)["api_key_id"].as_str().unwrap().to_owned()
}

fn the_log_is_narrowed_by_every_filter(app: &TestApp) {
    app.turn_clock_to("2026-07-01T09:00:00+09:00");
    let city = app.city();
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    app.turn_clock_to("2026-07-02T09:00:00+09:00");
    let user = json!({
        "email": "tanto@example.jp", "display_name": "田中", "roles": ["coordinator"],
        "password": "朝市で会った人の名前は内緒",
    });
    let user = city.post("/users", &user).id();
    let session = json!({"email": "tanto@example.jp", "password": "朝市で会った人の名前は内緒"});
    let session = app.anonymous().post("/sessions", &session).expect(201);
    let tanto = city.with_key(session["token"].as_str().unwrap());
    tanto.patch(&format!("/candidates/{person}"), &json!({"hours_per_week": 3})).expect(200);
    let key = own_key(&city);
    let count = |query: &str| items(&city, &format!("/audit-events?limit=200&{query}")).len();
    assert_eq!(count("action=candidate.created"), 1);
    assert_eq!(count(&format!("resource_id={person}&action=candidate.updated")), 1);
    assert_eq!(count(&format!("resource=candidate&api_key_id={key}&action=candidate.created")), 1);
    assert_eq!(count(&format!("resource=candidate&api_key_id={key}&action=candidate.updated")), 0);
    assert_eq!(count(&format!("user_id={user}&action=candidate.updated")), 1);
    assert_eq!(count("action=candidate.created&until=2026-07-02T00:00:00Z"), 1);
    assert_eq!(count("action=candidate.created&from=2026-07-02T00:00:00Z"), 0);
    assert_eq!(count("resource=nothing"), 0);
    // Pages keep the filter.
    let first = city.get("/audit-events?resource=user&limit=1");
    let link = first.header("link").unwrap().to_owned();
    assert!(link.contains("resource=user"), "{link}");
    city.get("/audit-events?from=yesterday").problem(422, "validation_failed");
    city.get("/audit-events?user_id=x").problem(422, "validation_failed");
    city.get("/audit-events?actions=x").problem(422, "validation_failed");
}

fn only_the_own_chain_is_numbered(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let person = board.post("/candidates", &samples::candidate("中村 健")).id();
    board.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    city.get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200);
    let events = items(&board, "/audit-events?limit=200");
    let foreign: Vec<&Value> =
        events.iter().filter(|event| event["organization_id"] == json!(app.city_id)).collect();
    assert!(!foreign.is_empty(), "the board is told that the city saw a name");
    for event in foreign {
        assert_eq!((&event["seq"], &event["hash"]), (&Value::Null, &Value::Null));
    }
    let own = events.iter().filter(|event| event["organization_id"] != json!(app.city_id));
    let numbers: Vec<i64> = own.map(|event| event["seq"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>());
    assert!(items(&city, "/audit-events").iter().all(|event| event["hash"].as_str().unwrap().len() == 64));
}

/// A small generator, so that the reads are drawn and the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

/// The people that an answer names.
fn people_in(answer: &Value, known: &BTreeSet<String>) -> BTreeSet<String> {
    let text = answer.to_string();
    known.iter().filter(|id| text.contains(id.as_str())).cloned().collect()
}

/// Those that the log says a reader was shown between two instants.
fn told(client: &Client, reader: &str, window: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut path = format!("/audit-events/people?limit=3&{reader}{window}");
    loop {
        let page = client.get(&path).expect(200);
        for item in page["items"].as_array().unwrap() {
            assert!(found.insert(item["candidate_id"].as_str().unwrap().to_owned()), "each once");
        }
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/audit-events/people?limit=3&{reader}{window}&cursor={cursor}"),
            None => return found,
        }
    }
}

fn whoever_was_shown_is_listed_as_a_count_by_hand_has_it(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let mut known = BTreeSet::new();
    for number in 0..12 {
        let by = if number % 3 == 0 { &board } else { &city };
        let person = by.post("/candidates", &samples::candidate(&format!("人{number}"))).id();
        if number % 2 == 0 {
            by.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
        }
        if number % 3 == 0 && number > 3 {
            let items = if number == 6 { json!(["profile"]) } else { json!(["profile", "identity"]) };
            let consent = json!({"recipient": app.city_id, "items": items, "purpose": "紹介", "until": null});
            board.post(&format!("/candidates/{person}/consents"), &consent).expect(201);
        }
        known.insert(person);
    }
    // Two readers of the city: a key and a user; and one of the board, who must not be mixed up with them.
    let user = json!({
        "email": "reader@example.jp", "display_name": "田中", "roles": ["coordinator"],
        "password": "朝市で会った人の名前は内緒",
    });
    let user = city.post("/users", &user).id();
    let log_in = || {
        let session = json!({"email": "reader@example.jp", "password": "朝市で会った人の名前は内緒"});
        let session = app.anonymous().post("/sessions", &session).expect(201);
        city.with_key(session["token"].as_str().unwrap())
    };
    let key = city.post("/api-keys", &json!({"name": "読む鍵", "scopes": ["admin"]})).expect(201);
    let reader = city.with_key(key["secret"].as_str().unwrap());
    let names = [
        format!("api_key_id={}", key["id"].as_str().unwrap()),
        format!("user_id={user}"),
        format!("api_key_id={}", own_key(&board)),
    ];
    let all: Vec<String> = known.iter().cloned().collect();
    let mut dice = Dice(7);
    let mut by_hand: BTreeMap<(usize, usize), BTreeSet<String>> = BTreeMap::new();
    let mut begins = Vec::new();
    for span in 0..4 {
        // Longer than an event speaks, so that what was seen in one span is put on record anew in the next.
        app.advance(Duration::from_secs(2 * 3600));
        begins.push(app.engine().now());
        app.advance(Duration::from_secs(1));
        let readers = [reader.clone(), log_in(), board.clone()];
        for _ in 0..14 {
            let (who, whom) = (dice.below(3), &all[dice.below(12)]);
            let path = match dice.below(7) {
                0 => format!("/candidates/{whom}"),
                1 => format!("/candidates?limit={}", 1 + dice.below(4)),
                2 => format!("/postings/{posting}/matches?limit={}", 1 + dice.below(4)),
                3 => format!("/postings/{posting}/matches?pool=applicants"),
                4 => format!("/matches/explain?posting_id={posting}&candidate_id={whom}"),
                5 => format!("/candidates/{whom}/matches"),
                _ => format!("/applications?limit={}", 1 + dice.below(4)),
            };
            let answer = readers[who].get(&path);
            if answer.status == 200 {
                by_hand.entry((who, span)).or_default().extend(people_in(&answer.body(), &known));
            }
        }
    }
    app.advance(Duration::from_secs(2 * 3600));
    begins.push(app.engine().now());
    let mut seen = 0;
    for (who, name) in names.iter().enumerate() {
        let asks = if who == 2 { &board } else { &city };
        for span in 0..4 {
            let window = format!("&from={}&until={}", begins[span], begins[span + 1]);
            let expected = by_hand.get(&(who, span)).cloned().unwrap_or_default();
            assert_eq!(told(asks, name, &window), expected, "reader {who} in span {span}");
            seen += expected.len();
        }
        let all_spans: BTreeSet<String> =
            (0..4).filter_map(|span| by_hand.get(&(who, span))).flatten().cloned().collect();
        assert_eq!(told(asks, name, ""), all_spans, "reader {who} ever");
    }
    assert!(seen > 40, "only {seen} people were seen");
    // Another body's readers are not told of.
    assert_eq!(told(&board, &names[0], ""), BTreeSet::new());
    assert_eq!(told(&city, &names[2], ""), BTreeSet::new());
}

fn a_window_takes_in_what_spoke_in_it(app: &TestApp) {
    app.turn_clock_to("2026-07-01T09:00:30+09:00");
    let city = app.city();
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let path = format!("/candidates/{person}");
    city.get(&path).expect(200);
    // Seen again within the hour: no further event.
    app.turn_clock_to("2026-07-01T09:40:00+09:00");
    city.get(&path).expect(200);
    app.turn_clock_to("2026-07-01T12:00:30+09:00");
    city.get(&path).expect(200);
    let reads = items(&city, &format!("/audit-events?action=candidate.read&resource_id={person}"));
    assert_eq!(reads.len(), 2, "{reads:?}");
    let reader = format!("api_key_id={}", own_key(&city));
    let within = |from: &str, until: &str| {
        let window = format!("&from=2026-07-01T{from}:00Z&until=2026-07-01T{until}:00Z");
        told(&city, &reader, &window).len()
    };
    // 09:00 in Japan is midnight in UTC.
    assert_eq!(within("00:30", "00:50"), 1, "it was seen at 00:40, of which the event of 00:00 speaks");
    assert_eq!(within("01:30", "02:50"), 0);
    assert_eq!(within("02:50", "03:30"), 1);
    let read = items(&city, &format!("/audit-events/people?{reader}")).remove(0);
    assert_eq!(read["candidate_id"], json!(person));
    assert_eq!(read["organization_id"], json!(app.city_id));
    assert_eq!(read["shown"], json!(["record"]));
    let at = |name: &str| read[name].as_str().unwrap()[..16].to_owned();
    assert_eq!(
        (at("first_at"), at("last_at")),
        ("2026-07-01T00:00".to_owned(), "2026-07-01T03:00".to_owned())
    );
}

fn a_question_without_a_reader_is_refused(app: &TestApp) {
    let city = app.city();
    let refused = city.get("/audit-events/people");
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["?api_key_id"]);
    let key = own_key(&city);
    let refused = city.get(&format!("/audit-events/people?api_key_id={key}&user_id={key}"));
    assert_eq!(refused.pointers(), ["?user_id"]);
    assert_eq!(items(&city, &format!("/audit-events/people?user_id={key}")), Vec::<Value>::new());
}

fn the_command_line_names_a_line_that_was_changed(app: &TestApp) {
    let city = app.city();
    city.post("/candidates", &samples::candidate("山口 理沙")).expect(201);
    let url = app.database_url();
    let verify = |more: &[&str]| run(&[&["audit", "verify", "--database-url", url], more].concat());
    let told = |output: &std::process::Output| String::from_utf8(output.stdout.clone()).unwrap();
    let whole = verify(&["--json"]);
    assert_eq!(whole.status.code(), Some(0), "{whole:?}");
    let report: Value = serde_json::from_str(&told(&whole)).unwrap();
    assert_eq!((&report["whole"], &report["breaks"]), (&json!(true), &json!([])));
    assert!(report["lines"].as_u64().unwrap() >= 4, "{report}");
    let heads = run(&["audit", "head", "--database-url", url]);
    assert_eq!(told(&heads).lines().count(), 3, "a chain for each body");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("heads");
    std::fs::write(&file, told(&heads)).unwrap();
    city.post("/candidates", &samples::candidate("中村 健")).expect(201);
    assert_eq!(verify(&["--against", file.to_str().unwrap()]).status.code(), Some(0));
    // A head that never was.
    let other = told(&heads).replace("\"seq\":1", "\"seq\":2");
    std::fs::write(&file, other).unwrap();
    let lost = verify(&["--json", "--against", file.to_str().unwrap()]);
    assert_eq!(lost.status.code(), Some(1));
    let report: Value = serde_json::from_str(&told(&lost)).unwrap();
    assert_eq!(report["breaks"], json!([]));
    assert!(!report["lost_heads"].as_array().unwrap().is_empty(), "{report}");
    std::fs::write(&file, "no head").unwrap();
    assert_eq!(verify(&["--against", file.to_str().unwrap()]).status.code(), Some(1));
}

/// A meeting, a note, an engagement with its log, a consent: whoever looks at one of them has looked at the person.
fn parts_of_a_person_are_put_on_record_too(app: &TestApp) {
    app.turn_clock_to("2026-07-01T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let person = board.post("/candidates", &samples::candidate("中村 健")).id();
    let application =
        board.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id();
    let meeting = json!({
        "application_id": application, "kind": "dialogue", "mode": "online", "status": "planned",
        "scheduled_at": "2026-07-10T01:00:00Z",
    });
    let meeting = city.post("/encounters", &meeting).id();
    let note = json!({"candidate_id": person, "text": "稼働できる曜日を確かめる"});
    let note = city.post(&format!("/postings/{posting}/notes"), &note).id();
    let terms = json!({"contract_form": "quasi_mandate", "starts_on": "2026-07-01", "ends_on": "2026-09-30"});
    let work = json!({"posting_id": posting, "candidate_id": person, "reason": "実績", "terms": terms});
    let work = city.post("/engagements", &work).id();
    let consent =
        json!({"recipient": app.coordinator_id, "items": ["profile"], "purpose": "紹介", "until": null});
    let consent = board.post(&format!("/candidates/{person}/consents"), &consent).id();
    let reads = [
        ("encounter", &city, format!("/encounters/{meeting}")),
        ("encounter", &city, format!("/encounters?posting_id={posting}")),
        ("note", &city, format!("/notes/{note}")),
        ("note", &city, format!("/notes/{note}/versions")),
        ("note", &city, format!("/postings/{posting}/notes")),
        ("engagement", &city, format!("/engagements/{work}")),
        ("engagement", &city, "/engagements".to_owned()),
        ("engagement", &city, format!("/engagements/{work}/logs")),
        ("engagement", &city, format!("/engagements/{work}/check-ins")),
        ("engagement", &city, format!("/engagements/{work}/overlaps")),
        ("consent", &board, format!("/candidates/{person}/consents/{consent}")),
        ("consent", &board, format!("/candidates/{person}/consents")),
    ];
    for (number, (shown, body, path)) in reads.into_iter().enumerate() {
        let key = body.post("/api-keys", &json!({"name": "読む鍵", "scopes": ["admin"]})).expect(201);
        let reader = body.with_key(key["secret"].as_str().unwrap());
        reader.get(&path).expect(200);
        let of = format!("/audit-events/people?api_key_id={}", key["id"].as_str().unwrap());
        let told = items(body, &of);
        assert_eq!(told.len(), 1, "{number}: {path}: {told:?}");
        assert_eq!(
            (&told[0]["candidate_id"], &told[0]["shown"]),
            (&json!(person), &json!([shown])),
            "{number}: {path}"
        );
    }
}

/// A key of the city of its own.
fn fresh(city: &Client, name: &str) -> (String, Client) {
    let key = city.post("/api-keys", &json!({"name": name, "scopes": ["admin"]})).expect(201);
    (format!("api_key_id={}", key["id"].as_str().unwrap()), city.with_key(key["secret"].as_str().unwrap()))
}

/// A programme of the city with a published posting, and who hands it over to whom.
fn programme(app: &TestApp) -> (Value, String) {
    let city = app.city();
    let [from, to] = ["zenninsha", "kouninsha"].map(|name| {
        let body = json!({
            "email": format!("{name}@example.jp"), "display_name": name, "roles": ["coordinator"], "password": null,
        });
        city.post("/users", &body).id()
    });
    let program = city.post("/programs", &json!({"name": "事業"})).id();
    let round = city.post("/rounds", &json!({"program_id": program, "name": "第1回"})).id();
    city.post(&format!("/rounds/{round}/transitions"), &json!({"to": "published"})).expect(200);
    let mut posting = samples::posting("案件");
    posting["round_id"] = json!(round);
    let posting = app.published(&city, &posting);
    let handover = json!({
        "program_id": program, "from_user_id": from, "to_user_id": to, "moves_at": "2099-01-01T00:00:00Z",
        "note": null,
    });
    (handover, posting)
}

/// Writing answers with the record, and so with what was not sent: each call with a key of its own.
fn whom_a_writing_call_answers_with_is_on_record(app: &TestApp) {
    let city = app.city();
    let (handover, posting) = programme(app);
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let application = json!({"posting_id": posting, "candidate_id": person, "message": "力になりたい"});
    let application = city.post("/applications", &application).id();
    let elsewhere = app.published(&city, &samples::posting("別の案件"));
    let proposal = json!({"posting_id": elsewhere, "people": [{"candidate_id": person}]});
    let proposal = city.post("/proposals", &proposal).id();
    let promise = json!({"to_candidate_id": person, "posting_id": posting, "what": "連絡する"});
    let promise = city.post("/promises", &promise).id();
    let cohort = city.post("/cohorts", &json!({"name": "準備室"})).id();
    let course = json!({"title": "講座", "skill": "seo", "proficiency": 3, "hours": 130});
    let course = city.post("/courses", &course).id();
    let enrollment = json!({
        "course_id": course, "candidate_id": person, "hours_per_day": {"min": 8}, "starts_on": "2021-07-05",
    });
    let enrollment = city.post("/enrollments", &enrollment).id();
    let made = city.post("/handovers", &handover).id();
    let decision = json!({"selected": [application], "reason": "経験"});
    let calls = [
        ("PATCH", format!("/candidates/{person}"), json!({"hours_per_week": 3})),
        ("POST", "/handovers".to_owned(), handover),
        ("POST", format!("/handovers/{made}/remarks"), json!({"text": "面談の記録を読むこと"})),
        ("POST", format!("/handovers/{made}/send"), json!({})),
        ("POST", format!("/handovers/{made}/acknowledge"), json!({})),
        ("POST", format!("/applications/{application}/transitions"), json!({"to": "screening"})),
        (
            "POST",
            format!("/applications/{application}/extend"),
            json!({"due_at": "2099-01-01T00:00:00Z", "reason": "日程"}),
        ),
        ("POST", format!("/postings/{posting}/decisions"), decision),
        ("POST", format!("/proposals/{proposal}/answer"), json!({"answer": "interested"})),
        ("POST", format!("/proposals/{proposal}/withdraw"), json!({})),
        ("POST", format!("/promises/{promise}/keep"), json!({})),
        ("PUT", format!("/cohorts/{cohort}/members/{person}"), json!({"joined_on": "2021-06-21"})),
        ("POST", format!("/candidates/{person}/readiness"), json!({"to": "engaged"})),
        ("POST", format!("/enrollments/{enrollment}/drop"), json!({"reason": "転居"})),
    ];
    for (method, path, body) in calls {
        let (name, by) = fresh(&city, &path);
        let answer = match method {
            "PATCH" => by.patch(&path, &body),
            _ => by.json((method, &path), &[], &body),
        };
        assert!(matches!(answer.status, 200 | 201), "{method} {path}: {}", answer.text);
        let (shows, told) = (answer.text.contains(&person), told(&city, &name, ""));
        assert!(shows || path.ends_with("/decisions") || path.ends_with("/keep"), "{path}: {}", answer.text);
        assert_eq!(told, BTreeSet::from([person.clone()]), "{method} {path}");
    }
}

fn whose_identity_a_hand_over_shows_their_body_is_told(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let (handover, posting) = programme(app);
    let person = board.post("/candidates", &samples::candidate("中村 健")).id();
    board.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    let disclosed = || {
        let path = format!("/audit-events?action=candidate.identity_disclosed&resource_id={person}");
        items(&board, &path).len()
    };
    let before = disclosed();
    let made = city.post("/handovers", &handover).expect(201);
    assert_eq!(made["people"][0]["name"], "中村 健");
    assert_eq!(disclosed(), before + 1, "putting it together shows the name");
    let place = format!("/handovers/{}", made["id"].as_str().unwrap());
    let mut count = before + 1;
    for (call, body) in
        [("remarks", json!({"text": "よろしく"})), ("send", json!({})), ("acknowledge", json!({}))]
    {
        city.post(&format!("{place}/{call}"), &body).expect(200);
        count += 1;
        assert_eq!(disclosed(), count, "{call}");
    }
}
