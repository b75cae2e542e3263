//! 塩尻市 CMO / CHRO: 103 people apply for 2 places.
//!
//! At most 4 days a month, until 31 March. The ranking is the same to the byte when it is asked again.

use serde_json::json;

use crate::app::TestApp;
use crate::samples;

crate::on_both!(two_of_a_hundred_and_three);

fn two_of_a_hundred_and_three(app: &TestApp) {
    app.turn_clock_to("2026-08-20T09:00:00+09:00");
    let city = app.city();
    let mut posting = samples::posting("市の魅力を全国に届ける仕組みをつくる（CMO）");
    posting["application_opens_at"] = json!("2026-08-20");
    posting["application_closes_at"] = json!("2026-09-10");
    posting["starts_on"] = json!("2026-10-01");
    posting["ends_on"] = json!("2027-03-31");
    posting["seats"] = json!(2);
    let posting = app.published(&city, &posting);
    for number in 1..=103_u8 {
        let mut person = samples::candidate(&format!("応募者 {number}"));
        person["skills"][0]["proficiency"] = json!(3 + number % 3);
        person["hours_per_week"] = json!(6 + number % 5);
        person["available_from"] = json!("2026-09-01");
        let person = city.post("/candidates", &person).id();
        city.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    }
    let ranking = format!("/postings/{posting}/matches?pool=applicants&limit=200");
    let first = city.get(&ranking).expect(200);
    assert_eq!(first["totals"]["considered"], 103);
    assert_eq!(city.get(&ranking).expect(200)["items"], first["items"]);
}
