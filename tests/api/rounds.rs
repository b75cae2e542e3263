//! Programs and rounds: who reads them, how a published round changes, and what its postings take from it.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::crowd;
use crate::samples;

crate::on_both! {
    a_published_round_changes_only_by_amendments,
    the_window_of_a_round_is_that_of_its_postings,
    late_applicants_score_as_those_of_the_first_window,
    a_posting_belongs_where_its_body_takes_part,
    partners_read_what_nobody_else_does,
    a_run_ranks_the_postings_of_a_round,
    a_group_of_regions_narrows_the_list,
    a_posting_for_members_is_for_members,
}

fn program(by: &Client) -> String {
    by.post("/programs", &json!({"name": "地方短期副業", "fiscal_year": 2026})).id()
}

/// A draft with a window that is open now.
fn round_of(program: &str) -> Value {
    json!({
        "program_id": program, "name": "第2弾",
        "application_opens_at": "2026-07-08", "application_closes_at": "2026-08-04",
        "engagement_starts_on": "2026-09-01", "engagement_ends_on": "2026-11-30",
        "stage_order": ["encounter"], "stage_days": {"screening": 14},
    })
}

fn published_round(by: &Client, round: &Value) -> String {
    let id = by.post("/rounds", round).id();
    by.post(&format!("/rounds/{id}/transitions"), &json!({"to": "published"})).expect(200);
    id
}

fn posting_in(round: &str) -> Value {
    let mut posting = samples::posting("みそ蔵の新商品を首都圏に届ける");
    posting["round_id"] = json!(round);
    posting
}

fn a_published_round_changes_only_by_amendments(app: &TestApp) {
    app.hold_clock_at("2026-07-20T09:00:00+09:00");
    let city = app.city();
    let program = program(&city);
    let made = city.post("/rounds", &round_of(&program));
    let (round, path) = (made.id(), format!("/rounds/{}", made.id()));
    let amendment = json!({"application_closes_at": "2026-08-11", "reason": "締切を延ばすため"});
    city.post(&format!("{path}/amendments"), &amendment).problem(409, "round_not_published");
    let changed = city.patch(&path, &json!({"seat_cap": 8})).expect(200);
    assert_eq!((&changed["seat_cap"], &changed["version"]), (&json!(8), &json!(2)));
    city.post(&format!("{path}/transitions"), &json!({"to": "published"})).expect(200);
    city.patch(&path, &json!({"seat_cap": 9})).problem(409, "round_published");
    city.delete(&path).problem(409, "round_published");

    let nothing = city.post(&format!("{path}/amendments"), &json!({"seat_cap": 8, "reason": "なし"}));
    assert_eq!(nothing.pointers(), [""], "{}", nothing.text);
    let early =
        json!({"application_closes_at": "2026-07-01", "engagement_ends_on": "2026-08-01", "reason": "x"});
    let refused = city.post(&format!("{path}/amendments"), &early);
    assert_eq!(refused.pointers(), ["/application_closes_at", "/engagement_ends_on"]);

    let made = city.json(("POST", &format!("{path}/amendments")), &[("If-Match", "\"v2\"")], &amendment);
    assert_eq!(made.status, 412, "the round is at version 3: {}", made.text);
    let made = city.post(&format!("{path}/amendments"), &amendment).expect(201);
    assert_eq!(made["number"], 1);
    assert_eq!(made["at"].as_str().unwrap()[..19], *"2026-07-20T00:00:00");
    let ends = |day: &str| json!(format!("{day}T14:59:59.999999Z"));
    assert_eq!(made["application_closes_at"], json!({"from": ends("2026-08-04"), "to": ends("2026-08-11")}));
    assert_eq!((&made["engagement_ends_on"], &made["seat_cap"]), (&json!(null), &json!(null)));
    assert!(made["api_key_id"].is_string(), "{made}");
    let second = json!({"seat_cap": 9, "engagement_ends_on": "2026-12-31", "reason": "受入先が増えたため"});
    city.post(&format!("{path}/amendments"), &second).expect(201);
    let all = city.get(&format!("{path}/amendments")).expect(200);
    let reasons: Vec<&Value> = all["items"].as_array().unwrap().iter().map(|one| &one["reason"]).collect();
    assert_eq!(reasons, [&amendment["reason"], &second["reason"]]);
    let now = city.get(&path).expect(200);
    assert_eq!((&now["application_closes_at"], &now["seat_cap"]), (&ends("2026-08-11"), &json!(9)));
    assert_eq!(now["version"], 5, "each amendment is a change");

    city.post(&format!("{path}/transitions"), &json!({"to": "closed"})).expect(200);
    city.post(&format!("{path}/amendments"), &amendment).problem(409, "already_ended");
    let back = city.post(&format!("{path}/transitions"), &json!({"to": "draft"}));
    assert_eq!(back.problem(409, "illegal_transition")["legal"], json!([]));
    assert_eq!(city.delete(&format!("/programs/{program}")).problem(409, "in_use")["status"], 409);
    assert!(!round.is_empty());
}

fn the_window_of_a_round_is_that_of_its_postings(app: &TestApp) {
    app.hold_clock_at("2026-08-05T00:00:00+09:00");
    let city = app.city();
    let draft = city.post("/rounds", &round_of(&program(&city))).id();
    let posting = city.post("/postings", &posting_in(&draft)).id();
    let publish = json!({"to": "published"});
    let early = city.post(&format!("/postings/{posting}/transitions"), &publish);
    early.problem(409, "round_not_published");
    city.post(&format!("/rounds/{draft}/transitions"), &publish).expect(200);
    city.post(&format!("/postings/{posting}/transitions"), &publish).expect(200);
    let own_end = {
        let mut posting = posting_in(&draft);
        posting["application_closes_at"] = json!("2026-08-31");
        app.published(&city, &posting)
    };
    let window = |id: &str| city.get(&format!("/postings/{id}")).expect(200)["window"].clone();
    let opens = json!("2026-07-07T15:00:00.000000Z");
    assert_eq!(window(&posting), json!({"opens_at": opens, "closes_at": "2026-08-04T14:59:59.999999Z"}));
    assert_eq!(window(&own_end), json!({"opens_at": opens, "closes_at": "2026-08-31T14:59:59.999999Z"}));
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let apply =
        |posting: &str| city.post("/applications", &json!({"posting_id": posting, "candidate_id": person}));
    apply(&posting).problem(409, "window_closed");
    apply(&own_end).expect(201);
    let closing = |first: &str| {
        let list = city.get(&format!("/postings?round_id={draft}&sort=closing")).expect(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        assert_eq!(list["items"][0]["id"], first);
    };
    closing(&posting);

    let version = city.get(&format!("/postings/{posting}")).expect(200)["version"].as_i64().unwrap();
    let later = json!({"application_closes_at": "2026-09-11", "reason": "締切を延ばすため"});
    city.post(&format!("/rounds/{draft}/amendments"), &later).expect(201);
    assert_eq!(window(&posting)["closes_at"], "2026-09-11T14:59:59.999999Z");
    assert_eq!(window(&own_end)["closes_at"], "2026-08-31T14:59:59.999999Z", "it states its own");
    let now = city.get(&format!("/postings/{posting}")).expect(200)["version"].as_i64().unwrap();
    assert_eq!(now, version + 1, "whoever keeps a copy is told");
    closing(&own_end);
    apply(&posting).expect(201);
}

/// The same people, in the first window or after it was extended: the same ranking to the byte.
fn late_applicants_score_as_those_of_the_first_window(app: &TestApp) {
    app.turn_clock_to("2026-08-01T09:00:00+09:00");
    let city = app.city();
    let round = published_round(&city, &round_of(&program(&city)));
    let posting = app.published(&city, &posting_in(&round));
    let people: Vec<String> = (1..=6)
        .map(|number| {
            let mut person = samples::candidate(&format!("応募者 {number}"));
            person["skills"][0]["proficiency"] = json!(3 + number % 3);
            person["hours_per_week"] = json!(4 + number);
            city.post("/candidates", &person).id()
        })
        .collect();
    let apply = |people: &[String]| -> Vec<String> {
        let one = |person: &String| {
            city.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id()
        };
        people.iter().map(one).collect()
    };
    let ranking = || {
        let path = format!("/postings/{posting}/matches?pool=applicants");
        city.get(&path).expect(200)["items"].to_string()
    };
    let applications = apply(&people);
    let (in_time, order) = (ranking(), people.clone());
    for application in &applications {
        city.post(&format!("/applications/{application}/withdraw"), &json!({})).expect(200);
    }
    apply(&order[..3]);
    app.turn_clock_to("2026-08-06T09:00:00+09:00");
    let pair = json!({"posting_id": posting, "candidate_id": order[3]});
    city.post("/applications", &pair).problem(409, "window_closed");
    let later = json!({"application_closes_at": "2026-08-11", "reason": "締切を延ばすため"});
    city.post(&format!("/rounds/{round}/amendments"), &later).expect(201);
    apply(&order[3..]);
    assert_eq!(ranking(), in_time);
}

fn a_posting_belongs_where_its_body_takes_part(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let mut round = round_of(&program(&city));
    round["areas"] = json!([{"name": "長野", "regions": ["20"], "partner_ids": [app.coordinator_id]}]);
    let round = published_round(&city, &round);
    let unknown = board.post("/postings", &posting_in(&round));
    assert_eq!(unknown.pointers(), ["/round_id"], "{}", unknown.text);
    assert!(unknown.text.contains("unknown_reference"), "{}", unknown.text);
    app.coordinator().post("/postings", &posting_in(&round)).expect(201);
    let mut elsewhere = posting_in(&round);
    elsewhere["municipality"] = json!("131016");
    elsewhere["members_of"] = json!(["019a7c00-0000-7000-8000-00000000dead"]);
    let refused = city.post("/postings", &elsewhere);
    assert_eq!(refused.pointers(), ["/members_of/0", "/municipality"], "{}", refused.text);
    // Nobody lets themselves in: an agreement opens the programs of the body that writes it.
    let me = board.get("").expect(200)["organization_id"].clone();
    let agreement = json!({"coordinator_id": app.city_id, "organization_id": me, "kind": "cooperation"});
    board.post("/agreements", &agreement).expect(201);
    board.get(&format!("/rounds/{round}")).problem(404, "not_found");
    assert_eq!(board.post("/postings", &posting_in(&round)).pointers(), ["/round_id"]);
    let agreement = json!({"coordinator_id": me, "organization_id": app.city_id, "kind": "cooperation"});
    city.post("/agreements", &agreement).expect(201);
    board.get(&format!("/rounds/{round}")).expect(200);
    board.post("/postings", &posting_in(&round)).expect(201);
    city.post(&format!("/rounds/{round}/transitions"), &json!({"to": "closed"})).expect(200);
    assert_eq!(city.post("/postings", &posting_in(&round)).pointers(), ["/round_id"]);
}

fn partners_read_what_nobody_else_does(app: &TestApp) {
    let (city, partner, board) = (app.city(), app.coordinator(), app.board());
    let wrong = json!({"name": "事業", "partner_ids": [app.city_id, "019a7c00-0000-7000-8000-00000000dead"]});
    assert_eq!(city.post("/programs", &wrong).pointers(), ["/partner_ids/0", "/partner_ids/1"]);
    let program = json!({"external_id": "p-1", "name": "事業", "partner_ids": [app.coordinator_id]});
    let program = city.post("/programs", &program).id();
    let round = city.post("/rounds", &round_of(&program)).id();
    for path in [format!("/programs/{program}"), format!("/rounds/{round}")] {
        board.get(&path).problem(404, "not_found");
        let seen = partner.get(&path).expect(200);
        assert_eq!(seen["external_id"], json!(null), "a key is its body's own");
        partner.patch(&path, &json!({"name": "書きかえ"})).problem(403, "forbidden");
        partner.delete(&path).problem(403, "forbidden");
        board.delete(&path).problem(404, "not_found");
    }
    let counted =
        |client: &Client, path: &str| client.get(path).expect(200)["items"].as_array().unwrap().len();
    for path in ["/programs".to_owned(), format!("/rounds?program_id={program}")] {
        assert_eq!([&city, &partner, &board].map(|client| counted(client, &path)), [1, 1, 0], "{path}");
    }
    assert_eq!([&city, &partner].map(|client| counted(client, "/programs?external_id=p-1")), [1, 0]);
    partner.post("/rounds", &round_of(&program)).problem(422, "validation_failed");
}

fn a_run_ranks_the_postings_of_a_round(app: &TestApp) {
    app.turn_clock_to("2026-07-20T09:00:00+09:00");
    let city = app.city();
    let round = published_round(&city, &round_of(&program(&city)));
    let inside: Vec<String> = (0..2).map(|_| app.published(&city, &posting_in(&round))).collect();
    city.post("/postings", &posting_in(&round)).expect(201);
    app.published(&city, &samples::posting("回の外の案件"));
    city.post("/candidates", &samples::candidate("山口 理沙")).expect(201);
    let job = crowd::started(&city, &json!({"scope": {"round_id": round}, "per_posting": 5}));
    let run = crowd::ended(&city, &job)["result"]["match_run_id"].as_str().unwrap().to_owned();
    assert_eq!(city.get(&format!("/match-runs/{run}")).expect(200)["posting_ids"], json!(inside));
    let unknown = json!({"scope": {"round_id": "019a7c00-0000-7000-8000-00000000dead"}});
    assert_eq!(city.post("/match-runs", &unknown).pointers(), ["/scope/round_id"]);
    assert_eq!(
        app.board().post("/match-runs", &json!({"scope": {"round_id": round}})).pointers(),
        ["/scope/round_id"]
    );
    let both = json!({"scope": {"round_id": round, "all": true}});
    assert_eq!(city.post("/match-runs", &both).pointers(), ["/scope"]);
    let all = crowd::started(&city, &json!({"scope": {"all": true}, "per_posting": 5}));
    let run = crowd::ended(&city, &all)["result"]["match_run_id"].as_str().unwrap().to_owned();
    assert_eq!(
        city.get(&format!("/match-runs/{run}")).expect(200)["posting_ids"].as_array().unwrap().len(),
        3
    );
}

fn a_group_of_regions_narrows_the_list(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let group =
        city.post("/region-groups", &json!({"name": "松本圏域", "regions": ["202151", "202029"]})).id();
    let inside = app.published(&city, &samples::posting("塩尻の案件"));
    let mut outside = samples::posting("千代田の案件");
    outside["municipality"] = json!("131016");
    app.published(&city, &outside);
    let found = board.get(&format!("/postings?region_group_id={group}")).expect(200);
    let ids: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&json!(inside)]);
    let total = |query: &str| {
        board.get(&format!("/postings/facets?region_group_id={group}{query}")).expect(200)["total"].clone()
    };
    assert_eq!((total(""), total("&region=13"), total("&region=20")), (json!(1), json!(0), json!(1)));
    let unknown = board.get("/postings?region_group_id=019a7c00-0000-7000-8000-00000000dead");
    assert_eq!(unknown.pointers(), ["?region_group_id"]);
    board.patch(&format!("/region-groups/{group}"), &json!({"regions": ["13"]})).problem(403, "forbidden");
    city.patch(&format!("/region-groups/{group}"), &json!({"regions": ["13"]})).expect(200);
    assert_eq!((total("&region=13"), total("&region=20")), (json!(1), json!(0)), "its regions of now");
}

fn a_posting_for_members_is_for_members(app: &TestApp) {
    let (city, community, board) = (app.city(), app.coordinator(), app.board());
    let mut posting = samples::posting("準備室の会員だけに知らせる案件");
    posting["members_of"] = json!([app.coordinator_id]);
    let posting = app.published(&city, &posting);
    let path = format!("/postings/{posting}");
    let sees = |client: &Client| {
        let listed = client.get("/postings?q=%E6%BA%96%E5%82%99%E5%AE%A4").expect(200)["items"]
            .as_array()
            .unwrap()
            .len();
        let total = client.get("/postings/facets?q=%E6%BA%96%E5%82%99%E5%AE%A4").expect(200)["total"]
            .as_u64()
            .unwrap();
        (client.get(&path).status, listed, total)
    };
    assert_eq!([sees(&city), sees(&community), sees(&board)], [(200, 1, 1), (200, 1, 1), (404, 0, 0)]);
    // The board's person is open to all; the community's to the city.
    let people: Vec<String> = [&community, &board, &city]
        .map(|client| {
            let person = client.post("/candidates", &samples::candidate("山口 理沙")).id();
            let consent = json!({"recipient": "any", "items": ["profile"], "purpose": "紹介"});
            client.post(&format!("/candidates/{person}/consents"), &consent).expect(201);
            person
        })
        .to_vec();
    for part in ["matches", "feasibility"] {
        board.get(&format!("{path}/{part}")).problem(404, "not_found");
        let totals = city.get(&format!("{path}/{part}")).expect(200)["totals"].clone();
        assert_eq!(totals["considered"], 2, "the community's and the city's: {part} {totals}");
    }
    let shown = |client: &Client, person: &String| {
        let ranked = client.get(&format!("/candidates/{person}/matches")).expect(200);
        ranked["items"].as_array().unwrap().len()
    };
    assert_eq!(people.iter().map(|person| shown(&city, person)).collect::<Vec<_>>(), [1, 0, 1]);
    assert_eq!(shown(&board, &people[1]), 0);
    let why = format!("/matches/explain?posting_id={posting}&candidate_id={}", people[1]);
    assert_eq!(city.get(&why).expect(200)["why_not_shown"], json!(["visibility"]));
    let apply = |client: &Client, person: &String| {
        client.post("/applications", &json!({"posting_id": posting, "candidate_id": person}))
    };
    assert_eq!(apply(&board, &people[1]).pointers(), ["/posting_id"]);
    apply(&community, &people[0]).expect(201);
    let run = |scope: Value| {
        let job = crowd::started(&city, &scope);
        let run = crowd::ended(&city, &job)["result"]["match_run_id"].as_str().unwrap().to_owned();
        let kept = city.get(&format!("/match-runs/{run}/matches")).expect(200);
        let mut ids: Vec<String> = kept["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["candidate_id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids
    };
    let mut expected = vec![people[0].clone(), people[2].clone()];
    expected.sort();
    assert_eq!(run(json!({"scope": {"posting_ids": [posting]}})), expected);
    let other_way = json!({"direction": "postings_for_candidates", "scope": {"posting_ids": [posting]}});
    assert_eq!(run(other_way), expected);
    for feed in ["/feeds/postings.atom", "/sitemap.xml"] {
        let text = app.anonymous().send_to(("GET", feed), &[], b"").text;
        assert!(!text.contains(&posting), "{feed}");
    }
    let page = app.anonymous().send_to(("GET", &format!("/postings/{posting}")), &[], b"");
    assert_eq!(page.status, 404, "{}", page.text);
    city.patch(&path, &json!({"members_of": []})).expect(200);
    assert_eq!((sees(&board), shown(&board, &people[1])), ((200, 1, 1), 1));
}
