//! Bodies that work together: who is in an alliance, and what the directory tells of whom.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    only_who_is_asked_can_join,
    whoever_leaves_knows_it_no_more,
    the_members_hear_of_each_other,
    a_body_writes_its_own_entry_only,
    the_directory_finds_by_speciality_and_region,
    allied_by_an_alliance_or_an_agreement_in_force,
    a_dashboard_tells_allies_nothing_from_which_a_small_count_follows,
);

fn alliance_of(client: &Client) -> String {
    let body = json!({"name": "地域人事部アライアンス", "purpose": "人材と案件を融通し合う"});
    client.post("/alliances", &body).id()
}

fn ask(client: &Client, alliance: &str, body: &str) -> crate::client::Answer {
    client.post(&format!("/alliances/{alliance}/members"), &json!({"organization_id": body}))
}

fn states(alliance: &Value) -> Vec<&str> {
    alliance["members"].as_array().unwrap().iter().map(|member| member["state"].as_str().unwrap()).collect()
}

fn id_of(client: &Client) -> String {
    client.get("").expect(200)["organization_id"].as_str().unwrap().to_owned()
}

fn only_who_is_asked_can_join(app: &TestApp) {
    let (city, coordinator, board) = (app.city(), app.coordinator(), app.board());
    let alliance = alliance_of(&city);
    let place = format!("/alliances/{alliance}");
    for other in [&coordinator, &board] {
        other.get(&place).problem(404, "not_found");
        other.post(&format!("{place}/join"), &json!({})).problem(404, "not_found");
        assert_eq!(other.get("/alliances").expect(200)["items"], json!([]));
    }
    assert_eq!(states(&ask(&city, &alliance, &app.coordinator_id).expect(201)), ["member", "invited"]);
    ask(&city, &alliance, &app.coordinator_id).problem(409, "already_member");
    let unknown = ask(&city, &alliance, "019a7c00-0000-7000-8000-00000000dead");
    assert_eq!(unknown.pointers(), ["/organization_id"]);
    // Who is asked sees who is in, but is no member yet.
    assert_eq!(coordinator.get(&place).expect(200)["members"][0]["organization_id"], app.city_id);
    ask(&coordinator, &alliance, &id_of(&board)).problem(403, "forbidden");
    let joined = coordinator.post(&format!("{place}/join"), &json!({})).expect(200);
    assert_eq!(states(&joined), ["member", "member"]);
    let again = coordinator.post(&format!("{place}/join"), &json!({})).expect(200);
    assert_eq!(again["version"], joined["version"], "joining again changes nothing");
    ask(&coordinator, &alliance, &id_of(&board)).expect(201);
    coordinator.patch(&place, &json!({"name": "別の名"})).problem(403, "forbidden");
    assert_eq!(city.patch(&place, &json!({"name": "別の名"})).expect(200)["name"], "別の名");
}

fn whoever_leaves_knows_it_no_more(app: &TestApp) {
    let (city, coordinator) = (app.city(), app.coordinator());
    let alliance = alliance_of(&city);
    let place = format!("/alliances/{alliance}");
    ask(&city, &alliance, &app.coordinator_id).expect(201);
    coordinator.post(&format!("{place}/join"), &json!({})).expect(200);
    city.post(&format!("{place}/leave"), &json!({})).expect(200);
    city.get(&place).problem(404, "not_found");
    let kept = coordinator.get(&place).expect(200);
    assert_eq!((&kept["organization_id"], &kept["ended_at"]), (&json!(app.coordinator_id), &json!(null)));
    assert_eq!(states(&ask(&coordinator, &alliance, &app.city_id).expect(201)), ["invited", "member"]);
    let ended = coordinator.post(&format!("{place}/leave"), &json!({})).expect(200);
    assert!(ended["ended_at"].is_string(), "{ended}");
    city.post(&format!("{place}/join"), &json!({})).problem(404, "not_found");
}

fn the_members_hear_of_each_other(app: &TestApp) {
    let (city, coordinator) = (app.city(), app.coordinator());
    let alliance = alliance_of(&city);
    ask(&city, &alliance, &app.coordinator_id).expect(201);
    let told = |all: &[Value]| all.iter().any(|item| item["id"] == alliance.as_str());
    let heard = coordinator.changes_when(told);
    assert!(told(&heard), "whoever is asked hears of it: {heard:?}");
}

fn a_body_writes_its_own_entry_only(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let place = format!("/directory/{}", app.city_id);
    city.get(&place).problem(404, "not_found");
    let entry = json!({"specialities": ["酒蔵の販路"], "skills": ["インスタグラム"], "languages": ["ja", "en"],
        "contact": {"office": "産業振興課", "email": "office@example.jp"}});
    let made = city.put(&place, &entry);
    assert_eq!((made.status, made.header("location")), (201, Some(format!("/api/v1{place}").as_str())));
    assert_eq!(made.body()["skills"], json!(["instagram"]));
    board.put(&place, &entry).problem(403, "forbidden");
    board.delete(&place).problem(403, "forbidden");
    let refused = json!({"skills": ["錬金術"], "languages": ["Japanese"], "regions": ["99"],
        "contact": {"office": ""}});
    let mut pointers = city.put(&place, &refused).pointers();
    pointers.sort();
    assert_eq!(pointers, ["/contact/office", "/languages/0", "/regions/0", "/skills/0"]);
    assert_eq!(city.put(&place, &json!({"contact": {"office": "窓口"}})).pointers(), ["/contact"]);
    // A key without any scope of alliances reads it.
    let key = board.post("/api-keys", &json!({"name": "読む", "scopes": ["postings:read"]})).expect(201);
    let reader = board.with_key(key["secret"].as_str().unwrap());
    assert_eq!(reader.get(&place).expect(200)["name"], "塩尻市");
    reader.put(&place, &entry).problem(403, "missing_scope");
    // After a change of name it is found by the new one.
    let body = json!({"name": "塩尻市役所", "kind": "municipality"});
    city.put(&format!("/organizations/{}", app.city_id), &body).expect(200);
    assert_eq!(names(&board, "q=%E5%BD%B9%E6%89%80"), ["塩尻市役所"]);
    assert_eq!(city.delete(&place).status, 204);
    city.get(&place).problem(404, "not_found");
}

fn names(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/directory?{query}")).expect(200);
    let items = page["items"].as_array().unwrap();
    let mut names: Vec<String> = items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

fn the_directory_finds_by_speciality_and_region(app: &TestApp) {
    let (city, coordinator, board) = (app.city(), app.coordinator(), app.board());
    assert_eq!(names(&board, ""), [""; 0]);
    let write = |client: &Client, id: &str, entry: Value| {
        assert_eq!(client.put(&format!("/directory/{id}"), &entry).status, 201);
    };
    write(&city, &app.city_id, json!({"skills": ["instagram"], "regions": ["202151"]}));
    let entry = json!({"specialities": ["海外販路 100%支援"], "categories": ["sales"], "regions": ["21"]});
    write(&coordinator, &app.coordinator_id, entry);
    write(&board, &id_of(&board), json!({"takes_on": "求人の掲載"}));
    // A skill is found by its labels and by what is broader.
    assert_eq!(names(&board, "speciality=instagram"), ["塩尻市"]);
    assert_eq!(names(&board, "speciality=sales"), ["地域人事部"]);
    assert_eq!(names(&board, "speciality=%E6%B5%B7%E5%A4%96"), ["地域人事部"]);
    // A sign of patterns is looked for as itself.
    assert_eq!(names(&board, "speciality=100%25"), ["地域人事部"]);
    assert_eq!(names(&board, "speciality=1_0%25"), [""; 0]);
    // A city lies in its prefecture, and a prefecture has its cities; who names no region works everywhere.
    assert_eq!(names(&board, "region=20"), ["塩尻市", "求人サイト"]);
    assert_eq!(names(&board, "region=202151"), ["塩尻市", "求人サイト"]);
    assert_eq!(names(&board, "region=212024"), ["地域人事部", "求人サイト"]);
    assert_eq!(names(&board, "region=21&speciality=instagram"), [""; 0]);
    board.get("/directory?region=99").problem(422, "validation_failed");
}

fn allied_by_an_alliance_or_an_agreement_in_force(app: &TestApp) {
    app.turn_clock_to("2026-04-10T09:00:00+09:00");
    let (city, coordinator, board) = (app.city(), app.coordinator(), app.board());
    for (client, id) in [(&city, &app.city_id), (&coordinator, &app.coordinator_id), (&board, &id_of(&board))]
    {
        client.put(&format!("/directory/{id}"), &json!({})).expect(201);
    }
    let allied = |client: &Client| names(client, "allied=true");
    assert_eq!(allied(&city), [""; 0]);
    let alliance = alliance_of(&city);
    ask(&city, &alliance, &id_of(&board)).expect(201);
    assert_eq!(allied(&city), [""; 0], "who is asked is not allied yet");
    board.post(&format!("/alliances/{alliance}/join"), &json!({})).expect(200);
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "cooperation",
        "items": [], "regions": [], "starts_on": "2026-04-11", "ends_on": "2026-04-30",
    });
    city.post("/agreements", &agreement).expect(201);
    assert_eq!((allied(&city), allied(&coordinator)), (vec!["求人サイト".to_owned()], Vec::new()));
    app.turn_clock_to("2026-04-11T09:00:00+09:00");
    assert_eq!(allied(&city), ["地域人事部", "求人サイト"]);
    assert_eq!(allied(&coordinator), ["塩尻市"]);
    assert_eq!(allied(&board), ["塩尻市"], "the coordinator is no ally of an ally");
    app.turn_clock_to("2026-05-01T09:00:00+09:00");
    city.post(&format!("/alliances/{alliance}/leave"), &json!({})).expect(200);
    assert_eq!((allied(&city), allied(&board)), (Vec::new(), Vec::<String>::new()));
}

fn a_dashboard_tells_allies_nothing_from_which_a_small_count_follows(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let (city, coordinator) = (app.city(), app.coordinator());
    let alliance = alliance_of(&city);
    ask(&city, &alliance, &app.coordinator_id).expect(201);
    coordinator.post(&format!("/alliances/{alliance}/join"), &json!({})).expect(200);
    let mut posting = samples::posting("7人の案件");
    posting["seats"] = json!(7);
    let posting = app.published(&city, &posting);
    for number in 0..7 {
        let person = city.post("/candidates", &samples::candidate(&format!("応募者 {number}"))).id();
        let body = json!({"posting_id": posting, "candidate_id": person});
        let application = city.post("/applications", &body).id();
        let ways: &[&str] = if number < 5 { &["accepted", "engaged"] } else { &["accepted"] };
        for to in ["screening", "offered"].iter().chain(ways) {
            city.post(&format!("/applications/{application}/transitions"), &json!({"to": to})).expect(200);
        }
    }
    let figures = |by: &Client| {
        let board = by.get(&format!("/alliances/{alliance}/dashboard?fiscal_year=2026")).expect(200);
        let members = board["members"].as_array().unwrap();
        let of = members.iter().find(|member| member["organization_id"] == json!(app.city_id)).unwrap();
        ["applications", "matches", "engaged", "declined"].map(|name| of[name]["value"].clone())
    };
    assert_eq!(figures(&city), [json!(7), json!(7), json!(5), json!(0)]);
    // Two have accepted and not begun: with five at work beside seven in all anybody could tell.
    assert_eq!(figures(&coordinator), [json!(7), json!(7), json!(null), json!(0)]);
}
