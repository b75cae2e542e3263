//! The ranked people: numbers that add up, words that must not be there, the same panel with and without the script.

use actix_web::http::{Method, StatusCode, header};
use actix_web::web;
use console::Permits;

use crate::browser::{Ask, ask_through, log_in, read, read_with, region};
use crate::markup::{between, pieces};

fn matches(query: &str) -> String {
    format!("/console/postings/{}/matches{query}", region().full.id)
}

fn rows(html: &str) -> Vec<&str> {
    html.split("<li class=\"row").skip(1).map(|row| row.split("</li>").next().unwrap()).collect()
}

fn number(text: &str) -> u32 {
    text.trim().parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

#[actix_web::test]
async fn the_numbers_in_a_row_sum_to_its_score() {
    for query in ["", "?pool=eligible", "?sort=mutual"] {
        let page = read(&matches(query)).await.body;
        let rows = rows(&page);
        assert!(rows.len() > 20, "{query}: {}", rows.len());
        for row in rows {
            let score = number(between(row, "<div class=\"score\"><b>", "</b>"));
            let inside = row.split("<text").skip(1).map(|text| number(between(text, ">", "<")));
            assert_eq!(inside.sum::<u32>(), score, "{row}");
            assert!(score <= 100);
        }
    }
}

#[actix_web::test]
async fn ranks_run_without_gaps_and_lie_within_their_ranges() {
    let page = read(&matches("")).await.body;
    for (row, expected) in rows(&page).iter().zip(1..) {
        let rank = number(between(row, "<div class=\"rank\"><b>", "</b>"));
        assert_eq!(rank, expected);
        let range = between(row, "</span>", "</span>").trim_end_matches('位').to_owned();
        let (best, worst) = range.split_once('–').unwrap_or((&range, &range));
        assert!(number(best) <= rank && rank <= number(worst), "{range} around {rank}");
    }
    assert_eq!(page.matches("順番だけで決めず、内容で比べてください").count(), 1);
}

#[actix_web::test]
async fn the_panel_sums_to_one_decimal() {
    let page = read(&matches("")).await.body;
    let panel = between(&page, "<section class=\"breakdown\">", "<details>");
    let tenths = |text: &str| number(&text.replace('.', ""));
    let parts = panel.split("<span class=\"feature-points\"><b>").skip(1);
    let sum: u32 = parts.map(|part| tenths(part.split("</b>").next().unwrap())).sum();
    assert_eq!(sum, tenths(between(between(panel, "class=\"sum\">", "</p>"), "<b>", "</b>")));
}

#[actix_web::test]
async fn words_that_judge_people_are_nowhere() {
    let region = region();
    let posting = |id: domain::PostingId| format!("/console/postings/{id}");
    let paths = [
        matches(""),
        matches("?pool=eligible&sort=mutual"),
        posting(region.few.id) + "/matches",
        posting(region.empty.id) + "/matches",
        posting(region.full.id) + "/feasibility",
    ];
    for path in paths {
        let page = read(&path).await.body;
        for piece in pieces(&page) {
            for word in ["不合格", "却下", "落選", "％", "%"] {
                assert!(!piece.words.contains(word), "{path}: {word} in {}", piece.words);
            }
        }
    }
}

#[actix_web::test]
async fn the_script_gets_the_very_panel_of_the_page() {
    let list = read(&matches("")).await.body;
    let third = rows(&list)[2];
    let person = between(third, "m=", "#person");
    let path = matches(&format!("?pool=applicants&m={person}"));
    let page = read(&path).await.body;
    let part = read_with(&path, &[("x-partial", "1")]).await;
    assert_eq!(part.status, StatusCode::OK);
    let inner = between(&part.body, "data-say=\"", "</template>").split_once("\">").unwrap().1;
    assert!(page.contains(inner), "the panel differs");
    assert!(part.body.starts_with("<template data-into=\"#person\" data-mode=\"inner\""));
    assert!(between(&part.body, "data-say=\"", "\"").contains("3位"));
    assert!(inner.contains("なぜ3位か"));
}

#[actix_web::test]
async fn a_script_without_a_login_is_told_so_without_a_page() {
    use crate::browser::{Ask, ask};
    use actix_web::http::Method;
    let path = matches("");
    let headers = [("x-partial", "1")];
    let answer =
        ask(&region().engine, Ask { method: Method::GET, path: &path, headers: &headers, form: "" }).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::UNAUTHORIZED, ""));
}

#[actix_web::test]
async fn who_is_left_out_can_be_read_with_the_reason() {
    let page = read(&matches("")).await.body;
    assert!(page.contains("条件に合わなかった人"));
    let names = between(&page, "<ul class=\"names\">", "</ul>");
    let person = between(names, "m=", "#person");
    let panel = read(&matches(&format!("?pool=applicants&m={person}"))).await.body;
    let panel = between(&panel, "<section class=\"pane drawer\"", "</main>");
    assert!(panel.contains("なぜ一覧にいないか") && panel.contains("<ul class=\"failures\"><li>"), "{panel}");
}

#[actix_web::test]
async fn few_people_get_no_rank_numbers() {
    let region = region();
    let page = read(&format!("/console/postings/{}/matches", region.few.id)).await.body;
    assert!(page.contains("人数が少ないため順位はつけません"));
    assert!(
        !page.contains("<div class=\"rank\">") && !page.contains("なぜ1位か") && !page.contains("縦線は上位")
    );
    let empty = read(&format!("/console/postings/{}/matches", region.empty.id)).await.body;
    assert!(empty.contains("まだ応募がありません") && !empty.contains("id=\"person\""));
}

#[actix_web::test]
async fn a_page_that_ranks_waits_for_its_turn_and_others_do_not() {
    let region = region();
    let cookie = log_in(&region.engine, &region.key).await;
    let permits = web::Data::new(Permits::new(1, 0));
    let taken = permits.take().await.unwrap();
    let page = async |path: String| {
        let headers = [("cookie", cookie.as_str())];
        let ask = Ask { method: Method::GET, path: &path, headers: &headers, form: "" };
        ask_through(permits.clone(), &region.engine, ask).await
    };
    let reach = format!("/console/postings/{}/feasibility", region.full.id);
    for path in [matches(""), reach.clone()] {
        let refused = page(path).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(!refused.header(header::RETRY_AFTER).is_empty());
    }
    assert_eq!(page("/console/postings".to_owned()).await.status, StatusCode::OK);
    // Who is not logged in takes no place and waits for none.
    let stranger = Ask { method: Method::GET, path: &matches(""), headers: &[], form: "" };
    let sent_away = ask_through(permits.clone(), &region.engine, stranger).await;
    assert_eq!(sent_away.status, StatusCode::SEE_OTHER);
    drop(taken);
    for path in [matches(""), reach] {
        assert_eq!(page(path).await.status, StatusCode::OK);
    }
}
