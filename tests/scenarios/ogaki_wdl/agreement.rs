//! What each of the three items of the agreement is about, and what is left of it when it has ended.

use serde_json::{Value, json};

use super::registered;
use crate::app::TestApp;
use crate::client::Client;
use crate::closing::{aggregates_only, applying, figures, gather, hidden, ledger, report, told};
use crate::samples;

/// 連携協定: three items, for the city's own territory and the rest of the fiscal year. An evening that the city announces
/// for those who take part is open to the community from the agreement on; its postings are not. The evening's id.
pub(super) fn three_items(
    city: &Client,
    community: &Client,
    (community_id, city_id): (&str, &str),
) -> String {
    let program = json!({"name": "大垣市の関係人口", "fiscal_year": 2021, "regions": ["212024"]});
    let program = city.post("/programs", &program).id();
    let evening = json!({
        "kind": "dialogue", "title": "大垣を語る夕べ", "program_id": program, "audience": "members",
        "starts_at": "2021-12-10T19:00:00+09:00", "municipality": "212024", "place": "大垣市役所",
    });
    let evening = format!("/events/{}", city.post("/events", &evening).id());
    let mut draft = samples::posting("市の下書き");
    draft["municipality"] = json!("212024");
    let draft = format!("/postings/{}", city.post("/postings", &draft).id());
    community.get(&evening).problem(404, "not_found");

    let items = ["複業人材の紹介", "市内企業の課題の整理", "関係人口づくりの催しの共催"];
    let agreement = json!({
        "coordinator_id": community_id, "organization_id": city_id, "kind": "cooperation", "items": items,
        "regions": ["212024"], "starts_on": "2021-10-01", "ends_on": "2022-03-31",
    });
    // Nobody makes an agreement over another body's head.
    assert_eq!(community.post("/agreements", &agreement).pointers(), ["/organization_id"]);
    city.post("/agreements", &agreement).expect(201);
    let listed = community.get("/agreements").expect(200)["items"].clone();
    let [known] = listed.as_array().unwrap().as_slice() else { panic!("{listed}") };
    assert_eq!(known["items"].as_array().unwrap().len(), 3, "the community reads what was agreed on");
    assert_eq!(community.get(&evening).expect(200)["title"], "大垣を語る夕べ");
    community.get(&draft).problem(404, "not_found");
    evening
}

/// A firm of the city lets the community cut its work: there, and in no other place. The posting.
pub(super) fn a_firm_is_helped(network: &Client, community: &Client, community_id: &str) -> String {
    let (firm_id, firm) = registered(network, "大垣の企業", "company");
    let drafts = ["212024", "202151"].map(|place| {
        let mut draft = samples::posting("ますの新しい使い方を広める");
        draft["municipality"] = json!(place);
        format!("/postings/{}", firm.post("/postings", &draft).id())
    });
    let seen = || drafts.each_ref().map(|draft| community.get(draft).status);
    assert_eq!(seen(), [404, 404]);
    let agreement = json!({
        "coordinator_id": community_id, "organization_id": firm_id, "kind": "coordination",
        "items": ["課題の整理と募集の支援"], "regions": ["212024"], "starts_on": "2021-10-01", "ends_on": "2022-03-31",
    });
    firm.post("/agreements", &agreement).expect(201);
    assert_eq!(seen(), [200, 404]);
    let [posting, _] = drafts;
    let cut =
        json!({"deliverable": "使い方の提案3つと、試作の記録", "hours_per_week": {"min": 3, "desired": 5}});
    community.patch(&posting, &cut).expect(200);
    let published =
        community.post(&format!("{posting}/transitions"), &json!({"to": "published"})).expect(200);
    assert_eq!(published["organization_id"], json!(firm_id), "in the firm's name");
    posting
}

/// The two who applied begin in November, on the terms that the city has agreed on with them.
pub(super) fn two_are_engaged(app: &TestApp, city: &Client, posting: &str) -> Vec<String> {
    app.turn_clock_to("2021-10-25T09:00:00+09:00");
    let applied = city.get(&format!("/applications?posting_id={posting}")).expect(200)["items"].clone();
    let begin = |application: &Value| {
        for to in ["screening", "offered", "accepted", "engaged"] {
            let path = format!("/applications/{}/transitions", application["id"].as_str().unwrap());
            city.post(&path, &json!({"to": to})).expect(200);
        }
        let path = format!("/engagements?candidate_id={}", application["candidate_id"].as_str().unwrap());
        let work = city.get(&path).expect(200)["items"][0].clone();
        assert_eq!([&work["terms"]["starts_on"], &work["terms"]["ends_on"]], ["2021-11-01", "2022-02-28"]);
        format!("/engagements/{}", work["id"].as_str().unwrap())
    };
    applied.as_array().unwrap().iter().map(begin).collect()
}

/// Twelve members come, each of whom has opened the profile to the city; one who has not cannot be put down.
pub(super) fn an_evening_together(
    app: &TestApp,
    city: &Client,
    (evening, open, silent): (&str, &[&String], &str),
) {
    app.turn_clock_to("2021-12-10T21:00:00+09:00");
    let came = json!({"status": "attended", "visit_days": 1});
    for person in &open[..12] {
        city.put(&format!("{evening}/attendances/{person}"), &came).expect(201);
    }
    city.put(&format!("{evening}/attendances/{silent}"), &came).problem(404, "not_found");
    let counts = city.get(&format!("{evening}/attendances")).expect(200)["counts"].clone();
    assert_eq!([&counts["attended"], &counts["visit_days"]], [12, 12]);
}

/// Both works are completed, after two days on site each. Twelve people had to do with the city, on sixteen days.
pub(super) fn close_the_year(app: &TestApp, city: &Client, works: &[String]) {
    app.turn_clock_to("2022-03-31T18:00:00+09:00");
    for work in works {
        city.put(&format!("{work}/logs/2022-02"), &json!({"minutes_done": 1800, "visit_days": 2}))
            .expect(201);
        city.post(&format!("{work}/end"), &json!({"kind": "completed", "on": "2022-02-28"})).expect(200);
    }
    assert_eq!(gather(city, 2021), [14, 0]);
    let of_2021 = report(city, 2021);
    assert_eq!((figures(&of_2021), applying(&of_2021)), ([2, 2, 1], json!([2, 2, 1, 2, "1.00"])));
    assert_eq!(told(&of_2021["outcomes"]["completed"]), 2);
    assert_eq!(ledger(&of_2021), json!([12, 16, [["side_job", 2, 4], ["event", 12, 12]]]));
    // Two at work are not told of outside, nor what they could be computed from.
    let read = report(&aggregates_only(city), 2021);
    let year = &read["ledger"][0];
    assert_eq!((told(&year["people"]), &read["matches"]), (12, &hidden()));
    assert!(year["kinds"].as_array().unwrap().iter().all(|kind| kind["people"] == hidden()), "{year}");
}

/// The day after: what the agreements had opened is closed. What the members said to the city is their own word, and
/// stands until they take it back.
pub(super) fn what_it_opened_is_closed(
    app: &TestApp,
    (city, community): (&Client, &Client),
    (evening, posting, member): (&str, &str, &str),
) {
    let cut = json!({"deliverable": "もう一つ"});
    community.get(evening).expect(200);
    community.patch(posting, &cut).expect(200);
    app.turn_clock_to("2022-04-01T00:00:01+09:00");
    community.get(evening).problem(404, "not_found");
    community.patch(posting, &cut).problem(403, "forbidden");
    assert_eq!(city.get(&format!("/candidates/{member}")).expect(200)["id"], json!(member));
}
