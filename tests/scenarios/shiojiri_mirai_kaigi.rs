//! 塩尻未来会議オンライン: seven professionals speak over three evenings; a community's members attend.
//!
//! Who speaks is announced by name, so each speaker's consent opens the name to the city. Members attend by consent to
//! their profile alone, and withdrawing it takes them off the city's list in the same request. What was said stays
//! in the archive. At the end of the fiscal year the city's report tells of eight people who had to do with the city, on
//! eleven occasions: nobody of them came for work.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::bodies::{Body, register};
use crate::client::Client;
use crate::closing::{aggregates_only, applying, figures, gather, ledger, report, sheet, told};
use crate::samples;

crate::on_both!(seven_professionals_over_three_evenings);

/// Which of the seven speak on which evening.
const EVENINGS: [(&str, &str, &[usize]); 3] = [
    ("塩尻未来会議 第1回", "2020-09-16T19:00:00+09:00", &[0, 1, 2]),
    ("塩尻未来会議 第2回", "2020-10-14T19:00:00+09:00", &[3, 4]),
    ("塩尻未来会議 第3回", "2020-11-11T19:00:00+09:00", &[5, 6, 0]),
];

fn seven_professionals_over_three_evenings(app: &TestApp) {
    app.turn_clock_to("2020-08-20T09:00:00+09:00");
    let city = app.city();
    let community = register(&app.board(), "都市部の専門家コミュニティ", "community");
    let professionals: Vec<String> = (1..=7).map(|number| register_person(&community, number)).collect();
    let refused = city.post("/events", &evening(&EVENINGS[0], &professionals));
    assert_eq!(refused.pointers().len(), 3, "nobody is announced without a consent: {}", refused.text);
    for professional in &professionals {
        consent(app, &community, professional, &["profile", "identity"]);
    }
    let evenings: Vec<String> =
        EVENINGS.iter().map(|one| city.post("/events", &evening(one, &professionals)).id()).collect();
    for (id, (_, _, speakers)) in evenings.iter().zip(EVENINGS) {
        for speaker in speakers {
            let place = format!("/events/{id}/attendances/{}", professionals[*speaker]);
            city.put(&place, &json!({"role": "speaker", "status": "attended"})).expect(201);
        }
    }
    seven_speakers(&city, &evenings);
    the_archive_is_for_all(app, &city, &evenings[0]);
    members_attend_by_consent(app, &community, &evenings);
    close_the_year(app, &city);
}

fn register_person(community: &Body, number: usize) -> String {
    let mut person = samples::candidate(&format!("専門家 {number}"));
    person["available_from"] = json!("2020-04-01");
    community.client.post("/candidates", &person).id()
}

fn consent(app: &TestApp, community: &Body, person: &str, items: &[&str]) -> String {
    let consent = json!({"recipient": app.city_id, "items": items, "purpose": "塩尻未来会議への参加"});
    community.client.post(&format!("/candidates/{person}/consents"), &consent).id()
}

fn evening((title, starts_at, speakers): &(&str, &str, &[usize]), professionals: &[String]) -> Value {
    let speaker = |number: &usize| {
        json!({
            "name": format!("専門家 {}", number + 1), "affiliation": "都市部の企業",
            "candidate_id": professionals[*number],
        })
    };
    json!({
        "kind": "dialogue", "title": title, "starts_at": starts_at, "municipality": "202151",
        "online_url": "https://example.jp/mirai", "speakers": speakers.iter().map(speaker).collect::<Vec<_>>(),
    })
}

/// Eight appearances of seven people.
fn seven_speakers(city: &Client, evenings: &[String]) {
    let mut people: Vec<String> = Vec::new();
    let mut appearances = 0;
    for evening in evenings {
        let list = city.get(&format!("/events/{evening}/attendances")).expect(200);
        appearances += list["counts"]["speakers"].as_u64().unwrap();
        let items = list["items"].as_array().unwrap().iter();
        people.extend(items.map(|one| one["candidate_id"].as_str().unwrap().to_owned()));
    }
    people.sort();
    people.dedup();
    assert_eq!((people.len(), appearances), (7, 8));
}

/// Once the evening is over everybody finds it in the archive; whose records the speakers are, only the city sees.
fn the_archive_is_for_all(app: &TestApp, city: &Client, evening: &str) {
    app.turn_clock_to("2020-09-20T09:00:00+09:00");
    let path = format!("/events/{evening}");
    city.patch(&path, &json!({"archive_url": "https://example.jp/archive/1"})).expect(200);
    let seen = app.board().get(&path).expect(200);
    assert_eq!(seen["archive_url"], "https://example.jp/archive/1");
    let speakers = seen["speakers"].as_array().unwrap();
    assert_eq!(speakers.len(), 3);
    assert!(speakers.iter().all(|speaker| speaker["candidate_id"].is_null()), "{seen}");
}

fn members_attend_by_consent(app: &TestApp, community: &Body, evenings: &[String]) {
    app.turn_clock_to("2020-11-12T09:00:00+09:00");
    let city = app.city();
    let member = register_person(community, 8);
    let place = |evening: &String| format!("/events/{evening}/attendances/{member}");
    city.put(&place(&evenings[0]), &json!({"status": "attended"})).problem(404, "not_found");
    let given = consent(app, community, &member, &["profile"]);
    for evening in evenings {
        city.put(&place(evening), &json!({"status": "attended"})).expect(201);
    }
    let path = format!("/candidates/{member}/touch-points");
    let titles = |client: &Client| -> Vec<String> {
        let page = client.get(&path).expect(200);
        let steps = page["items"].as_array().unwrap().iter();
        steps.map(|step| step["title"].as_str().unwrap().to_owned()).collect()
    };
    let all: Vec<&str> = EVENINGS.iter().map(|(title, _, _)| *title).collect();
    assert_eq!(titles(&city), all);
    let counted = || city.get(&format!("/events/{}/attendances", evenings[1])).expect(200)["counts"].clone();
    assert_eq!((&counted()["participants"], &counted()["speakers"]), (&json!(1), &json!(2)));
    // Eight appearances and three attendances, of people who live elsewhere: what the year has brought so far.
    assert_eq!(gather(&city, 2020), [8 + 3, 0]);
    let withdrawn = community.client.delete(&format!("/candidates/{member}/consents/{given}"));
    assert!([200, 204].contains(&withdrawn.status), "{}", withdrawn.text);
    assert_eq!((&counted()["participants"], &counted()["speakers"]), (&json!(0), &json!(2)));
    city.get(&path).problem(404, "not_found");
    assert_eq!(titles(&community.client), all, "the community keeps its members' path");
}

/// Seven professionals and one member had to do with the city, all of them at its evenings, which were held online: on no
/// day on site. The year before and the year after have none of it.
fn close_the_year(app: &TestApp, city: &Client) {
    app.turn_clock_to("2021-03-31T18:00:00+09:00");
    let of_2020 = report(city, 2020);
    assert_eq!(ledger(&of_2020), json!([8, 0, [["event", 8, 0]]]));
    assert_eq!((figures(&of_2020), applying(&of_2020)), ([0, 0, 0], json!([0, 0, 0, 0, null])));
    for year in [2019, 2021] {
        assert_eq!(ledger(&report(city, year)), json!([0, 0, []]), "{year}");
    }
    // Eight are enough to be told to whoever sees aggregates only.
    let council = aggregates_only(city);
    assert_eq!(told(&report(&council, 2020)["ledger"][0]["people"]), 8);
    let lines = sheet(&council, 2020);
    for line in ["関係人口,2020,催しへの参加,人数（実人数）,8", "関係人口,2020,催しへの参加,来訪日数,0"]
    {
        assert!(lines.iter().any(|found| found == line), "{line}: {lines:?}");
    }
}
