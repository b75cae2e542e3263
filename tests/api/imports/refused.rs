//! What cannot be read at all is refused at once, with nothing stored.

use serde_json::json;

use super::{packed, send};
use crate::app::TestApp;
use crate::client::Answer;

crate::on_both!(headings_are_told_all_at_once, files_that_are_no_sheets_are_refused, bombs_are_seen);

fn headings_are_told_all_at_once(app: &TestApp) {
    let city = app.city();
    let refused = send(&city, "candidates", "管理番号,スキール,性別,氏名,氏名\na,b,c,d,e\n".as_bytes());
    let body = refused.problem(422, "validation_failed");
    let told: Vec<(&str, &str)> = body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [("/headings/1", "unknown_field"), ("/headings/2", "not_allowed"), ("/headings/4", "duplicate")]
    );
    assert!(refused.text.contains("did you mean `スキル`?"), "{}", refused.text);
    let missing = send(&city, "candidates", "管理番号,スキル\na,b\n".as_bytes());
    missing.problem(422, "validation_failed");
    assert!(missing.text.contains("`氏名` is missing"), "{}", missing.text);
    assert_eq!(city.get("/imports").expect(200)["items"], json!([]));
    assert_eq!(city.get("/jobs").expect(200)["items"], json!([]));
}

fn files_that_are_no_sheets_are_refused(app: &TestApp) {
    let city = app.city();
    let utf16: Vec<u8> = "\u{feff}氏名\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [(&[u8], &str); 8] = [
        (b"", "empty"),
        ("氏名\n".as_bytes(), "no row"),
        (&utf16, "UTF-16"),
        (b"PK\x03\x04rest of a workbook", "workbook"),
        ("氏名\0\nx\n".as_bytes(), "NUL"),
        ("氏名\t管理番号\nx\ty\n".as_bytes(), "commas"),
        (b"\xff\xff\n", "UTF-8"),
        (&[b"\"".as_slice(), &b"x".repeat(2_000_000)].concat(), "32 KiB"),
    ];
    for (file, word) in files {
        let refused = send(&city, "candidates", file);
        refused.problem(422, "validation_failed");
        assert!(refused.text.contains(word), "{word}: {}", refused.text);
    }
    let with = |kind: &str, file: &[u8]| -> Answer {
        city.send(("POST", "/imports?kind=candidates"), &[("Content-Type", kind)], file)
    };
    with("application/json", b"{}").problem(415, "unsupported_media_type");
    with("text/csv; charset=utf-16", b"x").problem(415, "unsupported_media_type");
    with("application/gzip", b"no gzip").problem(400, "malformed_request");
    let whole = packed("氏名\n山口\n".as_bytes());
    with("application/gzip", &whole[..whole.len() - 6]).problem(400, "malformed_request");
    city.send(("POST", "/imports"), &[("Content-Type", "text/csv")], b"x").problem(422, "validation_failed");
    let both = city.send(
        ("POST", "/imports?kind=candidates&encoding=utf-8"),
        &[("Content-Type", "text/csv; charset=cp932")],
        b"x",
    );
    both.problem(422, "validation_failed");
    assert_eq!(both.pointers(), ["?encoding"]);
    assert_eq!(city.get("/imports").expect(200)["items"], json!([]));
}

fn bombs_are_seen(app: &TestApp) {
    let city = app.city();
    // 64 MiB of blank lines in 64 KiB.
    let bomb = packed(&[b"name\n".as_slice(), &vec![b'\n'; 64 * 1024 * 1024]].concat());
    assert!(bomb.len() < 100_000);
    let refused =
        city.send(("POST", "/imports?kind=candidates"), &[("Content-Type", "application/gzip")], &bomb);
    refused.problem(413, "body_too_large");
    let large = vec![b'x'; 33 * 1024 * 1024];
    let refused =
        city.try_send(("POST", "/api/v1/imports?kind=candidates"), &[("Content-Type", "text/csv")], &large);
    // The server may answer and close before everything is sent.
    if let Some(answer) = refused {
        answer.problem(413, "body_too_large");
    }
    assert_eq!(city.get("/imports").expect(200)["items"], json!([]));
}
