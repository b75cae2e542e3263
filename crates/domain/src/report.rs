//! What a council asks of a year: how many people worked for how many bodies, how long it took, who was shown, what became
//! of it, and who has to do with a region.
//!
//! Arithmetic alone: what is counted is handed in, and a person is whoever equals themselves. A person who works for two
//! bodies is one person and two matches.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::aggregate::{Audience, Count};
use crate::application::ApplicationStatus;
use crate::engagement::{ConvertedTo, EngagementStatus};
use crate::erased::Pseudonym;
use crate::fault::{FaultCode, Faults};
use crate::fiscal_year::FiscalYear;
use crate::id::{CandidateId, OrganizationId};
use crate::ledger::LedgerKind;
use crate::word::Word;

mod measure;

pub use measure::{Ratio, gini_ppm, nearest_rank};

/// Fiscal years that one report may span.
const MOST_YEARS: usize = 30;

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    from: NaiveDate,
    until: NaiveDate,
}

impl Period {
    /// The days of a fiscal year.
    pub fn of_year(year: FiscalYear) -> Self {
        Self { from: year.first_day(), until: year.last_day() }
    }

    /// Days between two, both included.
    ///
    /// # Errors
    /// Reversed days, or more fiscal years than a report spans; with pointers to the parameters.
    pub fn between(from: NaiveDate, until: NaiveDate) -> Result<Self, Faults> {
        if until < from {
            return Err(Faults::one("?until", FaultCode::Contradiction, "must not be before `from`"));
        }
        if FiscalYear::touched(from, until).len() > MOST_YEARS {
            let detail = format!("a report spans {MOST_YEARS} fiscal years at most");
            return Err(Faults::one("?until", FaultCode::OutOfRange, detail));
        }
        Ok(Self { from, until })
    }

    /// The first day.
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// The last day.
    pub fn until(self) -> NaiveDate {
        self.until
    }

    /// The fiscal years that it touches.
    pub fn fiscal_years(self) -> Vec<FiscalYear> {
        FiscalYear::touched(self.from, self.until)
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.from..=self.until).contains(&day)
    }

    /// Whether something with these days, the last one open where it is `None`, has a day in it.
    pub fn touches(self, from: NaiveDate, until: Option<NaiveDate>) -> bool {
        from <= self.until && until.is_none_or(|last| self.from <= last)
    }

    /// The part of it that lies in a fiscal year it touches.
    fn within(self, year: FiscalYear) -> Self {
        Self { from: self.from.max(year.first_day()), until: self.until.min(year.last_day()) }
    }
}

/// A person who is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Somebody who is there.
    Known(CandidateId),
    /// Somebody who was erased.
    Erased(Pseudonym),
}

/// An engagement that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedEngagement {
    /// Who.
    pub who: Counted,
    /// For whom.
    pub host: OrganizationId,
    /// First day; of somebody who was erased the first of the month.
    pub starts_on: NaiveDate,
    /// Last day; of somebody who was erased the last of the month.
    pub last_on: Option<NaiveDate>,
    /// Whether it goes on from another one, and so is no new match.
    pub is_renewal: bool,
    /// Where it stands.
    pub status: EngagementStatus,
    /// What it grew into.
    pub converted_to: Option<ConvertedTo>,
}

/// An application that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedApplication {
    /// Who; `None` = somebody whom another application counts.
    pub who: Option<Counted>,
    /// On which day.
    pub submitted_on: NaiveDate,
}

/// A posting whose seats are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedPosting {
    /// Seats.
    pub seats: u32,
    /// The first day of its window.
    pub opens_on: NaiveDate,
    /// The last day of its window.
    pub closes_on: Option<NaiveDate>,
}

/// A stage that an application has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedStay {
    /// Which.
    pub status: ApplicationStatus,
    /// On which day it was left.
    pub left_on: NaiveDate,
    /// Whole days in it.
    pub days: u64,
}

/// An entry of the ledger that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedEntry {
    /// Who.
    pub who: Counted,
    /// As what.
    pub kind: LedgerKind,
    /// In which year.
    pub fiscal_year: FiscalYear,
    /// Days on site.
    pub visit_days: u16,
}

/// Everything that a report is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportGround {
    /// Engagements, of whatever days.
    pub engagements: Vec<CountedEngagement>,
    /// Applications, of whatever days.
    pub applications: Vec<CountedApplication>,
    /// Postings that took applications, whenever.
    pub postings: Vec<CountedPosting>,
    /// Stages that were left, whenever.
    pub stays: Vec<CountedStay>,
    /// How often each person was shown in the period's rankings; nobody with 0.
    pub exposures: Vec<u64>,
    /// Entries of the ledger, of whatever year.
    pub ledger: Vec<CountedEntry>,
}

/// New matches, and between whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matches {
    /// Engagements that began, renewals not counted.
    pub matches: Count,
    /// Their people, each once.
    pub people: Count,
    /// The bodies they work for, each once.
    pub host_bodies: u64,
    /// People for each body.
    pub people_per_host_body: Option<Ratio>,
    /// Matches for each body.
    pub matches_per_host_body: Option<Ratio>,
}

/// The matches of a fiscal year, as far as it lies in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearFigures {
    /// Which.
    pub fiscal_year: FiscalYear,
    /// Its matches.
    pub matches: Matches,
}

/// The matches of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostFigures {
    /// Which.
    pub organization_id: OrganizationId,
    /// Engagements that began, renewals not counted.
    pub matches: Count,
    /// Their people, each once.
    pub people: Count,
}

/// Work that was under way on some day of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// Engagements, renewals too.
    pub engagements: Count,
    /// Their people, each once.
    pub people: Count,
}

/// Applications that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applying {
    /// Applications.
    pub applications: Count,
    /// Their people, each once.
    pub applicants: Count,
    /// Postings whose window was open on some day.
    pub postings: u64,
    /// Their seats.
    pub seats: u64,
    /// Applications for each seat.
    pub applications_per_seat: Option<Ratio>,
}

/// How long applications stayed in a stage that they left in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageTime {
    /// Which.
    pub status: ApplicationStatus,
    /// How many left it.
    pub left: Count,
    /// Days that half of them needed at most.
    pub median_days: Option<u64>,
    /// Days that nine of ten needed at most.
    pub p90_days: Option<u64>,
}

/// Who was shown in rankings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exposure {
    /// People who were shown at all.
    pub people: Count,
    /// How often, all together.
    pub shown: Option<u64>,
    /// How unevenly, in millionths: 0 = everybody as often, near 1,000,000 = one alone.
    pub gini_ppm: Option<u32>,
}

/// How engagements ended in the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcomes {
    /// 完了
    pub completed: Count,
    /// 途中終了
    pub ended_early: Count,
    /// 更新
    pub renewed: Count,
    /// 移住・転職などへの発展
    pub converted: Count,
    /// What they grew into.
    pub converted_to: Vec<(ConvertedTo, Count)>,
}

/// The ledger of a year, as one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerKindFigures {
    /// As what.
    pub kind: LedgerKind,
    /// People, each once.
    pub people: Count,
    /// Days on site.
    pub visit_days: Option<u64>,
}

/// The ledger of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerYear {
    /// Which.
    pub fiscal_year: FiscalYear,
    /// People, each once, as whatever they are entered.
    pub people: Count,
    /// Days on site.
    pub visit_days: Option<u64>,
    /// By kind, those that anybody is entered as.
    pub kinds: Vec<LedgerKindFigures>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Of which days.
    pub period: Period,
    /// New matches of the whole period.
    pub matches: Matches,
    /// Of each fiscal year in it.
    pub years: Vec<YearFigures>,
    /// Of each body, by id.
    pub hosts: Vec<HostFigures>,
    /// Work under way.
    pub running: Running,
    /// Applications.
    pub applying: Applying,
    /// Time in the stages, in their order; those that nobody left are missing.
    pub stages: Vec<StageTime>,
    /// Exposure.
    pub exposure: Exposure,
    /// Ends.
    pub outcomes: Outcomes,
    /// The ledger of each fiscal year that the period touches, whole.
    pub ledger: Vec<LedgerYear>,
}

impl Report {
    /// The report of a period for an audience.
    pub fn of(ground: &ReportGround, period: Period, audience: Audience) -> Self {
        let years = period.fiscal_years();
        let begun = |part: Period| {
            let begun = ground.engagements.iter().filter(move |one| part.contains(one.starts_on));
            begun.filter(|one| !one.is_renewal)
        };
        Self {
            period,
            matches: matches(begun(period), audience),
            years: years
                .iter()
                .map(|year| YearFigures {
                    fiscal_year: *year,
                    matches: matches(begun(period.within(*year)), audience),
                })
                .collect(),
            hosts: hosts(begun(period), audience),
            running: running(ground, period, audience),
            applying: applying(ground, period, audience),
            stages: stages(ground, period, audience),
            exposure: exposure(&ground.exposures, audience),
            outcomes: outcomes(ground, period, audience),
            ledger: years.iter().map(|year| ledger(ground, *year, audience)).collect(),
        }
    }
}

/// A count of things that are as telling as the people behind them.
fn count(things: usize, audience: Audience) -> Count {
    Count::of(u64::try_from(things).unwrap_or(u64::MAX), audience)
}

fn distinct<'a>(people: impl Iterator<Item = &'a Counted>) -> usize {
    people.collect::<BTreeSet<_>>().len()
}

fn matches<'a>(begun: impl Iterator<Item = &'a CountedEngagement> + Clone, audience: Audience) -> Matches {
    let host_bodies = begun.clone().map(|one| one.host).collect::<BTreeSet<_>>().len() as u64;
    let people = count(distinct(begun.clone().map(|one| &one.who)), audience);
    let matches = count(begun.count(), audience);
    let per_body = |count: Count| Ratio::new(count.value()?, host_bodies);
    Matches {
        matches,
        people,
        host_bodies,
        people_per_host_body: per_body(people),
        matches_per_host_body: per_body(matches),
    }
}

fn hosts<'a>(begun: impl Iterator<Item = &'a CountedEngagement>, audience: Audience) -> Vec<HostFigures> {
    let mut by_host: BTreeMap<OrganizationId, Vec<&Counted>> = BTreeMap::new();
    for one in begun {
        by_host.entry(one.host).or_default().push(&one.who);
    }
    let figures = |(organization_id, people): (OrganizationId, Vec<&Counted>)| HostFigures {
        organization_id,
        matches: count(people.len(), audience),
        people: count(distinct(people.into_iter()), audience),
    };
    by_host.into_iter().map(figures).collect()
}

fn running(ground: &ReportGround, period: Period, audience: Audience) -> Running {
    let under_way = ground.engagements.iter().filter(|one| period.touches(one.starts_on, one.last_on));
    Running {
        engagements: count(under_way.clone().count(), audience),
        people: count(distinct(under_way.map(|one| &one.who)), audience),
    }
}

fn applying(ground: &ReportGround, period: Period, audience: Audience) -> Applying {
    let came_in = ground.applications.iter().filter(|one| period.contains(one.submitted_on));
    let applications = count(came_in.clone().count(), audience);
    let open = ground.postings.iter().filter(|posting| period.touches(posting.opens_on, posting.closes_on));
    let seats = open.clone().map(|posting| u64::from(posting.seats)).sum();
    Applying {
        applications,
        applicants: count(distinct(came_in.filter_map(|one| one.who.as_ref())), audience),
        postings: open.count() as u64,
        seats,
        applications_per_seat: applications.value().and_then(|applications| Ratio::new(applications, seats)),
    }
}

fn stages(ground: &ReportGround, period: Period, audience: Audience) -> Vec<StageTime> {
    let of = |status: ApplicationStatus| {
        let left = ground.stays.iter().filter(|stay| stay.status == status && period.contains(stay.left_on));
        let mut days: Vec<u64> = left.map(|stay| stay.days).collect();
        days.sort_unstable();
        let left = count(days.len(), audience);
        let told = |tenths| if left.is_suppressed() { None } else { nearest_rank(&days, tenths) };
        StageTime { status, left, median_days: told(5), p90_days: told(9) }
    };
    let all = ApplicationStatus::ALL.iter().map(|status| of(*status));
    all.filter(|stage| stage.left != Count::Shown(0)).collect()
}

fn exposure(shown: &[u64], audience: Audience) -> Exposure {
    let people = count(shown.len(), audience);
    let is_told = !people.is_suppressed();
    Exposure {
        people,
        shown: is_told.then(|| shown.iter().sum()),
        gini_ppm: if is_told { gini_ppm(shown) } else { None },
    }
}

fn outcomes(ground: &ReportGround, period: Period, audience: Audience) -> Outcomes {
    let ended = |status: EngagementStatus| {
        let in_it = |one: &&CountedEngagement| one.last_on.is_some_and(|day| period.contains(day));
        ground.engagements.iter().filter(in_it).filter(move |one| one.status == status)
    };
    let of = |status| count(ended(status).count(), audience);
    let grown = |to: &ConvertedTo| {
        let into = ended(EngagementStatus::Converted).filter(|one| one.converted_to == Some(*to));
        (*to, count(into.count(), audience))
    };
    Outcomes {
        completed: of(EngagementStatus::Completed),
        ended_early: of(EngagementStatus::EndedEarly),
        renewed: of(EngagementStatus::Renewed),
        converted: of(EngagementStatus::Converted),
        converted_to: ConvertedTo::ALL.iter().map(grown).collect(),
    }
}

fn ledger(ground: &ReportGround, year: FiscalYear, audience: Audience) -> LedgerYear {
    let entries = || ground.ledger.iter().filter(move |entry| entry.fiscal_year == year);
    let figures = |kind: Option<LedgerKind>| {
        let of_kind = || entries().filter(move |entry| kind.is_none_or(|kind| entry.kind == kind));
        let people = count(distinct(of_kind().map(|entry| &entry.who)), audience);
        let days: u64 = of_kind().map(|entry| u64::from(entry.visit_days)).sum();
        (people, (!people.is_suppressed()).then_some(days))
    };
    let (people, visit_days) = figures(None);
    let kinds = LedgerKind::ALL.iter().map(|kind| {
        let (people, visit_days) = figures(Some(*kind));
        LedgerKindFigures { kind: *kind, people, visit_days }
    });
    let kinds = kinds.filter(|figures| figures.people != Count::Shown(0)).collect();
    LedgerYear { fiscal_year: year, people, visit_days, kinds }
}

#[cfg(test)]
mod tests;
