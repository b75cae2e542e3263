//! Published postings for the world: pages, JSON-LD, sitemap, Atom, Indeed's XML; and what managers are told of them.

use serde_json::{Value, json};

use crate::app::{PUBLIC_URL, TestApp};
use crate::client::Answer;
use crate::samples;

mod leaving;
mod readiness;

/// The three feeds that are one document each.
const FEEDS: [&str; 3] = ["/sitemap.xml", "/feeds/postings.atom", "/feeds/indeed.xml"];

crate::on_both!(
    a_job_is_on_its_page_and_in_every_feed,
    what_was_written_stays_text_everywhere,
    unpaid_work_has_a_page_and_is_no_job,
    work_from_anywhere_names_no_place,
    a_window_that_has_not_opened_is_news_and_no_job_yet,
    nothing_of_the_managers_shows,
    the_news_come_in_pages,
);

/// A posting that states everything a feed asks for.
fn job(title: &str) -> Value {
    let mut posting = samples::posting(title);
    posting["description"] = json!("ECの商品ページを作り直します。\n月に1回、蔵で打ち合わせます。");
    posting["external_id"] = json!("secret-key-1");
    posting
}

/// Anybody's look at a path from the root.
fn look(app: &TestApp, path: &str) -> Answer {
    app.anonymous().send_to(("GET", path), &[], b"")
}

fn page(app: &TestApp, id: &str) -> Answer {
    look(app, &format!("/postings/{id}"))
}

/// The JSON-LD in a page.
fn json_ld(page: &Answer) -> Value {
    let (_, after) = page.text.split_once("<script type=\"application/ld+json\">").unwrap();
    serde_json::from_str(after.split_once("</script>").unwrap().0).unwrap()
}

/// The feeds that name a posting, and what its page says.
fn seen(app: &TestApp, id: &str) -> (Vec<&'static str>, u16) {
    let feeds = FEEDS.into_iter().filter(|feed| {
        let feed = look(app, feed);
        assert_eq!(feed.status, 200, "{}", feed.text);
        feed.text.contains(id)
    });
    (feeds.collect(), page(app, id).status)
}

fn a_job_is_on_its_page_and_in_every_feed(app: &TestApp) {
    let mut posting = job("みそ蔵の新商品を首都圏に届ける");
    posting["application_closes_at"] = json!("2099-07-08");
    let id = app.published(&app.city(), &posting);
    let address = format!("{PUBLIC_URL}/postings/{id}");

    let shown = page(app, &id);
    assert_eq!((shown.status, shown.header("content-type")), (200, Some("text/html; charset=utf-8")));
    for words in ["みそ蔵の新商品", "塩尻市", "月額100,000円〜120,000円", "2099年7月8日", "準委任"]
    {
        assert!(shown.text.contains(words), "{words}: {}", shown.text);
    }
    let described = json_ld(&shown);
    let alone = look(app, &format!("/postings/{id}.jsonld"));
    assert_eq!((alone.status, alone.header("content-type")), (200, Some("application/ld+json")));
    assert_eq!(alone.body(), described);
    assert_eq!(described["@type"], "JobPosting");
    assert_eq!(described["title"], "みそ蔵の新商品を首都圏に届ける");
    assert!(described["description"].as_str().unwrap().contains("作り直します。<br>月に1回"), "{described}");
    assert!(described["datePosted"].as_str().unwrap().len() == 10, "{described}");
    assert_eq!(described["validThrough"], "2099-07-08T23:59:59+09:00");
    assert_eq!(described["hiringOrganization"], json!({"@type": "Organization", "name": "塩尻市"}));
    assert_eq!(described["employmentType"], "CONTRACTOR");
    assert_eq!(described["identifier"]["value"], json!(id));
    assert_eq!(described["directApply"], false);
    assert_eq!(
        described["jobLocation"]["address"],
        json!({"@type": "PostalAddress", "addressCountry": "JP", "addressRegion": "長野県", "addressLocality": "塩尻市"})
    );
    assert_eq!(
        described["baseSalary"],
        json!({"@type": "MonetaryAmount", "currency": "JPY", "value":
            {"@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 100_000, "maxValue": 120_000}})
    );

    let sitemap = look(app, "/sitemap.xml");
    assert!(sitemap.text.contains(&format!("<url><loc>{address}</loc><lastmod>20")), "{}", sitemap.text);
    let atom = look(app, "/feeds/postings.atom");
    assert_eq!(atom.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    assert!(atom.text.contains(&format!("<entry><id>urn:uuid:{id}</id>")), "{}", atom.text);
    let indeed = look(app, "/feeds/indeed.xml");
    for (field, value) in [
        ("title", "みそ蔵の新商品を首都圏に届ける"),
        ("referencenumber", &id),
        ("url", &address),
        ("company", "塩尻市"),
        ("city", "塩尻市"),
        ("state", "長野県"),
        ("country", "JP"),
        ("salary", "月額100,000円〜120,000円"),
        ("jobtype", "業務委託"),
        ("expirationdate", "2099-07-08T23:59:59+09:00"),
        ("remotetype", "Hybrid remote"),
    ] {
        let element = format!("<{field}><![CDATA[{value}]]></{field}>");
        assert!(indeed.text.contains(&element), "{element}: {}", indeed.text);
    }
}

fn what_was_written_stays_text_everywhere(app: &TestApp) {
    let attack = "🍇]]><job/></script><script>alert(1)</script><!-- & \"'\u{fffe}\u{ffff}𠮷";
    let city = app.city();
    let name = json!({"name": attack, "kind": "municipality"});
    city.put(&format!("/organizations/{}", app.city_id), &name).expect(200);
    let mut posting = job(attack);
    posting["description"] = json!(attack);
    posting["issue"] = json!(attack);
    let id = app.published(&city, &posting);

    let shown = page(app, &id);
    assert_eq!(shown.text.matches("<script").count(), 1, "{}", shown.text);
    assert_eq!(shown.text.matches("</script>").count(), 1, "{}", shown.text);
    assert!(!shown.text.contains("<!--"), "{}", shown.text);
    let described = json_ld(&shown);
    assert_eq!(described["title"], attack);
    assert!(!described["description"].as_str().unwrap().contains("<script"), "{described}");
    for feed in FEEDS {
        let text = look(app, feed).text;
        assert!(!text.contains(['\u{fffe}', '\u{ffff}']), "{feed}: {text}");
        // Outside CDATA nothing of it is markup.
        let outside: String =
            text.split("<![CDATA[").map(|part| part.rsplit("]]>").next().unwrap()).collect();
        assert!(!outside.contains("<job/>") && !outside.contains("<script"), "{feed}: {text}");
    }
    let indeed = look(app, "/feeds/indeed.xml").text;
    let clean = "🍇]]]]><![CDATA[><job/></script><script>alert(1)</script><!-- & \"'𠮷";
    assert!(indeed.contains(&format!("<title><![CDATA[{clean}]]></title>")), "{indeed}");
}

fn unpaid_work_has_a_page_and_is_no_job(app: &TestApp) {
    let mut posting = job("朝市のちらしを作る");
    posting["contract_form"] = json!("pro_bono");
    posting["reward"] = json!({"kind": "none", "min_yen": null, "max_yen": null});
    let id = app.published(&app.city(), &posting);
    assert_eq!(seen(app, &id), (vec!["/feeds/postings.atom"], 200));
    let shown = page(app, &id);
    assert!(
        shown.text.contains("無報酬（プロボノ）") && !shown.text.contains("JobPosting"),
        "{}",
        shown.text
    );
    assert_eq!(json_ld(&shown)["@type"], "WebPage");
    assert_eq!(look(app, &format!("/postings/{id}.jsonld")).body()["@type"], "WebPage");
}

fn work_from_anywhere_names_no_place(app: &TestApp) {
    let city = app.city();
    let described = |change: Value| {
        let mut posting = job("案件");
        posting["external_id"] = json!(null);
        for (name, value) in change.as_object().unwrap() {
            posting[name] = value.clone();
        }
        json_ld(&page(app, &app.published(&city, &posting)))
    };
    let anywhere = described(json!({"work_style": "remote", "visits_per_month": null}));
    assert_eq!(anywhere["jobLocationType"], "TELECOMMUTE");
    assert_eq!(anywhere["applicantLocationRequirements"], json!({"@type": "Country", "name": "Japan"}));
    assert_eq!(anywhere.get("jobLocation"), None);
    let residency = json!({"within": ["20", "131016"]});
    let within = described(json!({"work_style": "remote", "visits_per_month": 0, "residency": residency}));
    assert_eq!(within["applicantLocationRequirements"][0], json!({"@type": "State", "name": "長野県, 日本"}));
    let visiting = described(json!({"work_style": "remote", "visits_per_month": 1}));
    assert_eq!(visiting.get("jobLocationType"), None);
    assert_eq!(visiting["jobLocation"]["address"]["addressLocality"], "塩尻市");
    let total = described(json!({"reward": {"kind": "fixed", "min_yen": 300_000, "max_yen": null}}));
    assert_eq!(total.get("baseSalary"), None);
    assert!(total["description"].as_str().unwrap().contains("総額300,000円から"), "{total}");
}

fn a_window_that_has_not_opened_is_news_and_no_job_yet(app: &TestApp) {
    let mut posting = job("案件");
    let opens = app.engine().now().plus_seconds(3600);
    posting["application_opens_at"] = json!(opens);
    let id = app.published(&app.city(), &posting);
    assert_eq!(seen(app, &id), (vec!["/feeds/postings.atom"], 200));
    let before = page(app, &id);
    assert_eq!(json_ld(&before)["@type"], "WebPage");
    app.advance(std::time::Duration::from_secs(3601));
    assert_eq!(seen(app, &id), (FEEDS.to_vec(), 200));
    let path = format!("/postings/{id}");
    let again = [("If-None-Match", before.header("etag").unwrap())];
    let opened = app.anonymous().send_to(("GET", &path), &again, b"");
    assert_eq!((opened.status, &json_ld(&opened)["@type"]), (200, &json!("JobPosting")));
}

fn nothing_of_the_managers_shows(app: &TestApp) {
    let city = app.city();
    let id = app.published(&city, &job("案件"));
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    city.post("/applications", &json!({"posting_id": id, "candidate_id": person})).expect(201);
    let own = [format!("/postings/{id}"), format!("/postings/{id}.jsonld")];
    for path in own.iter().map(String::as_str).chain(FEEDS) {
        let answer = look(app, path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        for secret in ["secret-key-1", "山口", "person@example.jp", &person, app.address()] {
            assert!(!answer.text.contains(secret), "{path} shows {secret}: {}", answer.text);
        }
        assert_eq!(answer.header("cache-control"), Some("public, max-age=60"), "{path}");
        assert!(answer.header("x-request-id").is_some(), "{path}");
        let head = app.anonymous().send_to(("HEAD", path), &[], b"");
        assert_eq!((head.status, head.text.as_str()), (200, ""), "{path}");
        let post = app.anonymous().send_to(("POST", path), &[], b"");
        post.problem(405, "method_not_allowed");
        assert_eq!(post.header("allow"), Some("GET, HEAD, OPTIONS"), "{path}");
    }
}

fn the_news_come_in_pages(app: &TestApp) {
    let city = app.city();
    let made = (0..102).map(|number| {
        let mut posting = job("案件");
        posting["external_id"] = json!(format!("key-{number}"));
        app.published(&city, &posting)
    });
    let made: Vec<String> = made.collect();
    let first = look(app, "/feeds/postings.atom");
    let ids = |text: &str| -> Vec<String> {
        text.split("<id>urn:uuid:").skip(1).map(|part| part[..36].to_owned()).collect()
    };
    let newest: Vec<String> = made.iter().rev().cloned().collect();
    assert_eq!(ids(&first.text), newest[..100]);
    let (_, next) = first.text.split_once("<link rel=\"next\"").unwrap();
    let next = next.split_once("href=\"").unwrap().1.split_once('"').unwrap().0;
    let next = next.strip_prefix(PUBLIC_URL).unwrap();
    let second = look(app, next);
    assert_eq!(ids(&second.text), newest[100..]);
    assert!(!second.text.contains("rel=\"next\""), "{}", second.text);
    let tag = [("If-None-Match", second.header("etag").unwrap())];
    assert_eq!(app.anonymous().send_to(("GET", next), &tag, b"").status, 304);
    // The others are one document each, sent in pieces.
    let (sitemap, indeed) = (look(app, "/sitemap.xml").text, look(app, "/feeds/indeed.xml").text);
    for id in &made {
        let (page, number) = (format!("/postings/{id}</loc>"), format!("<![CDATA[{id}]]></referencenumber>"));
        assert_eq!((sitemap.matches(&page).count(), indeed.matches(&number).count()), (1, 1), "{id}");
    }
    assert!(sitemap.ends_with("</urlset>\n") && indeed.ends_with("</source>\n"));
    look(app, "/feeds/postings.atom?after=nonsense").problem(400, "malformed_request");
    look(app, "/sitemap.xml?part=1").problem(404, "not_found");
    assert_eq!(look(app, "/sitemap.xml?utm_source=news").status, 200, "what is not ours is passed over");
}
