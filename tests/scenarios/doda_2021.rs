//! 地方短期副業 第2弾 (2021): one round in four areas with three partner bodies, eight postings.
//!
//! The window is 8 July to 4 August 2021 in Japan, both days included: 28 days. A briefing is held on 29 July; the work
//! runs from 1 September to 30 November. Areas and bodies are many to many: each body works in two areas, and each area
//! but one has more than one body. The organizing body coordinates the postings of its partners by agreement, a job
//! board brings the people.

use std::collections::BTreeSet;

use domain::Timestamp;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::bodies::{Body, register};
use crate::client::{Answer, Client};
use crate::samples;

crate::on_both!(a_round_in_four_areas_with_three_bodies);

/// Name, municipality, and which of the three bodies work there.
const AREAS: [(&str, &str, &[usize]); 4] = [
    ("塩尻", "202151", &[0, 1]),
    ("松本", "202029", &[1]),
    ("古賀", "402231", &[1, 2]),
    ("五泉", "152188", &[0, 2]),
];

/// Eight postings: whose, and in which area.
const POSTINGS: [(usize, usize); 8] = [(0, 0), (1, 0), (1, 1), (1, 1), (1, 2), (2, 2), (0, 3), (2, 3)];

fn a_round_in_four_areas_with_three_bodies(app: &TestApp) {
    app.turn_clock_to("2021-06-15T09:00:00+09:00");
    let (organizer, board) = (app.coordinator(), app.board());
    let partners: Vec<Body> = ["塩尻の支援団体", "信州の支援団体", "九州と越後の支援団体"]
        .map(|name| register(&organizer, name, "npo"))
        .into();
    partners.iter().for_each(|partner| coordinate(app, partner));
    let round = publish_round(&organizer, &partners);
    let postings = publish_postings(&organizer, &partners, &round);
    check_window(&organizer, &round);

    let people = register_people(&board, &app.coordinator_id);
    apply_at_the_edges_of_the_window(app, &board, (&postings, &people));
    let briefing = hold_briefing(app, &organizer, (&round, &people));
    what_came_of_the_briefing(app, (&organizer, &board), (&briefing, &postings, &people));
    rank_the_round(app, &organizer, (&round, &postings));
    let works = take_up_the_work(app, (&organizer, &board), &round);
    work_until_the_end(app, &organizer, &works);
    close_the_year(&organizer, &partners);
}

/// 連携協定: the organizing body may act on the partner's postings.
fn coordinate(app: &TestApp, partner: &Body) {
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": partner.id, "kind": "coordination",
        "items": ["募集と選考の支援"], "starts_on": "2021-04-01", "ends_on": "2022-03-31",
    });
    partner.client.post("/agreements", &agreement).expect(201);
}

fn publish_round(organizer: &Client, partners: &[Body]) -> String {
    let program = json!({
        "external_id": "tanki", "name": "地方短期副業", "fiscal_year": 2021, "starts_on": "2021-04-01",
        "ends_on": "2022-03-31",
    });
    let program = organizer.post("/programs", &program).id();
    let area = |(name, place, bodies): &(&str, &str, &[usize])| {
        let ids: Vec<&String> = bodies.iter().map(|body| &partners[*body].id).collect();
        json!({"name": name, "regions": [place], "partner_ids": ids})
    };
    let round = json!({
        "external_id": "tanki-2", "program_id": program, "name": "第2弾",
        "areas": AREAS.iter().map(area).collect::<Vec<Value>>(),
        "application_opens_at": "2021-07-08", "application_closes_at": "2021-08-04",
        "engagement_starts_on": "2021-09-01", "engagement_ends_on": "2021-11-30",
        "seat_cap": 8, "stage_order": [],
    });
    let round = organizer.post("/rounds", &round).id();
    organizer.post(&format!("/rounds/{round}/transitions"), &json!({"to": "published"})).expect(200);
    // Every partner reads the round, because it works in one of the areas.
    for partner in partners {
        let seen = partner.client.get(&format!("/rounds/{round}")).expect(200);
        assert_eq!(seen["areas"].as_array().unwrap().len(), 4);
    }
    round
}

fn publish_postings(organizer: &Client, partners: &[Body], round: &str) -> Vec<String> {
    let publish = |(number, (body, area)): (usize, &(usize, usize))| {
        let (name, place, _) = AREAS[*area];
        let mut posting = samples::posting(&format!("{name}の案件 {number}"));
        posting["round_id"] = json!(round);
        posting["municipality"] = json!(place);
        posting["work_style"] = json!("remote");
        posting["visits_per_month"] = json!(null);
        posting["starts_on"] = json!("2021-09-01");
        posting["ends_on"] = json!("2021-11-30");
        posting["seats"] = json!(1);
        let made = partners[*body].client.post("/postings", &posting).id();
        let path = format!("/postings/{made}/transitions");
        partners[*body].client.post(&path, &json!({"to": "published"})).expect(200);
        made
    };
    let postings: Vec<String> = POSTINGS.iter().enumerate().map(publish).collect();
    eight_postings_of_three_bodies_in_four_areas(organizer, partners, round);
    // A place in no area of the round is refused.
    let mut elsewhere = samples::posting("どの地域でもない案件");
    elsewhere["round_id"] = json!(round);
    elsewhere["municipality"] = json!("131016");
    assert_eq!(partners[0].client.post("/postings", &elsewhere).pointers(), ["/municipality"]);
    postings
}

/// 28 days of Japan, from the first microsecond of the first to the last of the last.
fn check_window(organizer: &Client, round: &str) {
    let round = organizer.get(&format!("/rounds/{round}")).expect(200);
    let instant = |field: &str| Timestamp::parse(round[field].as_str().unwrap()).unwrap().micros();
    let length = instant("application_closes_at") + 1 - instant("application_opens_at");
    assert_eq!(length, 28 * 24 * 3600 * 1_000_000);
}

/// As the server counts the published postings of the round: eight, each body in more than one area, and each area but
/// one with more than one body.
fn eight_postings_of_three_bodies_in_four_areas(organizer: &Client, partners: &[Body], round: &str) {
    let of_round = format!("round_id={round}&status=published");
    let counted = |query: &str| organizer.get(&format!("/postings/facets?{of_round}{query}")).expect(200);
    let total = |query: String| counted(&query)["total"].as_u64().unwrap();
    assert_eq!(total(String::new()), 8);
    let listed = organizer.get(&format!("/postings?{of_round}")).expect(200);
    let listed = listed["items"].as_array().unwrap();
    let pairs: BTreeSet<(&str, &str)> = listed
        .iter()
        .map(|one| (one["organization_id"].as_str().unwrap(), one["municipality"].as_str().unwrap()))
        .collect();
    assert_eq!((listed.len(), pairs.len()), (8, 7), "one body has two postings in one area");
    let bodies: BTreeSet<&str> = pairs.iter().map(|(body, _)| *body).collect();
    let areas: BTreeSet<&str> = pairs.iter().map(|(_, area)| *area).collect();
    assert_eq!((bodies.len(), areas.len()), (3, 4));
    let of_body = |partner: &Body| {
        let areas = pairs.iter().filter(|(body, _)| *body == partner.id).count();
        (areas, total(format!("&organization_id={}", partner.id)))
    };
    assert_eq!(partners.iter().map(of_body).collect::<Vec<_>>(), [(2, 2), (3, 4), (2, 2)]);
    let of_area = |(_, place, _): &(&str, &str, &[usize])| {
        let bodies = pairs.iter().filter(|(_, area)| area == place).count();
        (bodies, total(format!("&region={place}")))
    };
    assert_eq!(AREAS.iter().map(of_area).collect::<Vec<_>>(), [(2, 2), (1, 2), (2, 2), (2, 2)]);
}

/// Twelve people of the job board, who agree that the organizing body knows them.
fn register_people(board: &Client, organizer: &str) -> Vec<String> {
    let register = |number: usize| {
        let mut person = samples::candidate(&format!("応募者 {number}"));
        person["available_from"] = json!("2021-08-15");
        person["hours_per_week"] = json!(4 + number % 5);
        let person = board.post("/candidates", &person).id();
        let consent = json!({"recipient": organizer, "items": ["profile"], "purpose": "説明会の参加"});
        board.post(&format!("/candidates/{person}/consents"), &consent).expect(201);
        person
    };
    (1..=12).map(register).collect()
}

fn apply(board: &Client, posting: &str, person: &str) -> Answer {
    board.post("/applications", &json!({"posting_id": posting, "candidate_id": person}))
}

/// The clock is held: the last second before the window, its first, its last, the first one after it.
fn apply_at_the_edges_of_the_window(
    app: &TestApp,
    board: &Client,
    (postings, people): (&[String], &[String]),
) {
    app.hold_clock_at("2021-07-07T23:59:59+09:00");
    apply(board, &postings[0], &people[0]).problem(409, "window_not_open");
    app.hold_clock_at("2021-07-08T00:00:00+09:00");
    apply(board, &postings[0], &people[0]).expect(201);
    app.hold_clock_at("2021-08-04T23:59:59+09:00");
    apply(board, &postings[1], &people[1]).expect(201);
    app.hold_clock_at("2021-08-05T00:00:00+09:00");
    apply(board, &postings[2], &people[2]).problem(409, "window_closed");
}

/// 説明会, 29 July in the evening: six are put down, five come.
fn hold_briefing(app: &TestApp, organizer: &Client, (round, people): (&str, &[String])) -> String {
    app.turn_clock_to("2021-07-20T09:00:00+09:00");
    let briefing = json!({
        "kind": "briefing", "title": "第2弾 募集説明会", "round_id": round, "capacity": 6,
        "starts_at": "2021-07-29T19:00:00+09:00", "ends_at": "2021-07-29T20:30:00+09:00",
        "online_url": "https://example.jp/live",
    });
    let briefing = organizer.post("/events", &briefing).id();
    let listed = organizer.get(&format!("/events?round_id={round}&kind=briefing")).expect(200);
    assert_eq!(listed["items"][0]["id"], json!(briefing));
    let place = |person: &String| format!("/events/{briefing}/attendances/{person}");
    for person in &people[2..8] {
        organizer.put(&place(person), &json!({"status": "registered"})).expect(201);
    }
    organizer.put(&place(&people[8]), &json!({"status": "registered"})).problem(409, "event_full");
    app.turn_clock_to("2021-07-29T21:00:00+09:00");
    for person in &people[2..7] {
        organizer.put(&place(person), &json!({"status": "attended"})).expect(200);
    }
    organizer.put(&place(&people[7]), &json!({"status": "absent"})).expect(200);
    briefing
}

/// Four of the five who came apply within the window; the list of attendances tells to what.
fn what_came_of_the_briefing(
    app: &TestApp,
    (organizer, board): (&Client, &Client),
    (briefing, postings, people): (&str, &[String], &[String]),
) {
    app.turn_clock_to("2021-08-01T12:00:00+09:00");
    for (person, posting) in people[2..6].iter().zip(&postings[2..6]) {
        apply(board, posting, person).expect(201);
    }
    // Two more who were not there.
    apply(board, &postings[6], &people[9]).expect(201);
    apply(board, &postings[7], &people[10]).expect(201);
    let list = organizer.get(&format!("/events/{briefing}/attendances")).expect(200);
    let counts = &list["counts"];
    assert_eq!([&counts["attended"], &counts["absent"], &counts["applicants"]], [5, 1, 4]);
    for (attendee, posting) in list["items"].as_array().unwrap()[..4].iter().zip(&postings[2..6]) {
        assert_eq!(attendee["applications"][0]["posting_id"], json!(posting));
        let path = format!("/candidates/{}/touch-points", attendee["candidate_id"].as_str().unwrap());
        let path = organizer.get(&path).expect(200);
        let kinds: Vec<&Value> = path["items"].as_array().unwrap().iter().map(|step| &step["kind"]).collect();
        assert_eq!(kinds, ["attendance", "application"], "from the briefing to the application");
    }
}

/// One run over the whole round; it holds the round's eight postings in their order.
fn rank_the_round(app: &TestApp, organizer: &Client, (round, postings): (&str, &[String])) {
    app.turn_clock_to("2021-08-06T10:00:00+09:00");
    let job = organizer.post("/match-runs", &json!({"scope": {"round_id": round}, "per_posting": 10}));
    assert_eq!(job.status, 202, "{}", job.text);
    let run = crate::bodies::ended(organizer, &job.id())["result"]["match_run_id"].clone();
    let run = organizer.get(&format!("/match-runs/{}", run.as_str().unwrap())).expect(200);
    assert_eq!(run["posting_ids"], json!(postings));
}

/// One person for each of the eight seats, at work from the first day of the round's period to its last.
fn take_up_the_work(app: &TestApp, (organizer, board): (&Client, &Client), round: &str) -> Vec<Value> {
    let round = organizer.get(&format!("/rounds/{round}")).expect(200);
    let period = [&round["engagement_starts_on"], &round["engagement_ends_on"]];
    assert_eq!(period, ["2021-09-01", "2021-11-30"]);
    let listed = organizer.get("/applications?status=submitted").expect(200);
    let applications = listed["items"].as_array().unwrap().clone();
    assert_eq!(applications.len(), 8, "one to each posting");
    for application in &applications {
        for to in ["screening", "offered", "accepted"] {
            let path = format!("/applications/{}/transitions", application["id"].as_str().unwrap());
            organizer.post(&path, &json!({"to": to})).expect(200);
        }
    }
    let begin = |application: &Value| {
        let terms = json!({
            "contract_form": "quasi_mandate", "starts_on": period[0], "ends_on": period[1], "hours_per_month": 20,
            "commissioned_on": "2021-08-20", "work": "販路の計画", "place": "遠隔",
            "reward": {"kind": "monthly", "yen": 50000}, "pay_day": "月末締め翌月25日払い", "pay_within_days": 56,
            "harassment_contact": "事務局の相談窓口",
        });
        let body = json!({"application_id": application["id"], "terms": terms});
        organizer.post("/engagements", &body).expect(201)
    };
    app.turn_clock_to("2021-08-20T09:00:00+09:00");
    let works: Vec<Value> = applications.iter().map(begin).collect();
    assert_eq!(board.get("/applications?status=engaged").expect(200)["items"].as_array().unwrap().len(), 8);
    // Nobody works before the first day or after the last.
    let running = |by: &Client, day: &str| {
        let listed = by.get(&format!("/engagements?running_on={day}")).expect(200);
        listed["items"].as_array().unwrap().len()
    };
    for (day, at_work) in [("2021-08-31", 0), ("2021-09-01", 8), ("2021-11-30", 8), ("2021-12-01", 0)] {
        assert_eq!([running(organizer, day), running(board, day)], [at_work, at_work], "{day}");
    }
    works
}

/// Three months are logged, and each work is completed on the last day.
fn work_until_the_end(app: &TestApp, organizer: &Client, works: &[Value]) {
    let path = |work: &Value| format!("/engagements/{}", work["id"].as_str().unwrap());
    let done = json!({"kind": "completed", "on": "2021-11-30"});
    app.turn_clock_to("2021-11-29T18:00:00+09:00");
    let early = organizer.post(&format!("{}/end", path(&works[0])), &done);
    assert_eq!(early.pointers(), ["/on"], "not before it is over: {}", early.text);
    app.turn_clock_to("2021-11-30T18:00:00+09:00");
    for work in works {
        for month in ["2021-09", "2021-10", "2021-11"] {
            let log = json!({"minutes_planned": 1200, "minutes_done": 1200, "visit_days": 0});
            organizer.put(&format!("{}/logs/{month}", path(work)), &log).expect(201);
        }
        let beyond = organizer.put(&format!("{}/logs/2021-12", path(work)), &json!({"minutes_planned": 60}));
        assert_eq!(beyond.pointers(), ["/month"]);
        let ended = organizer.post(&format!("{}/end", path(work)), &done).expect(200);
        assert_eq!((&ended["status"], &ended["end"]["on"]), (&json!("completed"), &json!("2021-11-30")));
    }
}

/// The closing report of fiscal year 2021, to the organizing body; each partner reads its own part of it.
fn close_the_year(organizer: &Client, partners: &[Body]) {
    let of_2021 = |by: &Client| by.get("/reports/fiscal-years/2021").expect(200);
    let report = of_2021(organizer);
    let told = |count: &Value| {
        assert_eq!(count["suppressed"], false);
        count["value"].as_u64().unwrap()
    };
    let figures = |report: &Value| [told(&report["matches"]), told(&report["people"])];
    assert_eq!((figures(&report), &report["host_bodies"]), ([8, 8], &json!(3)));
    assert_eq!(
        report["people_per_host_body"],
        json!({"numerator": 8, "denominator": 3, "two_decimals": "2.67"})
    );
    assert_eq!(told(&report["outcomes"]["completed"]), 8);
    let applying = &report["applications"];
    assert_eq!((told(&applying["applications"]), told(&applying["applicants"])), (8, 8));
    assert_eq!((&applying["postings"], &applying["seats"]), (&json!(8), &json!(8)));
    // Two of the eight works were for the first body, four for the second, two for the third.
    for (number, partner) in partners.iter().enumerate() {
        let works = POSTINGS.iter().filter(|(body, _)| *body == number).count() as u64;
        let host = report["hosts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|host| host["organization_id"] == json!(partner.id));
        assert_eq!(figures(host.unwrap()), [works, works], "{number}");
        assert_eq!(figures(&of_2021(&partner.client)), [works, works], "{number}");
    }
    // The year before and the year after have none of it.
    for year in [2020, 2022] {
        let other = organizer.get(&format!("/reports/fiscal-years/{year}")).expect(200);
        assert_eq!(figures(&other), [0, 0], "{year}");
    }
    // Whoever sees aggregates only is told eight, and not how the eight are spread over the bodies.
    let key = organizer.post("/api-keys", &json!({"name": "報告書", "scopes": ["reports:read"]})).expect(201);
    let report = of_2021(&organizer.with_key(key["secret"].as_str().unwrap()));
    assert_eq!(figures(&report), [8, 8]);
    let hidden = json!({"value": null, "suppressed": true});
    assert!(report["hosts"].as_array().unwrap().iter().all(|host| host["people"] == hidden), "{report}");
}
