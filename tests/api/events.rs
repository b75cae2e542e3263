//! Events: who reads them, who is put down for them, never more than they have room for, and what followed.

use std::thread;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both! {
    an_event_names_only_what_its_body_may_name,
    events_for_members_are_read_by_those_who_take_part,
    sixty_ask_for_five_places,
    places_are_taken_by_participants_alone,
    only_people_who_are_open_are_put_down_and_shown,
    what_followed_an_event_is_told_with_it,
    a_person_s_path_is_shown_as_far_as_it_is_the_caller_s,
}

fn talk(title: &str) -> Value {
    json!({"kind": "talk", "title": title, "starts_at": "2026-07-29T19:00:00+09:00"})
}

fn person(client: &Client, name: &str) -> String {
    client.post("/candidates", &samples::candidate(name)).id()
}

fn put(client: &Client, event: &str, person: &str, body: Value) -> crate::client::Answer {
    client.put(&format!("/events/{event}/attendances/{person}"), &body)
}

fn an_event_names_only_what_its_body_may_name(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let hidden = board.post("/programs", &json!({"name": "求人サイトの事業"})).id();
    let theirs = board.post("/rounds", &json!({"program_id": hidden, "name": "回"})).id();
    let draft = board.post("/postings", &samples::posting("下書き")).id();
    let stranger = person(&board, "知らない人");
    let half = person(&board, "名前を出さない人");
    let profile = json!({"recipient": app.city_id, "items": ["profile"], "purpose": "登壇の相談"});
    board.post(&format!("/candidates/{half}/consents"), &profile).expect(201);
    let mut event = talk("対話の会");
    event["program_id"] = json!(hidden);
    event["round_id"] = json!(theirs);
    event["posting_ids"] = json!([draft]);
    event["speakers"] =
        json!([{"name": "甲", "candidate_id": stranger}, {"name": "乙", "candidate_id": half}]);
    let refused = city.post("/events", &event);
    let expected = [
        "/program_id",
        "/round_id",
        "/posting_ids/0",
        "/speakers/0/candidate_id",
        "/speakers/1/candidate_id",
    ];
    assert_eq!(refused.pointers(), expected, "{}", refused.text);
    let identity = json!({"recipient": app.city_id, "items": ["identity"], "purpose": "登壇"});
    board.post(&format!("/candidates/{half}/consents"), &identity).expect(201);
    let program = city.post("/programs", &json!({"name": "事業"})).id();
    let other = city.post("/programs", &json!({"name": "別の事業"})).id();
    let round = city.post("/rounds", &json!({"program_id": program, "name": "回"})).id();
    let mut event = talk("対話の会");
    event["round_id"] = json!(round);
    event["program_id"] = json!(other);
    event["speakers"] = json!([{"name": "乙", "candidate_id": half}]);
    assert_eq!(city.post("/events", &event).pointers(), ["/program_id"]);
    event["program_id"] = json!(program);
    let made = city.post("/events", &event).expect(201);
    assert_eq!(made["speakers"][0]["candidate_id"], json!(half));
    let read = board.get(&format!("/events/{}", made["id"].as_str().unwrap())).expect(200);
    assert_eq!(read["speakers"][0], json!({"name": "乙", "affiliation": null, "candidate_id": null}));
}

fn events_for_members_are_read_by_those_who_take_part(app: &TestApp) {
    let (city, partner, board) = (app.city(), app.coordinator(), app.board());
    let program = json!({"name": "事業", "partner_ids": [app.coordinator_id]});
    let program = city.post("/programs", &program).id();
    let round = city.post("/rounds", &json!({"program_id": program, "name": "回"})).id();
    let make = |title: &str, field: &str, value: &str| {
        let mut event = talk(title);
        event["audience"] = json!("members");
        if !field.is_empty() {
            event[field] = json!(value);
        }
        city.post("/events", &event).id()
    };
    let (own, of_program, of_round) = (
        make("会員の会", "", ""),
        make("事業の会", "program_id", &program),
        make("回の会", "round_id", &round),
    );
    let open = city.post("/events", &talk("だれでもの会")).id();
    let listed = |client: &Client| -> Vec<String> {
        let page = client.get("/events").expect(200);
        let ids = page["items"].as_array().unwrap().iter();
        ids.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(listed(&city), [own.clone(), of_program.clone(), of_round.clone(), open.clone()]);
    assert_eq!(listed(&partner), [of_program.clone(), of_round.clone(), open.clone()]);
    assert_eq!(listed(&board), std::slice::from_ref(&open));
    assert_eq!(partner.get(&format!("/events/{own}")).status, 404);
    board.get(&format!("/events/{open}/attendances")).problem(403, "forbidden");
    board.get(&format!("/events/{own}/attendances")).problem(404, "not_found");
    let briefings = city.get(&format!("/events?round_id={round}&kind=briefing")).expect(200);
    assert_eq!(briefings["items"], json!([]));
    let of_kind = city.get(&format!("/events?round_id={round}&kind=talk")).expect(200);
    assert_eq!(of_kind["items"][0]["id"], json!(of_round));
}

fn sixty_ask_for_five_places(app: &TestApp) {
    let city = app.city();
    let mut event = talk("満席の会");
    event["capacity"] = json!(5);
    let event = city.post("/events", &event).id();
    let people: Vec<String> = (0..60).map(|number| person(&city, &format!("人{number}"))).collect();
    let outcomes: Vec<u16> = thread::scope(|scope| {
        let ask = |some: &'static str, person: &String| {
            let (city, event, person) = (app.city(), event.clone(), person.clone());
            scope.spawn(move || put(&city, &event, &person, json!({"status": some})).status)
        };
        let asked: Vec<_> = people.iter().map(|person| ask("registered", person)).collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|status| **status == 201).count(), 5, "{outcomes:?}");
    assert!(outcomes.iter().all(|status| [201, 409].contains(status)), "{outcomes:?}");
    let counts = city.get(&format!("/events/{event}/attendances")).expect(200)["counts"].clone();
    assert_eq!((&counts["total"], &counts["participants"]), (&json!(5), &json!(5)));
}

fn places_are_taken_by_participants_alone(app: &TestApp) {
    let city = app.city();
    let mut event = talk("二人の会");
    event["capacity"] = json!(2);
    let event = city.post("/events", &event).id();
    let [one, two, three, speaker] = ["一", "二", "三", "話す人"].map(|name| person(&city, name));
    put(&city, &event, &one, json!({})).expect(201);
    put(&city, &event, &speaker, json!({"role": "speaker"})).expect(201);
    put(&city, &event, &two, json!({})).expect(201);
    put(&city, &event, &three, json!({})).problem(409, "event_full");
    put(&city, &event, &one, json!({"status": "attended", "visit_days": 2})).expect(200);
    put(&city, &event, &speaker, json!({"role": "participant"})).problem(409, "event_full");
    let path = format!("/events/{event}");
    assert_eq!(city.patch(&path, &json!({"capacity": 1})).pointers(), ["/capacity"]);
    city.delete(&path).problem(409, "in_use");
    let away = put(&city, &event, &two, json!({"status": "absent", "visit_days": 1}));
    assert_eq!(away.pointers(), ["/visit_days"]);
    put(&city, &event, &two, json!({"status": "absent"})).expect(200);
    put(&city, &event, &three, json!({})).expect(201);
    put(&city, &event, &two, json!({"status": "attended"})).problem(409, "event_full");
    let first = city.get(&format!("{path}/attendances?limit=2")).expect(200);
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = city.get(&format!("{path}/attendances?limit=2&cursor={cursor}")).expect(200);
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (2, &json!(null)));
    let counts = json!({
        "total": 4, "registered": 2, "attended": 1, "absent": 1, "participants": 3, "speakers": 1, "staff": 0,
        "visit_days": 2, "applicants": 0,
    });
    assert_eq!((&first["counts"], &rest["counts"]), (&counts, &counts));
    let gone = city.delete(&format!("{path}/attendances/{one}"));
    assert_eq!(gone.status, 204);
    city.delete(&format!("{path}/attendances/{one}")).problem(404, "not_found");
    put(&city, &event, &two, json!({"status": "attended"})).expect(200);
}

fn only_people_who_are_open_are_put_down_and_shown(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let event = city.post("/events", &talk("地域の会")).id();
    let member = person(&board, "会員");
    put(&city, &event, &member, json!({})).problem(404, "not_found");
    put(&board, &event, &member, json!({})).problem(403, "forbidden");
    let consent = json!({"recipient": app.city_id, "items": ["profile"], "purpose": "催しの案内"});
    let consent = board.post(&format!("/candidates/{member}/consents"), &consent).id();
    put(&city, &event, &member, json!({"note": "初めて"})).expect(201);
    let list = || city.get(&format!("/events/{event}/attendances")).expect(200);
    assert_eq!(
        (&list()["counts"]["total"], &list()["items"][0]["candidate_id"]),
        (&json!(1), &json!(member))
    );
    board.delete(&format!("/candidates/{member}/consents/{consent}"));
    assert_eq!((&list()["counts"]["total"], &list()["items"]), (&json!(0), &json!([])), "at once");
    put(&city, &event, &member, json!({"status": "attended"})).problem(404, "not_found");
    city.get(&format!("/candidates/{member}/touch-points")).problem(404, "not_found");
    let path = board.get(&format!("/candidates/{member}/touch-points")).expect(200);
    assert_eq!(path["items"][0]["event_id"], json!(event), "their own body knows where they were");
    assert!(!path.to_string().contains("初めて"), "the remark is the event's body's own: {path}");
    assert_eq!(board.delete(&format!("/candidates/{member}")).status, 204);
    assert_eq!(city.delete(&format!("/events/{event}")).status, 204, "nobody is left on it");
}

fn what_followed_an_event_is_told_with_it(app: &TestApp) {
    app.turn_clock_to("2026-07-20T09:00:00+09:00");
    let city = app.city();
    let program = city.post("/programs", &json!({"name": "事業"})).id();
    let round = city.post("/rounds", &json!({"program_id": program, "name": "回"})).id();
    city.post(&format!("/rounds/{round}/transitions"), &json!({"to": "published"})).expect(200);
    let mut posting = samples::posting("回の案件");
    posting["round_id"] = json!(round);
    let inside = app.published(&city, &posting);
    let outside = app.published(&city, &samples::posting("回の外の案件"));
    let mut event = talk("説明会");
    event["round_id"] = json!(round);
    let event = city.post("/events", &event).id();
    let [applied, elsewhere, withdrew] =
        ["応募した人", "別に応募した人", "取り下げた人"].map(|name| person(&city, name));
    for one in [&applied, &elsewhere, &withdrew] {
        put(&city, &event, one, json!({"status": "attended"})).expect(201);
    }
    let apply = |posting: &str, person: &str| {
        city.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id()
    };
    let followed = apply(&inside, &applied);
    apply(&outside, &elsewhere);
    let gone = apply(&inside, &withdrew);
    city.post(&format!("/applications/{gone}/withdraw"), &json!({})).expect(200);
    let list = city.get(&format!("/events/{event}/attendances")).expect(200);
    assert_eq!(list["counts"]["applicants"], 1);
    let following = |index: usize| list["items"][index]["applications"].clone();
    assert_eq!(following(0)[0]["application_id"], json!(followed));
    assert_eq!(following(0)[0]["posting_id"], json!(inside));
    assert_eq!((following(1), following(2)), (json!([]), json!([])));
}

fn a_person_s_path_is_shown_as_far_as_it_is_the_caller_s(app: &TestApp) {
    app.turn_clock_to("2026-08-20T09:00:00+09:00");
    let (city, community) = (app.city(), app.coordinator());
    let member = person(&community, "会員");
    let consent = json!({"recipient": app.city_id, "items": ["profile"], "purpose": "催しの案内"});
    community.post(&format!("/candidates/{member}/consents"), &consent).expect(201);
    let later = city.post("/events", &talk("市の会")).id();
    let mut early = talk("会員の会");
    early["starts_at"] = json!("2026-06-01T10:00:00Z");
    early["audience"] = json!("members");
    let early = community.post("/events", &early).id();
    put(&city, &later, &member, json!({"status": "attended", "visit_days": 1})).expect(201);
    put(&community, &early, &member, json!({"role": "staff", "status": "attended"})).expect(201);
    let posting = app.published(&app.board(), &samples::posting("よその案件"));
    community.post("/applications", &json!({"posting_id": posting, "candidate_id": member})).expect(201);
    let path = |client: &Client, query: &str| -> Vec<(String, String)> {
        let page = client.get(&format!("/candidates/{member}/touch-points{query}")).expect(200);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let steps = page["items"].as_array().unwrap().iter();
        steps.map(|step| (text(&step["kind"]), text(&step["title"]))).collect()
    };
    let step = |kind: &str, title: &str| (kind.to_owned(), title.to_owned());
    let whole =
        vec![step("attendance", "会員の会"), step("attendance", "市の会"), step("application", "よその案件")];
    assert_eq!(path(&community, ""), whole);
    assert_eq!(path(&city, ""), whole[1..2], "its own event, and nothing of others");
    let first = community.get(&format!("/candidates/{member}/touch-points?limit=2")).expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    assert_eq!(path(&community, &format!("?limit=2&cursor={cursor}")), whole[2..]);
    app.board().get(&format!("/candidates/{member}/touch-points")).expect(200);
    let unknown = format!("/candidates/{}/touch-points", person(&city, "別の人"));
    community.get(&unknown).problem(404, "not_found");
}
