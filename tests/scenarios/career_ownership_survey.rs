//! キャリアオーナーシップ調査・白書: asked before and after, and told once a year without a name.
//!
//! 5 concepts, 11 items, 39 elements. Whoever reads the yearly report learns how many think what, and of nobody who.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(a_year_of_the_survey);

/// Items of each concept, by the number of their elements.
const CONCEPTS: [&[usize]; 5] = [&[4, 4], &[4, 3], &[4, 3, 3], &[4, 3], &[4, 3]];

fn a_year_of_the_survey(app: &TestApp) {
    app.turn_clock_to("2021-06-21T09:00:00+09:00");
    let community = app.coordinator();
    let survey = community.post("/surveys", &json!({"title": "キャリアオーナーシップ調査"})).id();
    let instrument = community.post(&format!("/surveys/{survey}/versions"), &instrument()).expect(201);
    assert_eq!(shape(&instrument), (5, 11, 39));

    let people: Vec<String> = (0..12)
        .map(|number| community.post("/candidates", &samples::candidate(&format!("会員 {number}"))).id())
        .collect();
    // Before: everybody at 2 or 3. After: each one step higher, and one member is not there any more.
    let before = wave(&community, &survey, ("before", "2021-06-21", "2021-07-04"));
    answer_all(app, (&community, &before, &people), |number| 2 + number % 2);
    app.turn_clock_to("2021-11-30T09:00:00+09:00");
    let after = wave(&community, &survey, ("after", "2021-11-22", "2021-12-05"));
    answer_all(app, (&community, &after, &people[..11]), |number| 3 + number % 2);

    let results = community.get(&format!("/surveys/{survey}/results?fiscal_year=2021")).expect(200);
    assert_eq!(results["waves"].as_array().unwrap().len(), 2);
    assert_eq!(results["waves"][0]["concepts"][0]["figures"]["mean_hundredths"], 250);
    let change = &results["change"];
    let lists = ["concepts", "items", "elements"].map(|name| change[name].as_array().unwrap().len());
    assert_eq!(lists, [5, 11, 39]);
    assert!(change["elements"].as_array().unwrap().iter().all(|one| one["change_hundredths"] == 100));

    // The report of the year tells the same change, to whoever may read surveys.
    let told = community.get("/reports/fiscal-years/2021").expect(200)["surveys"].clone();
    assert_eq!(told[0]["survey_id"], json!(survey));
    for (concept, of_results) in
        told[0]["concepts"].as_array().unwrap().iter().zip(change["concepts"].as_array().unwrap())
    {
        for name in ["key", "pairs", "change_hundredths"] {
            assert_eq!(concept[name], of_results[name], "{name}");
        }
        assert!(concept["change_hundredths"].is_i64() && concept["label_ja"].is_string(), "{concept}");
    }
    let sheet = community.get("/reports/fiscal-years/2021?format=csv").text;
    assert!(sheet.contains("調査の前後,,") && sheet.contains(" 上昇"), "{sheet}");
    assert_eq!(community.get("/reports/fiscal-years/2022").expect(200)["surveys"], json!([]));
    // The ties are cut; the yearly report is the same, and no answer names a person.
    let report = community.get(&format!("/surveys/{survey}/results?fiscal_year=2021")).text;
    assert_eq!(community.post(&format!("/surveys/{survey}/unlink"), &json!({})).expect(200)["unlinked"], 12);
    assert_eq!(community.get(&format!("/surveys/{survey}/results?fiscal_year=2021")).text, report);
    assert!(people.iter().all(|who| !report.contains(who)) && !report.contains("会員"));
    let other_year = community.get(&format!("/surveys/{survey}/results?fiscal_year=2022")).expect(200);
    assert_eq!(other_year["waves"], json!([]));
    let year = &results["years"][0];
    assert_eq!((&year["fiscal_year"], year["wave_ids"].as_array().unwrap().len()), (&json!(2021), 2));
}

fn instrument() -> Value {
    let element = |key: String| json!({"key": key, "label_ja": "自分の働き方を自分で選んでいる", "kind": "scale", "steps": 5});
    let item = |concept: usize, (item, elements): (usize, &usize)| {
        let key = format!("c{concept}-i{item}");
        let elements: Vec<Value> =
            (1..=*elements).map(|number| element(format!("{key}-e{number}"))).collect();
        json!({"key": key, "label_ja": "項目", "elements": elements})
    };
    let concepts: Vec<Value> = (1..)
        .zip(CONCEPTS)
        .map(|(number, items)| {
            let items: Vec<Value> = (1..).zip(items).map(|one| item(number, one)).collect();
            json!({"key": format!("c{number}"), "label_ja": "概念", "items": items})
        })
        .collect();
    json!({"concepts": concepts})
}

fn shape(instrument: &Value) -> (usize, usize, usize) {
    let parts = |of: &Value, name: &str| of[name].as_array().unwrap().clone();
    let concepts = parts(instrument, "concepts");
    let items: Vec<Value> = concepts.iter().flat_map(|concept| parts(concept, "items")).collect();
    let elements = items.iter().map(|item| parts(item, "elements").len()).sum();
    (concepts.len(), items.len(), elements)
}

fn wave(client: &Client, survey: &str, (kind, opens, closes): (&str, &str, &str)) -> String {
    let body = json!({"instrument": 1, "kind": kind, "opens_at": opens, "closes_at": closes});
    client.post(&format!("/surveys/{survey}/waves"), &body).id()
}

/// Each with a token of their own and without a key; every element with the step of the person's number.
fn answer_all(
    app: &TestApp,
    (client, wave, people): (&Client, &str, &[String]),
    step: impl Fn(usize) -> usize,
) {
    let made = client.post(&format!("/waves/{wave}/invitations"), &json!({"candidate_ids": people}));
    let made = made.expect(201);
    for invitation in made["invitations"].as_array().unwrap() {
        let number = people.iter().position(|who| invitation["candidate_id"] == who.as_str()).unwrap();
        let path = format!("/answers/{}", invitation["token"].as_str().unwrap());
        let asked = app.anonymous().get(&path).expect(200);
        let mut answers = Vec::new();
        for concept in asked["concepts"].as_array().unwrap() {
            for item in concept["items"].as_array().unwrap() {
                for element in item["elements"].as_array().unwrap() {
                    answers.push(json!({"element": element["key"], "step": step(number)}));
                }
            }
        }
        assert_eq!(answers.len(), 39);
        assert_eq!(app.anonymous().post(&path, &json!({"answers": answers})).status, 204);
    }
}
