//! What stays when a person, or an application alone, is erased: the lines that reports count, under a pseudonym that
//! leads back to nobody.

use std::collections::HashSet;

use domain::erased::{
    CountedAgain, ErasedApplication, ErasedEngagement, ErasedFigures, ErasedLedgerEntry, ErasedStay,
    Pseudonym,
};
use domain::{
    Application, CandidateId, ChangeKind, Engagement, FiscalYear, LedgerEntry, Month, Posting, ProgramId,
};
use store::Tx;

use super::touched;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::ledger_entries;
use crate::reports::stays;

/// Keeps what reports count of somebody who is being erased, and tells the bodies that the records themselves are gone.
/// To be called in the transaction that erases, before it does.
pub(crate) fn leave_figures(engine: &Engine, tx: &mut Tx<'_>, id: CandidateId) -> Result<(), MatchingError> {
    let applications = tx.list_applications_of(id)?;
    let engagements = tx.list_engagements_of(id)?;
    let entries = tx.list_ledger_entries_of(id)?;
    let mut left = Vec::new();
    for application in &applications {
        left.extend(stays_of(tx, application)?);
    }
    let figures = ErasedFigures {
        applications: applications
            .iter()
            .map(|application| of_application(application, None, None))
            .collect(),
        stays: left,
        engagements: engagements.iter().map(of_engagement).collect(),
        ledger_entries: entries.iter().map(of_entry).collect(),
    };
    tx.insert_erased_figures(&drawn(engine), &figures)?;
    for engagement in engagements {
        let version = engagement.version + 1;
        let gone = Engagement { version, updated_at: engine.now(), ..engagement };
        engine.tell(tx, gone.organization_id, &touched(&gone, "deleted", ChangeKind::Deleted))?;
        super::tell_the_persons_body(engine, tx, &gone, ChangeKind::Deleted)?;
    }
    for entry in entries {
        let version = entry.version + 1;
        let gone = LedgerEntry { version, updated_at: engine.now(), ..entry };
        engine.tell(
            tx,
            gone.organization_id,
            &ledger_entries::touched(&gone, "deleted", ChangeKind::Deleted),
        )?;
    }
    Ok(())
}

/// Keeps what reports count of an application that is being erased while its person stays. To be called in the
/// transaction that erases, before it does.
pub(crate) fn leave_figures_of_application(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (posting, application): (&Posting, &Application),
) -> Result<(), MatchingError> {
    let (mut at_body, mut anywhere) = (None, None);
    for (other, again) in counted_again(tx, (posting, application))? {
        let nearest = |so_far: Option<CountedAgain>| Some(so_far.map_or(again, |near| near.min(again)));
        anywhere = nearest(anywhere);
        if other.organization_id == posting.organization_id {
            at_body = nearest(at_body);
        }
    }
    let figures = ErasedFigures {
        applications: vec![of_application(application, at_body, anywhere)],
        stays: stays_of(tx, application)?,
        ..ErasedFigures::default()
    };
    Ok(tx.insert_erased_figures(&drawn(engine), &figures)?)
}

/// The postings to which the same person applied in the same fiscal year, and how near each is.
fn counted_again(
    tx: &mut Tx<'_>,
    (posting, application): (&Posting, &Application),
) -> Result<Vec<(Posting, CountedAgain)>, MatchingError> {
    let year = FiscalYear::at(application.created_at);
    let others = tx.list_applications_of(application.candidate_id)?;
    let others = others.into_iter().filter(|other| other.id != application.id);
    let ids: HashSet<_> = others
        .filter(|other| FiscalYear::at(other.created_at) == year)
        .map(|other| other.posting_id)
        .collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let program = program_of(tx, posting)?;
    let mut found = Vec::new();
    for other in tx.list_postings_by_ids(&ids)? {
        let again = match other.content.round_id {
            Some(round) if posting.content.round_id == Some(round) => CountedAgain::Round,
            Some(_) if program.is_some() && program_of(tx, &other)? == program => CountedAgain::Program,
            // Again to the same posting: whatever counts the posting counts the person.
            _ if other.id == posting.id => CountedAgain::Round,
            _ => CountedAgain::Year,
        };
        found.push((other, again));
    }
    Ok(found)
}

fn program_of(tx: &mut Tx<'_>, posting: &Posting) -> Result<Option<ProgramId>, MatchingError> {
    let Some(id) = posting.content.round_id else { return Ok(None) };
    Ok(tx.find_round(id)?.map(|round| round.content.program_id))
}

fn drawn(engine: &Engine) -> Pseudonym {
    let mut random = [0; 16];
    engine.entropy.fill(&mut random);
    Pseudonym::drawn(random)
}

fn stays_of(tx: &mut Tx<'_>, application: &Application) -> Result<Vec<ErasedStay>, MatchingError> {
    let entered = tx.list_entered_stages(&[application.id])?;
    let stay = |stay: domain::report::CountedStay| ErasedStay {
        posting_id: application.posting_id,
        status: stay.status,
        left_in: Month::of_day(stay.left_on),
        days: stay.days,
    };
    Ok(stays(&entered).into_iter().map(stay).collect())
}

fn of_application(
    application: &Application,
    again_at_body: Option<CountedAgain>,
    again_anywhere: Option<CountedAgain>,
) -> ErasedApplication {
    ErasedApplication {
        posting_id: application.posting_id,
        submitted_in: Month::of_day(application.created_at.day_in_japan()),
        again_at_body,
        again_anywhere,
    }
}

fn of_engagement(engagement: &Engagement) -> ErasedEngagement {
    ErasedEngagement {
        posting_id: engagement.posting_id,
        is_renewal: engagement.renews_id.is_some(),
        starts_in: Month::of_day(engagement.terms.starts_on),
        lasts_until: engagement.last_on().map(Month::of_day),
        status: engagement.status,
        converted_to: engagement.end.as_ref().and_then(|end| end.converted_to),
    }
}

fn of_entry(entry: &LedgerEntry) -> ErasedLedgerEntry {
    ErasedLedgerEntry {
        organization_id: entry.organization_id,
        kind: entry.content.kind,
        region: entry.content.region,
        fiscal_year: entry.content.fiscal_year(),
        visit_days: entry.content.visit_days,
    }
}
