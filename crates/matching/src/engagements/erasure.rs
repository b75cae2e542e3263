//! What stays when a person is erased: the lines that reports count, under a pseudonym that leads back to nobody.

use domain::erased::{ErasedApplication, ErasedEngagement, ErasedFigures, ErasedLedgerEntry, Pseudonym};
use domain::{CandidateId, ChangeKind, Engagement, LedgerEntry, Month};
use store::Tx;

use super::touched;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::ledger_entries;

/// Keeps what reports count of somebody who is being erased, and tells the bodies that the records themselves are gone.
/// To be called in the transaction that erases, before it does.
pub(crate) fn leave_figures(engine: &Engine, tx: &mut Tx<'_>, id: CandidateId) -> Result<(), MatchingError> {
    let applications = tx.list_applications_of(id)?;
    let engagements = tx.list_engagements_of(id)?;
    let entries = tx.list_ledger_entries_of(id)?;
    let figures = ErasedFigures {
        applications: applications
            .iter()
            .map(|application| ErasedApplication {
                posting_id: application.posting_id,
                submitted_in: Month::of_day(application.created_at.day_in_japan()),
            })
            .collect(),
        engagements: engagements.iter().map(of_engagement).collect(),
        ledger_entries: entries.iter().map(of_entry).collect(),
    };
    let mut random = [0; 16];
    engine.entropy.fill(&mut random);
    tx.insert_erased_figures(&Pseudonym::drawn(random), &figures)?;
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
