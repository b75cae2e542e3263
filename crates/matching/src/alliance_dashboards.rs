//! The members of an alliance side by side, for its members: counts only.

use domain::aggregate::{SMALLEST_SHOWN, Withheld};
use domain::dashboard::{MemberFigures, median_days};
use domain::{
    Actor, AllianceId, ApplicationStatus, Audience, Count, FiscalYear, MembershipState, PostingStatus, Scope,
    Timestamp,
};
use store::{BodyCounts, Tx};

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;

/// The figures of every member in a fiscal year, the present one when none is said; in the order in which they joined.
///
/// # Errors
/// None such, not a member.
pub fn alliance_dashboard(
    engine: &Engine,
    actor: &Actor,
    id: AllianceId,
    year: Option<FiscalYear>,
) -> Result<(FiscalYear, Vec<MemberFigures>), MatchingError> {
    require(actor, Scope::AlliancesRead)?;
    let year = year.unwrap_or_else(|| FiscalYear::at(engine.now()));
    let figures = engine.store.read(|tx| {
        let alliance = tx.find_alliance(id)?.filter(|found| found.is_open_to(actor.organization_id));
        let alliance = alliance.ok_or_else(|| MatchingError::not_found("alliance"))?;
        if !alliance.has_member(actor.organization_id) {
            return Err(MatchingError::forbidden(
                "only members of the alliance see its figures; join it first",
            ));
        }
        let mut members: Vec<_> =
            alliance.members.iter().filter(|member| member.state == MembershipState::Member).collect();
        members.sort_by_key(|member| (member.joined_at, member.organization_id));
        members.iter().map(|member| figures_of(tx, actor, (member.organization_id, year))).collect()
    })?;
    Ok((year, figures))
}

fn figures_of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (body, year): (domain::OrganizationId, FiscalYear),
) -> Result<MemberFigures, MatchingError> {
    let counts = tx.count_of_body(body, span_of(year))?;
    let name = tx.find_organization(body)?.map(|body| body.content.name).unwrap_or_default();
    // A body may look at its own people, so that nothing is kept from it.
    let audience = if body == actor.organization_id { Audience::Insiders } else { Audience::Outsiders };
    let few = u64::try_from(counts.waits.len()).unwrap_or(u64::MAX) < SMALLEST_SHOWN;
    let is_hidden = few && audience == Audience::Outsiders;
    let counted = |among: fn(ApplicationStatus) -> bool| applications(&counts, among);
    let (all, matches) = (counted(|_| true), counted(ApplicationStatus::is_seated));
    let engaged = counted(|status| status == ApplicationStatus::Engaged);
    let declined = counted(|status| status == ApplicationStatus::Declined);
    let by_end = Withheld::of(all, &[vec![matches, declined, all - matches - declined]], audience);
    let seated = Withheld::of(matches, &[vec![engaged, matches - engaged]], audience);
    Ok(MemberFigures {
        organization_id: body,
        name,
        postings: counts.postings.iter().map(|(_, count)| count).sum(),
        published: counts
            .postings
            .iter()
            .filter(|(status, _)| {
                !matches!(status, PostingStatus::Draft | PostingStatus::InReview | PostingStatus::Withdrawn)
            })
            .map(|(_, count)| count)
            .sum(),
        applications: by_end.total(all),
        applicants: Count::of(counts.applicants, audience),
        matches: match by_end.part(0, 0, matches) {
            Count::Shown(_) => seated.total(matches),
            Count::Suppressed => Count::Suppressed,
        },
        engaged: seated.part(0, 0, engaged),
        declined: by_end.part(0, 1, declined),
        median_days_to_decide: if is_hidden { None } else { median_days(counts.waits) },
        referrals_sent: counts.referrals_sent,
        referrals_received: counts.referrals_received,
        referrals_accepted: counts.referrals_accepted,
    })
}

fn applications(counts: &BodyCounts, among: fn(ApplicationStatus) -> bool) -> u64 {
    counts.applications.iter().filter(|(status, _)| among(*status)).map(|(_, count)| count).sum()
}

/// From the first instant of the year in Japan on, and before the first of the next.
fn span_of(year: FiscalYear) -> (Timestamp, Timestamp) {
    let after = |day: Option<chrono::NaiveDate>| {
        let last = day.and_then(domain::promise::end_of_day).unwrap_or(Timestamp::FIRST);
        Timestamp::from_micros(last.micros() + 1).unwrap_or(last)
    };
    (after(year.first_day().pred_opt()), after(Some(year.last_day())))
}
