//! Referrals, proposals, shared templates and promises: what passes between allied bodies, and no further than people
//! have consented.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    only_allied_bodies_are_referred_to,
    a_person_is_passed_as_far_as_the_consent_reaches,
    a_way_is_shown_and_ends_with_its_first_step,
    a_referral_that_nobody_answers_expires,
    who_applied_before_a_posting_was_passed_on_is_not_passed_along,
    what_is_done_for_a_referred_posting_stands_in_the_lists,
    a_proposal_opens_nothing_by_itself,
    people_of_two_bodies_apply_as_a_team,
    a_template_is_started_from_by_those_it_is_shared_with,
    promises_become_tasks_until_they_are_kept,
);

fn id_of(client: &Client) -> String {
    client.get("").expect(200)["organization_id"].as_str().unwrap().to_owned()
}

/// City and coordinator, coordinator and board: the city and the board are not allied.
fn ally(app: &TestApp) {
    let (city, coordinator, board) = (app.city(), app.coordinator(), app.board());
    for (maker, other, other_id) in
        [(&city, &coordinator, app.coordinator_id.clone()), (&coordinator, &board, id_of(&board))]
    {
        let alliance = maker.post("/alliances", &json!({"name": "集まり", "purpose": "融通"})).id();
        let members = format!("/alliances/{alliance}/members");
        maker.post(&members, &json!({"organization_id": other_id})).expect(201);
        other.post(&format!("/alliances/{alliance}/join"), &json!({})).expect(200);
    }
}

fn referral(subject: (&str, &str), to: &str) -> Value {
    json!({subject.0: subject.1, "to_organization_id": to, "reason": "海外販路に強いため"})
}

fn along(items: &[&str]) -> Value {
    json!({"items": items, "purpose": "紹介のため", "until": null})
}

fn only_allied_bodies_are_referred_to(app: &TestApp) {
    ally(app);
    let (city, board) = (app.city(), app.board());
    let posting = city.post("/postings", &samples::posting("下書き")).id();
    let refused = city.post("/referrals", &referral(("posting_id", &posting), &id_of(&board)));
    assert_eq!(refused.pointers(), ["/to_organization_id"]);
    let of_others = app.coordinator().post("/referrals", &referral(("posting_id", &posting), &app.city_id));
    assert_eq!(of_others.pointers(), ["/posting_id"], "a draft of others does not exist");
    let neither = city.post("/referrals", &json!({"to_organization_id": app.coordinator_id, "reason": ""}));
    let mut pointers = neither.pointers();
    pointers.sort();
    assert_eq!(pointers, ["/candidate_id", "/reason"]);
    let made = city.post("/referrals", &referral(("posting_id", &posting), &app.coordinator_id));
    assert_eq!(made.status, 201, "{}", made.text);
    board.get(&format!("/referrals/{}", made.id())).problem(404, "not_found");
    city.post("/referrals", &referral(("posting_id", &posting), &app.coordinator_id))
        .problem(409, "already_referred");
}

fn a_person_is_passed_as_far_as_the_consent_reaches(app: &TestApp) {
    ally(app);
    let (city, coordinator) = (app.city(), app.coordinator());
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let mut body = referral(("candidate_id", &person), &app.coordinator_id);
    assert_eq!(city.post("/referrals", &body).pointers(), ["/items"], "there is no consent");
    body["consent"] = along(&["profile"]);
    body["items"] = json!(["profile", "identity"]);
    assert_eq!(city.post("/referrals", &body).pointers(), ["/items"], "the consent does not reach so far");
    let consents = city.get(&format!("/candidates/{person}/consents")).expect(200);
    assert_eq!(consents["items"], json!([]), "a refused call leaves no consent behind");
    body["consent"] = along(&["identity"]);
    body["message"] = json!("ご検討ください");
    let made = city.post("/referrals", &body).expect(201);
    let place = format!("/referrals/{}", made["id"].as_str().unwrap());
    let seen = coordinator.get(&place).expect(200);
    assert_eq!((&seen["candidate_id"], &seen["message"]), (&json!(person), &json!("ご検討ください")));
    let known = coordinator.get(&format!("/candidates/{person}")).expect(200);
    assert_eq!(known["display_name"], "山口 理沙");
    city.post(&format!("{place}/accept"), &json!({})).problem(403, "forbidden");

    // In the very next request after the withdrawal there is nothing left to see.
    let consent = city.get(&format!("/candidates/{person}/consents")).expect(200)["items"][0]["id"].clone();
    let consent = consent.as_str().unwrap();
    assert_eq!(city.delete(&format!("/candidates/{person}/consents/{consent}")).status, 204);
    let closed = coordinator.get(&place).expect(200);
    assert_eq!((&closed["candidate_id"], &closed["message"]), (&json!(null), &json!(null)));
    assert_eq!((&closed["reason"], &closed["open_items"]), (&json!(""), &json!([])));
    assert!(closed["consent_withdrawn_at"].is_string(), "{closed}");
    assert!(closed["reference"].as_str().unwrap().starts_with("C-"));
    coordinator.get(&format!("/candidates/{person}")).problem(404, "not_found");
    coordinator.post(&format!("{place}/accept"), &json!({})).problem(409, "consent_missing");
    assert_eq!(city.get(&place).expect(200)["candidate_id"], json!(person), "the sender still knows whom");
    coordinator.post(&format!("{place}/decline"), &json!({})).problem(422, "validation_failed");
    let declined = coordinator.post(&format!("{place}/decline"), &json!({"reason": "同意なし"})).expect(200);
    assert_eq!((&declined["state"], &declined["answer_reason"]), (&json!("declined"), &json!("同意なし")));
    assert_eq!(city.delete(&format!("/candidates/{person}")).status, 204);
    coordinator.get(&place).problem(404, "not_found");
}

fn a_way_is_shown_and_ends_with_its_first_step(app: &TestApp) {
    ally(app);
    let (city, coordinator, board) = (app.city(), app.coordinator(), app.board());
    let board_id = id_of(&board);
    let posting = city.post("/postings", &samples::posting("下書き")).id();
    let place = format!("/postings/{posting}");
    let first = city.post("/referrals", &referral(("posting_id", &posting), &app.coordinator_id)).id();
    assert_eq!(coordinator.get(&place).status, 200, "what is referred can be read");
    coordinator.patch(&place, &json!({"seats": 3})).problem(403, "forbidden");
    assert_eq!(coordinator.get("/postings").expect(200)["items"], json!([]));
    let on = coordinator.post("/referrals", &referral(("posting_id", &posting), &board_id));
    assert_eq!(on.pointers(), ["/posting_id"], "only what was accepted is passed on");
    coordinator.post(&format!("/referrals/{first}/accept"), &json!({})).expect(200);
    assert_eq!(coordinator.patch(&place, &json!({"seats": 3})).expect(200)["seats"], 3);
    assert_eq!(coordinator.get("/postings").expect(200)["items"][0]["id"], json!(posting));
    coordinator
        .post("/postings", &{
            let mut other = samples::posting("別の案件");
            other["organization_id"] = json!(app.city_id);
            other
        })
        .problem(422, "validation_failed");
    let back = coordinator.post("/referrals", &referral(("posting_id", &posting), &app.city_id));
    assert_eq!(back.pointers(), ["/to_organization_id"], "its own body has it already");
    let second = coordinator.post("/referrals", &referral(("posting_id", &posting), &board_id)).expect(201);
    let way: Vec<(&str, &str)> = second["way"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            let text = |name: &str| step[name].as_str().unwrap();
            (text("from_organization_id"), text("to_organization_id"))
        })
        .collect();
    let (a, b, c) = (app.city_id.as_str(), app.coordinator_id.as_str(), board_id.as_str());
    assert_eq!(way, [(a, b), (b, c)]);
    let second = second["id"].as_str().unwrap();
    board.post(&format!("/referrals/{second}/accept"), &json!({"reason": "受けます"})).expect(200);
    assert_eq!(board.patch(&place, &json!({"seats": 4})).expect(200)["seats"], 4);

    let ended = city.post(&format!("/referrals/{first}/end"), &json!({"reason": "市で進める"})).expect(200);
    assert_eq!(ended["state"], "ended");
    assert_eq!(board.get(&format!("/referrals/{second}")).expect(200)["state"], "ended");
    for client in [&coordinator, &board] {
        client.get(&place).problem(404, "not_found");
        client.patch(&place, &json!({"seats": 5})).problem(404, "not_found");
    }
    city.post(&format!("/referrals/{first}/end"), &json!({})).problem(409, "already_ended");
}

fn a_referral_that_nobody_answers_expires(app: &TestApp) {
    app.turn_clock_to("2026-06-01T09:00:00+09:00");
    ally(app);
    let (city, coordinator) = (app.city(), app.coordinator());
    let posting = city.post("/postings", &samples::posting("下書き")).id();
    let mut body = referral(("posting_id", &posting), &app.coordinator_id);
    body["expires_at"] = json!("2026-05-31T00:00:00Z");
    assert_eq!(city.post("/referrals", &body).pointers(), ["/expires_at"]);
    body["expires_at"] = json!("2026-06-10T00:00:00Z");
    let id = city.post("/referrals", &body).id();
    let listed = |query: &str| {
        let page = coordinator.get(&format!("/referrals?{query}")).expect(200);
        page["items"].as_array().unwrap().len()
    };
    let task = |kind: &str| coordinator.get(&format!("/tasks?kind={kind}")).expect(200)["items"].clone();
    assert_eq!((listed("direction=inbox&state=open"), listed("direction=outbox")), (1, 0));
    assert_eq!(task("referral_unanswered")[0]["resource_id"], json!(id));
    app.turn_clock_to("2026-06-10T09:00:01+09:00");
    assert_eq!((listed("state=open"), listed("state=expired")), (0, 1));
    assert_eq!(coordinator.get(&format!("/referrals/{id}")).expect(200)["state"], "expired");
    assert_eq!(task("referral_unanswered"), json!([]));
    coordinator.post(&format!("/referrals/{id}/accept"), &json!({})).problem(409, "already_ended");
    coordinator.get(&format!("/postings/{posting}")).problem(404, "not_found");
    assert_eq!(city.post("/referrals", &referral(("posting_id", &posting), &app.coordinator_id)).status, 201);
}

fn a_proposal_opens_nothing_by_itself(app: &TestApp) {
    let (city, coordinator, board) = (app.city(), app.coordinator(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let person = coordinator.post("/candidates", &samples::candidate("中村 健")).id();
    let strange = board.post("/candidates", &samples::candidate("知らない人")).id();
    let mut body =
        json!({"posting_id": posting, "people": [{"candidate_id": person}, {"candidate_id": strange}]});
    assert_eq!(coordinator.post("/proposals", &body).pointers(), ["/people/1/candidate_id"]);
    body["people"] = json!([{"candidate_id": person, "role": "企画"}]);
    assert_eq!(coordinator.post("/proposals", &body).pointers(), ["/people/0/candidate_id"], "no consent");
    body["consent"] = along(&["profile"]);
    body["message"] = json!("推薦します");
    let made = coordinator.post("/proposals", &body).expect(201);
    let place = format!("/proposals/{}", made["id"].as_str().unwrap());
    let seen = city.get(&place).expect(200);
    assert_eq!(seen["people"][0]["candidate_id"], json!(person));
    let profile = city.get(&format!("/candidates/{person}")).expect(200);
    assert_eq!(profile["display_name"], json!(null), "the profile, not the name");
    board.get(&place).problem(404, "not_found");
    coordinator.post(&format!("{place}/accept"), &json!({})).problem(409, "not_wanted");
    coordinator.post(&format!("{place}/answer"), &json!({"answer": "interested"})).problem(403, "forbidden");
    let no_reason = city.post(&format!("{place}/answer"), &json!({"answer": "declined"}));
    assert_eq!(no_reason.pointers(), ["/reason"]);

    let consent = coordinator.get(&format!("/candidates/{person}/consents")).expect(200)["items"][0].clone();
    let consent = consent["id"].as_str().unwrap();
    assert_eq!(coordinator.delete(&format!("/candidates/{person}/consents/{consent}")).status, 204);
    let closed = city.get(&place).expect(200);
    assert_eq!((&closed["people"][0]["candidate_id"], &closed["message"]), (&json!(null), &json!(null)));
    city.get(&format!("/candidates/{person}")).problem(404, "not_found");
    let declined = json!({"answer": "declined", "reason": "今回は見送ります"});
    assert_eq!(city.post(&format!("{place}/answer"), &declined).expect(200)["state"], "declined");
    city.post(&format!("{place}/answer"), &declined).problem(409, "already_ended");
    coordinator.post(&format!("{place}/withdraw"), &json!({})).problem(409, "already_ended");
}

fn people_of_two_bodies_apply_as_a_team(app: &TestApp) {
    let (city, coordinator, board) = (app.city(), app.coordinator(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let own = coordinator.post("/candidates", &samples::candidate("中村 健")).id();
    let third = coordinator.post("/candidates", &samples::candidate("三人目")).id();
    let open = board.post("/candidates", &samples::candidate("山口 理沙")).id();
    let consent = json!({"recipient": "any", "items": ["profile"], "purpose": "紹介", "until": null});
    board.post(&format!("/candidates/{open}/consents"), &consent).expect(201);
    let body = json!({
        "posting_id": posting, "team_name": "発信チーム", "consent": along(&["profile"]),
        "people": [{"candidate_id": own, "role": "企画"}, {"candidate_id": open, "role": "制作"},
            {"candidate_id": third}],
    });
    let made = coordinator.post("/proposals", &body).expect(201);
    let place = format!("/proposals/{}", made["id"].as_str().unwrap());
    let of_board = board.get(&place).expect(200);
    assert_eq!(of_board["people"].as_array().unwrap().len(), 1, "the board sees its own person alone");
    let task = |client: &Client, kind: &str| {
        client.get(&format!("/tasks?kind={kind}")).expect(200)["items"].as_array().unwrap().len()
    };
    assert_eq!((task(&city, "proposal_unanswered"), task(&board, "proposal_to_accept")), (1, 0));
    let wanted = json!({"answer": "interested", "candidate_ids": [own, open]});
    city.post(&format!("{place}/answer"), &wanted).expect(200);
    assert_eq!((task(&city, "proposal_unanswered"), task(&board, "proposal_to_accept")), (0, 1));
    let not_wanted = json!({"candidate_ids": [third]});
    coordinator.post(&format!("{place}/accept"), &not_wanted).problem(409, "not_wanted");
    coordinator.post(&format!("{place}/accept"), &json!({})).expect(200);
    let done = board.post(&format!("{place}/accept"), &json!({})).expect(200);
    assert_eq!((&done["state"], &done["people"][0]["state"]), (&json!("accepted"), &json!("applied")));
    let seen = city.get(&place).expect(200);
    let states: Vec<&str> =
        seen["people"].as_array().unwrap().iter().map(|person| person["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["applied", "applied", "passed_over"]);
    let applications = city.get(&format!("/applications?posting_id={posting}")).expect(200);
    let mut found: Vec<&str> = applications["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|application| application["id"].as_str().unwrap())
        .collect();
    let mut linked: Vec<&str> =
        seen["people"].as_array().unwrap().iter().filter_map(|one| one["application_id"].as_str()).collect();
    found.sort_unstable();
    linked.sort_unstable();
    assert_eq!(found, linked);
    assert_eq!(city.get(&format!("/candidates/{open}")).expect(200)["display_name"], "山口 理沙");
    let history: Vec<Value> =
        seen["history"].as_array().unwrap().iter().map(|step| step["state"].clone()).collect();
    assert_eq!(history, ["proposed", "interested", "accepted", "accepted"]);
    coordinator.post(&format!("{place}/withdraw"), &json!({})).problem(409, "already_ended");
}

fn a_template_is_started_from_by_those_it_is_shared_with(app: &TestApp) {
    ally(app);
    let (city, coordinator, board) = (app.city(), app.coordinator(), app.board());
    let posting = json!({"title": "新商品を首都圏に届ける", "contract_form": "quasi_mandate",
        "work_style": "hybrid", "required_skills": [{"skill": "インスタグラム", "min_proficiency": 3}], "seats": 2});
    let mut template = json!({"name": "販路づくり", "sharing": "allied", "posting": posting});
    let made = city.post("/posting-templates", &template).expect(201);
    assert_eq!(made["posting"]["required_skills"][0]["skill"], "instagram");
    assert!(made["posting"].get("starts_on").is_none() && made["posting"].get("municipality").is_none());
    let place = format!("/posting-templates/{}", made["id"].as_str().unwrap());
    template["posting"]["starts_on"] = json!("2026-09-01");
    assert_eq!(city.put(&place, &template).pointers(), ["/posting/starts_on"]);
    board.get(&place).problem(404, "not_found");
    board.post(&format!("{place}/postings"), &json!({"municipality": "202151"})).problem(404, "not_found");
    assert_eq!(coordinator.post(&format!("{place}/postings"), &json!({})).pointers(), ["/municipality"]);
    let own = json!({"municipality": "212024", "title": "酒蔵の新商品を届ける", "starts_on": "2026-09-01"});
    let draft = coordinator.post(&format!("{place}/postings"), &own).expect(201);
    assert_eq!((&draft["status"], &draft["organization_id"]), (&json!("draft"), &json!(app.coordinator_id)));
    assert_eq!((&draft["title"], &draft["seats"]), (&own["title"], &json!(2)));
    assert_eq!(draft["required_skills"][0]["min_proficiency"], 3);
    assert_eq!(city.get(&place).expect(200)["uses"], 1);
    coordinator.put(&place, &json!({"name": "x", "posting": posting})).problem(403, "forbidden");
    let closed = json!({"name": "販路づくり", "sharing": "nobody", "posting": posting});
    city.put(&place, &closed).expect(200);
    coordinator.get(&place).problem(404, "not_found");
    assert_eq!(coordinator.get("/posting-templates").expect(200)["items"], json!([]));
    let id = draft["id"].as_str().unwrap();
    assert_eq!(coordinator.delete(&format!("/postings/{id}")).status, 204);
    assert_eq!(city.get(&place).expect(200)["uses"], 0, "a deleted draft is no use");
    assert_eq!(city.delete(&place).status, 204);
}

fn promises_become_tasks_until_they_are_kept(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let strange = board.post("/candidates", &samples::candidate("よその人")).id();
    let refused = city.post("/promises", &json!({"to_candidate_id": strange, "what": "連絡する"}));
    assert_eq!(refused.pointers(), ["/posting_id"]);
    let refused = json!({"to_candidate_id": strange, "posting_id": posting, "what": "連絡する"});
    assert_eq!(city.post("/promises", &refused).pointers(), ["/to_candidate_id"]);
    let promise = |what: &str, due: Value| {
        let body = json!({"to_candidate_id": person, "posting_id": posting, "what": what, "due_on": due});
        city.post("/promises", &body).id()
    };
    let later = promise("交通費を知らせる", json!("2026-09-10"));
    let sooner = promise("面談の日を決める", json!("2026-09-03"));
    let open = promise("また話す", json!(null));
    let tasks = |query: &str| {
        let page = city.get(&format!("/tasks?kind=promise_due{query}")).expect(200);
        let items = page["items"].as_array().unwrap().clone();
        items.iter().map(|task| task["resource_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(tasks(""), [sooner.clone(), later.clone(), open.clone()]);
    assert_eq!(tasks("&due_before=2026-09-04T00:00:00%2B09:00"), std::slice::from_ref(&sooner));
    app.turn_clock_to("2026-09-04T00:00:01+09:00");
    let overdue = city.get("/tasks?kind=promise_due").expect(200)["items"].clone();
    assert_eq!((&overdue[0]["is_overdue"], &overdue[1]["is_overdue"]), (&json!(true), &json!(false)));
    assert_eq!(city.post(&format!("/promises/{sooner}/keep"), &json!({})).expect(200)["state"], "kept");
    city.post(&format!("/promises/{sooner}/keep"), &json!({})).problem(409, "already_ended");
    city.patch(&format!("/promises/{sooner}"), &json!({"what": "x"})).problem(409, "already_ended");
    assert_eq!(city.post(&format!("/promises/{open}/release"), &json!({})).pointers(), ["/reason"]);
    let released = city.post(&format!("/promises/{open}/release"), &json!({"reason": "不要とのこと"}));
    assert_eq!(released.expect(200)["reason"], "不要とのこと");
    assert_eq!(tasks(""), std::slice::from_ref(&later));
    board.get(&format!("/promises/{later}")).problem(404, "not_found");
    assert_eq!(city.delete(&format!("/candidates/{person}")).status, 204);
    city.get(&format!("/promises/{later}")).problem(404, "not_found");
}

/// The names of the bodies that a person's own page says see them.
fn seen_by(app: &TestApp, by: &Client, application: &str) -> Value {
    let made = by.post(&format!("/applications/{application}/access-token"), &json!({})).expect(201);
    let page = app.anonymous().get(&format!("/me/{}", made["token"].as_str().unwrap())).expect(200);
    page["seen_by"].clone()
}

fn who_applied_before_a_posting_was_passed_on_is_not_passed_along(app: &TestApp) {
    ally(app);
    let (city, coordinator, board) = (app.city(), app.coordinator(), app.board());
    let posting = app.published(&city, &samples::posting("海外販路をひらく"));
    let apply = |name: &str| {
        let person = board.post("/candidates", &samples::candidate(name)).id();
        let message = format!("{name}です。力になりたい");
        let body = json!({"posting_id": posting, "candidate_id": person, "message": message});
        (person, board.post("/applications", &body).id())
    };
    let (before, first) = apply("先に応募した人");
    let referral = city.post("/referrals", &referral(("posting_id", &posting), &app.coordinator_id)).id();
    coordinator.post(&format!("/referrals/{referral}/accept"), &json!({})).expect(200);
    let (after, second) = apply("あとから応募した人");
    coordinator.get(&format!("/candidates/{before}")).problem(404, "not_found");
    let known = coordinator.get(&format!("/candidates/{after}")).expect(200);
    assert_eq!(known["display_name"], "あとから応募した人");
    // Their own words open no more than they do.
    let said = coordinator.get(&format!("/applications?posting_id={posting}"));
    assert!(
        !said.text.contains("先に応募した人") && said.text.contains("あとから応募した人です"),
        "{}",
        said.text
    );
    // And each is told what is so.
    assert_eq!(seen_by(app, &board, &first), json!(["塩尻市"]));
    assert_eq!(seen_by(app, &board, &second), json!(["塩尻市", "地域人事部"]));
    // A consent opens what the application does not.
    let consent =
        json!({"recipient": app.coordinator_id, "items": ["identity"], "purpose": "紹介", "until": null});
    board.post(&format!("/candidates/{before}/consents"), &consent).expect(201);
    coordinator.get(&format!("/candidates/{before}")).expect(200);
    // Who coordinates by agreement sees all applicants, and that is told too.
    let agreement = json!({
        "coordinator_id": id_of(&board), "organization_id": app.city_id, "kind": "coordination",
        "items": [], "regions": [], "starts_on": null, "ends_on": null,
    });
    city.post("/agreements", &agreement).expect(201);
    assert_eq!(seen_by(app, &board, &first), json!(["塩尻市", "求人サイト"]));
}

fn what_is_done_for_a_referred_posting_stands_in_the_lists(app: &TestApp) {
    ally(app);
    let (city, coordinator) = (app.city(), app.coordinator());
    let posting = app.published(&city, &samples::posting("海外販路をひらく"));
    let referral = city.post("/referrals", &referral(("posting_id", &posting), &app.coordinator_id)).id();
    coordinator.post(&format!("/referrals/{referral}/accept"), &json!({})).expect(200);
    let person = coordinator.post("/candidates", &samples::candidate("山口 理沙")).id();
    let applied = json!({"posting_id": posting, "candidate_id": person});
    let application = coordinator.post("/applications", &applied).id();
    let step = |to: &str| {
        let path = format!("/applications/{application}/transitions");
        coordinator.post(&path, &json!({"to": to})).expect(200);
    };
    coordinator.post(&format!("/postings/{posting}/notes"), &json!({"text": "英語の資料あり"})).expect(201);
    let meeting = json!({
        "application_id": application, "kind": "meeting", "mode": "online", "status": "held",
        "scheduled_at": "2026-08-20T10:00:00+09:00",
    });
    coordinator.post("/encounters", &meeting).expect(201);
    step("screening");
    let body = json!({
        "selected": [application], "waiting": [], "reasons": [], "default_reason": null, "reason": "経験",
    });
    let decision = coordinator.post(&format!("/postings/{posting}/decisions"), &body).id();
    let order = json!({"decision_id": decision});
    let previewed = coordinator.post(&format!("/postings/{posting}/notices/preview"), &order).expect(200);
    let order = json!({"decision_id": decision, "digest": previewed["digest"]});
    coordinator.post(&format!("/postings/{posting}/notices"), &order).expect(201);
    step("accepted");
    step("engaged");
    let lists =
        ["encounters", "notice-batches", "engagements"].map(|list| format!("/{list}?posting_id={posting}"));
    for path in lists.into_iter().chain([format!("/postings/{posting}/notes")]) {
        for (who, client) in [("who acts", &coordinator), ("its own body", &city)] {
            let items = client.get(&path).expect(200)["items"].as_array().unwrap().len();
            assert_eq!(items, 1, "{path} of {who}");
        }
        assert!(!app.board().get(&path).text.contains("\"id\""), "{path}");
    }
}
