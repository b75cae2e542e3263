//! Which preparation opens which postings: held against granting the skill and ranking again.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(what_a_course_opens_is_what_the_skill_opens, a_region_is_told_counts_and_no_small_ones,);

const COURSES: [(&str, u8); 3] = [("seo", 3), ("instagram", 5), ("writing", 2)];

/// Postings that want one thing or another, at different levels.
fn postings(app: &TestApp, client: &Client) -> Vec<String> {
    let wanted = [("seo", 3), ("seo", 4), ("writing", 2), ("instagram", 3), ("instagram", 5)];
    let make = |(number, (skill, level)): (usize, &(&str, u8))| {
        let mut posting = samples::posting(&format!("案件 {number}"));
        posting["required_skills"] = json!([{"skill": skill, "min_proficiency": level}]);
        let preferred = if *skill == "instagram" { "writing" } else { "instagram" };
        posting["preferred_skills"] = json!([{"skill": preferred, "weight": 2}]);
        if number == 2 {
            posting["municipality"] = json!("402231");
        }
        app.published(client, &posting)
    };
    wanted.iter().enumerate().map(make).collect()
}

fn courses(client: &Client) -> Vec<String> {
    let make = |(skill, level): &(&str, u8)| {
        let body = json!({"title": skill, "skill": skill, "proficiency": level, "hours": 10});
        client.post("/courses", &body).id()
    };
    COURSES.iter().map(make).collect()
}

/// The postings for which a person is eligible, with the score of each.
fn eligible(client: &Client, who: &str) -> Vec<(String, i64)> {
    let ranked = client.get(&format!("/candidates/{who}/matches?limit=200")).expect(200);
    let items = ranked["items"].as_array().unwrap().iter();
    items
        .map(|item| (item["posting_id"].as_str().unwrap().to_owned(), item["score"].as_i64().unwrap()))
        .collect()
}

/// A twin of the sample person who states this skill too.
fn twin(client: &Client, (skill, level): (&str, u8)) -> String {
    let mut body = samples::candidate("双子");
    body["skills"].as_array_mut().unwrap().push(json!({"skill": skill, "proficiency": level}));
    client.post("/candidates", &body).id()
}

fn what_a_course_opens_is_what_the_skill_opens(app: &TestApp) {
    let city = app.city();
    postings(app, &city);
    let courses = courses(&city);
    let elsewhere =
        json!({"title": "住民限定", "skill": "seo", "proficiency": 5, "hours": 1, "within": ["40"]});
    let elsewhere = city.post("/courses", &elsewhere).id();
    let past =
        json!({"title": "終了", "skill": "seo", "proficiency": 5, "hours": 1, "ends_on": "2001-01-01"});
    city.post("/courses", &past).expect(201);
    let who = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let before = eligible(&city, &who);
    let told = city.get(&format!("/candidates/{who}/preparations")).expect(200);
    let told = told["courses"].as_array().unwrap();
    assert_eq!(told.len(), 4, "the one that is over is not told");
    for (course, granted) in courses.iter().zip(COURSES) {
        let after = eligible(&city, &twin(&city, granted));
        let found = told.iter().find(|one| one["course_id"] == course.as_str()).unwrap();
        let mut expected: Vec<(bool, i64, String)> = Vec::new();
        for (posting, score) in after {
            let had = before.iter().find(|(known, _)| *known == posting).map(|(_, score)| *score);
            if had.is_none_or(|had| had < score) {
                expected.push((had.is_none(), score, posting));
            }
        }
        assert!(!expected.is_empty(), "{granted:?} shows nothing");
        let mut listed: Vec<(bool, i64, String)> = found["postings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                assert!(one["gained"].as_i64().unwrap() >= 0, "{one}");
                let posting = one["posting_id"].as_str().unwrap().to_owned();
                (one["newly_eligible"] == true, one["after"]["score"].as_i64().unwrap(), posting)
            })
            .collect();
        let opened = expected.iter().filter(|(newly, ..)| *newly).count();
        assert_eq!((&found["opened"], &found["raised"]), (&json!(opened), &json!(expected.len() - opened)));
        assert!(listed.windows(2).all(|pair| (pair[0].0, pair[0].1) >= (pair[1].0, pair[1].1)), "{listed:?}");
        expected.sort();
        listed.sort();
        assert_eq!(listed, expected, "{granted:?}");
    }
    let opened: Vec<(bool, i64)> =
        told.iter().map(|one| (one["open_to_person"] == true, one["opened"].as_i64().unwrap())).collect();
    assert!(opened.windows(2).all(|pair| pair[0] >= pair[1]), "most opened first: {opened:?}");
    assert_eq!(told.last().unwrap()["course_id"], elsewhere.as_str());
    assert_eq!(told.last().unwrap()["open_to_person"], false);
}

fn a_region_is_told_counts_and_no_small_ones(app: &TestApp) {
    let city = app.city();
    postings(app, &city);
    let courses = courses(&city);
    let effects = |query: &str| city.get(&format!("/courses/effects{query}")).expect(200);
    let of = |told: &Value, course: &str| -> Value {
        let all = told["courses"].as_array().unwrap();
        all.iter().find(|one| one["course_id"] == course).unwrap().clone()
    };
    let shown = |number: u64| json!({"value": number, "suppressed": false});
    let hidden = json!({"value": null, "suppressed": true});
    assert_eq!(of(&effects(""), &courses[0])["people"], shown(0), "nobody at all points at nobody");
    for number in 0..4 {
        city.post("/candidates", &samples::candidate(&format!("人 {number}"))).expect(201);
    }
    let few = of(&effects(""), &courses[0]);
    assert_eq!((&few["people"], &few["pairs"]), (&hidden, &hidden));
    // A person of another body counts when a consent opens the profile.
    let other = app.board().post("/candidates", &samples::candidate("他の団体の人")).id();
    assert_eq!(of(&effects(""), &courses[0])["people"], hidden);
    let consent = json!({"recipient": app.city_id, "items": ["profile"], "purpose": "講座の計画"});
    app.board().post(&format!("/candidates/{other}/consents"), &consent).expect(201);
    let five = of(&effects(""), &courses[0]);
    assert_eq!((&five["people"], &five["postings"], &five["pairs"]), (&shown(5), &json!(1), &shown(5)));
    // The sample person holds Instagram at 4: the course opens what asks for 5.
    let instagram = of(&effects(""), &courses[1]);
    assert_eq!((&instagram["postings"], &instagram["pairs"]), (&json!(1), &shown(5)));
    // The posting for writers lies in Koga.
    for (query, postings, opened) in [("?region=402231", 1, 1), ("?region=40", 1, 1), ("?region=20", 4, 0)] {
        let told = effects(query);
        assert_eq!(told["postings"], postings, "{query}");
        assert_eq!(of(&told, &courses[2])["postings"], opened, "{query}");
    }
    city.get("/courses/effects?region=99").problem(422, "validation_failed");
    // Those who live elsewhere do not count where a course is for residents.
    let residents =
        json!({"title": "住民限定", "skill": "seo", "proficiency": 3, "hours": 1, "within": ["40"]});
    let residents = city.post("/courses", &residents).id();
    assert_eq!(of(&effects(""), &residents)["people"], shown(0));
}
