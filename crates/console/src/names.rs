//! Names of the things that codes stand for, in the reader's language.

use domain::{CategoryId, MunicipalityCode, PrefectureCode, Reference, RegionCode, SkillId};

use crate::lang::Lang;
use crate::text::Text;

/// The reader's language and the tables that codes refer to.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    /// The language.
    pub lang: Lang,
    /// The tables.
    pub reference: &'a Reference,
}

impl Names<'_> {
    /// The words of the language.
    pub(crate) fn text(&self) -> &'static Text {
        self.lang.text()
    }

    /// A skill's label; its id when the table no longer has it.
    pub(crate) fn skill(&self, id: &SkillId) -> String {
        let found = self.reference.skills.get(id);
        found.map_or_else(|| id.to_string(), |skill| self.pick(&skill.label_ja, &skill.label_en))
    }

    /// A category's label; its id when the table no longer has it.
    pub(crate) fn category(&self, id: &CategoryId) -> String {
        let found = self.reference.categories.find(id.as_str());
        found.map_or_else(|| id.to_string(), |category| self.pick(&category.label_ja, &category.label_en))
    }

    /// A place with its prefecture.
    pub(crate) fn region(&self, code: RegionCode) -> String {
        match self.lang {
            Lang::Ja => self.reference.regions.name_ja(code),
            Lang::En => self.reference.regions.name_en(code),
        }
    }

    /// A municipality without its prefecture, where the table has it.
    pub(crate) fn municipality(&self, code: MunicipalityCode) -> String {
        match self.reference.regions.municipality(code) {
            Some(found) => self.pick(&found.name, &found.name_en),
            None => self.region(RegionCode::Municipality(code)),
        }
    }

    /// A prefecture.
    pub(crate) fn prefecture(&self, code: PrefectureCode) -> String {
        self.region(RegionCode::Prefecture(code))
    }

    /// A prefecture, as short as a map's cell asks: 「長野」, "Nagano".
    pub(crate) fn short_prefecture(&self, code: PrefectureCode) -> String {
        let name = self.prefecture(code);
        match self.lang {
            Lang::Ja if code.number() != HOKKAIDO => {
                name.strip_suffix(['都', '府', '県']).map_or_else(|| name.clone(), str::to_owned)
            }
            Lang::Ja | Lang::En => name,
        }
    }

    fn pick(&self, ja: &str, en: &str) -> String {
        match self.lang {
            Lang::Ja => ja.to_owned(),
            Lang::En => en.to_owned(),
        }
    }
}

/// 北海道 keeps its last letter.
const HOKKAIDO: u8 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefectures_are_cut_short_in_japanese_only() {
        let reference = Reference::built_in();
        let short = |lang, code| {
            let names = Names { lang, reference: &reference };
            names.short_prefecture(PrefectureCode::parse(code).unwrap())
        };
        let codes = ["01", "13", "20", "26"];
        assert_eq!(codes.map(|code| short(Lang::Ja, code)), ["北海道", "東京", "長野", "京都"]);
        assert_eq!(short(Lang::En, "20"), "Nagano");
    }
}
