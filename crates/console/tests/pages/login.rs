//! Who gets in.

use actix_web::http::{Method, StatusCode, header};

use crate::browser::{Ask, ask, get, log_in, post, read, region};

#[actix_web::test]
async fn a_page_sends_a_stranger_to_the_login_and_back() {
    let answer = get("/console/postings?status=published").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let login = answer.header(header::LOCATION).to_owned();
    assert_eq!(login, "/login?next=%2Fconsole%2Fpostings%3Fstatus%3Dpublished");
    let page = get(&login).await;
    assert!(page.body.contains("value=\"/console/postings?status=published\""), "{}", page.body);
}

#[actix_web::test]
async fn a_key_opens_the_page_that_was_asked_for() {
    let form = format!("key={}&next=%2Fconsole%2Fpostings%3Fmap%3D1", region().key);
    let answer = post("/login", &form, &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/console/postings?map=1");
    let cookie = answer.header(header::SET_COOKIE);
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
    assert!(!cookie.contains("Secure"), "plain HTTP must keep working: {cookie}");
}

#[actix_web::test]
async fn a_wrong_key_is_told_plainly_and_what_was_written_stays() {
    let answer = post("/login", "key=tsk_wrong&next=%2Fconsole%2Fpostings", &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<title>エラー：ログイン"));
    assert!(answer.body.contains("このキーでは入れません"));
    assert!(
        answer.body.contains("value=\"tsk_wrong\"") && answer.body.contains("value=\"/console/postings\"")
    );
    assert!(answer.headers.get(header::SET_COOKIE).is_none());
    assert_eq!(post("/login", "key=", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[actix_web::test]
async fn a_form_from_another_site_changes_nothing() {
    let form = format!("key={}", region().key);
    for headers in [[("sec-fetch-site", "cross-site")], [("origin", "http://evil.example")]] {
        let answer = post("/login", &form, &headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.headers.get(header::SET_COOKIE).is_none());
        assert_eq!(post("/logout", "", &headers).await.status, StatusCode::FORBIDDEN);
    }
}

#[actix_web::test]
async fn a_login_ends_with_the_logout() {
    let region = region();
    let cookie = log_in(&region.engine, &region.key).await;
    let headers = [("cookie", cookie.as_str())];
    assert_eq!(post("/logout", "", &headers).await.header(header::LOCATION), "/login?why=left");
    let again = Ask { method: Method::GET, path: "/console/postings", headers: &headers, form: "" };
    let again = ask(&region.engine, again).await;
    assert_eq!(again.header(header::LOCATION), "/login?next=%2Fconsole%2Fpostings&why=expired");
}

#[actix_web::test]
async fn the_language_is_kept() {
    let answer = get("/login?lang=en").await;
    assert!(answer.body.contains("<html lang=\"en\">"));
    assert!(answer.header(header::SET_COOKIE).starts_with("lang=en;"));
    let kept = Ask { method: Method::GET, path: "/login", headers: &[("cookie", "lang=en")], form: "" };
    assert!(ask(&region().engine, kept).await.body.contains("<h1>Log in</h1>"));
    assert!(read("/console/postings").await.body.contains("<html lang=\"ja\">"));
}
