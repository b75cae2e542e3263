//! 地域人事部アライアンスネットワーク: seven bodies that share what each of them is good at.
//!
//! Each writes into the directory what it can take on. What one body cannot do it refers to an allied body that can: a
//! posting, which the other then acts on, and a person, with consent. A template of one is started from by others. When
//! staff change, one hands its programme on to a colleague (`handover`). At the end of the year they see each other's
//! figures side by side, without anybody in them, and each closes it with a report of its own.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::closing::{aggregates_only, applying, figures, hidden, report, told};
use crate::samples;

mod handover;

crate::on_both!(seven_bodies_work_together);

/// A body with its key.
struct Body {
    id: String,
    client: Client,
}

/// 5 to 10 bodies, each with what it is good at.
const BODIES: [(&str, &str); 7] = [
    ("塩尻の地域人事部", "現場での対話"),
    ("松本の地域人事部", "観光と宿の人事"),
    ("諏訪の地域人事部", "精密加工の技術"),
    ("高山の地域人事部", "海外販路"),
    ("五泉の地域人事部", "ニットと催し"),
    ("古賀の地域人事部", "デジタル人材の育成"),
    ("東川の地域人事部", "卒業生とのつながり"),
];

fn seven_bodies_work_together(app: &TestApp) {
    app.turn_clock_to("2026-04-01T09:00:00+09:00");
    let bodies: Vec<Body> = BODIES.iter().map(|(name, _)| registered(&app.coordinator(), name)).collect();
    let alliance = the_alliance(&bodies);
    the_directory(&bodies);
    the_template(&bodies);
    let posting = a_posting_is_referred(app, &bodies);
    a_person_is_referred(&bodies);
    a_year_of_applications(&bodies, &posting);
    handover::when_staff_change(app, &bodies[0], &bodies[3]);
    app.turn_clock_to("2027-03-31T18:00:00+09:00");
    side_by_side(&bodies, &alliance);
    each_closes_the_year(&bodies);
}

fn registered(network: &Client, name: &str) -> Body {
    let body = json!({"name": name, "kind": "coordinator_body"});
    let id = network.post("/organizations", &body).id();
    let key = json!({"organization_id": id, "name": "最初の鍵", "scopes": ["admin"]});
    let key = network.post("/api-keys", &key).expect(201);
    Body { id, client: network.with_key(key["secret"].as_str().unwrap()) }
}

/// The first body makes the alliance and asks the six others, who join.
fn the_alliance(bodies: &[Body]) -> String {
    let purpose = "得意を持ち寄り、人と案件を融通し合う。";
    let body = json!({"name": "地域人事部アライアンスネットワーク", "purpose": purpose});
    let alliance = bodies[0].client.post("/alliances", &body).id();
    for other in &bodies[1..] {
        let asked = json!({"organization_id": other.id});
        bodies[0].client.post(&format!("/alliances/{alliance}/members"), &asked).expect(201);
        other.client.post(&format!("/alliances/{alliance}/join"), &json!({})).expect(200);
    }
    let members = bodies[6].client.get(&format!("/alliances/{alliance}")).expect(200)["members"].clone();
    let joined = members.as_array().unwrap().iter().filter(|member| member["state"] == "member").count();
    assert!((5..=10).contains(&joined) && joined == bodies.len(), "{members}");
    alliance
}

/// Each body says what it is good at; whoever looks for 海外販路 finds the one that can.
fn the_directory(bodies: &[Body]) {
    for (body, (name, speciality)) in bodies.iter().zip(BODIES) {
        let entry = json!({
            "specialities": [speciality], "takes_on": "県内外の企業の相談", "languages": ["ja"],
            "contact": {"office": format!("{name} 窓口"), "email": "office@example.jp"},
        });
        body.client.put(&format!("/directory/{}", body.id), &entry).expect(201);
    }
    let found = bodies[0].client.get("/directory?allied=true&speciality=%E6%B5%B7%E5%A4%96").expect(200);
    let names: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|entry| &entry["name"]).collect();
    assert_eq!(names, [&json!("高山の地域人事部")]);
}

/// A template that one body wrote and three others started from.
fn the_template(bodies: &[Body]) {
    let posting = json!({
        "title": "新商品の売り方を一緒に考える", "contract_form": "quasi_mandate", "work_style": "hybrid",
        "deliverable": "販路の計画と最初の商談の記録", "seats": 1,
    });
    let template = json!({"name": "販路づくり", "sharing": "allied", "posting": posting});
    let template = bodies[0].client.post("/posting-templates", &template).id();
    let place = format!("/posting-templates/{template}");
    for (body, municipality) in bodies[1..4].iter().zip(["202029", "202061", "212032"]) {
        let own = json!({"municipality": municipality, "starts_on": "2026-09-01", "ends_on": "2026-11-30"});
        let draft = body.client.post(&format!("{place}/postings"), &own).expect(201);
        assert_eq!((&draft["organization_id"], &draft["status"]), (&json!(body.id), &json!("draft")));
    }
    assert_eq!(bodies[0].client.get(&place).expect(200)["uses"], 3);
}

/// A firm wants to sell abroad: 塩尻 refers its posting to 高山, which cuts and publishes it.
fn a_posting_is_referred(app: &TestApp, bodies: &[Body]) -> String {
    let (from, to) = (&bodies[0], &bodies[3]);
    let mut draft = samples::posting("みそを海外に届ける");
    draft["seats"] = json!(1);
    let posting = from.client.post("/postings", &draft).id();
    let place = format!("/postings/{posting}");
    to.client.get(&place).problem(404, "not_found");
    let referral = json!({
        "posting_id": posting, "to_organization_id": to.id, "reason": "海外販路に強いため",
        "message": "蔵元は英語の商談が初めてです。",
    });
    let referral = from.client.post("/referrals", &referral).id();
    let waiting = to.client.get("/tasks?kind=referral_unanswered").expect(200);
    assert_eq!(waiting["items"][0]["resource_id"], json!(referral));
    to.client.post(&format!("/referrals/{referral}/accept"), &json!({})).expect(200);
    let cut = json!({"deliverable": "英語の商品紹介と、最初の3件の商談記録"});
    to.client.patch(&place, &cut).expect(200);
    let published = json!({"to": "published", "reason": "切り出しを終えた"});
    to.client.post(&format!("{place}/transitions"), &published).expect(200);
    assert_eq!(app.board().get(&place).expect(200)["organization_id"], json!(from.id));
    posting
}

/// 諏訪 knows somebody who would rather work in 五泉, and passes the person on with consent.
fn a_person_is_referred(bodies: &[Body]) {
    let (from, to) = (&bodies[2], &bodies[4]);
    let person = from.client.post("/candidates", &samples::candidate("小林 葵")).id();
    let mut referral = json!({
        "candidate_id": person, "to_organization_id": to.id, "items": ["identity"],
        "reason": "ニットの催しに関わりたいとの希望",
    });
    assert_eq!(from.client.post("/referrals", &referral).pointers(), ["/items"], "not without consent");
    referral["consent"] =
        json!({"items": ["identity"], "purpose": "五泉の催しへの紹介のため", "until": null});
    let referral = from.client.post("/referrals", &referral).id();
    to.client.post(&format!("/referrals/{referral}/accept"), &json!({"reason": "ぜひ"})).expect(200);
    let seen = to.client.get(&format!("/candidates/{person}")).expect(200);
    assert_eq!(seen["display_name"], "小林 葵");
    bodies[5].client.get(&format!("/candidates/{person}")).problem(404, "not_found");
}

/// Six people of 塩尻 and two of 古賀 apply to the posting that 高山 acts on.
fn a_year_of_applications(bodies: &[Body], posting: &str) {
    for (body, people) in [(&bodies[0], 6), (&bodies[5], 2)] {
        for number in 1..=people {
            let person =
                body.client.post("/candidates", &samples::candidate(&format!("応募者 {number}"))).id();
            let application = json!({"posting_id": posting, "candidate_id": person});
            body.client.post("/applications", &application).expect(201);
        }
    }
    let seen = bodies[3].client.get(&format!("/applications?posting_id={posting}")).expect(200);
    assert_eq!(seen["items"].as_array().unwrap().len(), 8, "who acts on the posting sees its applicants");
}

/// Everybody sees the same seven lines; counts from 1 to 4 of other bodies are not told, and nobody is named.
fn side_by_side(bodies: &[Body], alliance: &str) {
    let place = format!("/alliances/{alliance}/dashboard?fiscal_year=2026");
    let of_koga = bodies[5].client.get(&place).expect(200);
    let members = of_koga["members"].as_array().unwrap();
    assert_eq!(members.len(), 7);
    let shiojiri = &members[0];
    // Eight to the posting that was referred, three to that of the programme that was handed on, where one is at work.
    assert_eq!((&shiojiri["postings"], &shiojiri["published"]), (&json!(2), &json!(2)));
    assert_eq!(shiojiri["applications"], json!({"value": 11, "suppressed": false}));
    assert_eq!(shiojiri["matches"], json!({"value": null, "suppressed": true}));
    let own = bodies[0].client.get(&place).expect(200)["members"][0].clone();
    assert_eq!([&own["matches"]["value"], &own["engaged"]["value"]], [1, 1]);
    assert_eq!(shiojiri["median_days_to_decide"], json!(null));
    assert_eq!((&shiojiri["referrals_sent"], &members[3]["referrals_accepted"]), (&json!(1), &json!(1)));
    let text = of_koga.to_string();
    for hidden in ["みそを海外に届ける", "小林 葵", "応募者"] {
        assert!(!text.contains(hidden), "{hidden} stands in {text}");
    }
    let before = bodies[5].client.get(&place.replace("2026", "2025")).expect(200);
    assert_eq!(before["members"][0]["applications"]["value"], 0);

    // One more posting, with three applicants of one body: the others are told only that there are few.
    let few = &bodies[6];
    let posting = few.client.post("/postings", &samples::posting("卒業生を迎える")).id();
    let published = json!({"to": "published", "reason": null});
    few.client.post(&format!("/postings/{posting}/transitions"), &published).expect(200);
    for number in 1..=3 {
        let person = few.client.post("/candidates", &samples::candidate(&format!("卒業生 {number}"))).id();
        few.client.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    }
    let applications = |by: &Body| by.client.get(&place).expect(200)["members"][6]["applications"].clone();
    assert_eq!(applications(&bodies[0]), json!({"value": null, "suppressed": true}));
    assert_eq!(applications(few), json!({"value": 3, "suppressed": false}));

    // Who has left sees nothing of it any more.
    bodies[5].client.post(&format!("/alliances/{alliance}/leave"), &json!({})).expect(200);
    bodies[5].client.get(&place).problem(404, "not_found");
    assert_eq!(bodies[0].client.get(&place).expect(200)["members"].as_array().unwrap().len(), 6);
}

/// 塩尻 tells of eleven applicants and one match, 高山 of the eight to the posting that it acted on, 東川 of three; 諏訪 had
/// none. Whoever sees aggregates only is told no count from one to four.
fn each_closes_the_year(bodies: &[Body]) {
    let of = |body: usize| report(&bodies[body].client, 2026);
    assert_eq!((figures(&of(0)), applying(&of(0))), ([1, 1, 1], json!([11, 11, 2, 3, "3.67"])));
    assert_eq!(told(&of(0)["running"]["people"]), 1);
    assert_eq!((figures(&of(3)), applying(&of(3))), ([0, 0, 0], json!([8, 8, 1, 1, "8.00"])));
    assert_eq!(applying(&of(6)), json!([3, 3, 1, 2, "1.50"]));
    assert_eq!((figures(&of(2)), applying(&of(2))), ([0, 0, 0], json!([0, 0, 0, 0, null])));
    let read = report(&aggregates_only(&bodies[0].client), 2026);
    assert_eq!((told(&read["applications"]["applicants"]), &read["people"]), (11, &hidden()));
    let read = report(&aggregates_only(&bodies[6].client), 2026);
    assert_eq!(
        (&read["applications"]["applicants"], &read["applications"]["applications_per_seat"]),
        (&hidden(), &json!(null))
    );
}
