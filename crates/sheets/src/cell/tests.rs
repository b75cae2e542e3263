//! Each way of reading a cell, good and bad.

use domain::{MunicipalityCode, Word};
use serde_json::json;

use super::*;
use crate::column::columns;
use crate::{SheetKind, vocabulary};

fn read(cell: Cell, text: &str) -> Result<Value, Vec<(String, FaultCode)>> {
    let mut faults = Faults::default();
    let value = cell.read(text, &mut Reading { pointer: "/x", faults: &mut faults });
    if faults.is_empty() {
        return Ok(value.expect("a cell without a fault has a value"));
    }
    assert!(
        faults.as_slice().iter().all(|fault| fault.detail.contains("must") || fault.detail.contains(' '))
    );
    Err(faults.as_slice().iter().map(|fault| (fault.pointer.clone(), fault.code)).collect())
}

fn refused(cell: Cell, text: &str) -> FaultCode {
    read(cell, text).expect_err(text)[0].1
}

#[test]
fn numbers_have_widths_thousands_and_units() {
    let yen = Cell::number(Unit::Yen, 0..=1_000_000);
    for text in
        ["2000", "2,000", "２，０００", "￥2,000", "\\2,000", "2000円", "２０００ 円", "2000.0", "2,000yen"]
    {
        assert_eq!(read(yen, text), Ok(json!(2000)), "{text}");
    }
    let hours = Cell::number(Unit::Hours, 0..=168);
    for text in ["10", "１０時間", "週10時間", "10h", "10 Hours", "10時間/週"] {
        assert_eq!(read(hours, text), Ok(json!(10)), "{text}");
    }
    assert_eq!(read(Cell::number(Unit::Times, 0..=31), "月2回"), Ok(json!(2)));
    assert_eq!(read(Cell::number(Unit::Kilometres, 0..=20_000), "50㎞"), Ok(json!(50)));
    assert_eq!(read(Cell::number(Unit::People, 1..=1000), "2名"), Ok(json!(2)));
    assert_eq!(read(Cell::number(Unit::Days, 1..=3660), "30日"), Ok(json!(30)));
    for text in [
        "たくさん",
        "10円",
        "1.5",
        "1.",
        "1,00",
        ",100",
        "10時間程度",
        "十",
        "1e3",
        "--5",
        "時間",
        "0x10",
        "",
    ] {
        assert_eq!(refused(hours, text), FaultCode::WrongType, "{text}");
    }
    for text in ["169", "-5", "99999999999999999999999"] {
        assert_eq!(refused(hours, text), FaultCode::OutOfRange, "{text}");
    }
}

#[test]
fn days_in_every_spelling() {
    for text in [
        "2026-04-01",
        "2026/4/1",
        "2026.4.1",
        "2026年4月1日",
        "２０２６年４月１日",
        "令和8年4月1日",
        "令和 8年 4月 1日",
        "R8.4.1",
        "r8/4/1",
        "2026/4/1(水)",
        "2026/04/01 0:00",
        "2026-04-01T00:00:00",
        "平成38年4月1日",
        "㋿8.4.1",
        "2026−4−1",
    ] {
        assert_eq!(read(Cell::Day, text), Ok(json!("2026-04-01")), "{text}");
    }
    assert_eq!(read(Cell::Day, "令和元年5月1日"), Ok(json!("2019-05-01")));
    assert_eq!(read(Cell::Day, "2028-02-29"), Ok(json!("2028-02-29")));
    for text in [
        "2026-02-30",
        "26/4/1",
        "4/1/2026",
        "2026-4",
        "2026/4-1",
        "2026年4月1",
        "2026-04-01日",
        "令和0年4月1日",
        "R1.4.30",
        "2026/4/1 17:00",
        "46113",
        "明日",
        "20260401",
        "0000-01-01",
        "元年4月1日",
        "2026-04-01-",
        "令和",
        "年月日",
        "-",
        ":",
        "2026年13月1日",
        "99999999999-1-1",
    ] {
        assert_eq!(refused(Cell::Day, text), FaultCode::BadFormat, "{text}");
    }
}

#[test]
fn windows_end_on_a_day_or_at_an_instant() {
    for (text, expected) in [
        ("2026/7/8", "2026-07-08"),
        ("令和8年7月8日", "2026-07-08"),
        ("2026-07-08T00:00:00+09:00", "2026-07-08T00:00:00+09:00"),
        ("2026-07-07T15:00:00Z", "2026-07-07T15:00:00Z"),
        ("2026/7/8 17:00", "2026-07-08T17:00:00+09:00"),
        ("２０２６年７月８日　９：３０", "2026-07-08T09:30:00+09:00"),
        ("R8.7.8 23:59:59", "2026-07-08T23:59:59+09:00"),
    ] {
        assert_eq!(read(Cell::WindowEnd, text), Ok(json!(expected)), "{text}");
    }
    for text in ["2026/7/8 24:00", "2026/7/8 17時", "17:00", "2026/7/8 1:2", "2026-07-08T17:00+09:00"] {
        assert_eq!(refused(Cell::WindowEnd, text), FaultCode::BadFormat, "{text}");
    }
}

#[test]
fn codes_get_their_zeros_back_and_names_are_refused() {
    for (text, expected) in
        [("202151", "202151"), ("11002", "011002"), ("２０２１５１", "202151"), ("011002", "011002")]
    {
        assert_eq!(read(Cell::Municipality, text), Ok(json!(expected)), "{text}");
    }
    for text in ["長野県塩尻市", "20215", "202152", "13101", "200000", "20", "0110021", "2021.5"] {
        assert_eq!(refused(Cell::Municipality, text), FaultCode::UnknownRegion, "{text}");
    }
    for text in ["11207", "18201"] {
        let padded = MunicipalityCode::parse(&format!("0{text}"));
        assert!(padded.is_ok(), "the check digit alone would take {text} (秩父市, 福井市) for another place");
        assert_eq!(refused(Cell::Municipality, text), FaultCode::UnknownRegion, "{text}");
    }
    assert_eq!(read(Cell::Regions, "1、20\n202151;11002"), Ok(json!(["01", "20", "202151", "011002"])));
    assert_eq!(read(Cell::Interests, "20、どこでも | anywhere"), Ok(json!(["20", "anywhere", "anywhere"])));
    assert_eq!(
        read(Cell::Regions, "20、48、長野県、0"),
        Err(["/x/1", "/x/2", "/x/3"].map(|pointer| (pointer.to_owned(), FaultCode::UnknownRegion)).to_vec())
    );
    assert_eq!(refused(Cell::Regions, "どこでも"), FaultCode::UnknownRegion);
}

#[test]
fn ties_have_a_kind_and_may_have_a_remark() {
    assert_eq!(
        read(Cell::RegionTies, "202151:働いた、20：学んだ：大学で4年"),
        Ok(json!([
            {"region": "202151", "kind": "worked"}, {"region": "20", "kind": "studied", "note": "大学で4年"}
        ]))
    );
    let expected = [
        ("/x/0/kind", FaultCode::UnknownWord),
        ("/x/1/region", FaultCode::UnknownRegion),
        ("/x/2/kind", FaultCode::UnknownWord),
    ];
    assert_eq!(
        read(Cell::RegionTies, "202151、塩尻:働いた、20:生まれた"),
        Err(expected.map(|(pointer, code)| (pointer.to_owned(), code)).to_vec())
    );
}

#[test]
fn skills_have_a_colon_and_a_number() {
    assert_eq!(
        read(Cell::HeldSkills, "Instagram:4、写真：３，SEO : 5 : 自社で3年\n EC:1;"),
        Ok(json!([
            {"skill": "Instagram", "proficiency": 4}, {"skill": "写真", "proficiency": 3},
            {"skill": "SEO", "proficiency": 5, "evidence": "自社で3年"}, {"skill": "EC", "proficiency": 1}
        ]))
    );
    let expected = [
        ("/x/0/proficiency", FaultCode::Required),
        ("/x/1/proficiency", FaultCode::OutOfRange),
        ("/x/2/skill", FaultCode::Required),
        ("/x/3/proficiency", FaultCode::OutOfRange),
    ];
    assert_eq!(
        read(Cell::HeldSkills, "写真、EC:6、:3、SEO:上級"),
        Err(expected.map(|(pointer, code)| (pointer.to_owned(), code)).to_vec())
    );
    assert_eq!(
        read(Cell::RequiredSkills, "EC:3、写真"),
        Ok(json!([{"skill": "EC", "min_proficiency": 3}, {"skill": "写真"}]))
    );
    assert_eq!(read(Cell::PreferredSkills, "写真:2"), Ok(json!([{"skill": "写真", "weight": 2}])));
    assert_eq!(refused(Cell::PreferredSkills, "写真:4"), FaultCode::OutOfRange);
}

#[test]
fn words_categories_and_flags() {
    let styles = Cell::Words { vocabulary: &vocabulary::WORK_STYLES };
    assert_eq!(read(styles, "遠隔、リモート、on_site"), Ok(json!(["remote", "on_site"])));
    assert_eq!(read(styles, "遠隔、宇宙"), Err(vec![("/x/1".to_owned(), FaultCode::UnknownWord)]));
    let slots = Cell::Words { vocabulary: &vocabulary::SLOTS };
    assert_eq!(read(slots, "土・午前、火曜の夜"), Ok(json!(["sat_morning", "tue_evening"])));
    assert_eq!(refused(slots, "いつでも"), FaultCode::UnknownWord);
    assert_eq!(
        read(Cell::Categories, "pr-sns、広報・PR・SNS発信、Marketing"),
        Ok(json!(["pr-sns", "marketing"]))
    );
    assert_eq!(read(Cell::Categories, "宇宙"), Err(vec![("/x/0".to_owned(), FaultCode::UnknownCategory)]));
    assert_eq!(read(Cell::Flag, "○"), Ok(json!(true)));
    assert_eq!(read(Cell::Flag, "FALSE"), Ok(json!(false)));
    assert_eq!(refused(Cell::Flag, "2"), FaultCode::UnknownWord);
    let one = Cell::Word { vocabulary: &vocabulary::READINESS };
    assert_eq!(read(one, "準備できた"), Ok(json!("ready")));
    assert_eq!(refused(one, "準備できた、参画中"), FaultCode::UnknownWord);
}

#[test]
fn texts_stay_and_contacts_are_made_plain() {
    assert_eq!(read(Cell::Text { most: 100 }, "ﾔﾏｸﾞﾁ　ﾘｻ"), Ok(json!("ﾔﾏｸﾞﾁ　ﾘｻ")));
    assert_eq!(read(Cell::Text { most: 100 }, "一\r\n二"), Ok(json!("一\n二")));
    assert_eq!(read(Cell::Plain { most: 30 }, "０９０－００００－００００"), Ok(json!("090-0000-0000")));
    assert_eq!(refused(Cell::Text { most: 3 }, "四文字だ"), FaultCode::TooLong);
    assert_eq!(refused(Cell::Text { most: 3 }, "\u{7}"), FaultCode::BadFormat);
    assert_eq!(refused(Cell::Key, &"x".repeat(129)), FaultCode::BadFormat);
    assert_eq!(refused(Cell::Id, "7"), FaultCode::BadFormat);
}

#[test]
fn a_list_of_nothing_but_faults_is_cut_short() {
    let many = "宇宙、".repeat(3000);
    let faults = read(Cell::Categories, &many).unwrap_err();
    assert_eq!(faults.len(), domain::limits::CATEGORIES + 1);
    assert_eq!(faults[0], ("/x".to_owned(), FaultCode::TooMany));
    for column in SheetKind::ALL.iter().flat_map(|kind| columns(*kind)) {
        let mut faults = Faults::default();
        column.cell.read(&many, &mut Reading { pointer: "/x", faults: &mut faults });
        assert!(faults.as_slice().len() <= 201, "{}: {}", column.field, faults.as_slice().len());
    }
}
