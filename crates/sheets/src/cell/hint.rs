//! What a cell takes, in a sentence beside its heading.

use domain::Word;

use super::Cell;
use super::list::choices;
use crate::Language;
use crate::vocabulary::{TIE_KINDS, Vocabulary};

impl Cell {
    /// The sentence in a language.
    pub(crate) fn hint(self, language: Language) -> String {
        let [ja, en] = self.hints();
        if language.index() == 0 { ja } else { en }
    }

    fn hints(self) -> [String; 2] {
        let both = |ja: &str, en: &str| [ja.to_owned(), en.to_owned()];
        match self {
            Self::Text { most } | Self::Plain { most } => {
                [format!("{most}文字まで"), format!("At most {most} characters")]
            }
            Self::Key => both("自由な記号。128文字まで", "Your own key, at most 128 characters"),
            Self::Id => both("このシステムのID（36文字）", "An id of this system, 36 characters"),
            Self::Number { least, most, .. } => {
                [format!("{least}から{most}までの整数"), format!("A whole number from {least} to {most}")]
            }
            Self::Day => both("2026-04-01、2026/4/1、令和8年4月1日など", "A day such as 2026-04-01"),
            Self::WindowEnd => both(
                "2026-04-01などの日、または2026/4/1 17:00などの日時（日本時間）",
                "A day such as 2026-04-01, or a time in Japan such as 2026/4/1 17:00",
            ),
            Self::Flag => both("はい、いいえ", "Yes or no"),
            Self::Word { vocabulary } => {
                [format!("次のどれか: {}", japanese(vocabulary)), format!("One of: {}", choices(vocabulary))]
            }
            Self::Words { vocabulary } => [
                format!("次から、「、」で区切って: {}", japanese(vocabulary)),
                format!("Any of, parted by semicolons: {}", choices(vocabulary)),
            ],
            Self::Municipality => both(
                "全国地方公共団体コード6桁（検査数字を含む。市区町村の名前ではなく）",
                "The 6 digits of a municipality code with its check digit; not a name",
            ),
            Self::Regions => both(
                "市区町村コード6桁か都道府県コード2桁を、「、」で区切って（名前ではなく）",
                "Codes of municipalities (6 digits) or prefectures (2), parted by semicolons; not names",
            ),
            Self::Interests => both(
                "市区町村コード6桁、都道府県コード2桁、または「どこでも」を、「、」で区切って（名前ではなく）",
                "Codes of municipalities (6 digits) or prefectures (2), or anywhere, parted by semicolons",
            ),
            Self::RegionTies => [
                format!("「コード:縁」を「、」で区切って。例 202151:働いた。縁は {}", japanese(&TIE_KINDS)),
                format!(
                    "code:tie parted by semicolons, such as 202151:worked; ties: {}",
                    choices(&TIE_KINDS)
                ),
            ],
            Self::Categories => {
                both("テーマの名前を「、」で区切って", "Names of themes, parted by semicolons")
            }
            Self::HeldSkills => both(
                "「スキル:習熟度（1から5）」を「、」で区切って。例 Instagram:4、写真:3",
                "skill:proficiency (1 to 5) parted by semicolons, such as Instagram:4; photography:3",
            ),
            Self::RequiredSkills => both(
                "「スキル:最低の習熟度（1から5）」を「、」で区切って。数字がなければ1",
                "skill:least proficiency (1 to 5) parted by semicolons; 1 without a number",
            ),
            Self::PreferredSkills => both(
                "「スキル:重み（1から3）」を「、」で区切って。数字がなければ1",
                "skill:weight (1 to 3) parted by semicolons; 1 without a number",
            ),
        }
    }
}

fn japanese(vocabulary: &Vocabulary) -> String {
    vocabulary.terms.iter().map(|term| term.ja).collect::<Vec<_>>().join("、")
}
