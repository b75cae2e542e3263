//! Small marks with a word in them: the stage of a posting, what stands out about a person.

use domain::{
    ConstraintCode, Feature, Interest, MunicipalityCode, PairScore, PostingStatus, RegionCode, RegionTie,
};
use maud::{Markup, html};

use crate::names::Names;
use crate::text::Text;
use crate::view::Person;

/// The stage of a posting.
pub(crate) fn status_pill(text: &Text, status: PostingStatus) -> Markup {
    let look = match status {
        PostingStatus::Published => "pill-open",
        PostingStatus::Closed | PostingStatus::Filled => "pill-done",
        PostingStatus::Draft | PostingStatus::InReview | PostingStatus::Paused => "pill-waiting",
        PostingStatus::Unfilled | PostingStatus::Withdrawn => "pill-ended",
    };
    html! { span.pill.(look) { ((text.words.status)(status)) } }
}

/// What stands out about a person for a posting at `place`.
pub(crate) fn person_chips(names: Names<'_>, person: &Person, fit: Fit<'_>) -> Markup {
    let text = names.text();
    let applied = fit.pair.breakdown.iter().any(|line| line.feature == Feature::Tie);
    let near = Near { names, place: fit.place };
    let tie = applied.then(|| near.tie(&person.profile.region_ties)).flatten();
    let interest = || near.interest(&person.profile.region_interests);
    html! {
        @if let Some(place) = tie {
            " " span.chip.chip-tie { ((text.matches.tie_chip)(&place)) }
        } @else if let Some(place) = interest().filter(|_| applied) {
            " " span.chip.chip-interest { ((text.matches.interest_chip)(&place)) }
        }
        @if fit.unknown.contains(&ConstraintCode::Hours) || lacks_hours(person, fit.pair) {
            " " span.chip.chip-blank { (text.matches.hours_blank_chip) }
        }
    }
}

/// A person set beside a posting.
#[derive(Clone, Copy)]
pub(crate) struct Fit<'a> {
    /// Where the work is.
    pub place: MunicipalityCode,
    /// The score and its parts.
    pub pair: &'a PairScore,
    /// To confirm.
    pub unknown: &'a [ConstraintCode],
}

/// Whether the person left the hours blank that the score looks at.
pub(crate) fn lacks_hours(person: &Person, pair: &PairScore) -> bool {
    person.profile.hours_per_week.is_none()
        && pair.breakdown.iter().any(|line| line.feature == Feature::Commitment && line.assumed)
}

/// Regions near the work, worded by their nearest shared level.
struct Near<'a> {
    names: Names<'a>,
    place: MunicipalityCode,
}

impl Near<'_> {
    fn tie(&self, ties: &[RegionTie]) -> Option<String> {
        self.nearest(ties.iter().map(|tie| tie.region))
    }

    /// An interest in the municipality itself; wider ones are too common to stand out.
    fn interest(&self, interests: &[Interest]) -> Option<String> {
        let regions = interests.iter().filter_map(|interest| match interest {
            Interest::Region(region) if self.is_here(*region) => Some(*region),
            Interest::Region(_) | Interest::Anywhere => None,
        });
        self.nearest(regions)
    }

    fn is_here(&self, region: RegionCode) -> bool {
        let regions = &self.names.reference.regions;
        match region {
            RegionCode::Municipality(code) => regions.city(code) == regions.city(self.place),
            RegionCode::Prefecture(_) => false,
        }
    }

    fn nearest(&self, regions: impl Iterator<Item = RegionCode>) -> Option<String> {
        let words = &self.names.text().words;
        let table = &self.names.reference.regions;
        let near: Vec<RegionCode> =
            regions.filter(|region| region.prefecture() == self.place.prefecture()).collect();
        if near.iter().any(|region| self.is_here(*region)) {
            let city = table.municipality(table.city(self.place));
            return Some(city.map_or("", |city| (words.place_kind)(city.kind)).to_owned())
                .filter(|kind| !kind.is_empty())
                .or_else(|| Some(self.names.municipality(self.place)));
        }
        let prefecture = &table.prefecture(self.place.prefecture()).name;
        (!near.is_empty()).then(|| (words.prefecture_kind)(prefecture).to_owned())
    }
}
