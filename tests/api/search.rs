//! Searching over HTTP: parameters, pages, facets, and that nobody is counted who is not seen.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    people_are_looked_for_as_one_writes,
    a_region_and_a_skill_stand_for_what_lies_below,
    pages_go_on_in_every_order,
    facets_and_list_agree,
    what_others_hide_is_neither_found_nor_counted,
    every_wrong_parameter_is_told,
);

/// The external ids of a list, page by page.
fn found(client: &Client, path: &str) -> Vec<String> {
    let mut next = Some(path.to_owned());
    let mut keys = Vec::new();
    while let Some(path) = next.take() {
        let answer = client.get(&path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        if let Some(link) = answer.header("link") {
            let (place, _) = link.strip_prefix("</api/v1").unwrap().split_once('>').unwrap();
            next = Some(place.to_owned());
        }
        let items = answer.body()["items"].clone();
        keys.extend(
            items.as_array().unwrap().iter().map(|item| item["external_id"].as_str().unwrap().to_owned()),
        );
    }
    keys
}

fn with(mut body: Value, key: &str, changes: Value) -> Value {
    body["external_id"] = json!(key);
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn people(client: &Client) {
    let people = [
        ("a", json!({"display_name": "山口 理沙", "statement": "ﾈｯﾄｼｮｯﾌﾟを運用", "hours_per_week": 4})),
        (
            "b",
            json!({"display_name": "サトウ　ケン", "home_municipality": "202151", "hours_per_week": null,
            "skills": [{"skill": "seo", "proficiency": 2}], "readiness": "exploring"}),
        ),
        (
            "c",
            json!({"display_name": "鈴木 花", "email": "HANA@example.jp", "hours_per_week": 20,
            "region_interests": ["202151", "anywhere"], "skills": [], "min_reward_yen_per_hour": null}),
        ),
    ];
    for (key, changes) in people {
        client.post("/candidates", &with(samples::candidate("x"), key, changes)).expect(201);
    }
}

/// In a query.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn people_are_looked_for_as_one_writes(app: &TestApp) {
    let city = app.city();
    people(&city);
    for (query, expected) in [
        ("", vec!["a", "b", "c"]),
        ("q=%E3%81%AD%E3%81%A3%E3%81%A8%E3%81%97%E3%82%87%E3%81%A3%E3%81%B7", vec!["a"]),
        (&format!("q={}", escaped("さとう")), vec!["b"]),
        (&format!("q={}", escaped("山口理沙")), vec!["a"]),
        (&format!("q={}", escaped("ＨＡＮＡ　鈴木")), vec!["c"]),
        ("q=", vec!["a", "b", "c"]),
        ("readiness=exploring,alumni", vec!["b"]),
        ("region=20", vec!["b"]),
        ("region=20,13", vec!["a", "b", "c"]),
        ("interest=202151", vec!["a", "b", "c"]),
        ("interest=anywhere", vec!["c"]),
        ("skill=instagram", vec!["a"]),
        ("skill=instagram,seo&min_proficiency=3", vec!["a"]),
        ("min_hours_per_week=5", vec!["c"]),
        ("max_reward_yen_per_hour=1500", vec!["c"]),
        ("until=2026-03-31", vec![]),
        ("from=2026-05-01&work_style=remote&contract_form=pro_bono&category=marketing", vec!["a", "b", "c"]),
        ("readiness=", vec!["a", "b", "c"]),
    ] {
        assert_eq!(found(&city, &format!("/candidates?{query}")), expected, "{query}");
    }
}

fn a_region_and_a_skill_stand_for_what_lies_below(app: &TestApp) {
    let city = app.city();
    let skills = city.get("/skills/instagram").expect(200);
    let above = skills["parent"].as_str().unwrap_or_else(|| panic!("{skills}")).to_owned();
    for (key, changes) in [
        ("hakodate", json!({"municipality": "012025"})),
        ("shiojiri", json!({"required_skills": [], "preferred_skills": []})),
        (
            "rich",
            json!({"reward": {"kind": "hourly", "min_yen": 6000, "max_yen": null}, "municipality": "131016"}),
        ),
    ] {
        city.post("/postings", &with(samples::posting("みそ蔵"), key, changes)).expect(201);
    }
    for (query, expected) in [
        ("region=012025".to_owned(), vec!["hakodate"]),
        ("region=01".to_owned(), vec!["hakodate"]),
        ("region=012025,20".to_owned(), vec!["hakodate", "shiojiri"]),
        (format!("skill={above}"), vec!["hakodate", "rich"]),
        (format!("skill={}", escaped("インスタ")), vec!["hakodate", "rich"]),
        ("min_reward_yen_per_hour=5000".to_owned(), vec!["rich"]),
        ("status=draft&hours_per_week=3".to_owned(), vec![]),
        (format!("q={}&sort=newest", escaped("ミソ")), vec!["rich", "shiojiri", "hakodate"]),
        ("sort=reward".to_owned(), vec!["rich", "hakodate", "shiojiri"]),
    ] {
        assert_eq!(found(&city, &format!("/postings?{query}")), expected, "{query}");
    }
}

fn pages_go_on_in_every_order(app: &TestApp) {
    let city = app.city();
    for number in 0..7 {
        let hours = if number == 3 { json!(null) } else { json!(number % 3) };
        let person = with(samples::candidate("x"), &number.to_string(), json!({"hours_per_week": hours}));
        city.post("/candidates", &person).expect(201);
    }
    city.patch(&format!("/candidates/{}", first_id(&city)), &json!({"phone": "0263"})).expect(200);
    let whole = |sort: &str| found(&city, &format!("/candidates?sort={sort}"));
    for sort in ["oldest", "newest", "updated", "hours"] {
        assert_eq!(whole(sort).len(), 7);
        assert_eq!(found(&city, &format!("/candidates?sort={sort}&limit=2")), whole(sort), "{sort}");
    }
    assert_eq!(whole("updated")[0], "0");
    assert_eq!(whole("hours"), ["2", "5", "1", "4", "0", "6", "3"]);
    let cursor = city.get("/candidates?limit=1&sort=hours").expect(200)["next_cursor"].clone();
    let other = format!("/candidates?limit=1&sort=updated&cursor={}", cursor.as_str().unwrap());
    let refused = city.get(&other);
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["?cursor"]);
}

fn first_id(client: &Client) -> String {
    client.get("/candidates?limit=1").expect(200)["items"][0]["id"].as_str().unwrap().to_owned()
}

fn facets_and_list_agree(app: &TestApp) {
    let city = app.city();
    people(&city);
    for key in ["p", "q"] {
        city.post("/postings", &with(samples::posting("x"), key, json!({}))).expect(201);
    }
    let mut followed = 0;
    for (list, under) in
        [("candidates", ""), ("candidates", "skill=instagram,seo"), ("postings", "region=20")]
    {
        let facets = city.get(&format!("/{list}/facets?{under}")).expect(200);
        let total = found(&city, &format!("/{list}?{under}")).len();
        assert_eq!(facets["total"], total);
        for facet in facets["facets"].as_array().unwrap() {
            let name = facet["name"].as_str().unwrap();
            for value in facet["values"].as_array().unwrap() {
                // The parameter itself would be given twice.
                if under.starts_with(name) {
                    continue;
                }
                let query = format!("/{list}?{under}&{name}={}", value["value"].as_str().unwrap());
                assert_eq!(value["count"], found(&city, &query).len(), "{query}");
                followed += 1;
            }
        }
    }
    assert!(followed > 20, "{followed}");
}

fn what_others_hide_is_neither_found_nor_counted(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    people(&city);
    city.post("/postings", &with(samples::posting("秘密の下書き"), "draft", json!({}))).expect(201);
    let query = format!("q={}", escaped("秘密"));
    assert_eq!(found(&city, &format!("/postings?{query}")), ["draft"]);
    assert_eq!(board.get(&format!("/postings?{query}")).expect(200)["items"], json!([]));
    assert_eq!(board.get(&format!("/postings/facets?{query}")).expect(200)["total"], 0);
    let facets = board.get("/candidates/facets").expect(200);
    assert_eq!(facets["total"], 0);
    assert!(
        facets["facets"].as_array().unwrap().iter().all(|facet| facet["values"] == json!([])),
        "{facets}"
    );
    // Its external id is its body's own business.
    app.published(&city, &with(samples::posting("公開"), "secret-key", json!({})));
    for query in ["q=secret-key", "external_id=secret-key"] {
        assert_eq!(board.get(&format!("/postings?{query}")).expect(200)["items"], json!([]), "{query}");
    }
    assert_eq!(found(&city, "/postings?external_id=secret-key"), ["secret-key"]);
}

fn every_wrong_parameter_is_told(app: &TestApp) {
    let city = app.city();
    let refused = city.get("/postings?status=draft,nope&skil=seo&hours_per_week=999&contract_form=x");
    refused.problem(422, "validation_failed");
    let mut pointers = refused.pointers();
    pointers.sort();
    assert_eq!(pointers, ["?contract_form/0", "?hours_per_week", "?skil", "?status/1"]);
    let refused = city.get("/candidates?region=20,999999&skill=instagrm&from=tomorrow&interest=2");
    refused.problem(422, "validation_failed");
    let mut pointers = refused.pointers();
    pointers.sort();
    assert_eq!(pointers, ["?from", "?interest/0", "?region/1", "?skill/0"]);
    assert!(
        refused.text.contains("did you mean") || refused.text.contains("the nearest: instagram"),
        "{}",
        refused.text
    );
    city.get("/candidates/facets?sort=hours").problem(422, "validation_failed");
    city.get("/postings/facets?status=draft").expect(200);
}
