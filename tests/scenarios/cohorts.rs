//! ルーキーズカレッジ・地域同期研修・ミライブラリー: young people of different firms, who have no peers at their own, learn
//! together for six months.
//!
//! A cohort is fixed: as many as it has places, the same from the first session to the last, once a month. At the end each
//! is asked, without a name, whether they found peers in the region; 7割 and 8割 said so. Of the small cohort no share is
//! told, for those who did not say so are too few. The fiscal year closes with a report: who lives in the city is at home
//! there, and the eight of ミライブラリー, who come from elsewhere, are its 関係人口.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::bodies::{Body, register};
use crate::client::Client;
use crate::closing::{
    aggregates_only, applying, figures, gather as gather_year, ledger, report, told as count_of,
};
use crate::samples;

crate::on_both!(three_cohorts_of_half_a_year);

/// A cohort: its name, its members, and how many of them say at the end that they found peers.
const COHORTS: [(&str, usize, usize); 3] =
    [("ルーキーズカレッジ", 20, 14), ("地域同期研修", 25, 20), ("ミライブラリー", 8, 6)];

/// The cohort whose members come from elsewhere.
const FROM_ELSEWHERE: &str = "ミライブラリー";

/// The days of the monthly sessions.
const SESSIONS: [&str; 6] =
    ["2021-05-14", "2021-06-11", "2021-07-09", "2021-08-06", "2021-09-10", "2021-10-08"];

/// A cohort that was gathered.
struct Gathered {
    id: String,
    members: Vec<String>,
    sessions: Vec<String>,
}

/// Everybody misses one or two of the sessions, never all the same one.
fn comes(member: usize, session: usize) -> bool {
    !(member + session).is_multiple_of(5)
}

fn three_cohorts_of_half_a_year(app: &TestApp) {
    app.turn_clock_to("2021-04-12T09:00:00+09:00");
    let body = register(&app.city(), "地域人事部", "coordinator_body");
    let program = json!({"name": "地域の若手が育つ場", "fiscal_year": 2021, "starts_on": "2021-04-01", "ends_on": "2022-03-31"});
    let program = body.client.post("/programs", &program).id();
    let cohorts = COHORTS.map(|cohort| gather(app, &body, (&program, cohort)));

    for (number, day) in SESSIONS.iter().enumerate() {
        app.turn_clock_to(&format!("{day}T18:00:00+09:00"));
        cohorts.iter().for_each(|cohort| hold_session(&body.client, cohort, number));
    }
    cohorts.iter().for_each(|cohort| how_far_each_has_come(&body.client, cohort));

    app.turn_clock_to("2021-10-08T19:00:00+09:00");
    let survey = body.client.post("/surveys", &json!({"title": "半年のふりかえり"})).id();
    body.client.post(&format!("/surveys/{survey}/versions"), &two_questions()).expect(201);
    for (cohort, told) in cohorts.iter().zip(COHORTS) {
        ask_without_names(app, &body.client, (&survey, cohort, told));
    }
    what_they_said(&body.client, &survey, &cohorts);
    what_is_told_outside(app, &body.client, &survey);
    close_the_year(app, &body.client);
}

/// As many members as places, from the first day on; six sessions are announced, one a month.
fn gather(
    app: &TestApp,
    body: &Body,
    (program, (name, places, _)): (&str, (&str, usize, usize)),
) -> Gathered {
    let client = &body.client;
    let cohort = json!({
        "program_id": program, "name": name, "purpose": "会社をこえた同期と、地域で育つ", "capacity": places,
        "starts_on": "2021-05-01", "ends_on": "2021-10-31",
    });
    let id = client.post("/cohorts", &cohort).id();
    let member = |who: &str| format!("/cohorts/{id}/members/{who}");
    let joins = json!({"joined_on": "2021-05-01"});
    let members: Vec<String> = (1..=places)
        .map(|number| {
            let mut person = samples::candidate(&format!("{name} {number}"));
            if name != FROM_ELSEWHERE {
                person["home_municipality"] = json!("202151");
            }
            let who = client.post("/candidates", &person).id();
            client.put(&member(&who), &joins).expect(201);
            who
        })
        .collect();
    let late = client.post("/candidates", &samples::candidate("遅れて来た人")).id();
    client.put(&member(&late), &joins).problem(409, "full");
    // Somebody whom another body registered is not taken in, and another body sees none of it.
    let stranger = app.board().post("/candidates", &samples::candidate("よその人")).id();
    client.put(&member(&stranger), &joins).problem(404, "not_found");
    app.board().get(&format!("/cohorts/{id}/members")).problem(404, "not_found");
    let announce = |(number, day): (usize, &&str)| {
        let session = json!({
            "kind": "session", "title": format!("{name} 第{}回", number + 1), "cohort_id": id,
            "program_id": program, "audience": "members", "starts_at": format!("{day}T13:00:00+09:00"),
            "ends_at": format!("{day}T17:00:00+09:00"), "municipality": "202151",
            "place": "市民交流センター",
        });
        client.post("/events", &session).id()
    };
    let sessions = SESSIONS.iter().enumerate().map(announce).collect();
    Gathered { id, members, sessions }
}

fn hold_session(client: &Client, cohort: &Gathered, number: usize) {
    let session = &cohort.sessions[number];
    let mut came = 0;
    for (member, who) in cohort.members.iter().enumerate() {
        let here = comes(member, number);
        let put = json!({"status": if here { "attended" } else { "absent" }, "visit_days": u8::from(here)});
        came += u64::from(here);
        client.put(&format!("/events/{session}/attendances/{who}"), &put).expect(201);
    }
    let counts = &client.get(&format!("/events/{session}/attendances")).expect(200)["counts"];
    let all = cohort.members.len() as u64;
    assert_eq!([&counts["total"], &counts["attended"], &counts["absent"]], [all, came, all - came]);
    // Four in five are there, in each of the two larger cohorts and each month.
    if all.is_multiple_of(5) {
        assert_eq!(came, all / 5 * 4);
    }
}

fn how_far_each_has_come(client: &Client, cohort: &Gathered) {
    let listed = client.get(&format!("/events?cohort_id={}", cohort.id)).expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 6);
    let progress = client.get(&format!("/cohorts/{}/progress?limit=200", cohort.id)).expect(200);
    let all = progress["items"].as_array().unwrap();
    assert_eq!(all.len(), cohort.members.len(), "the same at the end as at the beginning");
    for (member, who) in cohort.members.iter().enumerate() {
        let one = all.iter().find(|one| one["candidate_id"] == json!(who)).unwrap();
        let attended = (0..6).filter(|session| comes(member, *session)).count();
        assert_eq!([&one["sessions"], &one["sessions_attended"]], [6, attended], "{one}");
        assert!((4..=5).contains(&attended) && one["left_on"].is_null(), "{one}");
    }
}

/// Whether they found peers, on four steps of which the upper two say yes; and what they would say to others.
fn two_questions() -> Value {
    json!({"concepts": [{"key": "half_year", "label_ja": "半年をふりかえって", "items": [{
        "key": "peers", "label_ja": "同期", "elements": [
            {"key": "found_peers", "label_ja": "地域に同期ができた", "kind": "scale", "steps": 4},
            {"key": "word", "label_ja": "これから参加する人へひとこと", "kind": "text"},
        ],
    }]}]})
}

/// Each of the cohort has a token; which of them answered what is never written down.
fn ask_without_names(
    app: &TestApp,
    client: &Client,
    (survey, cohort, (name, members, found)): (&str, &Gathered, (&str, usize, usize)),
) {
    let wave = json!({
        "instrument": 1, "name": name, "kind": "after", "is_anonymous": true, "cohort_id": cohort.id,
        "opens_at": "2021-10-08", "closes_at": "2021-10-31",
    });
    let wave = client.post(&format!("/surveys/{survey}/waves"), &wave).id();
    let made = client.post(&format!("/waves/{wave}/invitations"), &json!({"whole_cohort": true})).expect(201);
    let invitations = made["invitations"].as_array().unwrap();
    assert_eq!(invitations.len(), members);
    for (number, invitation) in invitations.iter().enumerate() {
        // The upper two steps and the lower two, by turns.
        let step = if number < found { 3 + number % 2 } else { 1 + number % 2 };
        let path = format!("/answers/{}", invitation["token"].as_str().unwrap());
        let answers = json!({"answers": [
            {"element": "found_peers", "step": step}, {"element": "word", "words": format!("{number} 人目のことば")},
        ]});
        assert_eq!(app.anonymous().post(&path, &answers).status, 204);
        app.anonymous().post(&path, &answers).problem(409, "already_answered");
    }
}

/// What was told of one wave: invited, answered, and of the scale the share of those who found peers.
fn what_they_said(client: &Client, survey: &str, cohorts: &[Gathered; 3]) {
    let told = client.get(&format!("/surveys/{survey}/results"));
    let results = told.body();
    let wave = |name: &str| {
        let waves = results["waves"].as_array().unwrap();
        waves.iter().find(|wave| wave["name"] == name).unwrap().clone()
    };
    let elements = |of: &Value| of["concepts"][0]["items"][0]["elements"].clone();
    for (name, members, found) in COHORTS {
        let wave = wave(name);
        let count = json!({"value": members, "suppressed": false});
        assert_eq!((&wave["invited"], &wave["respondents"]), (&count, &count), "{name}");
        let share = |permille: u64, tenths: u64| json!({"answers": found, "share_permille": permille, "tenths": tenths});
        let expected = match name {
            "ルーキーズカレッジ" => share(700, 7),
            "地域同期研修" => share(800, 8),
            // Two of eight did not find any: that would be told with the share.
            _ => json!(null),
        };
        assert_eq!(elements(&wave)[0]["figures"]["top"], expected, "{name}");
        assert!(elements(&wave)[0]["figures"]["mean_hundredths"].is_u64(), "a mean points at nobody: {name}");
        // Words are counted and shown nowhere.
        assert_eq!(elements(&wave)[1]["figures"]["answers"], count);
    }
    // 7 and 7, 3 and 3: of 20 every step was given by few, so how often each was is not told.
    assert_eq!(elements(&wave("ルーキーズカレッジ"))[0]["distribution"], json!(null));
    // Over the year everybody counts, but no share: with those of the two others it would tell that of the third.
    let year = &results["years"][0];
    assert_eq!((&year["fiscal_year"], year["wave_ids"].as_array().unwrap().len()), (&json!(2021), 3));
    let figures = &elements(year)[0]["figures"];
    assert_eq!((&figures["answers"]["value"], &figures["top"]), (&json!(53), &json!(null)));
    assert_eq!(results["change"], json!(null), "nobody is tied to what they said before");
    let people = cohorts.iter().flat_map(|cohort| &cohort.members);
    assert!(people.into_iter().all(|who| !told.text.contains(who)) && !told.text.contains("人目のことば"));
}

/// The sponsors get the same as a sheet, with a key that reads nothing else.
fn what_is_told_outside(app: &TestApp, client: &Client, survey: &str) {
    let key = client
        .post("/api-keys", &json!({"name": "協賛企業への報告", "scopes": ["surveys:read"]}))
        .expect(201);
    let sponsor = client.with_key(key["secret"].as_str().unwrap());
    let sheet = sponsor.get(&format!("/surveys/{survey}/results.csv"));
    assert_eq!(sheet.status, 200, "{}", sheet.text);
    for line in [
        "ルーキーズカレッジ,after,element,found_peers,地域に同期ができた,20,",
        "地域同期研修,after,element,found_peers,地域に同期ができた,25,",
    ] {
        assert!(sheet.text.contains(line), "{line}: {}", sheet.text);
    }
    let shares = [",14,700,7\r\n", ",20,800,8\r\n"];
    assert!(shares.iter().all(|share| sheet.text.contains(share)), "{}", sheet.text);
    assert!(!sheet.text.contains(",6,750,7"), "{}", sheet.text);
    sponsor.get("/cohorts").problem(403, "missing_scope");
    app.board().get(&format!("/surveys/{survey}/results")).problem(404, "not_found");
}

/// Six sessions of 20 and of 25 people, four of five of whom came each time, are 96 and 120 visits of people to where they
/// live; 38 times one of the eight came from elsewhere. Nobody was matched, and a survey that was answered once and
/// without names tells of no change.
fn close_the_year(app: &TestApp, client: &Client) {
    app.turn_clock_to("2022-03-31T18:00:00+09:00");
    assert_eq!(gather_year(client, 2021), [38, 96 + 120]);
    let of_2021 = report(client, 2021);
    assert_eq!(ledger(&of_2021), json!([8, 38, [["event", 8, 38]]]));
    assert_eq!((figures(&of_2021), applying(&of_2021)), ([0, 0, 0], json!([0, 0, 0, 0, null])));
    assert_eq!(of_2021["surveys"], json!([]));
    let sponsor = aggregates_only(client);
    assert_eq!(count_of(&report(&sponsor, 2021)["ledger"][0]["people"]), 8);
    assert_eq!(ledger(&report(client, 2022)), json!([0, 0, []]));
}
