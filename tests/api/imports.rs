//! Sheets that people keep by hand: taken in row by row, each row told, nothing lost.

use std::io::Write;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::samples;

mod refused;
mod replaced;

crate::on_both!(
    a_sheet_comes_in_row_by_row,
    what_excel_saves_is_read,
    a_rehearsal_stores_nothing,
    applications_name_people_and_postings_by_their_keys,
    a_template_comes_back_as_it_is,
    a_resume_becomes_a_person,
    an_import_goes_on_after_a_restart,
    a_cancelled_import_stops_and_a_revoked_key_ends_it,
    the_same_request_imports_once,
);

/// Sends a sheet; the query begins with its kind.
pub(crate) fn send(client: &Client, query: &str, file: &[u8]) -> Answer {
    client.send(("POST", &format!("/imports?kind={query}")), &[("Content-Type", "text/csv")], file)
}

/// Sends a sheet and waits for its end; answers the import.
pub(crate) fn imported(client: &Client, query: &str, file: &[u8]) -> Value {
    let answer = send(client, query, file);
    assert_eq!(answer.status, 202, "{}", answer.text);
    let place = answer.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    let job = crate::crowd::ended(client, &place);
    assert_eq!(job["state"], "succeeded", "{job}");
    import_of(client, &job)
}

pub(crate) fn import_of(client: &Client, job: &Value) -> Value {
    client.get(&format!("/imports/{}", job["result"]["import_id"].as_str().unwrap())).expect(200)
}

/// How many came out how: created, replaced, unchanged, refused, closed.
pub(crate) fn counts(import: &Value) -> [i64; 5] {
    ["created", "replaced", "unchanged", "refused", "closed"]
        .map(|name| import["counts"][name].as_i64().unwrap())
}

/// What became of each row.
pub(crate) fn rows(client: &Client, import: &Value, filter: &str) -> Vec<Value> {
    let path = format!("/imports/{}/rows?limit=200{filter}", import["id"].as_str().unwrap());
    client.get(&path).expect(200)["items"].as_array().unwrap().clone()
}

fn report(client: &Client, import: &Value, query: &str) -> String {
    client.get(&format!("/imports/{}/report{query}", import["id"].as_str().unwrap())).text
}

fn packed(file: &[u8]) -> Vec<u8> {
    let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packing.write_all(file).unwrap();
    packing.finish().unwrap()
}

const PEOPLE: &str = "管理番号,氏名,スキル,稼働時間（時間/週）,思い\r\n\
    jb-1,山口 理沙,Instagram:4、写真:3,１０時間,\"地域の\r\n食を届けたい\"\r\n\
    =jb-2,鈴木 花,インスタグラン:2,400,\r\n\
    \r\n\
    jb-3,髙﨑 健,,６,\r\n";

fn a_sheet_comes_in_row_by_row(app: &TestApp) {
    let city = app.city();
    let import = imported(&city, "candidates", format!("\u{feff}{PEOPLE}").as_bytes());
    assert_eq!(counts(&import), [2, 0, 0, 1, 0]);
    let all = rows(&city, &import, "");
    let told: Vec<(i64, &str)> =
        all.iter().map(|row| (row["line"].as_i64().unwrap(), row["outcome"].as_str().unwrap())).collect();
    // The quoted line break and the blank line count as lines of the file.
    assert_eq!(told, [(2, "created"), (4, "refused"), (6, "created")]);
    let person = city.get(&format!("/candidates/{}", all[0]["record_id"].as_str().unwrap())).expect(200);
    assert_eq!(person["hours_per_week"], 10);
    assert_eq!(person["skills"][1]["skill"], "photography");
    assert_eq!(person["statement"], "地域の\n食を届けたい");
    // Both cells that are wrong, each under its heading and with the place in the body.
    let faults = all[1]["faults"].as_array().unwrap();
    let places: Vec<(&str, &str)> = faults
        .iter()
        .map(|fault| (fault["heading"].as_str().unwrap(), fault["pointer"].as_str().unwrap()))
        .collect();
    assert!(places.contains(&("稼働時間（時間/週）", "/hours_per_week")), "{places:?}");
    assert!(places.contains(&("スキル", "/skills/0/skill")), "{places:?}");
    assert_eq!(rows(&city, &import, "&outcome=refused").len(), 1);
    let text = report(&city, &import, "");
    assert!(text.starts_with("\u{feff}行,結果,管理番号"), "{text}");
    // A key that Excel would run as a formula is shown and not run.
    assert!(text.contains("4,エラー,'=jb-2,"), "{text}");
    assert!(report(&city, &import, "?lang=en&outcome=created").contains("\r\n2,created,jb-1,"));
    // Sent again, nothing is doubled and nobody changes.
    let again = imported(&city, "candidates", PEOPLE.as_bytes());
    assert_eq!(counts(&again), [0, 0, 2, 1, 0]);
    assert_eq!(city.get("/candidates").expect(200)["items"].as_array().map(Vec::len), Some(2));
    let changed = PEOPLE.replace("６", "7");
    assert_eq!(counts(&imported(&city, "candidates", changed.as_bytes())), [0, 1, 1, 1, 0]);
    // A deleted person is named in no report any more.
    let gone = all[2]["record_id"].as_str().unwrap();
    assert_eq!(city.delete(&format!("/candidates/{gone}")).status, 204);
    let text = report(&city, &import, "");
    assert!(!text.contains(gone) && !text.contains("jb-3"), "{text}");
    city.post("/candidates", &samples::candidate("x")).expect(201);
    // The next ranking sees them.
    let posting = app.published(&city, &samples::posting("x"));
    let ranking = city.get(&format!("/postings/{posting}/matches")).expect(200);
    assert_eq!(ranking["totals"]["considered"], 2);
}

fn what_excel_saves_is_read(app: &TestApp) {
    let city = app.city();
    let (cp932, _, had_errors) = encoding_rs::SHIFT_JIS.encode(PEOPLE);
    assert!(!had_errors);
    // As it is saved, but named as nothing: the answer says what it looks like.
    let refused = send(&city, "candidates", &cp932);
    refused.problem(422, "validation_failed");
    assert!(refused.text.contains("cp932"), "{}", refused.text);
    assert_eq!(city.get("/imports").expect(200)["items"], json!([]));
    assert_eq!(counts(&imported(&city, "candidates&encoding=cp932", &cp932)), [2, 0, 0, 1, 0]);
    let text = ("Content-Type", "text/csv");
    let shift_jis = ("Content-Type", "text/csv; charset=Shift_JIS");
    let gzip = ("Content-Type", "application/gzip");
    let kinds = [
        (vec![shift_jis], "", cp932.to_vec()),
        (vec![text, ("Content-Encoding", "gzip")], "", packed(PEOPLE.as_bytes())),
        (vec![gzip], "&encoding=cp932", packed(&cp932)),
    ];
    for (headers, query, file) in kinds {
        let answer = city.send(("POST", &format!("/imports?kind=candidates{query}")), &headers, &file);
        assert_eq!(answer.status, 202, "{headers:?} {}", answer.text);
        let place = answer.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
        let import = import_of(&city, &crate::crowd::ended(&city, &place));
        assert_eq!(counts(&import), [0, 0, 2, 1, 0], "{headers:?}");
    }
    let mut names: Vec<String> = city.get("/candidates").expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["display_name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["山口 理沙", "髙﨑 健"]);
}

fn a_rehearsal_stores_nothing(app: &TestApp) {
    let city = app.city();
    imported(&city, "candidates", PEOPLE.as_bytes());
    let people = || city.get("/candidates").expect(200);
    // Of the two people that the first sheet made.
    let told = || {
        let changes = city.get("/changes?limit=200").expect(200);
        changes["items"].as_array().unwrap().iter().filter(|change| change["resource"] == "candidate").count()
    };
    let before = people();
    let sheet = format!("{}jb-9,新しい人,,5,\r\n", PEOPLE.replace("６", "7"));
    let import = imported(&city, "candidates&validate_only=true", sheet.as_bytes());
    assert_eq!(counts(&import), [1, 1, 1, 1, 0]);
    assert_eq!(people(), before);
    assert!(told() <= 2, "{}", told());
    let made = rows(&city, &import, "&outcome=created");
    assert_eq!((made.len(), &made[0]["record_id"]), (1, &Value::Null));
    let replace = imported(&city, "candidates&validate_only=true&mode=replace&may_close=5", sheet.as_bytes());
    assert_eq!(counts(&replace), [1, 1, 1, 1, 0]);
    let fewer = PEOPLE.lines().take(3).collect::<Vec<_>>().join("\n");
    let replace = imported(&city, "candidates&validate_only=true&mode=replace&may_close=5", fewer.as_bytes());
    assert_eq!(counts(&replace), [0, 0, 1, 0, 1]);
    assert_eq!(people(), before);
}

fn applications_name_people_and_postings_by_their_keys(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    imported(&city, "candidates", PEOPLE.as_bytes());
    let mut posting = samples::posting("x");
    posting["external_id"] = json!("miso-1");
    let id = app.published(&city, &posting);
    let sheet = "案件の管理番号,人材の管理番号,応募の言葉\nmiso-1,jb-1,よろしくお願いします\nmiso-1,jb-404,\nmiso-2,jb-3,\n";
    let import = imported(&city, "applications", sheet.as_bytes());
    assert_eq!(counts(&import), [1, 0, 0, 2, 0]);
    let refused = rows(&city, &import, "&outcome=refused");
    assert_eq!(refused[0]["faults"][0]["heading"], "人材の管理番号");
    assert_eq!(refused[1]["faults"][0]["heading"], "案件の管理番号");
    let applications = city.get("/applications").expect(200);
    assert_eq!(applications["items"][0]["posting_id"], id);
    assert_eq!(applications["items"].as_array().map(Vec::len), Some(1));
    // Who has withdrawn is not made to apply again by a list that is sent again.
    let application = applications["items"][0]["id"].as_str().unwrap().to_owned();
    city.post(&format!("/applications/{application}/withdraw"), &json!({})).expect(200);
    let again = imported(&city, "applications", sheet.as_bytes());
    assert_eq!(counts(&again), [0, 0, 0, 3, 0]);
    assert_eq!(rows(&city, &again, "")[0]["faults"][0]["code"], "already_ended");
    // The same over JSON; and a key of somebody else's is none of one's own.
    city.post("/applications", &json!({"posting_external_id": "miso-1", "candidate_external_id": "jb-3"}))
        .expect(201);
    let theirs = board
        .post("/applications", &json!({"posting_external_id": "miso-1", "candidate_external_id": "jb-3"}));
    theirs.problem(422, "validation_failed");
    assert_eq!(theirs.pointers(), ["/posting_external_id", "/candidate_external_id"]);
    let neither = city.post("/applications", &json!({"posting_id": id, "posting_external_id": "miso-1"}));
    neither.problem(422, "validation_failed");
    assert_eq!(neither.pointers(), ["/posting_id", "/candidate_id"]);
}

fn a_template_comes_back_as_it_is(app: &TestApp) {
    let city = app.city();
    for language in ["ja", "en"] {
        for (kind, expected) in [("candidates", 1), ("postings", 1)] {
            let template = city.get(&format!("/imports/templates/{kind}?lang={language}"));
            assert_eq!(template.status, 200);
            assert!(template.header("content-disposition").unwrap().contains(&format!("{kind}.csv")));
            let import = imported(&city, kind, template.text.as_bytes());
            let told = rows(&city, &import, "");
            assert_eq!(told.len(), expected);
            assert_ne!(told[0]["outcome"], "refused", "{}", told[0]);
        }
    }
    assert!(city.get("/imports/templates/applications").text.contains("人材の管理番号"));
    city.get("/imports/templates/nothing").problem(404, "not_found");
}

fn a_resume_becomes_a_person(app: &TestApp) {
    let city = app.city();
    let resume = json!({
        "basics": {"name": "山口 理沙", "email": "risa@example.jp", "summary": "SNSの運用を3年", "image": "https://example.jp/a.png"},
        "skills": [{"name": "Instagram", "level": "Advanced"}, {"name": "糸紡ぎの秘術", "level": "Master"}],
        "work": [{"name": "株式会社ひみつ"}],
        "meta": {"canonical": "https://example.jp/risa/resume.json"},
    });
    let made = city.post("/candidates/from-json-resume", &resume);
    assert_eq!(made.status, 201, "{}", made.text);
    let body = made.body();
    assert_eq!(body["candidate"]["display_name"], "山口 理沙");
    assert_eq!(body["candidate"]["skills"][0]["skill"], "instagram");
    assert_eq!(body["candidate"]["skills"].as_array().map(Vec::len), Some(1));
    let left_out: Vec<&str> =
        body["left_out"].as_array().unwrap().iter().map(|one| one["pointer"].as_str().unwrap()).collect();
    assert!(left_out.contains(&"/skills/1") || left_out.contains(&"/skills/1/name"), "{left_out:?}");
    assert!(left_out.contains(&"/basics/image") && left_out.contains(&"/work"), "{left_out:?}");
    assert!(!made.text.contains("ひみつ") && !made.text.contains("a.png"));
    let place = made.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(city.get(&place).expect(200), body["candidate"]);
    city.post("/candidates/from-json-resume", &json!({"basics": {"email": "x"}}))
        .problem(422, "validation_failed");
    city.post("/candidates/from-json-resume", &json!([])).problem(422, "validation_failed");
}

/// Rows of the long sheet: three portions.
const MANY: usize = 1234;

fn many() -> String {
    let mut sheet = "External ID,Name,Hours per week\n".to_owned();
    for number in 0..MANY {
        let hours = if number % 100 == 7 { "999".to_owned() } else { (number % 40).to_string() };
        sheet.push_str(&format!("m-{number},Person {number},{hours}\n"));
    }
    sheet
}

fn an_import_goes_on_after_a_restart(app: &TestApp) {
    let city = app.city();
    app.rest_imports();
    let answer = send(&city, "candidates", many().as_bytes());
    let place = answer.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(answer.body()["progress"], json!({"done": 0, "total": MANY}));
    app.import_a_portion();
    let job = city.get(&place).expect(200);
    assert_eq!((&job["state"], &job["progress"]["done"]), (&json!("running"), &json!(500)));
    app.import_on();
    let job = crate::crowd::ended(&city, &place);
    assert_eq!(job["progress"], json!({"done": MANY, "total": MANY}));
    let import = import_of(&city, &job);
    let refused = (0..MANY).filter(|number| number % 100 == 7).count() as i64;
    assert_eq!(counts(&import), [MANY as i64 - refused, 0, 0, refused, 0]);
    // Every row once, at its line.
    let lines: Vec<String> = report(&city, &import, "")
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect();
    assert_eq!(lines, (2..MANY + 2).map(|line| line.to_string()).collect::<Vec<_>>());
}

fn a_cancelled_import_stops_and_a_revoked_key_ends_it(app: &TestApp) {
    let city = app.city();
    app.rest_imports();
    let place_of =
        |answer: Answer| answer.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    let place = place_of(send(&city, "candidates", many().as_bytes()));
    app.import_a_portion();
    city.post(&format!("{place}/cancel"), &json!({})).expect(200);
    app.import_on();
    let job = crate::crowd::ended(&city, &place);
    assert_eq!((&job["state"], &job["progress"]["done"]), (&json!("cancelled"), &json!(500)));
    app.rest_imports();
    let narrow =
        city.post("/api-keys", &json!({"name": "取り込み", "scopes": ["candidates:write"]})).expect(201);
    let narrower = city.with_key(narrow["secret"].as_str().unwrap());
    let place = place_of(send(&narrower, "candidates", many().as_bytes()));
    // Its own scope is enough to follow it; that of another kind of sheet is not.
    assert_eq!(narrower.get(&place).status, 200);
    let other = city.post("/api-keys", &json!({"name": "x", "scopes": ["postings:write"]})).expect(201);
    let other = city.with_key(other["secret"].as_str().unwrap());
    other.get(&place).problem(403, "missing_scope");
    other.post(&format!("{place}/cancel"), &json!({})).problem(403, "missing_scope");
    narrower.post("/imports?kind=postings", &json!({})).problem(415, "unsupported_media_type");
    send(&narrower, "postings", b"Title,Contract form,Municipality (code),Way of working\nx,x,x,x\n")
        .problem(403, "missing_scope");
    let key = narrow["id"].as_str().or(narrow["api_key"]["id"].as_str()).unwrap().to_owned();
    assert_eq!(city.delete(&format!("/api-keys/{key}")).status, 204);
    app.import_on();
    let job = crate::crowd::ended(&city, &place);
    assert_eq!(job["state"], "failed");
    assert!(job["failure"].as_str().unwrap().contains("key"), "{job}");
}

fn the_same_request_imports_once(app: &TestApp) {
    let city = app.city();
    let headers = [("Content-Type", "text/csv"), ("Idempotency-Key", "sheet-1")];
    let once = || city.send(("POST", "/imports?kind=candidates"), &headers, PEOPLE.as_bytes());
    let (first, second) = (once(), once());
    assert_eq!((first.status, &first.text), (202, &second.text));
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    assert_eq!(city.get("/imports").expect(200)["items"].as_array().map(Vec::len), Some(1));
    let other =
        city.send(("POST", "/imports?kind=candidates&validate_only=true"), &headers, PEOPLE.as_bytes());
    other.problem(422, "idempotency_key_reused");
}
