//! ローカルキャリア準備室 HELIX: a community prepares people for work in a region before anybody applies for anything.
//!
//! Opened on 21 June 2021, from June to November: every month a session together and a talk with each member alone, what
//! each thinks asked before and after, and information on work that a city gives to the members of HELIX and to nobody
//! else. Two of the members find such work; how far each has come is read at the end.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::bodies::{Body, register};
use crate::client::Client;
use crate::samples;

crate::on_both!(six_months_of_preparation);

/// The evenings of the sessions, June to November.
const SESSIONS: [&str; 6] =
    ["2021-06-21", "2021-07-19", "2021-08-23", "2021-09-20", "2021-10-18", "2021-11-15"];

/// Members: from which session to which, how many of these they attend, and their stages after the first.
const MEMBERS: [(usize, usize, usize, &[&str]); 7] = [
    (0, 6, 6, &["preparing", "ready", "engaged", "alumni"]),
    (0, 6, 5, &["preparing", "ready", "engaged", "alumni"]),
    (0, 6, 6, &["preparing", "ready"]),
    (0, 6, 4, &["preparing", "ready"]),
    (0, 6, 6, &["preparing"]),
    // Moves away after the fourth session; who had to wait for a place comes in.
    (0, 4, 3, &["preparing"]),
    (4, 6, 2, &["preparing"]),
];

/// HELIX: its cohort, and its members in the order of the table.
struct Helix {
    body: Body,
    cohort: String,
    members: Vec<String>,
}

impl Helix {
    fn client(&self) -> &Client {
        &self.body.client
    }

    fn path(&self, part: &str) -> String {
        format!("/cohorts/{}/{part}", self.cohort)
    }

    /// The members at a session.
    fn at(&self, session: usize) -> impl Iterator<Item = (usize, &String)> {
        let is_member = move |(number, _): &(usize, &String)| {
            let (from, until, ..) = MEMBERS[*number];
            (from..until).contains(&session)
        };
        self.members.iter().enumerate().filter(is_member)
    }
}

fn six_months_of_preparation(app: &TestApp) {
    app.turn_clock_to("2021-06-14T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let helix = found(&city);
    let survey = the_doors_open_on_21_june(app, &helix);
    let sessions = announce_sessions(&helix, &board);
    let posting = tell_members_of_work(app, &helix);

    for (number, session) in sessions.iter().enumerate() {
        app.turn_clock_to(&format!("{}T21:00:00+09:00", SESSIONS[number]));
        meet_together_and_alone(&helix, (number, session));
        match number {
            0 => helix.members[..6].iter().for_each(|who| move_on(&helix, who, "preparing")),
            1 => members_alone_can_apply(app, &helix, &posting),
            2 => helix.members[..4].iter().for_each(|who| move_on(&helix, who, "ready")),
            3 => one_leaves_and_one_comes(&helix),
            _ => {}
        }
        if number == 2 {
            two_begin_to_work(app, (&city, &helix), &posting);
        }
    }
    the_work_is_done(app, (&city, &helix), &posting);
    what_they_think_now(app, &helix, &survey);
    how_far_each_has_come(&helix);
    the_path_of_one(&helix);
    what_the_city_reports(&city);
}

fn person(by: &Client, number: usize) -> String {
    let mut person = samples::candidate(&format!("会員 {}", number + 1));
    person["readiness"] = json!("exploring");
    person["available_from"] = json!("2021-06-21");
    by.post("/candidates", &person).id()
}

/// Six places, taken before the doors open; the seventh has to wait.
fn found(city: &Client) -> Helix {
    let body = register(city, "ローカルキャリア準備室 HELIX", "community");
    let cohort = json!({
        "name": "HELIX 第1期", "purpose": "地域で働く前に、話して、学んで、備える", "capacity": 6,
        "starts_on": "2021-06-21", "ends_on": "2021-11-30",
    });
    let cohort = body.client.post("/cohorts", &cohort).id();
    let members: Vec<String> = (0..7).map(|number| person(&body.client, number)).collect();
    let helix = Helix { body, cohort, members };
    let joins = json!({"joined_on": "2021-06-21"});
    for who in &helix.members[..6] {
        let member = helix.client().put(&helix.path(&format!("members/{who}")), &joins).expect(201);
        assert_eq!(member["readiness_before"], "exploring");
    }
    let seventh = helix.path(&format!("members/{}", helix.members[6]));
    helix.client().put(&seventh, &joins).problem(409, "full");
    // Who they are is HELIX's alone; the city that registered the body does not see it.
    city.get(&format!("/cohorts/{}", helix.cohort)).problem(404, "not_found");
    city.get(&format!("/candidates/{}", helix.members[0])).problem(404, "not_found");
    helix
}

fn one_question() -> Value {
    json!({"concepts": [{"key": "career", "label_ja": "キャリア", "items": [{
        "key": "choice", "label_ja": "選ぶ力", "elements": [
            {"key": "own", "label_ja": "地域での働き方を自分で選べる", "kind": "scale", "steps": 5},
        ],
    }]}]})
}

/// The tokens of those who are invited, the whole cohort, by person.
fn invite(
    helix: &Helix,
    survey: &str,
    (kind, opens, closes): (&str, &str, &str),
) -> BTreeMap<String, String> {
    let wave = json!({
        "instrument": 1, "kind": kind, "opens_at": opens, "closes_at": closes, "cohort_id": helix.cohort,
    });
    let wave = helix.client().post(&format!("/surveys/{survey}/waves"), &wave).id();
    let made = helix.client().post(&format!("/waves/{wave}/invitations"), &json!({"whole_cohort": true}));
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let made = made.expect(201);
    let all = made["invitations"].as_array().unwrap().iter();
    all.map(|one| (word(&one["candidate_id"]), word(&one["token"]))).collect()
}

fn answer(app: &TestApp, token: &str, step: usize) -> crate::client::Answer {
    app.anonymous()
        .post(&format!("/answers/{token}"), &json!({"answers": [{"element": "own", "step": step}]}))
}

/// The first thing that opens with HELIX: what its members think, asked of each of the six.
fn the_doors_open_on_21_june(app: &TestApp, helix: &Helix) -> String {
    let survey = helix.client().post("/surveys", &json!({"title": "HELIX 前後の調査"})).id();
    helix.client().post(&format!("/surveys/{survey}/versions"), &one_question()).expect(201);
    let tokens = invite(helix, &survey, ("before", "2021-06-21", "2021-07-04"));
    assert_eq!(tokens.len(), 6);
    app.hold_clock_at("2021-06-20T23:59:59+09:00");
    for token in tokens.values() {
        answer(app, token, 2).problem(409, "window_not_open");
    }
    app.hold_clock_at("2021-06-21T00:00:00+09:00");
    for token in tokens.values() {
        assert_eq!(answer(app, token, 2).status, 204);
    }
    survey
}

/// One a month, June to November, for members.
fn announce_sessions(helix: &Helix, board: &Client) -> Vec<String> {
    let announce = |(number, day): (usize, &&str)| {
        let session = json!({
            "kind": "session", "title": format!("HELIX 第{}回", number + 1), "cohort_id": helix.cohort,
            "starts_at": format!("{day}T19:00:00+09:00"), "ends_at": format!("{day}T20:30:00+09:00"),
            "audience": "members", "online_url": "https://example.jp/helix",
        });
        helix.client().post("/events", &session).id()
    };
    let sessions: Vec<String> = SESSIONS.iter().enumerate().map(announce).collect();
    let listed = helix.client().get(&format!("/events?cohort_id={}", helix.cohort)).expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 6);
    board.get(&format!("/events/{}", sessions[0])).problem(404, "not_found");
    sessions
}

/// 会員限定の求人情報: the city has work for which HELIX prepares people.
fn tell_members_of_work(app: &TestApp, helix: &Helix) -> String {
    let mut posting = samples::posting("朝市の魅力を首都圏に届ける");
    posting["members_of"] = json!([helix.body.id]);
    posting["starts_on"] = json!("2021-09-01");
    posting["ends_on"] = json!("2021-11-30");
    let posting = app.published(&app.city(), &posting);
    let path = format!("/postings/{posting}");
    assert_eq!(helix.client().get(&path).expect(200)["title"], "朝市の魅力を首都圏に届ける");
    app.board().get(&path).problem(404, "not_found");
    let found = |by: &Client| by.get("/postings").expect(200)["items"].as_array().unwrap().len();
    assert_eq!([found(helix.client()), found(&app.board())], [1, 0]);
    let feed = app.anonymous().send_to(("GET", "/feeds/postings.atom"), &[], b"");
    assert!(feed.status == 200 && !feed.text.contains(&posting), "{}", feed.text);
    posting
}

/// A session, and on the same evening a talk with each member; whoever is missing has the talk all the same.
fn meet_together_and_alone(helix: &Helix, (number, session): (usize, &str)) {
    let mut came = 0;
    for (member, who) in helix.at(number) {
        let (from, _, attended, _) = MEMBERS[member];
        let comes = number < from + attended;
        came += u64::from(comes);
        let place = format!("/events/{session}/attendances/{who}");
        let status = if comes { "attended" } else { "absent" };
        helix.client().put(&place, &json!({"status": status})).expect(201);
        let talk = json!({
            "candidate_id": who, "held_on": SESSIONS[number], "topic": "これからの働き方",
            "next_step": "興味のある地域を一つ書き出す",
        });
        helix.client().post(&helix.path("one-on-ones"), &talk).expect(201);
    }
    let counts = &helix.client().get(&format!("/events/{session}/attendances")).expect(200)["counts"];
    let expected = [6, 6, 6, 5, 5, 4][number];
    assert_eq!((came, &counts["attended"], &counts["total"]), (expected, &json!(expected), &json!(6)));
}

fn move_on(helix: &Helix, who: &str, to: &str) {
    let path = format!("/candidates/{who}/readiness");
    if to == "preparing" {
        // Nobody is ready who has not prepared.
        let refused = helix.client().post(&path, &json!({"to": "ready"})).problem(409, "illegal_transition");
        assert_eq!(refused["legal"], json!(["preparing"]));
    }
    helix.client().post(&path, &json!({"to": to, "reason": "1 on 1 で話し合った"})).expect(201);
}

/// Readiness is no filter: members see the work, and may apply, from the first day; others never.
fn members_alone_can_apply(app: &TestApp, helix: &Helix, posting: &str) {
    let stranger = person(&app.board(), 99);
    let ranked =
        |by: &Client, who: &str| by.get(&format!("/candidates/{who}/matches")).expect(200)["items"].clone();
    assert_eq!(ranked(helix.client(), &helix.members[4])[0]["posting_id"], json!(posting));
    assert_eq!(ranked(&app.board(), &stranger), json!([]));
    let apply = |by: &Client, who: &str| {
        by.post("/applications", &json!({"posting_id": posting, "candidate_id": who}))
    };
    assert_eq!(apply(&app.board(), &stranger).pointers(), ["/posting_id"]);
    for who in &helix.members[..3] {
        apply(helix.client(), who).expect(201);
    }
    let applicants = app.city().get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200);
    assert_eq!(applicants["totals"]["considered"], 3);
}

/// Who the members are that applied, in the order in which they did.
fn applications(city: &Client, helix: &Helix, posting: &str) -> Vec<String> {
    let listed = city.get(&format!("/applications?posting_id={posting}")).expect(200);
    let all = listed["items"].as_array().unwrap();
    let of = |who: &String| {
        let one = all.iter().find(|one| one["candidate_id"] == json!(who)).unwrap();
        one["id"].as_str().unwrap().to_owned()
    };
    helix.members[..3].iter().map(of).collect()
}

/// Two seats: two are engaged from 1 September on, the third is told that the seats are filled.
fn two_begin_to_work(app: &TestApp, (city, helix): (&Client, &Helix), posting: &str) {
    let applications = applications(city, helix, posting);
    let step = |application: &str, body: Value| {
        city.post(&format!("/applications/{application}/transitions"), &body).expect(200)
    };
    for application in &applications {
        step(application, json!({"to": "screening"}));
    }
    for application in &applications[..2] {
        step(application, json!({"to": "offered"}));
        step(application, json!({"to": "accepted"}));
        let terms = json!({
            "contract_form": "quasi_mandate", "starts_on": "2021-09-01", "ends_on": "2021-11-30",
            "hours_per_month": 20, "commissioned_on": "2021-08-23", "work": "首都圏への発信", "place": "遠隔",
            "reward": {"kind": "monthly", "yen": 50000}, "pay_day": "月末締め翌月25日払い",
            "pay_within_days": 56, "harassment_contact": "塩尻市 担当課",
        });
        let made =
            city.post("/engagements", &json!({"application_id": application, "terms": terms})).expect(201);
        assert_eq!((&made["status"], &made["warnings"]), (&json!("running"), &json!([])));
    }
    step(&applications[2], json!({"to": "declined", "reason_category": "seats_filled"}));
    app.turn_clock_to("2021-09-01T09:00:00+09:00");
    helix.members[..2].iter().for_each(|who| move_on(helix, who, "engaged"));
    // HELIX reads of its members' work, and does not write it.
    let seen = helix.client().get("/engagements?running_on=2021-09-01").expect(200);
    assert_eq!(seen["items"].as_array().unwrap().len(), 2);
}

fn one_leaves_and_one_comes(helix: &Helix) {
    let member = |number: usize| helix.path(&format!("members/{}", helix.members[number]));
    let gone = json!({"joined_on": "2021-06-21", "left_on": "2021-09-30", "left_reason": "転居のため"});
    helix.client().put(&member(5), &gone).expect(200);
    helix.client().put(&member(6), &json!({"joined_on": "2021-10-01"})).expect(201);
    helix.client().put(&member(5), &json!({"joined_on": "2021-10-01"})).problem(409, "full");
    move_on(helix, &helix.members[6], "preparing");
}

fn the_work_is_done(app: &TestApp, (city, helix): (&Client, &Helix), posting: &str) {
    app.turn_clock_to("2021-11-30T18:00:00+09:00");
    let running = city.get(&format!("/engagements?posting_id={posting}&status=running")).expect(200);
    for engagement in running["items"].as_array().unwrap() {
        let path = format!("/engagements/{}", engagement["id"].as_str().unwrap());
        for month in ["2021-09", "2021-10", "2021-11"] {
            let log = json!({"minutes_planned": 1200, "minutes_done": 1200, "visit_days": 1});
            city.put(&format!("{path}/logs/{month}"), &log).expect(201);
        }
        let end = json!({"kind": "completed", "on": "2021-11-30"});
        assert_eq!(city.post(&format!("{path}/end"), &end).expect(200)["status"], "completed");
    }
    helix.members[..2].iter().for_each(|who| move_on(helix, who, "alumni"));
}

/// Six are members at the end; five of them were asked before too.
fn what_they_think_now(app: &TestApp, helix: &Helix, survey: &str) {
    let tokens = invite(helix, survey, ("after", "2021-11-22", "2021-12-05"));
    assert_eq!(tokens.len(), 6, "who has left is not asked");
    for token in tokens.values() {
        assert_eq!(answer(app, token, 4).status, 204);
    }
    let path = format!("/surveys/{survey}/results?fiscal_year=2021");
    let told = helix.client().get(&path);
    let results = told.body();
    let of_wave = |place: usize| {
        let wave = &results["waves"][place];
        let figures = &wave["concepts"][0]["figures"];
        json!([
            wave["kind"],
            wave["invited"]["value"],
            wave["respondents"]["value"],
            figures["mean_hundredths"]
        ])
    };
    assert_eq!([of_wave(0), of_wave(1)], [json!(["before", 6, 6, 200]), json!(["after", 6, 6, 400])]);
    let change = &results["change"]["elements"][0];
    assert_eq!((&change["pairs"]["value"], &change["change_hundredths"]), (&json!(5), &json!(200)));
    assert!(helix.members.iter().all(|who| !told.text.contains(who)), "nobody is named");
}

fn how_far_each_has_come(helix: &Helix) {
    let progress = helix.client().get(&helix.path("progress")).expect(200);
    let all = progress["items"].as_array().unwrap();
    assert_eq!(all.len(), 7, "who has left is still told of");
    for (who, (from, until, attended, stages)) in helix.members.iter().zip(MEMBERS) {
        let one = all.iter().find(|one| one["candidate_id"] == json!(who)).unwrap();
        let told =
            ["readiness_before", "readiness_now", "sessions", "sessions_attended", "one_on_ones", "left_on"];
        let left_on = (until < 6).then_some("2021-09-30");
        assert_eq!(
            told.map(|field| one[field].clone()),
            [
                json!("exploring"),
                json!(stages.last().unwrap()),
                json!(6),
                json!(attended),
                json!(until - from),
                json!(left_on),
            ],
            "{one}"
        );
        let steps = helix.client().get(&format!("/candidates/{who}/readiness")).expect(200);
        let steps: Vec<&Value> = steps["items"].as_array().unwrap().iter().map(|step| &step["to"]).collect();
        assert_eq!(steps, stages);
    }
    let alumni = all.iter().filter(|one| one["readiness_now"] == "alumni").count();
    assert_eq!(alumni, 2);
}

/// Six sessions, an application and the work, in the order of time.
fn the_path_of_one(helix: &Helix) {
    let path = format!("/candidates/{}/touch-points", helix.members[0]);
    let path = helix.client().get(&path).expect(200);
    let kinds: Vec<&str> =
        path["items"].as_array().unwrap().iter().map(|step| step["kind"].as_str().unwrap()).collect();
    let session = "attendance";
    assert_eq!(kinds, [session, session, "application", session, "engagement", session, session, session]);
}

/// Two people at work for one body; to whoever sees aggregates only, two are too few to be told.
fn what_the_city_reports(city: &Client) {
    let report = city.get("/reports/fiscal-years/2021").expect(200);
    let count = |value: u64| json!({"value": value, "suppressed": false});
    assert_eq!((&report["matches"], &report["people"]), (&count(2), &count(2)));
    assert_eq!(report["outcomes"]["completed"], count(2));
    let key = city.post("/api-keys", &json!({"name": "議会報告", "scopes": ["reports:read"]})).expect(201);
    let viewer = city.with_key(key["secret"].as_str().unwrap());
    let hidden = json!({"value": null, "suppressed": true});
    let report = viewer.get("/reports/fiscal-years/2021").expect(200);
    assert_eq!((&report["people"], &report["outcomes"]["completed"]), (&hidden, &hidden));
}
