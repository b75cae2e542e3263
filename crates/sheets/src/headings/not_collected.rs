//! Headings that ask for what this system does not collect.
//!
//! 職業安定法 5条の5 and the guideline to it: what does not bear on the work must not be gathered.

/// Whether a heading's key asks for it; asked of headings that are otherwise unknown only.
pub(crate) fn is_not_collected(key: &str) -> bool {
    JAPANESE.iter().any(|word| key.starts_with(word) || key.ends_with(word)) || ENGLISH.contains(&key)
}

const JAPANESE: &[&str] = &[
    "本籍",
    "出生地",
    "出身地",
    "国籍",
    "家族",
    "扶養",
    "配偶者",
    "婚姻",
    "宗教",
    "信条",
    "思想",
    "支持政党",
    "政党",
    "性別",
    "年齢",
    "生年月日",
    "誕生日",
    "生年",
    "写真",
    "血液型",
    "労働組合",
    "尊敬する人物",
    "愛読書",
    "購読新聞",
    "病歴",
    "既往歴",
    "障害",
    "犯罪歴",
    "前科",
    "個人番号",
    "マイナンバー",
    "門地",
    "人種",
    "民族",
];

/// As keys: lower case, nothing between the words.
const ENGLISH: &[&str] = &[
    "birthplace",
    "placeofbirth",
    "hometown",
    "nationality",
    "family",
    "familymembers",
    "maritalstatus",
    "spouse",
    "children",
    "religion",
    "creed",
    "politics",
    "politicalparty",
    "sex",
    "gender",
    "age",
    "birthday",
    "birthdate",
    "dateofbirth",
    "birth",
    "photo",
    "photograph",
    "picture",
    "bloodtype",
    "race",
    "mynumber",
];
