//! Whole sheets: every column, templates, odd files, and bytes of any kind.

use std::io::{self, Read};

use domain::Word;
use encoding_rs::SHIFT_JIS;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::records::{CELL, COLUMNS, ROW};
use crate::{Column, HeadingFault, Language, Limit, columns, template};

mod every_column;

fn sheet(text: &str) -> Sheet<&[u8]> {
    open(text.as_bytes(), SheetKind::Candidates, TextEncoding::Utf8).expect("the headings are right")
}

fn rows(text: &str) -> Vec<Result<Row, RowError>> {
    sheet(text).collect()
}

fn names(rows: &[Result<Row, RowError>]) -> Vec<(u64, String)> {
    let name = |row: &Row| row.body["display_name"].as_str().unwrap().to_owned();
    rows.iter()
        .map(|row| row.as_ref().map(|row| (row.line, name(row))).expect("no row has a fault"))
        .collect()
}

fn refused(text: &str, kind: SheetKind) -> Vec<HeadingFault> {
    match open(text.as_bytes(), kind, TextEncoding::Utf8).map(|_| ()) {
        Err(SheetError::Headings(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

fn error(bytes: &[u8], encoding: TextEncoding) -> SheetError {
    open(bytes, SheetKind::Candidates, encoding).map(|_| ()).expect_err("no such sheet may be opened")
}

fn cp932(text: &str) -> Vec<u8> {
    let (bytes, _, has_lost_any) = SHIFT_JIS.encode(text);
    assert!(!has_lost_any, "{text}");
    bytes.into_owned()
}

#[test]
fn the_template_of_each_kind_and_language_is_read_without_a_fault() {
    let reference = domain::Reference::built_in();
    for kind in SheetKind::ALL {
        for language in Language::ALL {
            let template = template(*kind, *language);
            let text = std::str::from_utf8(&template).unwrap();
            assert!(text.starts_with('\u{FEFF}') && text.ends_with("\r\n"));
            assert_eq!(text.matches('\n').count(), 2, "two lines: {text}");
            let read: Vec<_> = open(template.as_slice(), *kind, TextEncoding::Utf8).unwrap().collect();
            let [Ok(row)] = read.as_slice() else { panic!("{read:?}") };
            for list in ["skills", "required_skills", "preferred_skills"] {
                for skill in row.body[list].as_array().into_iter().flatten() {
                    let label = skill["skill"].as_str().unwrap();
                    assert!(reference.skills.resolve(label).is_some(), "{label}");
                }
            }
            let saved_again = cp932(text.trim_start_matches('\u{FEFF}'));
            let again: Vec<_> = open(saved_again.as_slice(), *kind, TextEncoding::Cp932).unwrap().collect();
            assert_eq!(again[0].as_ref().unwrap().body, row.body);
        }
    }
}

#[test]
fn cp932_has_its_own_letters() {
    let mut file = cp932("氏名,思い\r\n");
    file.extend(b"\xFB\xFC\xFA\xB1,\x81\x60\x81\x7C\x81\x61\x81\xCA\xC3\xDE\x87\x40\x87\x8A\x87\x56\r\n");
    let rows: Vec<_> = open(file.as_slice(), SheetKind::Candidates, TextEncoding::Cp932).unwrap().collect();
    let body = &rows[0].as_ref().unwrap().body;
    assert_eq!(*body, json!({"display_name": "髙﨑", "statement": "～－∥￢ﾃﾞ①㈱Ⅲ"}));
}

#[test]
fn a_leading_mark_of_a_formula_comes_off() {
    let read = rows("氏名,電話,思い\n山口,'+81-90-0000-0000,\"'- 一つ\n- 二つ\"\n");
    let expected =
        json!({"display_name": "山口", "phone": "+81-90-0000-0000", "statement": "- 一つ\n- 二つ"});
    assert_eq!(read[0].as_ref().unwrap().body, expected);
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let text =
        "\u{FEFF}氏名,思い,,,\r\n甲,\"一\r\n二\r\n\r\n\"\r\n\r\n,,,,\r\n　, \r\n乙,\"a\"\"b\"\r\n\"丙\"\r\n";
    assert_eq!(names(&rows(text)), [(2, "甲".to_owned()), (9, "乙".to_owned()), (10, "丙".to_owned())]);
    assert_eq!(rows(text)[0].as_ref().unwrap().body["statement"], "一\n二");
    assert_eq!(rows(text)[1].as_ref().unwrap().body["statement"], "a\"b");
    for (line_break, name) in [("\n", "LF"), ("\r", "CR"), ("\r\n", "CRLF")] {
        let text = ["氏名", "", "甲", "\"乙\"", ""].join(line_break);
        assert_eq!(names(&rows(&text)), [(3, "甲".to_owned()), (4, "乙".to_owned())], "{name}");
    }
    assert_eq!(names(&rows("\r\n\r\n氏名\r\n甲")), [(4, "甲".to_owned())], "blank lines before the headings");
}

#[test]
fn every_fault_of_the_headings_is_told_at_once() {
    let faults =
        refused("管理番号,スキルル,ｽｷﾙ,skills,性別,生年月日（西暦）,宇宙,age", SheetKind::Candidates);
    let kinds: Vec<(usize, &HeadingFaultKind)> =
        faults.iter().map(|fault| (fault.column, &fault.fault)).collect();
    let nearest = Some("スキル".to_owned());
    assert_eq!(
        kinds,
        [
            (2, &HeadingFaultKind::Unknown { nearest }),
            (4, &HeadingFaultKind::Repeated { first_column: 3 }),
            (5, &HeadingFaultKind::NotCollected),
            (6, &HeadingFaultKind::NotCollected),
            (7, &HeadingFaultKind::Unknown { nearest: None }),
            (8, &HeadingFaultKind::NotCollected),
            (0, &HeadingFaultKind::Missing),
        ]
    );
    assert_eq!(faults[6].heading, "氏名");
    assert!(faults[2].to_string().contains("does not collect it"), "{}", faults[2]);
    assert!(faults[0].to_string().contains("did you mean `スキル`"), "{}", faults[0]);
    let missing = refused("message", SheetKind::Applications);
    let missing: Vec<&str> = missing.iter().map(|fault| fault.heading.as_str()).collect();
    assert_eq!(missing, ["案件の管理番号", "人材の管理番号"]);
    assert_eq!(refused("題", SheetKind::Postings).len(), 3);
}

#[test]
fn an_application_names_posting_and_person_one_way_or_another() {
    let id = "01980f3e-9c00-7000-8000-5f3a6f0b1c2d";
    let text = format!("案件ID,案件の管理番号,候補者の管理番号\n{id},,jb-1\n,miso-1,jb-2\n,,jb-3\n");
    let rows: Vec<_> = open(text.as_bytes(), SheetKind::Applications, TextEncoding::Utf8).unwrap().collect();
    assert_eq!(rows[0].as_ref().unwrap().body, json!({"posting_id": id, "candidate_external_id": "jb-1"}));
    let expected = json!({"posting_external_id": "miso-1", "candidate_external_id": "jb-2"});
    assert_eq!(rows[1].as_ref().unwrap().body, expected);
    let error = rows[2].as_ref().unwrap_err();
    assert_eq!((error.line, error.faults[0].pointer.as_str()), (4, "/posting_external_id"));
}

#[test]
fn a_bad_row_tells_every_bad_cell_and_the_next_is_read() {
    let text = "管理番号,氏名,稼働時間,スキル,居住地,,\njb-1,,たくさん,\"写真、EC:9\",塩尻,,何か\njb-2,乙\n";
    let rows = rows(text);
    let error = rows[0].as_ref().unwrap_err();
    assert_eq!((error.line, error.external_id.as_deref()), (2, Some("jb-1")));
    let faults: Vec<(&str, &str, FaultCode)> = error
        .faults
        .iter()
        .map(|fault| (fault.heading.as_str(), fault.pointer.as_str(), fault.code))
        .collect();
    assert_eq!(
        faults,
        [
            ("稼働時間", "/hours_per_week", FaultCode::WrongType),
            ("スキル", "/skills/0/proficiency", FaultCode::Required),
            ("スキル", "/skills/1/proficiency", FaultCode::OutOfRange),
            ("居住地", "/home_municipality", FaultCode::UnknownRegion),
            ("", "", FaultCode::UnknownField),
            ("氏名", "/display_name", FaultCode::Required),
        ]
    );
    assert!(
        error.to_string().starts_with("line 2: `稼働時間` must be a whole number from 0 to 168"),
        "{error}"
    );
    let row = rows[1].as_ref().unwrap();
    assert_eq!((row.line, row.external_id.as_deref()), (3, Some("jb-2")));
    assert_eq!(row.body, json!({"external_id": "jb-2", "display_name": "乙"}));
}

#[test]
fn a_pointer_leads_back_to_its_heading() {
    let text = "案件名,契約の形,場所,働き方,希望稼働（最低・時間/週）,必須ｽｷﾙ,居住の条件\n題,準委任,202151,遠隔,4,EC:3,20\n";
    let rows: Vec<_> = open(text.as_bytes(), SheetKind::Postings, TextEncoding::Utf8).unwrap().collect();
    let row = rows[0].as_ref().unwrap();
    for (pointer, heading) in [
        ("/hours_per_week/min", Some("希望稼働（最低・時間/週）")),
        ("/hours_per_week", Some("希望稼働（最低・時間/週）")),
        ("/required_skills/2/skill", Some("必須ｽｷﾙ")),
        ("/residency", Some("居住の条件")),
        ("/title", Some("案件名")),
        ("/reward/kind", Some("報酬の種類")),
        ("/titles", None),
        ("/", None),
        ("", None),
    ] {
        assert_eq!(row.heading_of(pointer), heading, "{pointer}");
    }
}

#[test]
fn other_encodings_are_told() {
    let file = cp932("氏名,思い\r\n山口,町の仕事\r\n");
    let told = error(&file, TextEncoding::Utf8).to_string();
    assert_eq!(told, "line 1 is not UTF-8; it looks like CP932 (Shift_JIS): name it with encoding=cp932");
    for file in ["氏名,思い\r\n", "\u{FEFF}氏名\r\n"] {
        let told = error(file.as_bytes(), TextEncoding::Cp932).to_string();
        assert!(told.ends_with("looks like UTF-8: name it with encoding=utf-8"), "{told}");
    }
    let utf16: Vec<u8> = "\u{FEFF}氏名".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(error(&utf16, TextEncoding::Utf8), SheetError::Utf16));
    assert!(matches!(error(b"PK\x03\x04rest", TextEncoding::Utf8), SheetError::Workbook));
    assert!(matches!(error(b"n\0a\0m\0e\0", TextEncoding::Cp932), SheetError::Nul { line: 1 }));
    assert!(matches!(error("氏名\t思い\n".as_bytes(), TextEncoding::Utf8), SheetError::NotCommas));
    for nothing in ["", "\u{FEFF}", "\r\n,,\r\n　\r\n"] {
        assert!(matches!(error(nothing.as_bytes(), TextEncoding::Utf8), SheetError::Empty), "{nothing:?}");
    }
    assert!(matches!(
        error(b"\xFF\xFFname", TextEncoding::Utf8),
        SheetError::NotText { looks_like: None, .. }
    ));
}

#[test]
fn a_cell_that_is_no_text_spoils_its_row_only() {
    let mut file = b"display_name,statement\n".to_vec();
    file.extend(cp932("山口,町\n"));
    file.extend("乙,\n丙,\u{E000}\n丁\0,\n戊,よい\n".as_bytes());
    let rows: Vec<_> = open(file.as_slice(), SheetKind::Candidates, TextEncoding::Utf8).unwrap().collect();
    let error = rows[0].as_ref().unwrap_err();
    assert_eq!((error.line, error.faults[0].heading.as_str()), (2, "display_name"));
    assert!(error.faults[0].detail.contains("looks like CP932"), "{error}");
    assert!(rows[2].as_ref().unwrap_err().faults[0].detail.contains("外字"));
    assert!(rows[3].as_ref().unwrap_err().faults[0].detail.contains("NUL"));
    assert!(rows[1].is_ok() && rows[4].is_ok());
    let broken = b"display_name\n\x81\x20\n\x82\xA0\n";
    let rows: Vec<_> = open(broken.as_slice(), SheetKind::Candidates, TextEncoding::Cp932).unwrap().collect();
    assert_eq!(rows[0].as_ref().unwrap_err().line, 2);
    assert_eq!(rows[1].as_ref().unwrap().body["display_name"], "あ");
}

#[test]
fn limits_spoil_a_row_and_not_the_memory() {
    let long_cell = "x".repeat(CELL + 1);
    let long_row = vec!["y".repeat(CELL); ROW / CELL + 1].join(",");
    let wide_row = format!("a{}b", ",".repeat(COLUMNS));
    let text =
        format!("氏名,思い\n甲,{long_cell}\n{long_row}\n{wide_row}\n乙{}\n丙,よい\n", ",".repeat(16_384));
    let rows = rows(&text);
    for (row, told) in rows.iter().zip(["32 KiB", "1 MiB", "200 columns"]) {
        let error = row.as_ref().unwrap_err();
        assert!(error.faults.len() == 1 && error.faults[0].detail.contains(told), "{error}");
    }
    assert_eq!(names(&rows[3..]), [(5, "乙".to_owned()), (6, "丙".to_owned())]);
    let headings = format!("氏名,{long_cell}");
    assert!(matches!(
        error(headings.as_bytes(), TextEncoding::Utf8),
        SheetError::TooLong { limit: Limit::Cell }
    ));

    let endless = b"display_name\n\"".chain(io::repeat(b'x').take(64 << 20));
    let mut sheet = open(endless, SheetKind::Candidates, TextEncoding::Utf8).unwrap();
    assert!(sheet.next().unwrap().is_err());
    assert!(sheet.next().is_none());
    assert!(sheet.record.capacity() <= 2 * CELL, "{}", sheet.record.capacity());
}

#[test]
fn a_quotation_mark_left_open_is_told() {
    let rows = rows("氏名,思い\n甲,\"開いたまま\n乙,\n");
    assert_eq!(rows.len(), 1);
    let error = rows[0].as_ref().unwrap_err();
    assert!(error.line == 2 && error.faults[0].detail.contains("not closed"), "{error}");
    assert_eq!(error.faults[0].code, FaultCode::BadFormat);
}

#[test]
fn a_file_that_breaks_off_ends_the_sheet_with_the_reason() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::new(io::ErrorKind::ConnectionReset, "gone"))
        }
    }
    let file = "氏名\n甲\n乙".as_bytes().chain(Fails);
    let mut sheet = open(file, SheetKind::Candidates, TextEncoding::Utf8).unwrap();
    assert_eq!(sheet.next().unwrap().unwrap().line, 2);
    let error = sheet.next().unwrap().unwrap_err();
    assert_eq!((error.line, error.broke_off.unwrap().kind()), (3, io::ErrorKind::ConnectionReset));
    assert!(sheet.next().is_none());
    let failed = open(Fails, SheetKind::Candidates, TextEncoding::Utf8).map(|_| ());
    assert!(matches!(failed, Err(SheetError::Io(_))));
}

#[test]
fn a_reader_of_single_bytes_gives_the_same() {
    struct Single<'a>(&'a [u8]);
    impl Read for Single<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let upto = buffer.len().min(1);
            self.0.read(&mut buffer[..upto])
        }
    }
    let text = "\u{FEFF}氏名,思い\r\n甲,\"一\r\n\"\"二\"\r\n乙,\r\n";
    let bodies = |rows: Vec<Result<Row, RowError>>| -> Vec<(u64, Value)> {
        rows.into_iter().map(Result::unwrap).map(|row| (row.line, row.body)).collect()
    };
    let single = open(Single(text.as_bytes()), SheetKind::Candidates, TextEncoding::Utf8).unwrap();
    assert_eq!(bodies(single.collect()), bodies(rows(text)));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for kind in SheetKind::ALL {
            for encoding in TextEncoding::ALL {
                if let Ok(sheet) = open(bytes.as_slice(), *kind, *encoding) {
                    sheet.for_each(drop);
                }
            }
        }
    }

    #[test]
    fn no_cell_makes_it_panic(cell in "\\PC{0,40}|[0-9０-９年月日令和平成元RrHh/.:：,、;' ()（）-]{0,20}") {
        for column in SheetKind::ALL.iter().flat_map(|kind| columns(*kind)) {
            let mut faults = Faults::default();
            column.cell.read(cell.trim(), &mut Reading { pointer: "/x", faults: &mut faults });
        }
    }

    #[test]
    fn no_bytes_under_right_headings_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for kind in SheetKind::ALL {
            let fields: Vec<&str> = columns(*kind).iter().map(|column: &Column| column.field).collect();
            let file = [fields.join(",").as_bytes(), b"\n", bytes.as_slice()].concat();
            for encoding in TextEncoding::ALL {
                let rows = open(file.as_slice(), *kind, *encoding).unwrap();
                prop_assert!(rows.count() <= bytes.len() + 1);
            }
        }
    }
}
