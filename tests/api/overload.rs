//! Rankings under more load than there is room for: some are answered, the rest are told at once to come back, and
//! afterwards everything is as before.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Barrier;

use api::state::HttpLimits;

use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::crowd;
use crate::samples;

/// One ranking at a time, nobody waits, and no answer is kept.
const TINY: HttpLimits = HttpLimits {
    body_deadline: std::time::Duration::from_secs(30),
    rankings_at_once: 1,
    rankings_waiting: 0,
    requests_per_minute: 0,
    writes_per_minute: 0,
    kept_bytes: 0,
};
/// Callers at the same time.
const CALLERS: usize = 8;
/// Requests of each in one go.
const REQUESTS: usize = 10;

/// So many that the ranking of one caller meets that of another.
const MANY: u32 = 3000;

fn full_of_people() -> (TestApp, String) {
    let app = TestApp::sqlite_with(TINY);
    crowd::people(&app, MANY);
    let posting = app.published(&app.city(), &samples::posting("案件"));
    (app, format!("/postings/{posting}/matches?limit=200"))
}

/// All callers at once; each answer under its status.
fn ask_together(city: &Client, path: &str) -> BTreeMap<u16, Vec<Answer>> {
    let together = Barrier::new(CALLERS);
    let ask = || {
        together.wait();
        (0..REQUESTS).map(|_| city.get(path)).collect::<Vec<_>>()
    };
    let mut answers: BTreeMap<u16, Vec<Answer>> = BTreeMap::new();
    std::thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(ask)).collect();
        for answer in callers.into_iter().flat_map(|caller| caller.join().unwrap()) {
            answers.entry(answer.status).or_default().push(answer);
        }
    });
    answers
}

#[test]
fn more_rankings_than_there_is_room_for_are_refused_and_the_rest_is_answered() {
    let (app, path) = full_of_people();
    let city = app.city();
    let mut answers = ask_together(&city, &path);
    // Who is alone is never refused, so the first go may be too polite on a slow machine.
    for _ in 0..20 {
        if answers.contains_key(&503) {
            break;
        }
        answers = ask_together(&city, &path);
    }
    let counted: Vec<(u16, usize)> = answers.iter().map(|(status, some)| (*status, some.len())).collect();
    println!("{CALLERS} callers, {REQUESTS} rankings each, room for one: {counted:?}");
    assert_eq!(answers.keys().copied().collect::<Vec<_>>(), [200, 503], "{counted:?}");
    for refused in &answers[&503] {
        refused.problem(503, "busy");
        let seconds: u32 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!(seconds >= 1);
    }
    for answered in &answers[&200] {
        assert_eq!(answered.body()["items"].as_array().unwrap().len(), 200);
    }
    assert_eq!(city.get(&path).status, 200, "normal again");
    assert_eq!(city.get("/postings").status, 200);
}

#[test]
fn what_needs_no_ranking_is_answered_while_rankings_are_refused() {
    let (app, path) = full_of_people();
    let city = app.city();
    let tag = city.get(&path).header("etag").unwrap().to_owned();
    std::thread::scope(|scope| {
        let busy = scope.spawn(|| ask_together(&city, &path));
        while !busy.is_finished() {
            assert_eq!(app.city().send(("GET", &path), &[("If-None-Match", &tag)], b"").status, 304);
            assert_eq!(app.city().get("/postings?limit=1").status, 200);
        }
    });
}

#[test]
fn a_caller_who_goes_away_gives_the_place_back() {
    let (app, path) = full_of_people();
    let city = app.city();
    for _ in 0..CALLERS {
        let mut leaving = TcpStream::connect(app.address()).unwrap();
        let asked = format!(
            "GET /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n",
            app.city_key()
        );
        leaving.write_all(asked.as_bytes()).unwrap();
    }
    // The one ranking that may be under way ends by itself; each try after it is alone.
    let statuses: Vec<u16> =
        (0..100).map(|_| city.get(&path).status).take_while(|status| *status != 200).collect();
    assert!(statuses.len() < 100, "the place never came back");
    assert!(statuses.iter().all(|status| *status == 503), "{statuses:?}");
    assert_eq!(city.get(&path).status, 200);
}
