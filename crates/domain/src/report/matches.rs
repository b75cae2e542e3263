//! New matches: of the whole period, of each fiscal year and of each body.

use std::collections::{BTreeMap, BTreeSet};

use super::{CountedEngagement, Matches, Period, Ratio, ReportGround, distinct};
use crate::aggregate::{Audience, Count, Withheld};
use crate::fiscal_year::FiscalYear;
use crate::id::OrganizationId;

/// The split by body.
pub(super) const BY_HOST: usize = 0;
/// The split by fiscal year.
const BY_YEAR: usize = 1;

/// How many matches, of how many people, at how many bodies.
pub(super) struct Figures {
    pub(super) matches: u64,
    pub(super) people: u64,
    hosts: u64,
}

/// What is counted of new matches.
pub(super) struct NewMatches {
    pub(super) whole: Figures,
    pub(super) years: Vec<Figures>,
    pub(super) hosts: Vec<(OrganizationId, Figures)>,
}

impl Figures {
    fn of<'a>(begun: impl Iterator<Item = &'a CountedEngagement> + Clone) -> Self {
        Self {
            matches: begun.clone().count() as u64,
            people: distinct(begun.clone().map(|one| &one.who)) as u64,
            hosts: begun.map(|one| one.host).collect::<BTreeSet<_>>().len() as u64,
        }
    }

    /// As they are told: the whole, or those of a year by its place.
    pub(super) fn told(&self, (matches, people): (&Withheld, &Withheld), year: Option<usize>) -> Matches {
        let told = |withheld: &Withheld, count| match year {
            None => withheld.total(count),
            Some(place) => withheld.part(BY_YEAR, place, count),
        };
        let (matches, people) = (told(matches, self.matches), told(people, self.people));
        let per_body = |count: Count| Ratio::new(count.value()?, self.hosts);
        Matches {
            matches,
            people,
            host_bodies: self.hosts,
            people_per_host_body: per_body(people),
            matches_per_host_body: per_body(matches),
        }
    }
}

impl NewMatches {
    pub(super) fn of(ground: &ReportGround, period: Period, years: &[FiscalYear]) -> Self {
        let begun = |part: Period| {
            let begun = ground.engagements.iter().filter(move |one| part.contains(one.starts_on));
            begun.filter(|one| !one.is_renewal)
        };
        let mut by_host: BTreeMap<OrganizationId, Vec<&CountedEngagement>> = BTreeMap::new();
        for one in begun(period) {
            by_host.entry(one.host).or_default().push(one);
        }
        Self {
            whole: Figures::of(begun(period)),
            years: years.iter().map(|year| Figures::of(begun(period.within(*year)))).collect(),
            hosts: by_host.into_iter().map(|(host, begun)| (host, Figures::of(begun.into_iter()))).collect(),
        }
    }

    /// What is withheld of the matches, and of their people: of these also where the matches are.
    pub(super) fn withheld(&self, audience: Audience) -> (Withheld, Withheld) {
        let of = |count: fn(&Figures) -> u64| {
            let by_host = self.hosts.iter().map(|(_, figures)| count(figures)).collect();
            let by_year = self.years.iter().map(count).collect();
            Withheld::of(count(&self.whole), &[by_host, by_year], audience)
        };
        let (matches, people) = (of(|figures| figures.matches), of(|figures| figures.people));
        let people = people.and(&matches);
        (matches, people)
    }
}
