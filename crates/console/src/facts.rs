//! A value of a constraint or a relaxation as a reader's words.

use domain::{ConstraintCode, Fact, RegionCode, RelaxationCode, Word};

use crate::names::Names;

/// A side's value of a constraint; what is not stated says so.
pub(crate) fn constraint_value(
    names: Names<'_>,
    code: ConstraintCode,
    fact: Option<&Fact>,
) -> Option<String> {
    fact.map(|fact| worded(names, code, fact))
}

/// A side's value of a relaxation.
pub(crate) fn relaxation_value(names: Names<'_>, code: RelaxationCode, fact: Option<&Fact>) -> String {
    fact.map(|fact| worded(names, kindred(code), fact)).unwrap_or_default()
}

/// The constraint a relaxation loosens.
pub(crate) fn kindred(code: RelaxationCode) -> ConstraintCode {
    match code {
        RelaxationCode::HoursMin => ConstraintCode::Hours,
        RelaxationCode::MinProficiency | RelaxationCode::SkillPreferred => ConstraintCode::SkillRequired,
        RelaxationCode::MinSharedSlots => ConstraintCode::Slots,
        RelaxationCode::MinDays => ConstraintCode::Period,
        RelaxationCode::WorkStyle => ConstraintCode::WorkStyle,
        RelaxationCode::VisitsPerMonth => ConstraintCode::Visits,
        RelaxationCode::Residency => ConstraintCode::Residency,
        RelaxationCode::ContractForm => ConstraintCode::ContractForm,
    }
}

fn worded(names: Names<'_>, code: ConstraintCode, fact: &Fact) -> String {
    let words = &names.text().words;
    let places =
        |regions: &[RegionCode]| regions.iter().map(|region| names.region(*region)).collect::<Vec<_>>();
    match fact {
        Fact::Number(number) => (words.amount)(code, *number),
        Fact::Word(word) => one_word(names, code, word),
        Fact::Words(several) => {
            let several: Vec<String> = several.iter().map(|word| one_word(names, code, word)).collect();
            several.join(words.comma)
        }
        Fact::Within(regions) => (words.within)(&places(regions).join(words.comma)),
        Fact::Outside(regions) => (words.outside)(&places(regions).join(words.comma)),
    }
}

fn one_word(names: Names<'_>, code: ConstraintCode, word: &str) -> String {
    let words = &names.text().words;
    let known = match code {
        ConstraintCode::WorkStyle => Word::parse(word).map(|style| (words.work_style)(style).to_owned()),
        ConstraintCode::ContractForm => Word::parse(word).map(|form| (words.contract_form)(form).to_owned()),
        ConstraintCode::MainJob => Word::parse(word).map(|state| (words.permission)(state).to_owned()),
        ConstraintCode::Residency => RegionCode::parse(word).ok().map(|region| names.region(region)),
        ConstraintCode::SkillRequired
        | ConstraintCode::Hours
        | ConstraintCode::Slots
        | ConstraintCode::Period
        | ConstraintCode::Visits
        | ConstraintCode::Travel
        | ConstraintCode::Reward => None,
    };
    known.unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use domain::Reference;

    use super::*;
    use crate::lang::Lang;

    #[test]
    fn values_are_worded_in_both_languages() {
        let reference = Reference::built_in();
        let value = |lang, code, fact: Fact| {
            constraint_value(Names { lang, reference: &reference }, code, Some(&fact)).unwrap()
        };
        assert_eq!(value(Lang::Ja, ConstraintCode::Hours, Fact::Number(8)), "週8時間");
        assert_eq!(value(Lang::En, ConstraintCode::Visits, Fact::Number(1)), "1 visit a month");
        let styles = Fact::Words(vec!["remote".to_owned(), "on_site".to_owned()]);
        assert_eq!(value(Lang::Ja, ConstraintCode::WorkStyle, styles), "遠隔、現地");
        let within = Fact::Within(vec![RegionCode::parse("202151").unwrap()]);
        assert_eq!(value(Lang::Ja, ConstraintCode::Residency, within), "長野県塩尻市に住む人");
        assert_eq!(
            value(Lang::En, ConstraintCode::MainJob, Fact::Word("forbidden".to_owned())),
            "not allowed"
        );
    }

    #[test]
    fn what_no_side_states_is_told_by_the_caller() {
        let reference = Reference::built_in();
        let names = Names { lang: Lang::Ja, reference: &reference };
        assert_eq!(constraint_value(names, ConstraintCode::Hours, None), None);
        assert_eq!(relaxation_value(names, RelaxationCode::Residency, None), "");
    }
}
