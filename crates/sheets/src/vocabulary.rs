//! The words of the closed vocabularies as people write them, in one place: Japanese and English as the pages of
//! this system show them, and what else is commonly written. The API's own spelling is always understood too.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::skills::label_key;

/// A word of a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// As the API spells it.
    pub word: &'static str,
    /// In Japanese.
    pub ja: &'static str,
    /// In English.
    pub en: &'static str,
    /// Other ways of writing it.
    pub also: &'static [&'static str],
}

/// The words of a vocabulary, in its own order.
#[derive(Debug)]
pub struct Vocabulary {
    /// Every word.
    pub terms: &'static [Term],
    /// By the key of each name; made once, as files have a million cells.
    words: LazyLock<HashMap<String, &'static str>>,
}

impl Vocabulary {
    /// The API's spelling of what is written; case, width, spaces and separators do not matter.
    pub fn find(&self, text: &str) -> Option<&'static str> {
        self.words.get(&label_key(text)).copied()
    }
}

impl Term {
    const fn also(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.word, self.ja, self.en].into_iter().chain(self.also.iter().copied())
    }
}

const fn term(word: &'static str, ja: &'static str, en: &'static str) -> Term {
    Term { word, ja, en, also: &[] }
}

fn by_key(terms: &'static [Term]) -> HashMap<String, &'static str> {
    terms.iter().flat_map(|term| term.names().map(|name| (label_key(name), term.word))).collect()
}

macro_rules! vocabularies {
    ($($(#[$meta:meta])* $name:ident = $terms:expr;)+) => { $(
        $(#[$meta])*
        pub static $name: Vocabulary = {
            const TERMS: &[Term] = $terms;
            Vocabulary { terms: TERMS, words: LazyLock::new(|| by_key(TERMS)) }
        };
    )+ };
}

macro_rules! slots {
    ($($english:literal $day:literal),+) => { &[$(
        term(concat!($english, "_morning"), concat!($day, "・午前"), concat!($english, " morning")).also(&[
            concat!($day, "曜午前"), concat!($day, "曜の午前"), concat!($day, "曜日午前"), concat!($day, "曜日の午前"),
            concat!($day, "朝"),
        ]),
        term(concat!($english, "_afternoon"), concat!($day, "・午後"), concat!($english, " afternoon")).also(&[
            concat!($day, "曜午後"), concat!($day, "曜の午後"), concat!($day, "曜日午後"), concat!($day, "曜日の午後"),
        ]),
        term(concat!($english, "_evening"), concat!($day, "・夜"), concat!($english, " evening")).also(&[
            concat!($day, "曜夜"), concat!($day, "曜の夜"), concat!($day, "曜日夜"), concat!($day, "曜日の夜"),
            concat!($day, "夜間"), concat!($day, "曜夜間"),
        ]),
    )+] };
}

vocabularies! {
    /// 契約の形.
    CONTRACT_FORMS = &[
        term("employment", "雇用", "employment").also(&["雇用契約"]),
        term("quasi_mandate", "準委任", "quasi-mandate").also(&["準委任契約", "業務委託（準委任）"]),
        term("work_contract", "請負", "work contract").also(&["請負契約", "業務委託（請負）"]),
        term("fiscal_year_staff", "会計年度任用", "fiscal-year staff").also(&["会計年度任用職員"]),
        term("commission", "委嘱・謝金", "commission with a fee").also(&["委嘱", "謝金"]),
        term("pro_bono", "プロボノ", "pro bono"),
    ];

    /// 働き方.
    WORK_STYLES = &[
        term("on_site", "現地", "on site").also(&["出社", "オンサイト"]),
        term("hybrid", "現地と遠隔", "partly remote").also(&["ハイブリッド", "併用"]),
        term("remote", "遠隔", "remote").also(&["リモート", "フルリモート", "テレワーク", "在宅", "オンライン"]),
    ];

    /// 本業の許可.
    MAIN_JOB_PERMISSIONS = &[
        term("unconfirmed", "まだ確かめていない", "not yet confirmed").also(&["未確認"]),
        term("notified", "届け出た", "notified").also(&["届出済", "届出済み"]),
        term("permitted", "許可を得た", "permitted").also(&["許可済", "許可済み"]),
        term("not_required", "要らない", "not required").also(&["不要"]),
        term("forbidden", "認められていない", "not allowed").also(&["禁じられている", "禁止"]),
    ];

    /// 準備の段階.
    READINESS = &[
        term("exploring", "探し中", "exploring"),
        term("preparing", "準備中", "preparing"),
        term("ready", "準備できた", "ready"),
        term("engaged", "参画中", "engaged"),
        term("alumni", "経験者", "alumni"),
    ];

    /// 地域との縁.
    TIE_KINDS = &[
        term("worked", "働いた", "has worked in").also(&["働いたことがある", "勤務"]),
        term("studied", "学んだ", "has studied in").also(&["学んだことがある", "通学"]),
        term("visited", "訪れた", "has visited").also(&["訪れたことがある", "訪問"]),
        term("supports", "応援している", "supports").also(&["応援"]),
        term("other", "そのほか", "has ties to").also(&["その他", "関わりがある"]),
    ];

    /// 実行か助言か.
    SUPPORT_TYPES = &[
        term("execution", "実行", "execution").also(&["手を動かす（実行）"]),
        term("advice", "助言", "advice").also(&["助言する"]),
    ];

    /// 交通費の負担者.
    TRAVEL_COST_PAYERS = &[
        term("organization", "団体", "organization").also(&["団体負担", "支給"]),
        term("candidate", "本人", "candidate").also(&["本人負担", "自己負担"]),
        term("shared", "分担", "shared"),
    ];

    /// What the reward counts.
    REWARD_KINDS = &[
        term("hourly", "時給", "hourly"),
        term("daily", "日当", "daily").also(&["日給", "日額"]),
        term("monthly", "月額", "monthly").also(&["月給"]),
        term("fixed", "総額", "fixed").also(&["固定", "一式"]),
        term("none", "無報酬", "unpaid").also(&["なし"]),
    ];

    /// はい and いいえ.
    FLAGS = &[
        term("true", "はい", "yes").also(&["○", "◯", "〇", "✓", "☑", "有", "あり", "y", "1"]),
        term("false", "いいえ", "no").also(&["×", "✕", "✗", "✖", "☐", "無", "なし", "n", "0"]),
    ];

    /// Where somebody would like to be involved, when it does not matter.
    ANYWHERE = &[term("anywhere", "どこでも", "anywhere").also(&["全国", "問わない"])];

    /// 時間帯.
    SLOTS =
        slots!("mon" "月", "tue" "火", "wed" "水", "thu" "木", "fri" "金", "sat" "土", "sun" "日");
}

#[cfg(test)]
mod tests {
    use domain::Word;

    use super::*;

    fn covers<W: Word>(vocabulary: &Vocabulary) {
        let words: Vec<&str> = vocabulary.terms.iter().map(|term| term.word).collect();
        let all: Vec<&str> = W::ALL.iter().map(|word| word.as_str()).collect();
        assert_eq!(words, all);
        let mut names: Vec<(String, &str)> = vocabulary
            .terms
            .iter()
            .flat_map(|term| term.names().map(|name| (label_key(name), term.word)))
            .collect();
        names.sort_unstable();
        names.dedup();
        assert!(names.windows(2).all(|pair| pair[0].0 != pair[1].0), "{names:?}");
    }

    #[test]
    fn every_word_has_its_names_and_no_name_means_two() {
        covers::<domain::ContractForm>(&CONTRACT_FORMS);
        covers::<domain::WorkStyle>(&WORK_STYLES);
        covers::<domain::MainJobPermission>(&MAIN_JOB_PERMISSIONS);
        covers::<domain::Readiness>(&READINESS);
        covers::<domain::TieKind>(&TIE_KINDS);
        covers::<domain::SupportType>(&SUPPORT_TYPES);
        covers::<domain::TravelCostPayer>(&TRAVEL_COST_PAYERS);
        covers::<domain::RewardKind>(&REWARD_KINDS);
        covers::<domain::Slot>(&SLOTS);
    }

    #[test]
    fn width_case_and_separators_do_not_matter() {
        assert_eq!(CONTRACT_FORMS.find("ﾌﾟﾛﾎﾞﾉ"), Some("pro_bono"));
        assert_eq!(CONTRACT_FORMS.find("Quasi Mandate"), Some("quasi_mandate"));
        assert_eq!(SLOTS.find("土曜日の午前"), Some("sat_morning"));
        assert_eq!(SLOTS.find("ＴＵＥ_evening"), Some("tue_evening"));
        assert_eq!(FLAGS.find("○"), Some("true"));
        assert_eq!(FLAGS.find("０"), Some("false"));
        assert_eq!(FLAGS.find("たぶん"), None);
        assert_eq!(FLAGS.find(""), None);
    }
}
