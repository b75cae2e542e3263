//! What needs no key, or a login instead of one: feeds, public pages, metrics, and B's console.

use super::world::{Kind, Openness, World};
use crate::app::TestApp;

/// Paths that take no id.
const PATHS: [&str; 12] = [
    "/",
    "/livez",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/docs/",
    "/sitemap.xml",
    "/feeds/postings.atom",
    "/feeds/indeed.xml",
    "/login",
    "/console/postings",
    "/console/postings?map=1",
];

/// Reads everything that is not under `/api/v1`, as nobody and as B, and tells what was found there.
pub(super) fn leaks(app: &TestApp, world: &World, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    let cookie = format!("tsumugi_login={}", matching::logins::log_in(app.engine(), key).unwrap().token);
    let mut ask = |path: &str| {
        for headers in [&[][..], &[("Cookie", cookie.as_str())][..]] {
            let answer = app.anonymous().send_to(("GET", path), headers, b"");
            let leaked = world.canaries.found_in(&format!("{}{}", answer.head(), answer.text), path);
            if answer.status >= 500 || !leaked.is_empty() {
                found.push(format!("GET {path} {headers:?} → {} {leaked:?}", answer.status));
            }
        }
    };
    PATHS.iter().for_each(|path| ask(path));
    let own = &world.own[&Kind::Posting];
    for object in &world.objects {
        let id = &object.id;
        for path in [
            format!("/postings/{id}"),
            format!("/postings/{id}.jsonld"),
            format!("/console/postings/{id}"),
            format!("/console/postings/{id}/matches"),
            format!("/console/postings/{id}/matches?pool=applicants"),
            format!("/console/postings/{id}/feasibility"),
            format!("/console/postings/{own}/matches?m={id}"),
        ] {
            ask(&path);
        }
    }
    for hidden in world.of(Kind::Posting).filter(|posting| posting.openness == Openness::Hidden) {
        for path in [format!("/postings/{}", hidden.id), format!("/postings/{}.jsonld", hidden.id)] {
            let answer = app.anonymous().send_to(("GET", &path), &[], b"");
            if answer.status != 404 {
                found.push(format!("GET {path} → {}", answer.status));
            }
        }
    }
    let seen = app.anonymous().send_to(("GET", "/console/postings"), &[("Cookie", &cookie)], b"");
    assert!(seen.text.contains("Bの下書き"), "B is logged in: {}", seen.text);
    found
}
