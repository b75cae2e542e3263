//! A résumé as the schema's own sample has it, and odd ones.

use domain::Reference;
use serde_json::json;

use super::*;

fn read(resume: &Value) -> Result<Resume, Faults> {
    candidate(resume, &Reference::built_in().skills)
}

fn faults(resume: &Value) -> Vec<(String, FaultCode)> {
    let faults = read(resume).unwrap_err();
    faults.as_slice().iter().map(|fault| (fault.pointer.clone(), fault.code)).collect()
}

#[test]
fn a_whole_resume_keeps_what_has_a_field_and_names_the_rest() {
    let resume = read(&json!({
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": {
            "name": " 山口 理沙 ", "label": "マーケター", "image": "https://example.jp/risa.jpg", "email": "risa@example.jp",
            "phone": "090-0000-0000", "url": "", "summary": "学生時代に通った町の仕事に返したい。", "birth": {"place": "塩尻"},
            "location": {"postalCode": "100-0001", "city": "131016", "countryCode": "JP", "region": "東京都"},
            "profiles": [{"network": "X", "username": "risa"}], "gender": "女性"
        },
        "work": [{"name": "会社"}], "education": [{"institution": "大学"}], "references": [], "awards": null,
        "skills": [
            {"name": "SNS", "level": "Master", "keywords": ["Instagram", "炎上の見物", 7]},
            {"name": "動画編集", "level": "中級"},
            {"name": "Instagram", "level": "Beginner"},
            {"name": "SEO", "level": "すごい", "since": 2019},
            "EC"
        ],
        "meta": {"canonical": "jb-123", "version": "v1.0.0"}
    }))
    .unwrap();
    assert_eq!(
        resume.body,
        json!({
            "external_id": "jb-123", "display_name": "山口 理沙", "email": "risa@example.jp", "phone": "090-0000-0000",
            "statement": "学生時代に通った町の仕事に返したい。", "home_municipality": "131016",
            "skills": [
                {"skill": "instagram", "proficiency": 5}, {"skill": "sns", "proficiency": 5},
                {"skill": "video-editing", "proficiency": 3}, {"skill": "seo", "proficiency": 3}
            ]
        })
    );
    let mut left_out: Vec<(&str, &str)> =
        resume.left_out.iter().map(|part| (part.pointer.as_str(), domain::Word::as_str(part.why))).collect();
    left_out.sort_unstable();
    assert_eq!(
        left_out,
        [
            ("/basics/birth", "not_collected"),
            ("/basics/gender", "not_collected"),
            ("/basics/image", "not_collected"),
            ("/basics/label", "no_field"),
            ("/basics/location/countryCode", "no_field"),
            ("/basics/location/postalCode", "no_field"),
            ("/basics/location/region", "no_field"),
            ("/basics/profiles", "no_field"),
            ("/education", "no_field"),
            ("/skills/0/keywords/1", "unknown_skill"),
            ("/skills/0/keywords/2", "bad_format"),
            ("/skills/3/level", "unknown_level"),
            ("/skills/3/since", "no_field"),
            ("/skills/4", "bad_format"),
            ("/work", "no_field"),
        ]
    );
}

#[test]
fn every_fault_is_told_at_once() {
    let long = "あ".repeat(4001);
    let resume = json!({"basics": {"name": " ", "email": 5, "summary": long}, "skills": {}});
    assert_eq!(
        faults(&resume),
        [
            ("/basics/email".to_owned(), FaultCode::WrongType),
            ("/basics/summary".to_owned(), FaultCode::TooLong),
            ("/basics/name".to_owned(), FaultCode::Required),
            ("/skills".to_owned(), FaultCode::WrongType),
        ]
    );
    assert_eq!(faults(&json!([])), [(String::new(), FaultCode::WrongType)]);
    assert_eq!(faults(&json!({})), [("/basics/name".to_owned(), FaultCode::Required)]);
    assert_eq!(faults(&json!({"basics": "x"})), [("/basics".to_owned(), FaultCode::WrongType)]);
}

#[test]
fn a_name_alone_is_enough_and_odd_keys_are_pointers() {
    let resume = read(&json!({"basics": {"name": "A"}, "a/b~c": 1, "meta": {"canonical": "x".repeat(129)}}));
    let resume = resume.unwrap();
    assert_eq!(resume.body, json!({"display_name": "A"}));
    let pointers: Vec<&str> = resume.left_out.iter().map(|part| part.pointer.as_str()).collect();
    assert_eq!(pointers, ["/a~1b~0c", "/meta/canonical"]);
}

#[test]
fn a_skill_stated_twice_counts_with_the_higher_level() {
    let levels = |first: &str, second: &str| {
        let skills = json!([{"name": "EC", "level": first}, {"name": "ＥＣ", "level": second}]);
        read(&json!({"basics": {"name": "A"}, "skills": skills})).unwrap().body["skills"].clone()
    };
    assert_eq!(levels("Novice", "上級"), json!([{"skill": "ec", "proficiency": 4}]));
    assert_eq!(levels("上級", "Novice"), json!([{"skill": "ec", "proficiency": 4}]));
}

#[test]
fn no_more_skills_than_a_person_may_state() {
    let reference = Reference::built_in();
    let names: Vec<&str> = reference.skills.skills().iter().map(|skill| skill.id.as_str()).collect();
    let resume =
        json!({"basics": {"name": "A"}, "skills": [{"name": "", "level": "4/5", "keywords": names}]});
    let resume = read(&resume).unwrap();
    assert_eq!(resume.body["skills"].as_array().unwrap().len(), limits::HELD_SKILLS);
    assert_eq!(resume.left_out.len(), names.len() - limits::HELD_SKILLS + 1);
    assert_eq!(resume.left_out[0].why, LeftOutReason::TooMany);
}

#[test]
fn levels_are_words_or_digits() {
    for (word, expected) in [
        ("Novice", Some(1)),
        ("初級", Some(2)),
        ("ＩＮＴＥＲＭＥＤＩＡＴＥ", Some(3)),
        ("中級", Some(3)),
        ("上級", Some(4)),
        ("Advanced", Some(4)),
        ("Master", Some(5)),
        ("5", Some(5)),
        ("6", None),
        ("", None),
    ] {
        assert_eq!(level::level(word), expected, "{word}");
    }
}
