//! Engagements: from an accepted application over terms, log and check-ins to an end or a renewal.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    an_accepted_application_becomes_an_engagement_once,
    an_engagement_without_an_application_says_why,
    terms_are_warned_of_and_never_called_lawful,
    a_public_employee_is_paid_only_with_what_shows_permission,
    work_without_an_application_asks_for_the_permission_too,
    whoever_is_moved_to_engaged_begins_on_the_terms_of_the_posting,
    long_work_ends_early_only_with_notice_or_an_exception,
    a_renewal_and_what_it_renews_name_each_other,
    renewals_count_towards_the_six_months,
    a_month_of_the_log_is_written_and_corrected,
    check_ins_are_kept_with_who_wrote_them,
    overlaps_tell_no_more_than_the_caller_may_see,
    the_persons_body_reads_and_does_not_write,
    a_repeated_creation_makes_nothing_twice,
);

fn terms(from: &str, until: Option<&str>) -> Value {
    json!({
        "contract_form": "quasi_mandate", "starts_on": from, "ends_on": until, "hours_per_month": 20,
        "commissioned_on": "2026-08-01", "work": "販路の計画", "place": "遠隔",
        "reward": {"kind": "monthly", "yen": 50000}, "pay_day": "月末締め翌月25日払い", "pay_within_days": 56,
        "harassment_contact": "地域人事部 相談窓口",
    })
}

/// A person of a body who has been led to `accepted` for a posting of the city: posting, person, application.
fn accepted(city: &Client, by: &Client, app: &TestApp) -> (String, String, String) {
    let posting = app.published(city, &samples::posting("みそ蔵の新商品を首都圏に届ける"));
    let person = by.post("/candidates", &samples::candidate("山口 理沙")).id();
    let application = by.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id();
    for to in ["screening", "offered", "accepted"] {
        city.post(&format!("/applications/{application}/transitions"), &json!({"to": to})).expect(200);
    }
    (posting, person, application)
}

/// An engagement of the city with a new person of its own.
fn engaged(city: &Client, app: &TestApp, terms: &Value) -> Value {
    let (_, _, application) = accepted(city, city, app);
    city.post("/engagements", &json!({"application_id": application, "terms": terms})).expect(201)
}

fn path_of(engagement: &Value) -> String {
    format!("/engagements/{}", engagement["id"].as_str().unwrap())
}

fn codes(engagement: &Value) -> Vec<&str> {
    engagement["warnings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

fn an_accepted_application_becomes_an_engagement_once(app: &TestApp) {
    let city = app.city();
    let (posting, person, application) = accepted(&city, &city, app);
    let body = json!({"application_id": application, "terms": terms("2026-09-01", Some("2026-11-30"))});
    let made = city.post("/engagements", &body);
    let engagement = made.body();
    assert_eq!((made.status, made.header("etag")), (201, Some("\"1\"")), "{}", made.text);
    assert_eq!(made.header("location").unwrap(), format!("/api/v1{}", path_of(&engagement)));
    for (field, expected) in [
        ("posting_id", json!(posting)),
        ("candidate_id", json!(person)),
        ("organization_id", json!(app.city_id)),
        ("application_id", json!(application)),
        ("reason", json!(null)),
        ("status", json!("running")),
        ("end", json!(null)),
        ("warnings", json!([])),
    ] {
        assert_eq!(engagement[field], expected, "{field}");
    }
    assert_eq!(city.get(&format!("/applications/{application}")).expect(200)["status"], "engaged");
    city.post("/engagements", &body).problem(409, "already_engaged");
    assert_eq!(city.get(&path_of(&engagement)).expect(200), engagement);
    let listed = |query: &str| city.get(&format!("/engagements?{query}")).expect(200)["items"].clone();
    assert_eq!(listed(&format!("posting_id={posting}&running_on=2026-11-30")), json!([engagement]));
    for other in ["running_on=2026-12-01", "running_on=2026-08-31", "status=completed"] {
        assert_eq!(listed(other), json!([]), "{other}");
    }
    // One that was submitted only is not engaged past the stages between.
    let second = city.post("/candidates", &samples::candidate("佐藤 健")).id();
    let submitted = city.post("/applications", &json!({"posting_id": posting, "candidate_id": second})).id();
    let body = json!({"application_id": submitted, "terms": terms("2026-09-01", None)});
    city.post("/engagements", &body).problem(409, "illegal_transition");
    assert_eq!(city.get(&format!("/applications/{submitted}")).expect(200)["status"], "submitted");
}

fn an_engagement_without_an_application_says_why(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = city.post("/postings", &samples::posting("2019年度の案件")).id();
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let direct = |posting: &str, person: &str| {
        json!({
            "posting_id": posting, "candidate_id": person, "reason": "2019年度の実績",
            "terms": terms("2019-09-01", Some("2020-03-31")),
        })
    };
    let made = city.post("/engagements", &direct(&posting, &person)).expect(201);
    assert_eq!((&made["reason"], &made["application_id"]), (&json!("2019年度の実績"), &json!(null)));
    let foreign = board.post("/candidates", &samples::candidate("他団体の人")).id();
    let refused = city.post("/engagements", &direct(&foreign, &foreign));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/posting_id", "/candidate_id"]);
    // An open profile is not enough: nobody engages people whose names they may not know.
    let consent =
        |items: Value| json!({"recipient": app.city_id, "items": items, "purpose": "紹介", "until": null});
    let consents = format!("/candidates/{foreign}/consents");
    board.post(&consents, &consent(json!(["profile"]))).expect(201);
    assert_eq!(city.post("/engagements", &direct(&posting, &foreign)).pointers(), ["/candidate_id"]);
    board.post(&consents, &consent(json!(["profile", "identity"]))).expect(201);
    city.post("/engagements", &direct(&posting, &foreign)).expect(201);
    let nothing =
        city.post("/engagements", &json!({"terms": {"starts_on": "2026-09-31", "pay_within_days": 0}}));
    nothing.problem(422, "validation_failed");
    let mut pointers = nothing.pointers();
    pointers.sort();
    let expected = [
        "/candidate_id",
        "/posting_id",
        "/reason",
        "/terms/contract_form",
        "/terms/pay_within_days",
        "/terms/starts_on",
    ];
    assert_eq!(pointers, expected);
    let mut both = direct(&posting, &person);
    both["application_id"] = json!(person);
    assert_eq!(city.post("/engagements", &both).pointers(), ["/posting_id", "/candidate_id", "/reason"]);
}

fn terms_are_warned_of_and_never_called_lawful(app: &TestApp) {
    let city = app.city();
    let bare = json!({"contract_form": "quasi_mandate", "starts_on": "2026-09-01", "ends_on": "2027-02-28"});
    let engagement = engaged(&city, app, &bare);
    let all = [
        "l1_commissioned_on_missing",
        "l1_work_missing",
        "l1_place_missing",
        "l1_reward_missing",
        "l1_pay_day_missing",
        "l5_notice_needed",
        "l6_harassment_contact_missing",
    ];
    assert_eq!(codes(&engagement), all);
    assert_eq!(engagement["warnings"][0]["rule"], "L-1");
    let path = format!("{}/terms", path_of(&engagement));
    let patch = json!({"work": "発信", "place": "遠隔", "undecided": [
        {"item": "reward", "reason": "予算の議決待ち", "expected_on": "2026-09-20"}]});
    let patched = city.patch(&path, &patch).expect(200);
    let left = [
        "l1_commissioned_on_missing",
        "l1_pay_day_missing",
        "l5_notice_needed",
        "l6_harassment_contact_missing",
    ];
    assert_eq!(codes(&patched), left);
    assert_eq!(patched["terms"]["contract_form"], "quasi_mandate");
    let whole = city.put(&path, &terms("2026-09-01", Some("2027-02-27"))).expect(200);
    assert_eq!(codes(&whole), Vec::<&str>::new());
    let stale = city.json(("PUT", &path), &[("If-Match", "\"1\"")], &terms("2026-09-01", None));
    stale.problem(412, "version_mismatch");
    let wrong = city.put(&path, &terms("2026-09-02", Some("2026-09-01")));
    assert_eq!(wrong.pointers(), ["/ends_on"]);
}

fn a_public_employee_is_paid_only_with_what_shows_permission(app: &TestApp) {
    let city = app.city();
    let (_, person, application) = accepted(&city, &city, app);
    let main_job = json!({"main_job": {"permission": "unconfirmed", "public_employee": true}});
    city.patch(&format!("/candidates/{person}"), &main_job).expect(200);
    let mut paid = terms("2026-09-01", Some("2026-11-30"));
    let body = |terms: &Value| json!({"application_id": application, "terms": terms});
    let refused = city.post("/engagements", &body(&paid));
    refused.problem(409, "permission_missing");
    assert_eq!(refused.pointers(), ["/terms/permission_evidence"]);
    assert_eq!(city.get(&format!("/applications/{application}")).expect(200)["status"], "accepted");
    paid["permission_evidence"] = json!("許可 第12号 2026-08-20");
    paid["hours_per_month"] = json!(31);
    let made = city.post("/engagements", &body(&paid)).expect(201);
    assert_eq!(codes(&made), ["g2_guide_hours_exceeded"]);
    let unpaid =
        json!({"reward": {"kind": "none", "yen": null}, "hours_per_month": 8, "permission_evidence": null});
    let patched = city.patch(&format!("{}/terms", path_of(&made)), &unpaid).expect(200);
    assert_eq!(codes(&patched), ["g1_duty_of_devotion"]);
    let back = json!({"reward": {"kind": "monthly", "yen": 1}});
    city.patch(&format!("{}/terms", path_of(&made)), &back).problem(409, "permission_missing");
}

fn work_without_an_application_asks_for_the_permission_too(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let city = app.city();
    let posting = city.post("/postings", &samples::posting("案件")).id();
    let mut person = samples::candidate("公務員");
    person["main_job"] = json!({"permission": "unconfirmed", "public_employee": true});
    let person = city.post("/candidates", &person).id();
    let direct = |from: &str, until: Option<&str>| {
        let body = json!({
            "posting_id": posting, "candidate_id": person, "reason": "以前からのつながり",
            "terms": terms(from, until),
        });
        city.post("/engagements", &body)
    };
    for (from, until) in [("2026-10-01", None), ("2026-07-01", Some("2026-09-01"))] {
        direct(from, until).problem(409, "permission_missing");
    }
    // What was over before today is history: it is entered, and warned of.
    let history = direct("2026-07-01", Some("2026-08-31")).expect(201);
    assert!(codes(&history).contains(&"g1_permission_missing"), "{history}");
}

fn whoever_is_moved_to_engaged_begins_on_the_terms_of_the_posting(app: &TestApp) {
    app.turn_clock_to("2026-09-10T09:00:00+09:00");
    let city = app.city();
    let (posting, person, application) = accepted(&city, &city, app);
    let path = format!("/applications/{application}/transitions");
    // No way leads past the permission.
    let of_main_job =
        |permission: &str| json!({"main_job": {"permission": permission, "public_employee": true}});
    city.patch(&format!("/candidates/{person}"), &of_main_job("unconfirmed")).expect(200);
    city.post(&path, &json!({"to": "engaged"})).problem(409, "permission_missing");
    assert_eq!(city.get(&format!("/applications/{application}")).expect(200)["status"], "accepted");
    let engagements = format!("/engagements?posting_id={posting}");
    assert_eq!(city.get(&engagements).expect(200)["items"], json!([]));
    city.patch(&format!("/candidates/{person}"), &of_main_job("permitted")).expect(200);
    city.post(&path, &json!({"to": "engaged"})).expect(200);
    let made = city.get(&engagements).expect(200)["items"][0].clone();
    assert_eq!((&made["application_id"], &made["status"]), (&json!(application), &json!("running")));
    // The posting began on 1 September; it says from 100,000 to 120,000 yen, which is not agreed on yet.
    let terms = &made["terms"];
    for (field, expected) in [
        ("contract_form", json!("quasi_mandate")),
        ("starts_on", json!("2026-09-10")),
        ("ends_on", json!("2026-11-30")),
        ("hours_per_month", json!(null)),
        ("reward", json!({"kind": "monthly", "yen": null})),
    ] {
        assert_eq!(terms[field], expected, "{field}");
    }
    assert!(codes(&made).contains(&"l1_work_missing"), "{made}");
    let agreed = json!({"application_id": application, "terms": self::terms("2026-09-10", None)});
    city.post("/engagements", &agreed).problem(409, "already_engaged");
}

fn long_work_ends_early_only_with_notice_or_an_exception(app: &TestApp) {
    app.turn_clock_to("2026-10-01T09:00:00+09:00");
    let city = app.city();
    let long = engaged(&city, app, &terms("2026-09-01", Some("2027-02-28")));
    let end = format!("{}/end", path_of(&long));
    let early = |on: &str| json!({"kind": "ended_early", "on": on, "reason": "事業の中止"});
    let refused = city.post(&end, &early("2026-10-30"));
    refused.problem(409, "notice_too_short");
    assert_eq!(refused.pointers(), ["/on"]);
    let mut told_before = early("2026-10-30");
    told_before["notice_given_on"] = json!("2026-10-02");
    assert_eq!(city.post(&end, &told_before).pointers(), ["/notice_given_on"]);
    assert_eq!(city.post(&end, &json!({"kind": "ended_early", "on": "2026-11-30"})).pointers(), ["/reason"]);
    assert_eq!(city.post(&end, &early("2027-02-28")).pointers(), ["/kind"]);
    assert_eq!(city.post(&end, &early("2026-08-31")).pointers(), ["/on"]);
    assert_eq!(
        city.post(&end, &json!({"kind": "converted", "on": "2026-10-02"})).pointers(),
        ["/converted_to", "/on"]
    );
    told_before["notice_given_on"] = json!("2026-09-30");
    let ended = city.post(&end, &told_before).expect(200);
    assert_eq!((&ended["status"], &ended["end"]["on"]), (&json!("ended_early"), &json!("2026-10-30")));
    city.post(&end, &told_before).problem(409, "already_ended");
    city.put(&format!("{}/terms", path_of(&long)), &terms("2026-09-01", None)).problem(409, "already_ended");

    let other = engaged(&city, app, &terms("2026-09-01", None));
    let mut excused = early("2026-10-01");
    city.post(&format!("{}/end", path_of(&other)), &excused).problem(409, "notice_too_short");
    excused["exception"] = json!("person_request");
    city.post(&format!("{}/end", path_of(&other)), &excused).expect(200);

    let short = engaged(&city, app, &terms("2026-09-01", Some("2027-02-27")));
    city.post(&format!("{}/end", path_of(&short)), &early("2026-10-01")).expect(200);
    let completed = engaged(&city, app, &terms("2026-09-01", Some("2026-09-30")));
    let done = json!({"kind": "completed", "on": "2026-09-30"});
    assert_eq!(city.post(&format!("{}/end", path_of(&completed)), &done).expect(200)["status"], "completed");
    let grown = engaged(&city, app, &terms("2026-09-01", Some("2026-11-30")));
    let converted = json!({"kind": "converted", "on": "2026-10-01", "converted_to": "hired"});
    let grown = city.post(&format!("{}/end", path_of(&grown)), &converted).expect(200);
    assert_eq!((&grown["status"], &grown["end"]["converted_to"]), (&json!("converted"), &json!("hired")));
}

fn a_renewal_and_what_it_renews_name_each_other(app: &TestApp) {
    let city = app.city();
    let first = engaged(&city, app, &terms("2026-09-01", Some("2026-11-30")));
    let renew = format!("{}/renew", path_of(&first));
    assert_eq!(city.post(&renew, &json!({"starts_on": "2026-11-30"})).pointers(), ["/starts_on"]);
    assert_eq!(city.post(&renew, &json!({"ends_on": "2026-11-30"})).pointers(), ["/ends_on"]);
    let both = json!({"ends_on": "2027-02-28", "terms": terms("2026-12-01", None)});
    assert_eq!(city.post(&renew, &both).pointers(), ["/ends_on"]);
    let second = city.post(&renew, &json!({"ends_on": "2027-01-31"})).expect(201);
    assert_eq!(second["renews_id"], first["id"]);
    assert_eq!((&second["status"], &second["application_id"]), (&json!("running"), &first["application_id"]));
    assert_eq!(second["terms"]["starts_on"], "2026-12-01");
    assert_eq!(second["terms"]["work"], first["terms"]["work"]);
    let now = city.get(&path_of(&first)).expect(200);
    assert_eq!((&now["status"], &now["renewed_by_id"]), (&json!("renewed"), &second["id"]));
    city.post(&renew, &json!({"ends_on": "2027-01-31"})).problem(409, "already_ended");
    let on_new_terms = json!({"terms": terms("2027-04-01", None)});
    let third = city.post(&format!("{}/renew", path_of(&second)), &on_new_terms).expect(201);
    assert_eq!(third["terms"]["ends_on"], json!(null));
    city.post(&format!("{}/renew", path_of(&third)), &json!({})).problem(409, "no_last_day");
}

fn renewals_count_towards_the_six_months(app: &TestApp) {
    app.turn_clock_to("2026-12-15T09:00:00+09:00");
    let city = app.city();
    let first = engaged(&city, app, &terms("2026-09-01", Some("2026-11-30")));
    assert_eq!(codes(&first), Vec::<&str>::new());
    let renewed =
        city.post(&format!("{}/renew", path_of(&first)), &json!({"ends_on": "2027-02-28"})).expect(201);
    assert_eq!(codes(&renewed), ["l5_notice_needed"]);
    let early = json!({"kind": "ended_early", "on": "2026-12-31", "reason": "事業の中止"});
    city.post(&format!("{}/end", path_of(&renewed)), &early).problem(409, "notice_too_short");
}

fn a_month_of_the_log_is_written_and_corrected(app: &TestApp) {
    app.turn_clock_to("2026-10-05T09:00:00+09:00");
    let city = app.city();
    let engagement = engaged(&city, app, &terms("2026-09-15", Some("2026-11-30")));
    let logs = format!("{}/logs", path_of(&engagement));
    let log =
        |done: i64| json!({"minutes_planned": 1200, "minutes_done": done, "visit_days": 1, "note": "商談"});
    let written = city.put(&format!("{logs}/2026-09"), &log(1110));
    assert_eq!((written.status, written.header("etag")), (201, Some("\"1\"")), "{}", written.text);
    let month = format!("{logs}/2026-09");
    let corrected = city.put(&month, &log(1125)).expect(200);
    assert_eq!((&corrected["minutes_done"], &corrected["version"]), (&json!(1125), &json!(2)));
    let stale = city.json(("PUT", &month), &[("If-Match", "\"1\"")], &log(1));
    stale.problem(412, "version_mismatch");
    for outside in ["2026-08", "2026-12"] {
        assert_eq!(city.put(&format!("{logs}/{outside}"), &log(0)).pointers(), ["/month"], "{outside}");
    }
    for odd in ["2026-9", "2026-13", "now"] {
        city.put(&format!("{logs}/{odd}"), &log(0)).problem(404, "not_found");
    }
    let future = city.put(&format!("{logs}/2026-11"), &log(60));
    assert_eq!(future.pointers(), ["/minutes_done", "/visit_days"]);
    city.put(&format!("{logs}/2026-11"), &json!({"minutes_planned": 900})).expect(201);
    city.put(&format!("{logs}/2026-10"), &json!({"minutes_planned": 1200})).expect(201);
    let first = city.get(&format!("{logs}?limit=2")).expect(200);
    let months = |page: &Value| {
        page["items"].as_array().unwrap().iter().map(|log| log["month"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(months(&first), ["2026-09", "2026-10"]);
    let next = format!("{logs}?cursor={}", first["next_cursor"].as_str().unwrap());
    assert_eq!(months(&city.get(&next).expect(200)), ["2026-11"]);
    assert_eq!(city.delete(&format!("{logs}/2026-11")).status, 204);
    city.get(&format!("{logs}/2026-11")).problem(404, "not_found");
    // Five writes of the log are five changes of the engagement.
    assert_eq!(city.get(&path_of(&engagement)).expect(200)["version"], 6);
}

fn check_ins_are_kept_with_who_wrote_them(app: &TestApp) {
    app.turn_clock_to("2026-10-05T09:00:00+09:00");
    let city = app.city();
    let engagement = engaged(&city, app, &terms("2026-09-01", Some("2026-11-30")));
    let path = format!("{}/check-ins", path_of(&engagement));
    let note = json!({
        "held_on": "2026-10-05", "kind": "month_1", "going_well": "役割がはっきりした", "worries": "資料の置き場所",
        "held_by": "地域人事部 担当",
    });
    let made = city.post(&path, &note);
    let check_in = made.body();
    assert_eq!(made.status, 201, "{}", made.text);
    let me = city.get("").expect(200)["api_key_id"].clone();
    assert!(me.is_string());
    assert_eq!((&check_in["api_key_id"], &check_in["user_id"]), (&me, &json!(null)));
    let place = made.header("location").unwrap().trim_start_matches("/api/v1").to_owned();
    assert_eq!(city.get(&place).expect(200), check_in);
    assert_eq!(city.get(&path).expect(200)["items"], json!([check_in]));
    let mut tomorrow = note.clone();
    tomorrow["held_on"] = json!("2026-10-06");
    assert_eq!(city.post(&path, &tomorrow).pointers(), ["/held_on"]);
    // Under another engagement it is not found.
    let other = engaged(&city, app, &terms("2026-09-01", None));
    let elsewhere = format!("{}/check-ins/{}", path_of(&other), check_in["id"].as_str().unwrap());
    city.get(&elsewhere).problem(404, "not_found");
}

fn overlaps_tell_no_more_than_the_caller_may_see(app: &TestApp) {
    let (city, body, board) = (app.city(), app.coordinator(), app.board());
    let person = board.post("/candidates", &samples::candidate("山口 理沙")).id();
    let consent =
        json!({"recipient": "any", "items": ["profile", "identity"], "purpose": "紹介", "until": null});
    board.post(&format!("/candidates/{person}/consents"), &consent).expect(201);
    let direct = |client: &Client, from: &str, until: Option<&str>, hours: Value| {
        let posting = client.post("/postings", &samples::posting("案件")).id();
        let mut terms = terms(from, until);
        terms["hours_per_month"] = hours;
        let body = json!({"posting_id": posting, "candidate_id": person, "reason": "実績", "terms": terms});
        client.post("/engagements", &body).expect(201)
    };
    let ours = direct(&city, "2026-09-01", Some("2026-11-30"), json!(40));
    let also_ours = direct(&city, "2026-11-30", None, json!(null));
    direct(&city, "2026-12-01", None, json!(100));
    let theirs = direct(&body, "2026-08-01", Some("2026-09-01"), json!(40));
    direct(&body, "2026-08-01", Some("2026-08-31"), json!(100));
    let of = |client: &Client| client.get(&format!("{}/overlaps", path_of(&ours))).expect(200);
    let seen = of(&city);
    assert_eq!(seen["overlaps"].as_array().unwrap().len(), 2);
    assert_eq!(seen["overlaps"][0]["engagement_id"], also_ours["id"]);
    let hidden = json!({
        "engagement_id": null, "posting_id": null, "organization_id": null,
        "starts_on": "2026-08-01", "ends_on": "2026-09-01", "hours_per_month": 40,
    });
    assert_eq!(seen["overlaps"][1], hidden);
    assert_eq!((&seen["declared_hours_per_month"], &seen["without_hours"]), (&json!(80), &json!(1)));
    assert_eq!((&seen["advisory_hours_per_month"], &seen["above_advisory"]), (&json!(80), &json!(true)));
    // The person's body sees both.
    assert_eq!(of(&board)["overlaps"][1]["engagement_id"], theirs["id"]);
    body.get(&format!("{}/overlaps", path_of(&ours))).problem(404, "not_found");
}

fn the_persons_body_reads_and_does_not_write(app: &TestApp) {
    let (city, board, stranger) = (app.city(), app.board(), app.coordinator());
    let (_, _, application) = accepted(&city, &board, app);
    let body = json!({"application_id": application, "terms": terms("2026-09-01", Some("2026-11-30"))});
    let refused = board.post("/engagements", &body);
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/application_id"]);
    let engagement = city.post("/engagements", &body).expect(201);
    let path = path_of(&engagement);
    assert_eq!(board.get(&path).expect(200), engagement);
    assert_eq!(board.get("/engagements").expect(200)["items"], json!([engagement]));
    stranger.get(&path).problem(404, "not_found");
    assert_eq!(stranger.get("/engagements").expect(200)["items"], json!([]));
    let end = json!({"kind": "ended_early", "on": "2026-10-01", "reason": "都合"});
    board.post(&format!("{path}/end"), &end).problem(403, "forbidden");
    stranger.post(&format!("{path}/end"), &end).problem(404, "not_found");
    board.put(&format!("{path}/terms"), &terms("2026-09-01", None)).problem(403, "forbidden");
    let told = |all: &[Value]| all.iter().filter(|change| change["id"] == engagement["id"]).count();
    assert_eq!(told(&board.changes_when(|all| told(all) == 1)), 1);
    // A body that coordinates the city's postings writes them too.
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "coordination",
        "items": [], "regions": ["202151"], "starts_on": null, "ends_on": null,
    });
    city.post("/agreements", &agreement).expect(201);
    assert_eq!(stranger.post(&format!("{path}/end"), &end).expect(200)["status"], "ended_early");
}

fn a_repeated_creation_makes_nothing_twice(app: &TestApp) {
    let city = app.city();
    let (_, _, application) = accepted(&city, &city, app);
    let body = json!({"application_id": application, "terms": terms("2026-09-01", Some("2026-11-30"))});
    let send = |path: &str, body: &Value| city.json(("POST", path), &[("Idempotency-Key", "once")], body);
    let first = send("/engagements", &body);
    let second = send("/engagements", &body);
    assert_eq!((first.status, second.header("idempotent-replayed")), (201, Some("true")), "{}", first.text);
    assert_eq!(first.text, second.text);
    assert_eq!(city.get("/engagements").expect(200)["items"].as_array().unwrap().len(), 1);
}
