//! Work Design Lab × 大垣市: a community of about 250 members and a city that has none of its own.
//!
//! They make an agreement of 3 items. Its items are words for people; what each of them is about the server does by its own
//! rules, and here is told apart (`agreement`):
//!
//! 1. 複業人材の紹介. The community registers its members, each of whom says whether the city may see the profile, the name
//!    too, or nothing. The agreement opens nobody. The city sees those alone who do, ranked for its postings; whoever
//!    withdraws is gone in the very next request. The community puts members forward as a team, and those whom the city
//!    wants apply and are engaged.
//! 2. 市内企業の課題の整理. A firm of the city lets the community cut its work and publish it, in the city and nowhere else.
//! 3. 催しの共催. What the city announces for those who take part the community reads, and nobody else.
//!
//! The city closes the fiscal year, and what the agreement has opened is closed with it.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

mod agreement;

crate::on_both!(a_community_and_a_city);

/// Members of the community, about so many.
const MEMBERS: usize = 250;

/// What a member says to the city.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Nothing,
    Profile,
    Identity,
}

/// Of ten members six say nothing, three open the profile, and one the name too.
fn word_of(number: usize) -> Word {
    match number % 10 {
        0 => Word::Identity,
        1..=3 => Word::Profile,
        _ => Word::Nothing,
    }
}

fn a_community_and_a_city(app: &TestApp) {
    app.turn_clock_to("2021-10-01T09:00:00+09:00");
    let network = app.coordinator();
    let (city_id, city) = registered(&network, "大垣市", "municipality");
    let (community_id, community) = registered(&network, "Work Design Lab", "community");

    let evening = agreement::three_items(&city, &community, (&community_id, &city_id));
    let members = the_members(&community, &city_id);
    let posting = the_posting(app, &city);
    let open = members.iter().filter(|(word, _)| *word != Word::Nothing).count();
    assert_eq!((members.len(), open), (250, 100));

    // The city sees the hundred who have consented, and of these it knows twenty-five by name.
    let ranking = ranking(&city, &posting);
    assert_eq!(ranking["totals"]["considered"], 100);
    let named = |ranking: &Value| {
        let items = ranking["items"].as_array().unwrap();
        items.iter().filter(|item| !item["display_name"].is_null()).count()
    };
    assert_eq!((ranking["items"].as_array().unwrap().len(), named(&ranking)), (100, 25));
    let silent = &members.iter().find(|(word, _)| *word == Word::Nothing).unwrap().1;
    city.get(&format!("/candidates/{silent}")).problem(404, "not_found");

    a_withdrawal(&community, &city, (&members, &posting));
    let applied = a_team(&community, &city, (&members, &posting));
    assert_eq!(applied, 2);
    let count = city.get(&format!("/applications?posting_id={posting}")).expect(200)["items"].clone();
    assert_eq!(count.as_array().unwrap().len(), 2);

    let firms = agreement::a_firm_is_helped(&network, &community, &community_id);
    let works = agreement::two_are_engaged(app, &city, &posting);
    let open: Vec<&String> =
        members.iter().filter(|(word, _)| *word == Word::Profile).map(|(_, who)| who).collect();
    agreement::an_evening_together(app, &city, (&evening, &open, silent));
    agreement::close_the_year(app, &city, &works);
    agreement::what_it_opened_is_closed(app, (&city, &community), (&evening, &firms, open[5]));
}

/// Registers a body and gives it its first key.
fn registered(by: &Client, name: &str, kind: &str) -> (String, Client) {
    let body = json!({"name": name, "kind": kind, "municipality": "212024"});
    let id = by.post("/organizations", &body).id();
    let key = json!({"organization_id": id, "name": "最初の鍵", "scopes": ["admin"]});
    let key = by.post("/api-keys", &key).expect(201);
    (id, by.with_key(key["secret"].as_str().unwrap()))
}

/// Registers the members with what each of them says to the city.
fn the_members(community: &Client, city_id: &str) -> Vec<(Word, String)> {
    let register = |number: usize| {
        let mut person = samples::candidate(&format!("会員 {number}"));
        person["external_id"] = json!(format!("wdl-{number}"));
        person["available_from"] = json!("2021-10-01");
        person["skills"][0]["proficiency"] = json!(3 + number % 3);
        let id = community.post("/candidates", &person).id();
        let word = word_of(number);
        let items = match word {
            Word::Nothing => return (word, id),
            Word::Profile => json!(["profile"]),
            Word::Identity => json!(["profile", "identity"]),
        };
        let consent = json!({
            "recipient": city_id, "items": items, "purpose": "大垣市の複業案件への紹介のため", "until": null,
        });
        community.post(&format!("/candidates/{id}/consents"), &consent).expect(201);
        (word, id)
    };
    (0..MEMBERS).map(register).collect()
}

fn the_posting(app: &TestApp, city: &Client) -> String {
    let mut posting = samples::posting("地場産業の魅力を伝える発信をつくる");
    posting["municipality"] = json!("212024");
    posting["starts_on"] = json!("2021-11-01");
    posting["ends_on"] = json!("2022-02-28");
    posting["reward"] = json!({"kind": "monthly", "min_yen": 120_000, "max_yen": 150_000});
    app.published(city, &posting)
}

fn ranking(city: &Client, posting: &str) -> Value {
    city.get(&format!("/postings/{posting}/matches?pool=eligible&limit=200")).expect(200)
}

/// A member takes the consent back: from the next request on the city knows one fewer.
fn a_withdrawal(community: &Client, city: &Client, (members, posting): (&[(Word, String)], &str)) {
    let (_, member) = members.iter().find(|(word, _)| *word == Word::Identity).unwrap();
    assert_eq!(city.get(&format!("/candidates/{member}")).expect(200)["display_name"], "会員 0");
    let consents = format!("/candidates/{member}/consents");
    let consent = community.get(&consents).expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(community.delete(&format!("{consents}/{consent}")).status, 204);
    city.get(&format!("/candidates/{member}")).problem(404, "not_found");
    assert_eq!(ranking(city, posting)["totals"]["considered"], 99);
}

/// Three members come as a team; the city would like to meet two of them, who apply.
fn a_team(community: &Client, city: &Client, (members, posting): (&[(Word, String)], &str)) -> usize {
    let profiles: Vec<&String> =
        members.iter().filter(|(word, _)| *word == Word::Profile).map(|(_, id)| id).take(3).collect();
    let roles = ["企画", "撮影", "運用"];
    let people: Vec<Value> =
        profiles.iter().zip(roles).map(|(id, role)| json!({"candidate_id": id, "role": role})).collect();
    let team = json!({
        "posting_id": posting, "people": people, "team_name": "西濃発信チーム",
        "message": "それぞれの得意を組み合わせて進めます。",
    });
    let made = community.post("/proposals", &team).expect(201);
    let place = format!("/proposals/{}", made["id"].as_str().unwrap());

    // Until they apply, the city sees the profiles of the team by short references.
    let seen = city.get(&place).expect(200);
    for person in seen["people"].as_array().unwrap() {
        assert!(person["reference"].as_str().unwrap().starts_with("C-"), "{person}");
        let id = person["candidate_id"].as_str().unwrap();
        assert_eq!(city.get(&format!("/candidates/{id}")).expect(200)["display_name"], json!(null));
    }
    // A member who has not consented is not put forward.
    let silent = &members.iter().find(|(word, _)| *word == Word::Nothing).unwrap().1;
    let refused = json!({"posting_id": posting, "people": [{"candidate_id": silent}]});
    assert_eq!(community.post("/proposals", &refused).pointers(), ["/people/0/candidate_id"]);

    let wanted =
        json!({"answer": "interested", "candidate_ids": profiles[..2], "reason": "まず二人と話したい"});
    assert_eq!(city.post(&format!("{place}/answer"), &wanted).expect(200)["state"], "interested");
    let done = community.post(&format!("{place}/accept"), &json!({})).expect(200);
    let applied = done["people"].as_array().unwrap().iter().filter(|person| person["state"] == "applied");
    let name = city.get(&format!("/candidates/{}", profiles[0])).expect(200)["display_name"].clone();
    assert!(name.as_str().unwrap().starts_with("会員"), "an application opens the name: {name}");
    let third = city.get(&format!("/candidates/{}", profiles[2])).expect(200);
    assert_eq!(third["display_name"], json!(null), "who has not applied stays a short reference");
    applied.count()
}
