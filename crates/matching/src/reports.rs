//! Reports: what a body's own and coordinated postings came to, in a fiscal year or between two days.
//!
//! Aggregates alone leave here. Who may read the records behind them is told every count; to others small counts of people
//! are not told. Of people and applications that have been erased the pseudonymous lines are counted along.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::erased::{CountedAgain, ErasedApplication, ErasedEngagement, ErasedStay, Pseudonym};
use domain::report::{
    Counted, CountedApplication, CountedEngagement, CountedEntry, CountedPosting, CountedStay, Period,
    Report, ReportGround,
};
use domain::{
    Actor, Audience, Engagement, FaultCode, Faults, LedgerSource, OrganizationId, Posting, PostingId,
    PostingStatus, ProgramId, RegionCode, RegionGroupId, RoundId, Scope, Timestamp,
};
use store::{EnteredStage, Tx};

use crate::decisions::places;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;
use crate::postings::list_managed;

mod surveys;

pub use surveys::{ReportedChange, ReportedSurvey};

/// What a report is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedReport {
    /// Which days.
    pub period: Period,
    /// Only postings of this program.
    pub program_id: Option<ProgramId>,
    /// Only postings of this round.
    pub round_id: Option<RoundId>,
    /// Only postings in this region, and entries of the ledger of it.
    pub region: Option<RegionCode>,
    /// The same for a named group of regions.
    pub region_group_id: Option<RegionGroupId>,
    /// Only postings of this body.
    pub organization_id: Option<OrganizationId>,
}

impl AskedReport {
    /// Of a period, over everything.
    pub fn of(period: Period) -> Self {
        Self {
            period,
            program_id: None,
            round_id: None,
            region: None,
            region_group_id: None,
            organization_id: None,
        }
    }

    /// Whether only some postings are asked for by something else than where they are.
    fn chooses_postings(&self) -> bool {
        self.program_id.is_some() || self.round_id.is_some() || self.organization_id.is_some()
    }

    /// How near an application must be to be in the report too.
    fn reach(&self) -> CountedAgain {
        match (self.round_id, self.program_id) {
            (Some(_), _) => CountedAgain::Round,
            (None, Some(_)) => CountedAgain::Program,
            (None, None) => CountedAgain::Year,
        }
    }
}

/// A report, with the names of the bodies in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeReport {
    /// The figures.
    pub report: Report,
    /// Names of the bodies that people work for.
    pub names: BTreeMap<OrganizationId, String>,
    /// What has changed for those who answered a survey before and after, by title; none for those who may not read
    /// surveys.
    pub surveys: Vec<ReportedSurvey>,
    /// Made at.
    pub made_at: Timestamp,
}

/// Makes a report.
///
/// # Errors
/// A missing scope; no such group of regions.
pub fn make_report(engine: &Engine, actor: &Actor, asked: &AskedReport) -> Result<MadeReport, MatchingError> {
    require(actor, Scope::ReportsRead)?;
    let is_insider = actor.may(Scope::EngagementsRead) && actor.may(Scope::ApplicationsRead);
    let audience = if is_insider { Audience::Insiders } else { Audience::Outsiders };
    engine.store.read(|tx| {
        let regions = regions(tx, asked)?;
        let postings = postings(engine, tx, actor, (asked, regions.as_deref()))?;
        let mut ground = ground(tx, actor, asked, &postings)?;
        ground.ledger = ledger(engine, tx, actor, (asked, regions.as_deref(), &postings))?;
        let report = Report::of(&ground, asked.period, audience);
        let mut names = BTreeMap::new();
        for host in &report.hosts {
            if let Some(body) = tx.find_organization(host.organization_id)? {
                names.insert(body.id, body.content.name);
            }
        }
        let surveys = match actor.may(Scope::SurveysRead) && !asked.chooses_postings() {
            true => surveys::reported(tx, actor, asked.period)?,
            false => Vec::new(),
        };
        Ok(MadeReport { report, names, surveys, made_at: engine.now() })
    })
}

/// The regions that are asked for; `None` = all.
fn regions(tx: &mut Tx<'_>, asked: &AskedReport) -> Result<Option<Vec<RegionCode>>, MatchingError> {
    let Some(id) = asked.region_group_id else { return Ok(asked.region.map(|region| vec![region])) };
    let group = tx.find_region_group(id)?.ok_or_else(|| {
        Faults::one("?region_group_id", FaultCode::UnknownReference, "no such group of regions")
    })?;
    Ok(Some(group.content.regions.into_iter().chain(asked.region).collect()))
}

fn lies_in(engine: &Engine, place: RegionCode, regions: Option<&[RegionCode]>) -> bool {
    let within = |region: &RegionCode| match place {
        RegionCode::Municipality(code) => engine.reference.regions.lies_in(code, *region),
        RegionCode::Prefecture(_) => place == *region,
    };
    regions.is_none_or(|regions| regions.iter().any(within))
}

fn postings(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (asked, regions): (&AskedReport, Option<&[RegionCode]>),
) -> Result<Vec<Posting>, MatchingError> {
    let mut found = list_managed(engine, tx, actor, Some(asked.period))?;
    found.retain(|posting| {
        asked.organization_id.is_none_or(|body| posting.organization_id == body)
            && asked.round_id.is_none_or(|round| posting.content.round_id == Some(round))
            && lies_in(engine, RegionCode::Municipality(posting.content.terms.municipality), regions)
    });
    if let Some(program) = asked.program_id {
        let mut programs: HashMap<RoundId, ProgramId> = HashMap::new();
        for round in found.iter().filter_map(|posting| posting.content.round_id) {
            if !programs.contains_key(&round)
                && let Some(found) = tx.find_round(round)?
            {
                programs.insert(round, found.content.program_id);
            }
        }
        found.retain(|posting| {
            let of = posting.content.round_id.and_then(|round| programs.get(&round));
            of == Some(&program)
        });
    }
    Ok(found)
}

fn ground(
    tx: &mut Tx<'_>,
    actor: &Actor,
    asked: &AskedReport,
    postings: &[Posting],
) -> Result<ReportGround, MatchingError> {
    let period = asked.period;
    let ids: Vec<PostingId> = postings.iter().map(|posting| posting.id).collect();
    let hosts: HashMap<PostingId, OrganizationId> =
        postings.iter().map(|posting| (posting.id, posting.organization_id)).collect();
    let submitted = tx.list_submitted_applications(&ids)?;
    let application_ids: Vec<_> = submitted.iter().map(|application| application.id).collect();
    let erased = tx.list_erased_applications(&ids)?;
    let applications = submitted.iter().map(|application| CountedApplication {
        who: Some(Counted::Known(application.candidate_id)),
        submitted_on: application.at.day_in_japan(),
    });
    let mut engagements: Vec<CountedEngagement> =
        tx.list_engagements_for(&ids)?.iter().map(known_engagement).collect();
    for (who, one) in tx.list_erased_engagements(&ids)? {
        engagements.extend(hosts.get(&one.posting_id).map(|host| erased_engagement(who, one, *host)));
    }
    let applied_to: HashSet<PostingId> = submitted
        .iter()
        .map(|application| application.posting_id)
        .chain(erased.iter().map(|(_, application)| application.posting_id))
        .collect();
    let of_several = hosts.values().collect::<HashSet<_>>().len() > 1;
    let erased = erased.into_iter().map(|(who, one)| {
        let again = if of_several { one.again_anywhere } else { one.again_at_body };
        let is_counted = again.is_none_or(|near| asked.reach() < near);
        erased_application((is_counted.then_some(who), one))
    });
    let mut left = stays(&tx.list_entered_stages(&application_ids)?);
    left.extend(tx.list_erased_stays(&ids)?.into_iter().map(erased_stay));
    let mut shown = tx.count_shown(actor.organization_id, instants(period), &ids)?;
    for kept in tx.list_decision_rankings(&ids, instants(period))? {
        for place in places(&kept)? {
            *shown.entry(place.candidate_id).or_default() += 1;
        }
    }
    Ok(ReportGround {
        engagements,
        applications: applications.chain(erased).collect(),
        postings: postings.iter().filter_map(|posting| counted_posting(posting, &applied_to)).collect(),
        stays: left,
        exposures: shown.into_values().collect(),
        ledger: Vec::new(),
    })
}

/// The first instant of a period, and the first after it.
fn instants(period: Period) -> (Timestamp, Timestamp) {
    let midnight = |text: String| Timestamp::parse(&format!("{text}T00:00:00+09:00"));
    let after = period.until().succ_opt().unwrap_or(period.until());
    let first = midnight(period.from().to_string()).unwrap_or(Timestamp::FIRST);
    (first, midnight(after.to_string()).unwrap_or(first))
}

fn known_engagement(engagement: &Engagement) -> CountedEngagement {
    CountedEngagement {
        who: Counted::Known(engagement.candidate_id),
        host: engagement.organization_id,
        starts_on: engagement.terms.starts_on,
        last_on: engagement.last_on(),
        is_renewal: engagement.renews_id.is_some(),
        status: engagement.status,
        converted_to: engagement.end.as_ref().and_then(|end| end.converted_to),
    }
}

fn erased_engagement(who: Pseudonym, one: ErasedEngagement, host: OrganizationId) -> CountedEngagement {
    CountedEngagement {
        who: Counted::Erased(who),
        host,
        starts_on: one.starts_in.first_day(),
        last_on: one.lasts_until.map(|month| month.last_day()),
        is_renewal: one.is_renewal,
        status: one.status,
        converted_to: one.converted_to,
    }
}

fn erased_application((who, one): (Option<Pseudonym>, ErasedApplication)) -> CountedApplication {
    CountedApplication { who: who.map(Counted::Erased), submitted_on: one.submitted_in.first_day() }
}

fn erased_stay(stay: ErasedStay) -> CountedStay {
    CountedStay { status: stay.status, left_on: stay.left_in.first_day(), days: stay.days }
}

/// Postings that took applications: a draft never did, nor one that was withdrawn before anybody had applied.
fn counted_posting(posting: &Posting, applied_to: &HashSet<PostingId>) -> Option<CountedPosting> {
    let took = match posting.status {
        PostingStatus::Draft | PostingStatus::InReview => false,
        PostingStatus::Withdrawn => applied_to.contains(&posting.id),
        PostingStatus::Published
        | PostingStatus::Paused
        | PostingStatus::Closed
        | PostingStatus::Filled
        | PostingStatus::Unfilled => true,
    };
    let window = posting.window();
    took.then(|| CountedPosting {
        seats: u32::from(posting.content.seats),
        opens_on: window.opens_at.unwrap_or(posting.created_at).day_in_japan(),
        closes_on: window.closes_at.map(Timestamp::day_in_japan),
    })
}

/// Each stage but the one an application is in, from its entry to that of the next.
pub(crate) fn stays(entered: &[EnteredStage]) -> Vec<CountedStay> {
    let pairs = entered.windows(2).filter_map(|pair| match pair {
        [before, after] if before.application_id == after.application_id => Some((before, after)),
        _ => None,
    });
    let stay = |(before, after): (&EnteredStage, &EnteredStage)| CountedStay {
        status: before.status,
        left_on: after.at.day_in_japan(),
        days: u64::try_from(after.at.micros().saturating_sub(before.at.micros())).unwrap_or(0) / MICROS_A_DAY,
    };
    pairs.map(stay).collect()
}

/// Microseconds of a day.
const MICROS_A_DAY: u64 = 86_400_000_000;

/// The ledger of the actor's organization. Where postings are chosen, only what was gathered from their engagements.
fn ledger(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (asked, regions, postings): (&AskedReport, Option<&[RegionCode]>, &[Posting]),
) -> Result<Vec<CountedEntry>, MatchingError> {
    let years = asked.period.fiscal_years();
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return Ok(Vec::new()) };
    let span = (*first, *last);
    let chosen: Option<HashSet<_>> = match asked.chooses_postings() {
        true => {
            let ids: Vec<PostingId> = postings.iter().map(|posting| posting.id).collect();
            Some(tx.list_engagements_for(&ids)?.into_iter().map(|engagement| engagement.id).collect())
        }
        false => None,
    };
    let is_chosen = |source: LedgerSource| match (&chosen, source) {
        (None, _) => true,
        (Some(chosen), LedgerSource::Engagement(id)) => chosen.contains(&id),
        (Some(_), LedgerSource::Attendance(_) | LedgerSource::Manual) => false,
    };
    let entries = tx.list_ledger_of_years(actor.organization_id, span)?;
    let known = entries.into_iter().filter(|entry| is_chosen(entry.source)).map(|entry| {
        let content = entry.content;
        let counted = CountedEntry {
            who: Counted::Known(content.candidate_id),
            kind: content.kind,
            fiscal_year: content.fiscal_year(),
            visit_days: content.visit_days,
        };
        (content.region, counted)
    });
    let mut found: Vec<(RegionCode, CountedEntry)> = known.collect();
    if chosen.is_none() {
        for (who, one) in tx.list_erased_ledger_entries(actor.organization_id, span)? {
            let (kind, fiscal_year, visit_days) = (one.kind, one.fiscal_year, one.visit_days);
            let who = Counted::Erased(who);
            found.push((one.region, CountedEntry { who, kind, fiscal_year, visit_days }));
        }
    }
    found.retain(|(region, _)| lies_in(engine, *region, regions));
    Ok(found.into_iter().map(|(_, entry)| entry).collect())
}
