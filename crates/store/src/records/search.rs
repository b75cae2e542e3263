//! Lists that are narrowed and ordered, and how many of their records have which values. A list and its facets are
//! read by the same conditions.

use std::collections::BTreeMap;

use domain::{
    CandidateId, CandidateSearch, Facet, FacetValue, Facets, Interest, OrganizationId, PageRequest, Place,
    RegionCode, Word, Words,
};

use super::postings::{PostingFilter, PostingSieve};
use super::rows_of;
use super::viewer::Eyes;
use crate::transaction::on_backend;
use crate::vocabulary::{number, parts};
use crate::{StoreError, Tx};

/// Values of a facet at most: beyond these nobody reads.
const MOST_VALUES: usize = 50;

/// Which candidates a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateFilter {
    /// Those that this body registered.
    pub organization_id: OrganizationId,
    /// As far as they are looked for. Skills come with their narrower ones, cities with their wards.
    pub search: CandidateSearch,
    /// But for these: whom the reader may not find by what is looked for.
    pub without: Vec<CandidateId>,
}

/// A candidate filter as queries take it.
pub(crate) struct CandidateSieve {
    pub(crate) organization: String,
    pub(crate) external_id: Option<String>,
    pub(crate) readiness: Vec<&'static str>,
    pub(crate) homes: Option<Within>,
    /// Interests that are enough; `anywhere` may be among the codes.
    pub(crate) interests: Option<Within>,
    /// As they stand in a list, as patterns.
    pub(crate) categories: Vec<String>,
    pub(crate) skills: Vec<String>,
    pub(crate) min_proficiency: i32,
    pub(crate) contract_forms: Vec<String>,
    pub(crate) work_styles: Vec<String>,
    pub(crate) min_hours_per_week: Option<i32>,
    pub(crate) from: Option<String>,
    pub(crate) until: Option<String>,
    pub(crate) max_reward_yen_per_hour: Option<i64>,
    /// As patterns.
    pub(crate) words: Vec<String>,
    pub(crate) without: Vec<String>,
}

/// Places, one of which is enough.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Within {
    /// Exactly these codes.
    pub(crate) codes: Vec<String>,
    /// Everything in these prefectures: beginnings of codes, as patterns.
    pub(crate) prefectures: Vec<String>,
}

/// A part of an ordered list.
pub(crate) struct OrderedPart<O> {
    pub(crate) order: O,
    /// Behind this place.
    pub(crate) after: Option<(i64, String)>,
    /// One more than the page has, to see whether more follow.
    pub(crate) rows: i64,
}

impl<O: Copy> OrderedPart<O> {
    pub(super) fn of<Id: ToString>(order: O, request: &PageRequest<Place<Id>>) -> Self {
        let after = request.after.as_ref().map(|place| (place.value, place.id.to_string()));
        Self { order, after, rows: rows_of(request) }
    }
}

/// A value and the number of records that have it, as the database counts them.
pub(crate) type Counted = Vec<(String, i64)>;

/// What the database counts of postings.
pub(crate) struct PostingCounts {
    pub(crate) total: i64,
    pub(crate) statuses: Counted,
    pub(crate) municipalities: Counted,
    pub(crate) category_lists: Counted,
    pub(crate) skills: Counted,
    pub(crate) contract_forms: Counted,
    pub(crate) work_styles: Counted,
}

/// What the database counts of candidates.
pub(crate) struct CandidateCounts {
    pub(crate) total: i64,
    pub(crate) readiness: Counted,
    pub(crate) homes: Counted,
    pub(crate) category_lists: Counted,
    pub(crate) skills: Counted,
    pub(crate) contract_form_lists: Counted,
    pub(crate) work_style_lists: Counted,
}

impl Tx<'_> {
    /// How many of the postings of a list have which values.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_postings_by_facet(&mut self, filter: &PostingFilter) -> Result<Facets, StoreError> {
        let sieve = PostingSieve::from(filter);
        let counts = on_backend!(self, posting_search::counts(&sieve))?;
        let facets = vec![
            facet("status", counts.statuses)?,
            facet("region", by_prefecture(counts.municipalities))?,
            facet("category", by_part(counts.category_lists))?,
            facet("skill", counts.skills)?,
            facet("contract_form", counts.contract_forms)?,
            facet("work_style", counts.work_styles)?,
        ];
        Ok(Facets { total: number("count of postings", counts.total)?, facets })
    }

    /// How many of the candidates of a list have which values.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_candidates_by_facet(&mut self, filter: &CandidateFilter) -> Result<Facets, StoreError> {
        let sieve = CandidateSieve::from(filter);
        let counts = on_backend!(self, candidate_search::counts(&sieve))?;
        let facets = vec![
            facet("readiness", counts.readiness)?,
            facet("region", by_prefecture(counts.homes))?,
            facet("category", by_part(counts.category_lists))?,
            facet("skill", counts.skills)?,
            facet("contract_form", by_part(counts.contract_form_lists))?,
            facet("work_style", by_part(counts.work_style_lists))?,
        ];
        Ok(Facets { total: number("count of candidates", counts.total)?, facets })
    }
}

impl From<&CandidateFilter> for CandidateSieve {
    fn from(filter: &CandidateFilter) -> Self {
        let search = &filter.search;
        Self {
            organization: filter.organization_id.to_string(),
            external_id: search.external_id.as_ref().map(ToString::to_string),
            readiness: search.readiness.iter().map(|word| word.as_str()).collect(),
            homes: Within::of(search.regions.iter().copied()),
            interests: interests(&search.interests),
            categories: search.categories.iter().map(in_list).collect(),
            skills: search.skills.iter().map(ToString::to_string).collect(),
            min_proficiency: search.min_proficiency.map_or(1, |least| i32::from(least.level())),
            contract_forms: search.contract_forms.iter().map(in_list).collect(),
            work_styles: search.work_styles.iter().map(in_list).collect(),
            min_hours_per_week: search.min_hours_per_week.map(i32::from),
            from: search.from.map(|day| day.to_string()),
            until: search.until.map(|day| day.to_string()),
            max_reward_yen_per_hour: search.max_reward_yen_per_hour.map(i64::from),
            words: patterns(&search.words),
            without: filter.without.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<&PostingFilter> for PostingSieve {
    fn from(filter: &PostingFilter) -> Self {
        let search = &filter.search;
        Self {
            eyes: Eyes::from(&filter.viewer),
            others: filter.others.iter().map(|status| status.as_str()).collect(),
            statuses: search.statuses.iter().map(|status| status.as_str()).collect(),
            organization: search.organization_id.map(|id| id.to_string()),
            round: search.round_id.map(|id| id.to_string()),
            external_id: search.external_id.as_ref().map(ToString::to_string),
            places: Within::of(search.regions.iter().copied()),
            group: Within::of(search.group_regions.iter().copied()),
            member: in_list(&filter.viewer.organization_id),
            categories: search.categories.iter().map(in_list).collect(),
            skills: search.skills.iter().map(ToString::to_string).collect(),
            contract_forms: search.contract_forms.iter().map(|form| form.as_str()).collect(),
            work_styles: search.work_styles.iter().map(|style| style.as_str()).collect(),
            hours_per_week: search.hours_per_week.map(i32::from),
            from: search.from.map(|day| day.to_string()),
            until: search.until.map(|day| day.to_string()),
            min_reward_yen_per_hour: search.min_reward_yen_per_hour.map(i64::from),
            words: patterns(&search.words),
        }
    }
}

impl Within {
    /// None where no region is named.
    fn of(regions: impl Iterator<Item = RegionCode>) -> Option<Self> {
        let mut within = Self::default();
        for region in regions {
            match region {
                RegionCode::Municipality(place) => within.codes.push(place.to_string()),
                // Municipality codes begin with their prefecture's.
                RegionCode::Prefecture(prefecture) => within.prefectures.push(format!("{prefecture}%")),
            }
        }
        within.once()
    }

    /// Each but once.
    fn once(mut self) -> Option<Self> {
        for list in [&mut self.codes, &mut self.prefectures] {
            list.sort_unstable();
            list.dedup();
        }
        (self != Self::default()).then_some(self)
    }
}

/// The regions themselves, those within a prefecture, and the prefecture around a municipality.
fn interests(asked: &[Interest]) -> Option<Within> {
    let regions = asked.iter().filter_map(|interest| match interest {
        Interest::Anywhere => None,
        Interest::Region(region) => Some(*region),
    });
    let mut within = Within::of(regions).unwrap_or_default();
    for interest in asked {
        within.codes.extend(match interest {
            Interest::Anywhere => Some(interest.to_string()),
            Interest::Region(RegionCode::Municipality(place)) => Some(place.prefecture().to_string()),
            Interest::Region(RegionCode::Prefecture(_)) => None,
        });
    }
    within.once()
}

/// A value in a list that is joined with commas and has one at either end.
pub(super) fn in_list(value: &impl ToString) -> String {
    format!("%,{},%", escaped(&value.to_string()))
}

pub(super) fn patterns(words: &Words) -> Vec<String> {
    words.as_slice().iter().map(|word| containing(word)).collect()
}

/// The pattern of texts that have this one in them.
pub(super) fn containing(text: &str) -> String {
    format!("%{}%", escaped(text))
}

/// A text that a pattern takes as it is.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, letter| {
        if matches!(letter, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
        escaped
    })
}

fn by_prefecture(places: Counted) -> Counted {
    let mut counts = BTreeMap::new();
    for (code, count) in places {
        *counts.entry(code.chars().take(2).collect::<String>()).or_insert(0) += count;
    }
    counts.into_iter().collect()
}

fn by_part(lists: Counted) -> Counted {
    let mut counts = BTreeMap::new();
    for (list, count) in lists {
        for part in parts(&list) {
            *counts.entry(part.to_owned()).or_insert(0) += count;
        }
    }
    counts.into_iter().collect()
}

fn facet(name: &'static str, counted: Counted) -> Result<Facet, StoreError> {
    let stated = counted.into_iter().filter(|(value, _)| !value.is_empty());
    let values = stated.map(|(value, count)| Ok(FacetValue { value, count: number("a count", count)? }));
    let mut values = values.collect::<Result<Vec<_>, StoreError>>()?;
    values.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    values.truncate(MOST_VALUES);
    Ok(Facet { name, values })
}
