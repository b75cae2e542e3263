//! キャリアオーナーシップ調査・白書: asked before and after, and told once a year without a name.
//!
//! 5 concepts, 11 items, 39 elements. Whoever reads the yearly report learns how many think what, and of nobody who. In the
//! first year the answers of before and after are tied, so that change can be told, and the ties are cut afterwards; in the
//! second the wave is anonymous from the beginning, so that there is nothing to cut. Both years are told side by side.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::closing::report;
use crate::samples;

crate::on_both!(two_years_of_the_survey);

/// Items of each concept, by the number of their elements.
const CONCEPTS: [&[usize]; 5] = [&[4, 4], &[4, 3], &[4, 3, 3], &[4, 3], &[4, 3]];

fn two_years_of_the_survey(app: &TestApp) {
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
    let of_2021 = community.get(&format!("/surveys/{survey}/results?fiscal_year=2021")).text;
    assert_eq!(held(&community, &people[0]), [2, 1]);
    assert_eq!(community.post(&format!("/surveys/{survey}/unlink"), &json!({})).expect(200)["unlinked"], 12);
    assert_eq!(held(&community, &people[0]), [2, 0]);
    assert_eq!(community.get(&format!("/surveys/{survey}/results?fiscal_year=2021")).text, of_2021);
    assert!(people.iter().all(|who| !of_2021.contains(who)) && !of_2021.contains("会員"));
    let other_year = community.get(&format!("/surveys/{survey}/results?fiscal_year=2022")).expect(200);
    assert_eq!(other_year["waves"], json!([]));
    let year = &results["years"][0];
    assert_eq!((&year["fiscal_year"], year["wave_ids"].as_array().unwrap().len()), (&json!(2021), 2));

    app.turn_clock_to("2022-06-20T09:00:00+09:00");
    let anonymous = a_year_without_names(app, &community, (&survey, &people));
    nobody_is_tied_to_it(&community, (&survey, &anonymous, &after), &people);
    two_years_side_by_side(&community, &survey);
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
        let token = invitation["token"].as_str().unwrap();
        assert_eq!(answer(&app.anonymous(), token, step(number))["is_anonymous"], false);
    }
}

/// Answers every element with one step; what the person was asked.
fn answer(who: &Client, token: &str, step: usize) -> Value {
    let path = format!("/answers/{token}");
    let asked = who.get(&path).expect(200);
    let mut answers = Vec::new();
    for concept in asked["concepts"].as_array().unwrap() {
        for item in concept["items"].as_array().unwrap() {
            for element in item["elements"].as_array().unwrap() {
                answers.push(json!({"element": element["key"], "step": step}));
            }
        }
    }
    assert_eq!(answers.len(), 39);
    assert_eq!(who.post(&path, &json!({"answers": answers})).status, 204);
    asked
}

/// The second year: everybody is invited, and half of them answer 3, the others 5. Whom a token was sent to the body knows;
/// what the token tells afterwards is that it was used, and no word of the answers.
fn a_year_without_names(app: &TestApp, client: &Client, (survey, people): (&str, &[String])) -> String {
    let body = json!({
        "instrument": 1, "kind": "after", "is_anonymous": true, "opens_at": "2022-06-20", "closes_at": "2022-07-03",
    });
    let wave = client.post(&format!("/surveys/{survey}/waves"), &body).id();
    let made =
        client.post(&format!("/waves/{wave}/invitations"), &json!({"candidate_ids": people})).expect(201);
    let invitations = made["invitations"].as_array().unwrap();
    assert_eq!(invitations.len(), 12);
    for (number, invitation) in invitations.iter().enumerate() {
        let token = invitation["token"].as_str().unwrap();
        let mut asked = answer(&app.anonymous(), token, 3 + number % 2 * 2);
        assert_eq!((&asked["is_anonymous"], &asked["is_answered"]), (&json!(true), &json!(false)));
        asked["is_answered"] = json!(true);
        assert_eq!(client.get(&format!("/answers/{token}")).expect(200), asked);
    }
    wave
}

/// Nothing that the server takes or tells ties an answer of the anonymous wave to a person.
fn nobody_is_tied_to_it(client: &Client, (survey, wave, before): (&str, &str, &str), people: &[String]) {
    let signed = json!({"candidate_id": people[0], "answers": [{"element": "c1-i1-e1", "step": 5}]});
    assert_eq!(client.post(&format!("/waves/{wave}/answers"), &signed).pointers(), ["/candidate_id"]);
    let with_names = json!({
        "instrument": 1, "kind": "after", "is_anonymous": false, "opens_at": "2022-06-20", "closes_at": "2022-07-03",
    });
    assert_eq!(client.put(&format!("/waves/{wave}"), &with_names).pointers(), ["/is_anonymous"]);
    // Twelve people have answered both waves, and no pair of answers is known.
    let path = format!("/surveys/{survey}/results?before={before}&after={wave}");
    let change = client.get(&path).expect(200)["change"].clone();
    for element in change["elements"].as_array().unwrap() {
        assert_eq!((&element["pairs"]["value"], &element["change_hundredths"]), (&json!(0), &json!(null)));
    }
    // What is held of a person says that they were invited, and has no tie to any answers; there is none left to cut.
    assert_eq!(held(client, &people[0]), [3, 0]);
    assert_eq!(client.post(&format!("/surveys/{survey}/unlink"), &json!({})).expect(200)["unlinked"], 0);
    let told = client.get(&format!("/surveys/{survey}/results?fiscal_year=2022")).text;
    assert!(people.iter().all(|who| !told.contains(who)) && !told.contains("会員"));
}

/// Of what is held of a person: how often they were invited, and ties to their answers.
fn held(client: &Client, person: &str) -> [u64; 2] {
    let held = client.get(&format!("/candidates/{person}/export")).expect(200);
    let classes = held["classes"].as_array().unwrap();
    ["survey_invited", "survey_links"].map(|name| {
        let class = classes.iter().find(|class| class["name"] == name).unwrap();
        class["count"].as_u64().unwrap()
    })
}

/// 30 + 38 steps of 23 answers to an element in the first year: 2.96; in the second 4.00, half of them at the top.
fn two_years_side_by_side(client: &Client, survey: &str) {
    let all = client.get(&format!("/surveys/{survey}/results")).expect(200);
    let years = all["years"].as_array().unwrap();
    let element = |year: &Value| year["concepts"][0]["items"][0]["elements"][0].clone();
    let figures: Vec<Value> = years
        .iter()
        .map(|year| {
            let figures = &element(year)["figures"];
            json!([year["fiscal_year"], figures["answers"]["value"], figures["mean_hundredths"]])
        })
        .collect();
    assert_eq!(figures, [json!([2021, 23, 296]), json!([2022, 12, 400])]);
    let top = json!({"answers": 6, "share_permille": 500, "tenths": 5});
    assert_eq!(element(&years[1])["figures"]["top"], top);
    let of_2022 = client.get(&format!("/surveys/{survey}/results?fiscal_year=2022")).expect(200);
    let [wave] = of_2022["waves"].as_array().unwrap().as_slice() else { panic!("{of_2022}") };
    assert_eq!([&wave["invited"]["value"], &wave["respondents"]["value"]], [12, 12]);
    let concepts: Vec<&Value> =
        wave["concepts"].as_array().unwrap().iter().map(|one| &one["figures"]["mean_hundredths"]).collect();
    assert_eq!(concepts, [400; 5]);
    // The fiscal year's report tells of change, which there is in the first year alone.
    assert_eq!(report(client, 2021)["surveys"][0]["concepts"].as_array().unwrap().len(), 5);
    assert_eq!(report(client, 2022)["surveys"], json!([]));
    let sheet = client.get(&format!("/surveys/{survey}/results.csv")).text;
    for line in [
        ",before,element,c1-i1-e1,",
        ",after,element,c1-i1-e1,自分の働き方を自分で選んでいる,12,4.00,6,500,5",
    ] {
        assert!(sheet.contains(line), "{line}: {sheet}");
    }
}
