//! The database commits, and the connection is lost before Tsumugi hears of it: the caller is told that nobody knows,
//! and no ranking is made of what may no longer be so.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::samples;
use crate::wire::Wire;

struct Scene {
    app: TestApp,
    wire: Wire,
    person: String,
    consent: String,
    posting: String,
}

impl Scene {
    /// A person of the job board who is open to the city; `None` where there is no PostgreSQL.
    fn new() -> Option<Self> {
        let (app, wire) = TestApp::postgres_behind_a_wire()?;
        let (city, board) = (app.city(), app.board());
        let person = board.post("/candidates", &samples::candidate("山口 理沙")).id();
        let posting = app.published(&city, &samples::posting("案件"));
        let body =
            json!({"recipient": app.city_id, "items": ["profile"], "purpose": "案件の紹介", "until": null});
        let consent = board.post(&format!("/candidates/{person}/consents"), &body).id();
        Some(Self { app, wire, person, consent, posting })
    }

    fn considered(&self, by: &Client) -> Value {
        let ranking = by.get(&format!("/postings/{}/matches", self.posting)).expect(200);
        ranking["totals"]["considered"].clone()
    }

    /// What the caller hears whose commit was answered into the void.
    fn lose(&self, write: impl FnOnce() -> Answer) {
        self.wire.cut_the_next_commit();
        let answer = write();
        assert!(self.wire.was_cut());
        answer.problem(503, "storage_unavailable");
        let detail = answer.body()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("may have been made or not"), "{detail}");
    }
}

#[test]
fn a_withdrawal_whose_answer_was_lost_closes_the_profile_at_once() {
    let Some(scene) = Scene::new() else { return };
    let (city, board) = (scene.app.city(), scene.app.board());
    assert_eq!(scene.considered(&city), 1);
    let consent = format!("/candidates/{}/consents/{}", scene.person, scene.consent);
    scene.lose(|| board.delete(&consent));
    assert_eq!(scene.considered(&city), 0);
    assert_eq!(board.delete(&consent).status, 204, "again is as good as once");
}

#[test]
fn a_person_deleted_without_an_answer_is_ranked_no_more() {
    let Some(scene) = Scene::new() else { return };
    let (city, board) = (scene.app.city(), scene.app.board());
    scene.lose(|| board.delete(&format!("/candidates/{}", scene.person)));
    board.delete(&format!("/candidates/{}", scene.person)).problem(404, "not_found");
    assert_eq!(scene.considered(&city), 0);
}

#[test]
fn a_person_registered_without_an_answer_is_ranked() {
    let Some(scene) = Scene::new() else { return };
    let city = scene.app.city();
    scene.lose(|| city.post("/candidates", &samples::candidate("井上 恵")));
    assert_eq!(scene.considered(&city), 2);
}

#[test]
fn a_creation_whose_answer_was_lost_is_repeated_safely() {
    let Some(scene) = Scene::new() else { return };
    let city = scene.app.city();
    let create =
        || city.json(("POST", "/candidates"), &[("Idempotency-Key", "k")], &samples::candidate("井上 恵"));
    scene.lose(create);
    let again = create();
    assert_eq!((again.status, again.header("idempotent-replayed")), (201, Some("true")), "{}", again.text);
    assert_eq!(city.get("/candidates").body()["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(scene.considered(&city), 2);
}

#[test]
fn a_posting_withdrawn_without_an_answer_is_offered_no_more() {
    let Some(scene) = Scene::new() else { return };
    let (city, board) = (scene.app.city(), scene.app.board());
    let offered = || board.get(&format!("/candidates/{}/matches", scene.person)).expect(200)["items"].clone();
    assert_eq!(offered().as_array().map(Vec::len), Some(1));
    let path = format!("/postings/{}/transitions", scene.posting);
    scene.lose(|| city.post(&path, &json!({"to": "withdrawn", "reason": null})));
    assert_eq!(offered(), json!([]));
}
