//! 保存期間: what has been kept long enough goes on the day after, with everything that hangs on it and out of the files;
//! what succeeded, what others keep and what reports count stays.

use std::time::Duration;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::stored::places_of;
use crate::worker::Worker;
use crate::{samples, server};

crate::on_both!(
    the_day_before_all_is_there_and_the_day_after_it_is_gone,
    a_day_is_dealt_with_once_whoever_is_started_again,
    all_faults_of_a_policy_are_told_and_only_those_who_may_choose_it,
    what_a_hand_over_copied_goes_too,
    old_answers_go_at_night,
    notes_and_ties_go_by_their_own_periods,
    people_go_when_nothing_happens_and_only_where_it_was_chosen,
    the_command_counts_before_it_erases,
);

/// Until something holds, half a minute at most.
fn until(what: &str, holds: impl Fn() -> bool) {
    let looked = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        holds()
    });
    assert!(looked, "{what} never came");
}

/// Lets the night come; whoever holds the worker lets it go on.
fn night(app: &TestApp) -> Worker {
    let worker = Worker::start_retention(app.engine());
    std::thread::sleep(Duration::from_millis(300));
    worker
}

fn due(by: &Client, class: &str) -> u64 {
    let due = by.get("/retention-policy/due").expect(200);
    let mut classes = due["classes"].as_array().unwrap().iter();
    classes.find(|one| one["class"] == class).unwrap()["count"].as_u64().unwrap()
}

fn person(by: &Client, name: &str) -> String {
    by.post("/candidates", &samples::candidate(name)).id()
}

fn apply(by: &Client, (posting, person): (&str, &str), message: &str) -> String {
    let body = json!({"posting_id": posting, "candidate_id": person, "message": message});
    by.post("/applications", &body).id()
}

fn lead(by: &Client, application: &str, stages: &[&str]) {
    for to in stages {
        by.post(&format!("/applications/{application}/transitions"), &json!({"to": to})).expect(200);
    }
}

fn decline(by: &Client, application: &str) {
    let body = json!({"to": "declined", "reason_category": "hours"});
    by.post(&format!("/applications/{application}/transitions"), &body).expect(200);
}

fn keep(by: &Client, applications: u8, notes: u8, people: Option<u8>) {
    let body = json!({
        "unsuccessful_applications": applications, "notes": notes, "survey_ties": 12,
        "candidates_without_activity": people,
    });
    by.put("/retention-policy", &body).expect(200);
}

fn is_gone(by: &Client, application: &str) -> bool {
    by.get(&format!("/applications/{application}")).status == 404
}

fn held(by: &Client, person: &str, class: &str) -> u64 {
    let export = by.get(&format!("/candidates/{person}/export")).expect(200);
    let mut classes = export["classes"].as_array().unwrap().iter();
    classes.find(|one| one["name"] == class).map_or(0, |one| one["count"].as_u64().unwrap())
}

/// Where a word stands in the database.
fn hits(app: &TestApp, word: &str) -> Vec<String> {
    places_of(app.database_url(), word)
}

/// A call of the city that is decided: one is engaged; the other is declined, with a word of its own in everything that
/// hangs on the application, and engaged for another posting.
struct Call {
    posting: String,
    decision: String,
    lost: String,
    won: String,
    elsewhere: String,
    loser: String,
}

fn decided(app: &TestApp, mark: &str) -> Call {
    let city = app.city();
    let postings = ["案件", "別の案件"].map(|title| app.published(&city, &samples::posting(title)));
    let [posting, other] = &postings;
    let (loser, winner) = (person(&city, "応募者 一"), person(&city, "応募者 二"));
    let lost = apply(&city, (posting, &loser), &format!("message-{mark}"));
    let won = apply(&city, (posting, &winner), "力になりたい");
    let elsewhere = apply(&city, (other, &loser), "こちらでも");
    lead(&city, &elsewhere, &["screening", "offered", "accepted", "engaged"]);
    for application in [&lost, &won] {
        lead(&city, application, &["screening"]);
    }
    let held = json!({"mark": "held", "reason": format!("mark-{mark}")});
    city.put(&format!("/postings/{posting}/marks/{loser}"), &held).expect(200);
    let note = json!({"candidate_id": loser, "text": format!("note-{mark}"), "mentions": []});
    city.post(&format!("/postings/{posting}/notes"), &note).expect(201);
    let reveal = json!({"candidate_id": loser, "reason": format!("reveal-{mark}")});
    city.post(&format!("/postings/{posting}/reveals"), &reveal).expect(201);
    let meeting = json!({
        "application_id": lost, "kind": "meeting", "mode": "online", "status": "held",
        "scheduled_at": "2025-07-09T10:00:00+09:00", "place": null, "attendees": [],
        "travel_cost_paid_by": null, "posting_side": format!("meeting-{mark}"), "candidate_side": null,
    });
    city.post("/encounters", &meeting).expect(201);
    let outcome = json!({
        "event_id": format!("event-{mark}"), "kind": "declined", "posting_id": posting, "candidate_id": loser,
        "happened_at": "2025-07-09T05:00:00Z", "reason": format!("outcome-{mark}"),
    });
    city.post("/events/outcomes", &outcome).expect(201);
    city.post(&format!("/applications/{lost}/access-token"), &json!({})).expect(201);
    let decision = json!({
        "selected": [won], "waiting": [], "reasons": [], "default_reason": "skills_elsewhere", "reason": "経験",
    });
    let decision = city.post(&format!("/postings/{posting}/decisions"), &decision).id();
    let body = json!({"decision_id": decision});
    let preview = city.post(&format!("/postings/{posting}/notices/preview"), &body).expect(200);
    let body = json!({"decision_id": decision, "digest": preview["digest"]});
    city.post(&format!("/postings/{posting}/notices"), &body).expect(201);
    lead(&city, &won, &["accepted", "engaged"]);
    Call { posting: posting.clone(), decision, lost, won, elsewhere, loser }
}

/// What a report counts, without when it was made.
fn report(by: &Client) -> Value {
    let mut report = by.get("/reports/fiscal-years/2025").expect(200);
    report.as_object_mut().unwrap().remove("as_of");
    report
}

fn the_day_before_all_is_there_and_the_day_after_it_is_gone(app: &TestApp) {
    app.turn_clock_to("2025-07-10T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let call = decided(app, "kanaria1");
    keep(&board, 24, 24, None);
    let of_board = app.published(&board, &samples::posting("ほかの団体の案件"));
    let kept = apply(&board, (&of_board, &person(&board, "ほかの人")), "いつか");
    decline(&board, &kept);
    let classes =
        ["applications", "notes", "encounters", "notices", "mark_events", "outcome_events", "reveals"];

    app.turn_clock_to("2026-07-10T23:50:00+09:00");
    drop(night(app));
    assert_eq!(due(&city, "unsuccessful_applications"), 0);
    let before = report(&city);
    assert!(!is_gone(&city, &call.lost));
    for class in classes {
        assert!(held(&city, &call.loser, class) > 0, "{class}");
    }
    let ranking = || city.get(&format!("/decisions/{}/ranking", call.decision)).expect(200).to_string();
    assert!(ranking().contains(&call.loser) && ranking().contains(&call.lost));

    app.turn_clock_to("2026-07-11T00:05:00+09:00");
    assert_eq!(due(&city, "unsuccessful_applications"), 1);
    let worker = night(app);
    until("the end of the application", || is_gone(&city, &call.lost));
    until("clean files", || hits(app, "kanaria1").is_empty());
    drop(worker);
    for class in classes.into_iter().filter(|class| *class != "applications") {
        assert_eq!(held(&city, &call.loser, class), 0, "{class}");
    }
    assert_eq!(held(&city, &call.loser, "applications"), 1, "the other one stays");
    for path in [
        format!("/candidates/{}", call.loser),
        format!("/applications/{}", call.won),
        format!("/applications/{}", call.elsewhere),
        format!("/postings/{}", call.posting),
    ] {
        city.get(&path).expect(200);
    }
    board.get(&format!("/applications/{kept}")).expect(200);
    assert!(!ranking().contains(&call.loser) && !ranking().contains(&call.lost));
    assert_eq!(report(&city), before, "reports count as before");
    let is_told =
        |all: &[Value]| all.iter().any(|one| one["id"] == call.lost.as_str() && one["kind"] == "deleted");
    assert!(is_told(&city.changes_when(is_told)));
    let log = city.get("/audit-events?action=retention_policy.applied").expect(200);
    let detail = json!({"class": "unsuccessful_applications", "count": 1, "until": "2025-07-10"});
    assert_eq!(log["items"][0]["detail"], detail);
    assert_eq!(board.get("/audit-events?action=retention_policy.applied").expect(200)["items"], json!([]));
    let verified = server::run(&["audit", "verify", "--database-url", app.database_url()]);
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
}

/// Somebody who applied and was met, noted and promised something, with a mark in each text: the application.
fn met(city: &Client, (posting, who): (&str, &str), mark: &str) -> String {
    let application = apply(city, (posting, who), "応募");
    lead(city, &application, &["screening"]);
    let meeting = json!({
        "application_id": application, "kind": "meeting", "mode": "online", "status": "held",
        "scheduled_at": "2025-07-09T10:00:00+09:00", "posting_side": format!("ours-{mark}"),
        "candidate_side": format!("theirs-{mark}"),
    });
    city.post("/encounters", &meeting).expect(201);
    let note = json!({"candidate_id": who, "text": format!("note-{mark}"), "mentions": []});
    city.post(&format!("/postings/{posting}/notes"), &note).expect(201);
    let promise = json!({
        "to_candidate_id": who, "application_id": application, "what": format!("promise-{mark}"),
    });
    let promise = city.post("/promises", &promise).id();
    city.post(&format!("/promises/{promise}/keep"), &json!({})).expect(200);
    application
}

/// What is sent to hand a programme over, and its two postings.
fn handed_over(app: &TestApp) -> (Value, [String; 2]) {
    let city = app.city();
    let user = |name: &str| {
        let body = json!({
            "email": format!("{name}@example.jp"), "display_name": name, "roles": ["coordinator"], "password": null,
        });
        city.post("/users", &body).id()
    };
    let (from, to) = (user("from"), user("to"));
    let program = city.post("/programs", &json!({"name": "事業"})).id();
    let round = city.post("/rounds", &json!({"program_id": program, "name": "第1回"})).id();
    city.post(&format!("/rounds/{round}/transitions"), &json!({"to": "published"})).expect(200);
    let postings = ["案件", "別の案件"].map(|title| {
        let mut posting = samples::posting(title);
        posting["round_id"] = json!(round);
        app.published(&city, &posting)
    });
    let handover = json!({
        "program_id": program, "from_user_id": from, "to_user_id": to,
        "moves_at": "2099-01-01T00:00:00+09:00", "note": null,
    });
    (handover, postings)
}

/// A hand-over of a programme with one who was declined, of whom everything is told that can be, and one who was met for
/// another posting too.
fn what_a_hand_over_copied_goes_too(app: &TestApp) {
    app.turn_clock_to("2025-07-10T09:00:00+09:00");
    let city = app.city();
    let (handover, postings) = handed_over(app);
    let mut loser = samples::candidate("name-kanaria6");
    loser["email"] = json!("mail-kanaria6@example.jp");
    let loser = city.post("/candidates", &loser).id();
    let other = person(&city, "続く人");
    let lost = met(&city, (&postings[0], &loser), "kanaria6");
    let also_lost = met(&city, (&postings[0], &other), "kanaria7");
    let won = met(&city, (&postings[1], &other), "残る");
    lead(&city, &won, &["offered", "accepted", "engaged"]);
    let decision = json!({
        "selected": [], "waiting": [], "reasons": [], "default_reason": "skills_elsewhere", "reason": "経験",
    });
    let decision = city.post(&format!("/postings/{}/decisions", postings[0]), &decision).id();
    let handover = format!("/handovers/{}", city.post("/handovers", &handover).id());
    // They are told after it was put together.
    let path = format!("/postings/{}/notices", postings[0]);
    let preview = city.post(&format!("{path}/preview"), &json!({"decision_id": decision})).expect(200);
    let body = json!({"decision_id": decision, "digest": preview["digest"]});
    city.post(&path, &body).expect(201);
    let people = || city.get(&handover).expect(200)["people"].as_array().unwrap().clone();
    let told = |person: &Value| {
        ["applications", "decisions", "meetings", "notes"].map(|part| person[part].as_array().unwrap().len())
    };
    let before = people();
    assert_eq!(before.len(), 2);
    let of = |people: &[Value], id: &str| people.iter().find(|one| one["candidate_id"] == *id).cloned();
    let told_of_loser = told(&of(&before, &loser).unwrap());
    assert_eq!(told_of_loser, [1, 1, 1, 1], "{before:?}");
    let whole = || city.get(&handover).expect(200).to_string();
    assert!(whole().contains("promise-kanaria6"));

    app.turn_clock_to("2026-07-11T00:05:00+09:00");
    let worker = night(app);
    until("the end of both applications", || is_gone(&city, &lost) && is_gone(&city, &also_lost));
    // The person stays, whose name is their own record's; no wording of the application does.
    let wordings = ["ours", "theirs", "note", "promise"];
    let left = || wordings.iter().flat_map(|word| hits(app, &format!("{word}-kanaria"))).collect::<Vec<_>>();
    until("clean files", || left().is_empty());
    drop(worker);
    let after = people();
    assert!(of(&after, &loser).is_none(), "nothing is left to tell of them: {after:?}");
    let rest = of(&after, &other).unwrap();
    assert_eq!(told(&rest)[2..], [1, 1], "what goes on stays: {rest}");
    assert!(!whole().contains("kanaria"), "{}", whole());
    city.get(&format!("/candidates/{loser}")).expect(200);

    // Notes go by their own period, and out of the copy.
    app.turn_clock_to("2027-07-12T00:05:00+09:00");
    let work = city.get(&format!("/engagements?candidate_id={other}")).expect(200)["items"][0].clone();
    let ended = json!({"kind": "completed", "on": work["terms"]["ends_on"]});
    city.post(&format!("/engagements/{}/end", work["id"].as_str().unwrap()), &ended).expect(200);
    let worker = night(app);
    until("the end of the note", || hits(app, "note-残る").is_empty());
    drop(worker);
    let rest = of(&people(), &other).unwrap();
    assert_eq!(told(&rest)[2..], [1, 0], "{rest}");
}

fn old_answers_go_at_night(app: &TestApp) {
    app.turn_clock_to("2026-07-10T09:00:00+09:00");
    let city = app.city();
    let keyed = |key: &str, title: &str| {
        let made = city.json(("POST", "/postings"), &[("Idempotency-Key", key)], &samples::posting(title));
        assert_eq!(made.status, 201, "{}", made.text);
        let renamed = json!({"title": "改めた題"});
        city.patch(&format!("/postings/{}", made.id()), &renamed).expect(200);
    };
    keyed("old", "title-kanaria8");
    app.turn_clock_to("2026-07-11T08:00:00+09:00");
    keyed("new", "title-kanaria9");
    app.turn_clock_to("2026-07-11T10:00:00+09:00");
    let sweep = || {
        let done = server::run(&["retention", "run", "--database-url", app.database_url()]);
        assert_eq!(done.status.code(), Some(0), "{done:?}");
    };
    let is_kept = |key: &str, title: &str| {
        let again = city.json(("POST", "/postings"), &[("Idempotency-Key", key)], &samples::posting(title));
        again.header("idempotent-replayed").is_some()
    };
    let rows = |word: &str| hits(app, word).iter().filter(|place| !place.starts_with('/')).count();
    let worker = night(app);
    until("the end of the old one", || rows("title-kanaria8") == 0);
    drop(worker);
    assert!(is_kept("new", "title-kanaria9"));
    // The command goes by the clock of the machine, for which both are old.
    sweep();
    assert_eq!(hits(app, "title-kanaria8"), Vec::<String>::new());
}

fn a_day_is_dealt_with_once_whoever_is_started_again(app: &TestApp) {
    app.turn_clock_to("2025-07-10T09:00:00+09:00");
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let ends = |name: &str| {
        let application = apply(&city, (&posting, &person(&city, name)), "応募");
        decline(&city, &application);
        application
    };
    let early = ends("早い人");
    app.turn_clock_to("2026-05-10T09:00:00+09:00");
    let late = ends("遅い人");
    app.turn_clock_to("2026-07-11T03:00:00+09:00");
    let worker = night(app);
    until("the end of the early one", || is_gone(&city, &early));
    // Past the last look at whether to stop: then the worker ends the day first.
    std::thread::sleep(Duration::from_millis(1500));
    drop(worker);
    keep(&city, 1, 24, None);
    assert_eq!(due(&city, "unsuccessful_applications"), 1);
    let worker = night(app);
    std::thread::sleep(Duration::from_millis(1500));
    assert!(!is_gone(&city, &late), "this day is done");
    app.turn_clock_to("2026-07-12T00:00:01+09:00");
    until("the next day", || is_gone(&city, &late));
    drop(worker);
}

fn all_faults_of_a_policy_are_told_and_only_those_who_may_choose_it(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let usual = city.get("/retention-policy").expect(200);
    let periods = json!({
        "unsuccessful_applications": 12, "notes": 24, "survey_ties": 12, "candidates_without_activity": null,
    });
    for (name, months) in periods.as_object().unwrap() {
        assert_eq!(&usual[name], months, "{name}");
    }
    assert_eq!((&usual["version"], &usual["updated_at"]), (&json!(0), &json!(null)));
    let wrong = json!({
        "unsuccessful_applications": 0, "notes": 61, "survey_ties": "12", "candidates_without_activity": 11,
        "audit_events": 3,
    });
    let refused = city.put("/retention-policy", &wrong);
    refused.problem(422, "validation_failed");
    let mut pointers = refused.pointers();
    pointers.sort_unstable();
    let expected = [
        "/audit_events",
        "/candidates_without_activity",
        "/notes",
        "/survey_ties",
        "/unsuccessful_applications",
    ];
    assert_eq!(pointers, expected);
    let required = ["/notes", "/survey_ties", "/unsuccessful_applications"];
    let mut missing = city.put("/retention-policy", &json!({})).pointers();
    missing.sort_unstable();
    assert_eq!(missing, required);
    for (applications, notes, ties, people) in [(1, 1, 1, 12), (36, 60, 60, 120)] {
        let body = json!({
            "unsuccessful_applications": applications, "notes": notes, "survey_ties": ties,
            "candidates_without_activity": people,
        });
        city.put("/retention-policy", &body).expect(200);
    }
    let stale = city.json(("PUT", "/retention-policy"), &[("If-Match", "\"1\"")], &periods);
    stale.problem(412, "version_mismatch");
    let now = city.json(("PUT", "/retention-policy"), &[("If-Match", "\"2\"")], &periods).expect(200);
    assert_eq!(now["version"], 3);
    let log = city.get("/audit-events?action=retention_policy.replaced").expect(200);
    let detail = &log["items"][2]["detail"];
    assert_eq!((&detail["from"]["notes"], &detail["to"]["notes"]), (&json!(60), &json!(24)));
    assert_eq!(board.get("/retention-policy").expect(200)["version"], 0, "each body has its own");
    let key = |scope: &str| {
        let made = city.post("/api-keys", &json!({"name": "鍵", "scopes": [scope]})).expect(201);
        city.with_key(made["secret"].as_str().unwrap())
    };
    let reader = key("organizations:read");
    reader.get("/retention-policy").expect(200);
    reader.get("/retention-policy/due").expect(200);
    reader.put("/retention-policy", &periods).problem(403, "missing_scope");
    key("candidates:write").get("/retention-policy/due").problem(403, "missing_scope");
}

fn notes_and_ties_go_by_their_own_periods(app: &TestApp) {
    app.turn_clock_to("2024-02-29T09:00:00+09:00");
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let [noted, busy] = ["メモの人", "応募中の人"].map(|name| person(&city, name));
    apply(&city, (&posting, &busy), "まだ続いている");
    let note = |about: &str, text: &str| {
        let body = json!({"candidate_id": about, "text": text, "mentions": []});
        city.post(&format!("/postings/{posting}/notes"), &body).id()
    };
    let (old, of_open) = (note(&noted, "note-kanaria2"), note(&busy, "応募中のメモ"));
    let survey = city.post("/surveys", &json!({"title": "調査", "description": null})).id();
    let scale = json!({"concepts": [{
        "key": "c", "label_ja": "概念", "items": [{"key": "i", "label_ja": "項目", "elements": [
            {"key": "e", "label_ja": "要素", "kind": "scale", "steps": 5},
        ]}],
    }]});
    city.post(&format!("/surveys/{survey}/versions"), &scale).expect(201);
    let wave = json!({"instrument": 1, "kind": "before", "closes_at": "2024-02-29"});
    let wave = city.post(&format!("/surveys/{survey}/waves"), &wave).id();
    let answer = json!({"candidate_id": noted, "answers": [{"element": "e", "step": 4}]});
    city.post(&format!("/waves/{wave}/answers"), &answer).expect(201);
    assert_eq!(held(&city, &noted, "survey_links"), 1);
    // From a leap day, a year ends with the last day of February.
    app.turn_clock_to("2025-02-28T23:00:00+09:00");
    assert_eq!((due(&city, "survey_ties"), due(&city, "notes")), (0, 0));
    app.turn_clock_to("2025-03-01T01:00:00+09:00");
    assert_eq!((due(&city, "survey_ties"), due(&city, "notes")), (1, 0));
    let worker = night(app);
    until("the cut tie", || held(&city, &noted, "survey_links") == 0);
    city.get(&format!("/notes/{old}")).expect(200);
    app.turn_clock_to("2026-03-01T01:00:00+09:00");
    until("the end of the note", || city.get(&format!("/notes/{old}")).status == 404);
    until("clean files", || hits(app, "kanaria2").is_empty());
    drop(worker);
    city.get(&format!("/notes/{of_open}")).expect(200);
    let invited = city.get(&format!("/surveys/{survey}/results")).expect(200);
    assert_eq!(invited["waves"].as_array().unwrap().len(), 1, "the answers stay");
}

fn people_go_when_nothing_happens_and_only_where_it_was_chosen(app: &TestApp) {
    app.turn_clock_to("2023-04-10T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let [idle, worked, applied] =
        ["name-kanaria3", "働いた人", "あとで応募した人"].map(|name| person(&city, name));
    let others = person(&board, "ほかの団体の人");
    let won = apply(&city, (&posting, &worked), "応募");
    lead(&city, &won, &["screening", "offered", "accepted", "engaged"]);
    app.turn_clock_to("2024-01-10T09:00:00+09:00");
    let late = apply(&city, (&posting, &applied), "あとから");
    decline(&city, &late);
    app.turn_clock_to("2024-04-11T09:00:00+09:00");
    assert_eq!(due(&city, "candidates_without_activity"), 0, "nobody chose it");
    keep(&city, 1, 24, Some(12));
    assert_eq!(due(&city, "candidates_without_activity"), 1);
    let worker = night(app);
    until("the end of the person", || city.get(&format!("/candidates/{idle}")).status == 404);
    until("clean files", || hits(app, "kanaria3").is_empty());
    assert!(is_gone(&city, &late));
    city.get(&format!("/candidates/{applied}")).expect(200);
    // The application is gone, and still counts for how long its person is kept.
    app.turn_clock_to("2025-01-10T09:00:00+09:00");
    assert_eq!(due(&city, "candidates_without_activity"), 0);
    app.turn_clock_to("2025-01-11T09:00:00+09:00");
    until("the end of the next", || city.get(&format!("/candidates/{applied}")).status == 404);
    drop(worker);
    board.get(&format!("/candidates/{others}")).expect(200);
    city.get(&format!("/candidates/{worked}")).expect(200);
    let log = city.get(&format!("/audit-events?resource_id={idle}&action=candidate.erased")).expect(200);
    assert_eq!(log["items"][0]["detail"]["reason"], "no_longer_needed");
    assert!(!log.to_string().contains("kanaria3"));
}

fn the_command_counts_before_it_erases(app: &TestApp) {
    app.turn_clock_to("2021-07-10T09:00:00+09:00");
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let gone = apply(&city, (&posting, &person(&city, "応募者")), "message-kanaria4");
    decline(&city, &gone);
    let run = |flags: &[&str]| {
        let arguments = ["retention", "run", "--database-url", app.database_url()];
        let done = server::run(&[&arguments[..], flags].concat());
        assert_eq!(done.status.code(), Some(0), "{done:?}");
        String::from_utf8(done.stdout).unwrap()
    };
    let told = |text: &str, is_rehearsal: bool| {
        let told: Value = serde_json::from_str(text).unwrap();
        assert_eq!(told["dry_run"], is_rehearsal);
        told["organizations"].clone()
    };
    let expected = json!([{"organization_id": app.city_id, "classes": {"unsuccessful_applications": 1}}]);
    assert_eq!(told(&run(&["--dry-run", "--json"]), true), expected);
    let words = run(&["--dry-run"]);
    assert!(words.contains("1 unsuccessful_applications would be erased"), "{words}");
    city.get(&format!("/applications/{gone}")).expect(200);
    assert_eq!(city.get("/audit-events?action=retention_policy.applied").expect(200)["items"], json!([]));
    assert_eq!(told(&run(&["--json"]), false), expected);
    assert!(is_gone(&city, &gone));
    assert_eq!(hits(app, "kanaria4"), Vec::<String>::new());
    assert_eq!(told(&run(&["--json"]), false), json!([]), "again there is nothing");
    assert!(run(&[]).starts_with("nothing is due on "));
}
