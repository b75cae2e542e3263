//! What holds for every page: headers, methods, files, languages, foreign text.

use std::sync::Arc;

use actix_web::http::{Method, StatusCode, header};
use domain::{OrganizationKind, Scope};
use matching::operator::{OperatorKey, issue_operator_key};

use crate::browser::{Ask, ask, get, log_in, post, read, read_with, region};
use crate::markup::{between, is_japanese, pieces};

/// Every page that there is, in full and in its odd states.
fn pages() -> Vec<String> {
    let region = region();
    let matches = |id: domain::PostingId| format!("/console/postings/{id}/matches");
    vec![
        "/console/postings".to_owned(),
        "/console/postings?map=1&status=published&prefecture=20".to_owned(),
        "/console/postings?status=draft&prefecture=20".to_owned(),
        matches(region.full.id),
        matches(region.full.id) + "?pool=eligible&sort=mutual",
        matches(region.few.id),
        matches(region.empty.id),
        format!("/console/postings/{}/feasibility", region.full.id),
    ]
}

#[actix_web::test]
async fn every_page_forbids_what_is_not_its_own() {
    for path in pages() {
        let answer = read(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{path}");
        for inline in [" style=\"", "<style", " onclick=", "javascript:"] {
            assert!(!answer.body.contains(inline), "{path}: {inline}");
        }
        assert!(!answer.body.contains("://"), "{path} points to another host");
    }
}

#[actix_web::test]
async fn an_english_page_is_english_but_for_what_people_wrote() {
    for path in pages() {
        let answer = read_with(&path, &[("cookie", "lang=en")]).await;
        assert!(answer.body.contains("<html lang=\"en\">"), "{path}");
        for piece in pieces(&answer.body).iter().filter(|piece| !piece.japanese) {
            assert!(!is_japanese(&piece.words), "{path}: {}", piece.words);
        }
    }
}

#[actix_web::test]
async fn pages_stay_small() {
    let path = format!("/console/postings/{}/matches", region().full.id);
    let rows = read(&path).await.body;
    // HTML of rows compresses about eightfold; the budget is 40 KB compressed.
    assert!(rows.len() < 250_000, "{}", rows.len());
}

#[actix_web::test]
async fn files_are_kept_for_ever_under_their_hash() {
    let page = get("/login").await.body;
    for mark in
        ["rel=\"stylesheet\" href=\"", "<script src=\"", "rel=\"icon\" type=\"image/svg+xml\" href=\""]
    {
        let address = between(&page, mark, "\"");
        let answer = get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(answer.header(header::CACHE_CONTROL).contains("immutable"), "{address}");
    }
    assert_eq!(get("/static/0000000000000000/console.css").await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn what_is_not_there_is_told_on_a_page() {
    for path in ["/console/nowhere", "/console/postings/no-id/matches", "/console/postings/x/y/z"] {
        let answer = read(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("ページが見つかりません"), "{path}");
    }
    let unclear = format!("/console/postings/{}/matches?pool=everyone", region().full.id);
    assert_eq!(read(&unclear).await.status, StatusCode::BAD_REQUEST);
    let wrong = post("/console/postings", "", &[]).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(wrong.header(header::ALLOW), "GET, HEAD");
    assert_eq!(get("/").await.header(header::LOCATION), "/console/postings");
}

#[actix_web::test]
async fn another_body_sees_published_postings_but_no_applicants() {
    let region = region();
    let wanted = OperatorKey {
        organization: "となり町の商工会".to_owned(),
        kind: OrganizationKind::Chamber,
        scopes: [Scope::Admin].into_iter().collect(),
    };
    let key = issue_operator_key(&region.engine, &wanted).unwrap().secret;
    let engine = Arc::clone(&region.engine);
    let cookie = log_in(&engine, &key).await;
    let headers = [("cookie", cookie.as_str())];
    let path = format!("/console/postings/{}/matches", region.full.id);
    let get = |path| Ask { method: Method::GET, path, headers: &headers, form: "" };
    let page = ask(&engine, get(&path)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("見ることのできる登録者が、まだいません"), "{}", page.body);
    assert!(!page.body.contains("?pool=applicants"));
    let forced = format!("{path}?pool=applicants");
    assert_eq!(ask(&engine, get(&forced)).await.status, StatusCode::FORBIDDEN);
    let postings = ask(&engine, get("/console/postings")).await.body;
    assert!(!postings.contains("空き家の使い道"), "a draft of another body is listed");
}
