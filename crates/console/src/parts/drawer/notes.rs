//! What stands behind a feature's points, in one line or two.

use domain::{BreakdownLine, ConstraintCode, Evidence, Fact, Feature, Interest, RegionCode, Relation};

use super::Card;

/// The lines for one feature; empty where there is nothing to add.
pub(super) fn notes(card: &Card<'_>, line: &BreakdownLine) -> Vec<String> {
    match line.feature {
        Feature::Skill => skills(card, line),
        Feature::Commitment => hours(card).into_iter().collect(),
        Feature::Place => home(card).into_iter().collect(),
        Feature::Tie => vec![tie(card)],
        Feature::Theme => themes(card, line).into_iter().collect(),
        Feature::Reward => vec![reward(card)],
    }
}

fn skills(card: &Card<'_>, line: &BreakdownLine) -> Vec<String> {
    let text = card.text();
    if card.person().profile.skills.is_empty() {
        return vec![text.drawer.no_skills.to_owned()];
    }
    let missing: Vec<String> = line
        .evidence
        .iter()
        .filter(|evidence| evidence.held.is_none())
        .map(|evidence| card.names.skill(&evidence.wanted))
        .collect();
    let wanted = line.evidence.len() as u64;
    let exact = |evidence: &&Evidence| matches!(evidence.relation, Relation::Same | Relation::Narrower);
    let same = line.evidence.iter().filter(exact).count() as u64;
    let counted = (text.drawer.skills_found)(same, wanted - same - missing.len() as u64, wanted);
    let named = (!missing.is_empty()).then(|| (text.drawer.skills_missing)(&missing.join(text.words.comma)));
    std::iter::once(counted).chain(named).collect()
}

fn hours(card: &Card<'_>) -> Option<String> {
    let text = card.text();
    let has = u64::from(card.person().profile.hours_per_week?);
    let asked = card.view.head.posting.content.terms.hours_per_week.and_then(|hours| hours.desired());
    Some(match asked {
        Some(asked) => (text.drawer.hours)(has, u64::from(asked)),
        None => (text.drawer.hours_only)(has),
    })
}

fn home(card: &Card<'_>) -> Option<String> {
    let text = card.text();
    let home = card.names.region(RegionCode::Municipality(card.person().profile.home_municipality?));
    let travel =
        card.selected.explanation.constraints.iter().find(|line| line.code == ConstraintCode::Travel);
    Some(match travel.and_then(|line| line.posting_value.as_ref()) {
        Some(Fact::Number(km)) => (text.drawer.distance)(&home, *km),
        _ => (text.drawer.home)(&home),
    })
}

/// The nearest tie in the prefecture of the work, else the nearest interest.
fn tie(card: &Card<'_>) -> String {
    let text = card.text();
    let place = card.view.head.posting.content.terms.municipality;
    let table = &card.names.reference.regions;
    let distance = |region: RegionCode| match region {
        RegionCode::Municipality(code) if table.city(code) == table.city(place) => Some(0),
        _ if region.prefecture() == place.prefecture() => Some(1),
        _ => None,
    };
    let profile = &card.person().profile;
    let ties = profile.region_ties.iter().filter_map(|tie| Some((distance(tie.region)?, tie)));
    let interests = profile.region_interests.iter().filter_map(|interest| match interest {
        Interest::Region(region) => Some((distance(*region)?, *region)),
        Interest::Anywhere => None,
    });
    let nearest_tie = ties.min_by_key(|(far, _)| *far);
    let nearest_interest = interests.min_by_key(|(far, _)| *far);
    match (nearest_tie, nearest_interest) {
        // An interest in the very place counts for more than a tie elsewhere in the prefecture.
        (Some((far, tie)), interest) if far == 0 || interest.is_none_or(|(near, _)| near > 0) => {
            (text.drawer.tie)(&card.names.region(tie.region), tie.kind)
        }
        (_, Some((_, region))) => (text.drawer.interest)(&card.names.region(region)),
        _ => wider_interest(card),
    }
}

/// An interest in the block, or anywhere.
fn wider_interest(card: &Card<'_>) -> String {
    let text = card.text();
    let table = &card.names.reference.regions;
    let block = &table.prefecture(card.view.head.posting.content.terms.municipality.prefecture()).block;
    let interests = &card.person().profile.region_interests;
    let same_block = interests.iter().find_map(|interest| match interest {
        Interest::Region(region) if table.prefecture(region.prefecture()).block == *block => Some(*region),
        Interest::Region(_) | Interest::Anywhere => None,
    });
    match same_block {
        Some(region) => (text.drawer.interest)(&card.names.region(region)),
        None if interests.contains(&Interest::Anywhere) => text.drawer.interest_anywhere.to_owned(),
        None => text.drawer.no_tie.to_owned(),
    }
}

fn themes(card: &Card<'_>, line: &BreakdownLine) -> Option<String> {
    let text = card.text();
    if line.assumed {
        return None;
    }
    let own = &card.person().profile.categories;
    let wanted = &card.view.head.posting.content.terms.categories;
    let shared: Vec<String> =
        wanted.iter().filter(|theme| own.contains(theme)).map(|theme| card.names.category(theme)).collect();
    Some(match shared.is_empty() {
        true => text.drawer.no_theme.to_owned(),
        false => (text.drawer.themes)(&shared.join(text.words.comma)),
    })
}

fn reward(card: &Card<'_>) -> String {
    let text = card.text();
    let offer = card.view.head.posting.content.terms.reward_yen_per_hour();
    match (card.person().profile.min_reward_yen_per_hour, offer) {
        (Some(wish), Some(offer)) => (text.drawer.reward)(u64::from(wish), offer),
        _ => text.drawer.no_wish.to_owned(),
    }
}
