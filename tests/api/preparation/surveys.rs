//! Surveys: frozen once asked, answered once, and no way from an answer back to who gave it.

use serde_json::{Value, json};

use super::{NOBODY, items, person};
use crate::app::TestApp;
use crate::client::Client;

crate::on_both!(
    what_is_asked_is_frozen_once_a_wave_asks_it,
    a_token_answers_once_while_the_wave_is_open,
    figures_name_nobody,
    ties_can_be_cut_and_answers_stay,
    an_anonymous_wave_never_knows_who,
    every_fault_of_a_survey_is_told,
);

/// The smallest instrument: one scale of five.
pub(crate) fn one_scale() -> Value {
    json!({"concepts": [{
        "key": "c", "label_ja": "概念", "items": [{"key": "i", "label_ja": "項目", "elements": [
            {"key": "e", "label_ja": "要素", "kind": "scale", "steps": 5},
        ]}],
    }]})
}

fn survey(client: &Client) -> String {
    let survey = client.post("/surveys", &json!({"title": "調査", "description": null})).id();
    client.post(&format!("/surveys/{survey}/versions"), &one_scale()).expect(201);
    survey
}

fn wave(client: &Client, survey: &str, kind: &str, is_anonymous: bool) -> String {
    let body = json!({"instrument": 1, "kind": kind, "is_anonymous": is_anonymous, "name": kind});
    client.post(&format!("/surveys/{survey}/waves"), &body).id()
}

/// The tokens of these people, in their order.
fn tokens(client: &Client, wave: &str, people: &[String]) -> Vec<String> {
    let made = client.post(&format!("/waves/{wave}/invitations"), &json!({"candidate_ids": people}));
    let made = made.expect(201);
    let of = |who: &String| {
        let all = made["invitations"].as_array().unwrap();
        let mine = all.iter().find(|one| one["candidate_id"] == who.as_str()).unwrap();
        mine["token"].as_str().unwrap().to_owned()
    };
    people.iter().map(of).collect()
}

fn answer(app: &TestApp, token: &str, step: u8) -> u16 {
    let body = json!({"answers": [{"element": "e", "step": step}]});
    app.anonymous().post(&format!("/answers/{token}"), &body).status
}

fn people(client: &Client, count: usize) -> Vec<String> {
    (0..count).map(|number| person(client, &format!("回答者 {number}"))).collect()
}

fn results(client: &Client, survey: &str) -> Value {
    client.get(&format!("/surveys/{survey}/results")).expect(200)
}

fn what_is_asked_is_frozen_once_a_wave_asks_it(app: &TestApp) {
    let city = app.city();
    let survey = survey(&city);
    let path = format!("/surveys/{survey}/versions/1");
    let mut other = one_scale();
    other["concepts"][0]["label_ja"] = json!("別の概念");
    let now = city.put(&path, &other).expect(200);
    assert_eq!((&now["version"], &now["concepts"][0]["label_ja"]), (&json!(2), &json!("別の概念")));
    wave(&city, &survey, "before", false);
    city.put(&path, &one_scale()).problem(409, "in_use");
    assert_eq!(city.get(&path).expect(200), now);
    // What is to be asked otherwise is a version of its own.
    assert_eq!(city.post(&format!("/surveys/{survey}/versions"), &one_scale()).expect(201)["number"], 2);
    city.put(&format!("/surveys/{survey}/versions/2"), &other).expect(200);
    city.get(&format!("/surveys/{survey}/versions/3")).problem(404, "not_found");
}

fn a_token_answers_once_while_the_wave_is_open(app: &TestApp) {
    app.turn_clock_to("2021-07-01T09:00:00+09:00");
    let city = app.city();
    let survey = survey(&city);
    let body =
        json!({"instrument": 1, "kind": "before", "opens_at": "2021-07-02", "closes_at": "2021-07-03"});
    let wave = city.post(&format!("/surveys/{survey}/waves"), &body).id();
    let people = people(&city, 3);
    let tokens = tokens(&city, &wave, &people);
    let send = |token: &str| {
        let body = json!({"answers": [{"element": "e", "step": 4}]});
        app.anonymous().post(&format!("/answers/{token}"), &body)
    };
    send(&tokens[0]).problem(409, "window_not_open");
    app.turn_clock_to("2021-07-02T00:00:00+09:00");
    let asked = app.anonymous().get(&format!("/answers/{}", tokens[0])).expect(200);
    assert_eq!((&asked["is_answered"], &asked["concepts"][0]["key"]), (&json!(false), &json!("c")));
    let first = send(&tokens[0]);
    assert_eq!(first.status, 204, "{}", first.text);
    send(&tokens[0]).problem(409, "already_answered");
    send("tsq_nobody").problem(404, "not_found");
    // On behalf of who has answered, nothing more is taken; of who has not, their token is used.
    let behalf = |who: &str| {
        let body = json!({"candidate_id": who, "answers": [{"element": "e", "step": 4}]});
        city.post(&format!("/waves/{wave}/answers"), &body)
    };
    behalf(&people[0]).problem(409, "already_answered");
    behalf(&people[1]).expect(201);
    send(&tokens[1]).problem(409, "already_answered");
    app.turn_clock_to("2021-07-04T00:00:00+09:00");
    send(&tokens[2]).problem(409, "window_closed");
    // Who was invited keeps the token that they were given.
    let again = city.post(&format!("/waves/{wave}/invitations"), &json!({"candidate_ids": people}));
    let again = again.expect(201);
    assert_eq!((&again["invitations"], again["known"].as_array().unwrap().len()), (&json!([]), 3));
}

fn figures_name_nobody(app: &TestApp) {
    let city = app.city();
    let survey = survey(&city);
    let (before, after) = (wave(&city, &survey, "before", false), wave(&city, &survey, "after", false));
    let people = people(&city, 10);
    let (first, second) = (tokens(&city, &before, &people), tokens(&city, &after, &people));
    let told = |place: usize| {
        let results = results(&city, &survey);
        let wave = results["waves"][place].clone();
        (wave["respondents"]["value"].clone(), wave["concepts"][0]["figures"].clone())
    };
    for token in &first[..4] {
        assert_eq!(answer(app, token, 3), 204);
    }
    let (respondents, figures) = told(0);
    assert_eq!((&respondents, &figures["mean_hundredths"]), (&json!(null), &json!(null)));
    assert_eq!(figures["answers"], json!({"value": null, "suppressed": true}));
    for token in &first[4..] {
        assert_eq!(answer(app, token, 5), 204);
    }
    let (respondents, figures) = told(0);
    // 4 × 3 and 6 × 5: a mean, but no share of six of ten, for four are too few.
    assert_eq!(
        (&respondents, &figures["mean_hundredths"], &figures["top"]),
        (&json!(10), &json!(420), &json!(null))
    );
    for (token, step) in second.iter().zip([4, 4, 4, 4, 4, 5, 5, 5, 5, 5]) {
        assert_eq!(answer(app, token, step), 204);
    }
    let (_, figures) = told(1);
    assert_eq!(figures["top"], json!({"answers": 10, "share_permille": 1000, "tenths": 10}));
    let change = results(&city, &survey)["change"].clone();
    // From 42 to 45 of ten people.
    assert_eq!(change["elements"][0]["change_hundredths"], 30);
    assert_eq!((&change["before_wave_id"], &change["after_wave_id"]), (&json!(before), &json!(after)));
    let sheet = city.get(&format!("/surveys/{survey}/results.csv"));
    assert_eq!(sheet.status, 200);
    assert!(sheet.text.contains("after,after,element,e,要素,10,4.50,10,1000,10\r\n"), "{}", sheet.text);
}

fn ties_can_be_cut_and_answers_stay(app: &TestApp) {
    let city = app.city();
    let survey = survey(&city);
    let (before, after) = (wave(&city, &survey, "before", false), wave(&city, &survey, "after", false));
    let people = people(&city, 6);
    for (wave, step) in [(&before, 3), (&after, 5)] {
        for token in tokens(&city, wave, &people) {
            assert_eq!(answer(app, &token, step), 204);
        }
    }
    let figures = results(&city, &survey);
    assert_eq!(figures["change"]["elements"][0]["change_hundredths"], 200);
    // Somebody who is erased leaves the answers, and no tie to them.
    assert_eq!(city.delete(&format!("/candidates/{}", people[0])).status, 204);
    let left = results(&city, &survey);
    assert_eq!((&left["change"], &left["years"]), (&figures["change"], &figures["years"]));
    assert_eq!(city.post(&format!("/surveys/{survey}/unlink"), &json!({})).expect(200)["unlinked"], 5);
    assert_eq!(city.post(&format!("/surveys/{survey}/unlink"), &json!({})).expect(200)["unlinked"], 0);
    let left = results(&city, &survey);
    assert_eq!((&left["change"], &left["years"]), (&figures["change"], &figures["years"]));
}

fn an_anonymous_wave_never_knows_who(app: &TestApp) {
    let city = app.city();
    let survey = survey(&city);
    let wave = wave(&city, &survey, "mid", true);
    let people = people(&city, 5);
    let lines = || items(&city, "/audit-events?limit=200").len();
    let tokens = tokens(&city, &wave, &people);
    let before = lines();
    for token in &tokens {
        assert_eq!(answer(app, token, 4), 204);
    }
    assert_eq!(lines(), before, "nothing tells when somebody answered");
    let whose = json!({"candidate_id": people[0], "answers": [{"element": "e", "step": 4}]});
    let refused = city.post(&format!("/waves/{wave}/answers"), &whose);
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/candidate_id"]);
    city.post(&format!("/waves/{wave}/answers"), &json!({"answers": [{"element": "e", "step": 5}]}))
        .expect(201);
    let told = results(&city, &survey);
    assert_eq!(told["waves"][0]["respondents"], json!({"value": 6, "suppressed": false}));
    assert_eq!(told["change"], json!(null));
    assert_eq!(city.post(&format!("/surveys/{survey}/unlink"), &json!({})).expect(200)["unlinked"], 0);
    let mut open = city.get(&format!("/waves/{wave}")).expect(200);
    open["is_anonymous"] = json!(false);
    let body = json!({"instrument": 1, "kind": "mid", "is_anonymous": false});
    let refused = city.put(&format!("/waves/{wave}"), &body);
    assert_eq!(refused.pointers(), ["/is_anonymous"]);
    // Repeated, an invitation is told without its tokens.
    let other = person(&city, "もう一人");
    let key = [("Idempotency-Key", "invite-1")];
    let body = json!({"candidate_ids": [other]});
    let target = format!("/waves/{wave}/invitations");
    let first = city.json(("POST", &target), &key, &body).expect(201);
    let again = city.json(("POST", &target), &key, &body).expect(201);
    assert!(first["invitations"][0]["token"].is_string(), "{first}");
    assert_eq!(again["invitations"], json!([{"candidate_id": other, "token": null}]));
}

fn every_fault_of_a_survey_is_told(app: &TestApp) {
    let city = app.city();
    let survey = survey(&city);
    let refused = city.post(
        &format!("/surveys/{survey}/versions"),
        &json!({"concepts": [{"key": "c", "label_ja": "概念", "items": [{"key": "i", "label_ja": "項目", "elements": [
            {"key": "e", "label_ja": "要素", "kind": "scale"},
            {"key": "e", "label_ja": "要素", "kind": "choice", "choices": [{"key": "a", "label_ja": "一つ"}]},
        ]}]}]}),
    );
    refused.problem(422, "validation_failed");
    let elements = "/concepts/0/items/0/elements";
    let expected = ["0/steps", "1/key", "1/choices"].map(|part| format!("{elements}/{part}"));
    assert_eq!(refused.pointers(), expected);
    let refused = city.post(
        &format!("/surveys/{survey}/waves"),
        &json!({"instrument": 9, "kind": "before", "cohort_id": NOBODY}),
    );
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/instrument", "/cohort_id"]);
    let wave = wave(&city, &survey, "before", false);
    let refused = city.post(&format!("/waves/{wave}/invitations"), &json!({"candidate_ids": [NOBODY]}));
    assert_eq!(refused.pointers(), ["/candidate_ids/0"]);
    let refused = city.post(&format!("/waves/{wave}/invitations"), &json!({"whole_cohort": true}));
    assert_eq!(refused.pointers(), ["/whole_cohort"]);
    let token = tokens(&city, &wave, &[person(&city, "一人")]).remove(0);
    let answers = json!({"answers": [{"element": "e", "step": 6}, {"element": "x", "step": 1}]});
    let refused = app.anonymous().post(&format!("/answers/{token}"), &answers);
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/answers/0/step", "/answers/1/element"]);
    let both = json!({"answers": [{"element": "e", "step": 1, "words": "x"}]});
    assert_eq!(app.anonymous().post(&format!("/answers/{token}"), &both).pointers(), ["/answers/0"]);
    assert_eq!(answer(app, &token, 1), 204, "what was refused has not used the token");
}
