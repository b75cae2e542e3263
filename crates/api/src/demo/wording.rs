//! What an invented person says: name, mail address, evidence, ties, statement.

use domain::{CandidateProfile, Interest, Reference, RegionCode, RegionTie, SkillId, TieKind};

use super::dice::Dice;
use super::ingredients::{Archetype, Ingredients, Registration};

/// A name in both scripts.
pub(super) struct Name<'a> {
    family: &'a (String, String, u64),
    given: &'a (String, String),
}

impl<'a> Name<'a> {
    /// Draws one; `None` only when the file has no names.
    pub(super) fn draw(ingredients: &'a Ingredients, dice: &mut Dice) -> Option<Self> {
        let family = dice.place(&ingredients.family_names, |(_, _, weight)| *weight)?;
        Some(Self { family: &ingredients.family_names[family], given: dice.even(&ingredients.given_names)? })
    }

    /// 山口 理沙.
    pub(super) fn shown(&self) -> String {
        format!("{} {}", self.family.0, self.given.0)
    }

    /// An address under a reserved name; `number` makes it unique.
    pub(super) fn mail(&self, ingredients: &Ingredients, number: u64, dice: &mut Dice) -> Option<String> {
        let pattern = dice.lot(&ingredients.mail.patterns)?;
        let domain = dice.lot(&ingredients.mail.domains)?;
        let name = pattern
            .replace("{given}", &self.given.1)
            .replace("{family}", &self.family.1)
            .replace("{n}", &number.to_string());
        Some(format!("{name}@{domain}"))
    }
}

/// A phrase that speaks for a skill, where the person gives one.
pub(super) fn evidence(
    ingredients: &Ingredients,
    (skill, level): (&SkillId, u64),
    years: u64,
    dice: &mut Dice,
) -> Option<String> {
    let chances = &ingredients.proficiency_evidence_percent;
    let chance = chances.iter().find(|(of, _)| *of == level).map_or(0, |(_, percent)| *percent);
    if !dice.percent(chance) {
        return None;
    }
    let phrase = dice.even(ingredients.evidence.get(skill.as_str())?)?;
    let stated = dice.within((2, years.max(2)));
    Some(phrase.replace("{years}", &stated.to_string()))
}

/// Ties to regions, the one that the registering body brings along first.
pub(super) fn ties(
    ingredients: &Ingredients,
    registration: &Registration,
    interests: &[Interest],
    dice: &mut Dice,
) -> Vec<RegionTie> {
    let mut stated: Vec<RegionTie> = Vec::new();
    if let Some(tie_to) = &registration.tie_to
        && dice.percent(tie_to.percent)
    {
        stated.extend(tie(ingredients, tie_to.region.0, dice));
    }
    if !dice.percent(ingredients.ties.percent) {
        return stated;
    }
    for _ in 0..dice.lot(&ingredients.ties.count).copied().unwrap_or(0) {
        let of_interest: Vec<RegionCode> =
            interests.iter().filter_map(|interest| region_of(*interest)).collect();
        let from_interests = dice.percent(ingredients.ties.from_interests_percent);
        let region = match dice.even(&of_interest) {
            Some(region) if from_interests => Some(*region),
            _ => dice.lot(&ingredients.ties.regions).map(|code| code.0),
        };
        if let Some(region) = region
            && stated.iter().all(|tie| tie.region != region)
        {
            stated.extend(tie(ingredients, region, dice));
        }
    }
    stated
}

fn tie(ingredients: &Ingredients, region: RegionCode, dice: &mut Dice) -> Option<RegionTie> {
    let kind: TieKind = *dice.lot(&ingredients.ties.kinds)?;
    let noted = dice.percent(ingredients.ties.note_percent);
    let note = ingredients.ties.notes.get(&kind).and_then(|notes| dice.even(notes));
    Some(RegionTie { region, kind, note: note.filter(|_| noted).cloned() })
}

fn region_of(interest: Interest) -> Option<RegionCode> {
    match interest {
        Interest::Anywhere => None,
        Interest::Region(region) => Some(region),
    }
}

/// What the person says of themselves, in the words of the archetype.
pub(super) fn statement(
    (ingredients, archetype): (&Ingredients, &Archetype),
    (reference, profile): (&Reference, &CandidateProfile),
    years: u64,
    dice: &mut Dice,
) -> Option<String> {
    let regions: Vec<RegionCode> =
        profile.region_interests.iter().filter_map(|interest| region_of(*interest)).collect();
    let place = dice.even(&regions).map(|region| place_name(reference, *region));
    let fitting: Vec<&String> =
        archetype.statements.iter().filter(|text| place.is_some() || !text.contains("{place}")).collect();
    let text = dice.even(&fitting)?.replace("{years}", &years.to_string());
    let text = text.replace("{place}", place.as_deref().unwrap_or_default());
    let closing = dice.even(&ingredients.statement_closings)?;
    Some(if dice.percent(ingredients.statement_closing_percent) { text + closing } else { text })
}

/// 長野 for the prefecture, 塩尻市 for the municipality.
fn place_name(reference: &Reference, region: RegionCode) -> String {
    let prefecture = &reference.regions.prefecture(region.prefecture()).name;
    let short = prefecture.strip_suffix(['県', '府', '都']).unwrap_or(prefecture);
    let municipality = match region {
        RegionCode::Prefecture(_) => None,
        RegionCode::Municipality(code) => reference.regions.municipality(code),
    };
    municipality.map_or_else(|| short.to_owned(), |municipality| municipality.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_as_people_say_them() {
        let reference = Reference::built_in();
        let named = |code| place_name(&reference, RegionCode::parse(code).unwrap());
        assert_eq!(
            ["20", "26", "13", "01", "202151"].map(named),
            ["長野", "京都", "東京", "北海道", "塩尻市"]
        );
    }
}
