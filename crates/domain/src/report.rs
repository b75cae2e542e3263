//! What a council asks of a year: how many people worked for how many bodies, how long it took, who was shown, what became
//! of it, and who has to do with a region.
//!
//! Arithmetic alone: what is counted is handed in, and a person is whoever equals themselves. A person who works for two
//! bodies is one person and two matches.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::aggregate::{Audience, Count, Withheld};
use crate::application::ApplicationStatus;
use crate::engagement::{ConvertedTo, EngagementStatus};
use crate::fault::{FaultCode, Faults};
use crate::fiscal_year::FiscalYear;
use crate::id::OrganizationId;
use crate::ledger::LedgerKind;
use crate::word::Word;

mod ground;
mod matches;
mod measure;

pub use ground::{
    Counted, CountedApplication, CountedEngagement, CountedEntry, CountedPosting, CountedStay, ReportGround,
};
pub use measure::{Ratio, gini_ppm, nearest_rank};

use matches::{BY_HOST, NewMatches};

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
        let new = NewMatches::of(ground, period, &years);
        let (matches, people) = new.withheld(audience);
        Self {
            period,
            matches: new.whole.told((&matches, &people), None),
            years: years
                .iter()
                .zip(new.years.iter().enumerate())
                .map(|(year, (place, figures))| YearFigures {
                    fiscal_year: *year,
                    matches: figures.told((&matches, &people), Some(place)),
                })
                .collect(),
            hosts: new
                .hosts
                .iter()
                .enumerate()
                .map(|(place, (host, figures))| HostFigures {
                    organization_id: *host,
                    matches: matches.part(BY_HOST, place, figures.matches),
                    people: people.part(BY_HOST, place, figures.people),
                })
                .collect(),
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
    let converted = ended(EngagementStatus::Converted).count() as u64;
    let into = |to: &ConvertedTo| {
        let into = ended(EngagementStatus::Converted).filter(|one| one.converted_to == Some(*to));
        (*to, into.count() as u64)
    };
    let grown: Vec<(ConvertedTo, u64)> = ConvertedTo::ALL.iter().map(into).collect();
    let split = grown.iter().map(|(_, count)| *count).collect();
    let withheld = Withheld::of(converted, &[split], audience);
    Outcomes {
        completed: of(EngagementStatus::Completed),
        ended_early: of(EngagementStatus::EndedEarly),
        renewed: of(EngagementStatus::Renewed),
        converted: withheld.total(converted),
        converted_to: (0..)
            .zip(grown)
            .map(|(place, (to, count))| (to, withheld.part(0, place, count)))
            .collect(),
    }
}

fn ledger(ground: &ReportGround, year: FiscalYear, audience: Audience) -> LedgerYear {
    let entries = || ground.ledger.iter().filter(move |entry| entry.fiscal_year == year);
    let figures = |kind: Option<LedgerKind>| {
        let of_kind = || entries().filter(move |entry| kind.is_none_or(|kind| entry.kind == kind));
        let people = distinct(of_kind().map(|entry| &entry.who)) as u64;
        let days: u64 = of_kind().map(|entry| u64::from(entry.visit_days)).sum();
        (people, days)
    };
    let (all, all_days) = figures(None);
    let kinds: Vec<(LedgerKind, u64, u64)> = LedgerKind::ALL
        .iter()
        .map(|kind| (*kind, figures(Some(*kind))))
        .filter(|(_, (people, _))| *people > 0)
        .map(|(kind, (people, days))| (kind, people, days))
        .collect();
    let split = kinds.iter().map(|(_, people, _)| *people).collect();
    let withheld = Withheld::of(all, &[split], audience);
    // Days are told of those whose number is.
    let days = |people: Count, days: u64| (!people.is_suppressed()).then_some(days);
    let kinds = (0..).zip(kinds).map(|(place, (kind, people, visit_days))| {
        let people = withheld.part(0, place, people);
        LedgerKindFigures { kind, people, visit_days: days(people, visit_days) }
    });
    let people = withheld.total(all);
    LedgerYear { fiscal_year: year, people, visit_days: days(people, all_days), kinds: kinds.collect() }
}

#[cfg(test)]
mod tests;
