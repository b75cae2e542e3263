//! Takes applications along their stages, so that the demo shows each of them: some are read, some people were met, some
//! have an offer, some take part. Comes last: what is drawn before never depends on it.

use std::collections::HashMap;

use domain::engagement::Conditions;
use domain::{
    ApplicationId, ApplicationStatus, DeclineReason, EncounterContent, EncounterKind, EncounterMode,
    EncounterStatus, EngagementTerms, OrganizationId, PostingStatus, Timestamp, TravelCostPayer,
};
use matching::encounters::create_encounter;
use matching::engagements::{EngagementBasis, NewEngagement, create_engagement};
use matching::once::Once;
use matching::operator::operator;
use matching::stages::{ApplicationTransition, transition_application};
use matching::{ConflictCode, MatchingError};

use super::content::DemoPosting;
use super::error::DemoError;
use super::seeding::{Stage, body};
use super::stage::{TODAY, instant};

/// From so many seats on, an open posting has given some already.
const SEATS_ENOUGH: usize = 3;
/// People met for each seat of a posting that has closed.
const MET_A_SEAT: usize = 3;
/// So long after the window the first of them are met.
const MEETING_SECONDS: i64 = 5 * 24 * 3600;

/// A posting with the applications to it, in the order in which they came.
pub(super) struct Applied<'a> {
    pub(super) demo: &'a DemoPosting,
    pub(super) applications: Vec<ApplicationId>,
}

/// Moves the applications to all postings.
///
/// # Errors
/// A use case refused: the demo's data are not right.
pub(super) fn proceed(
    stage: &Stage<'_>,
    bodies: &HashMap<String, OrganizationId>,
    postings: &[Applied<'_>],
) -> Result<(), DemoError> {
    for (number, applied) in postings.iter().enumerate() {
        let organization = body(bodies, &applied.demo.organization)?;
        Proceeding { stage, organization, demo: applied.demo, number }.proceed(&applied.applications)?;
    }
    Ok(())
}

struct Proceeding<'a> {
    stage: &'a Stage<'a>,
    organization: OrganizationId,
    demo: &'a DemoPosting,
    /// The posting's place in the list.
    number: usize,
}

impl Proceeding<'_> {
    fn proceed(&self, applications: &[ApplicationId]) -> Result<(), DemoError> {
        use ApplicationStatus as S;
        let seats = usize::from(self.demo.content.seats);
        let (met, others) = applications.split_at(applications.len().min(seats * MET_A_SEAT));
        let (taken, second) = met.split_at(met.len().min(seats));
        match self.demo.status {
            PostingStatus::Draft | PostingStatus::InReview | PostingStatus::Withdrawn => Ok(()),
            PostingStatus::Published | PostingStatus::Paused => self.proceed_while_open(applications, seats),
            // Those first in line were met; the first of them has an offer, has accepted or takes part, as the posting's
            // place in the list has it, and the second is to be met again.
            PostingStatus::Closed => {
                let offer: &[S] = match self.number % 3 {
                    0 => &[S::Offered],
                    1 => &[S::Offered, S::Accepted],
                    _ => &[S::Offered, S::Accepted, S::Engaged],
                };
                for (place, one) in met.iter().enumerate() {
                    self.lead(*one, &[S::Screening, S::Encounter])?;
                    self.meet(*one)?;
                    match place {
                        0 => self.lead(*one, offer)?,
                        1 => self.lead(*one, &[S::Interview])?,
                        _ => {}
                    }
                }
                others.iter().try_for_each(|one| self.lead(*one, &[S::Screening]))
            }
            PostingStatus::Filled => {
                for one in taken {
                    self.lead(*one, &[S::Screening, S::Encounter])?;
                    self.meet(*one)?;
                    self.lead(*one, &[S::Offered, S::Accepted, S::Engaged])?;
                }
                let mut left = second.iter().chain(others);
                left.try_for_each(|one| self.decline(*one, DeclineReason::SeatsFilled))
            }
            PostingStatus::Unfilled => {
                applications.iter().try_for_each(|one| self.decline(*one, DeclineReason::PostingEnded))
            }
        }
    }

    /// Those who applied first are the furthest along, one at each stage; where there are seats enough, some are taken.
    fn proceed_while_open(&self, applications: &[ApplicationId], seats: usize) -> Result<(), DemoError> {
        use ApplicationStatus as S;
        let ways: [&[S]; 6] = [
            &[],
            &[S::Encounter],
            &[S::Encounter, S::Interview],
            &[S::Encounter, S::Offered],
            &[S::Encounter, S::Offered, S::Accepted],
            &[S::Encounter, S::Offered, S::Accepted, S::Engaged],
        ];
        let ways = if seats >= SEATS_ENOUGH { &ways[..] } else { &ways[..4] };
        for (one, way) in applications.iter().zip(ways) {
            self.lead(*one, &[S::Screening])?;
            for to in *way {
                self.lead(*one, &[*to])?;
                if *to == S::Encounter {
                    self.meet(*one)?;
                }
            }
        }
        Ok(())
    }

    fn lead(&self, application: ApplicationId, stages: &[ApplicationStatus]) -> Result<(), DemoError> {
        stages.iter().try_for_each(|to| match to {
            ApplicationStatus::Engaged => self.engage(application),
            to => self.go(application, *to, None),
        })
    }

    fn decline(&self, application: ApplicationId, reason: DeclineReason) -> Result<(), DemoError> {
        self.go(application, ApplicationStatus::Declined, Some(reason))
    }

    fn go(
        &self,
        application: ApplicationId,
        to: ApplicationStatus,
        reason_category: Option<DeclineReason>,
    ) -> Result<(), DemoError> {
        self.stage.clock.move_to(self.at());
        let step =
            ApplicationTransition { to, reason: None, reason_category, redirected_to: None, expected: None };
        transition_application(self.stage.engine, &operator(self.organization), application, step)
            .map_err(DemoError::refused(format!("a move of an application to {}", self.demo.key)))?;
        Ok(())
    }

    /// The work begins on the terms of the posting, with what has to be told in writing.
    fn engage(&self, application: ApplicationId) -> Result<(), DemoError> {
        self.stage.clock.move_to(self.at());
        let today = self.at().day_in_japan();
        let agreed = EngagementTerms::of_posting(&self.demo.content.terms, today);
        let begin = |permission_evidence: Option<&str>| {
            let conditions = Conditions {
                commissioned_on: Some(today),
                work: Some(self.demo.content.title.clone()),
                place: Some("受入先とオンライン".to_owned()),
                pay_day: Some("月末締め翌月25日払い".to_owned()),
                pay_within_days: Some(56),
                harassment_contact: Some("地域人事部 相談窓口".to_owned()),
                permission_evidence: permission_evidence.map(str::to_owned),
                ..agreed.conditions.clone()
            };
            let terms = EngagementTerms { conditions, ..agreed.clone() };
            let new = NewEngagement { basis: EngagementBasis::Application(application), terms };
            create_engagement(self.stage.engine, &operator(self.organization), new, &Once::unanswered())
        };
        let begun = match begin(None) {
            // Somebody in public service, who has asked first (地方公務員法 38条).
            Err(MatchingError::Conflict(conflict)) if conflict.code == ConflictCode::PermissionMissing => {
                begin(Some("任命権者の許可書の写しを確認"))
            }
            begun => begun,
        };
        begun.map_err(DemoError::refused(format!("work for {}", self.demo.key)))?;
        Ok(())
    }

    fn meet(&self, application: ApplicationId) -> Result<(), DemoError> {
        let content = EncounterContent {
            application_id: application,
            kind: EncounterKind::FieldWork,
            mode: EncounterMode::OnSite,
            status: EncounterStatus::Held,
            scheduled_at: self.at(),
            place: Some("受入先".to_owned()),
            attendees: vec!["受入担当".to_owned()],
            travel_cost_paid_by: Some(TravelCostPayer::Organization),
            posting_side: Some("現場をよく見てくれました。".to_owned()),
            candidate_side: Some("仕事の進め方がよくわかりました。".to_owned()),
        };
        create_encounter(self.stage.engine, &operator(self.organization), content, &Once::unanswered())
            .map_err(DemoError::refused(format!("a meeting for {}", self.demo.key)))?;
        Ok(())
    }

    /// Some days after the window, and not after the day on which the demo is set.
    fn at(&self) -> Timestamp {
        let today = instant(TODAY);
        let closed = self.demo.content.application_closes_at.unwrap_or(today);
        closed.plus_seconds(MEETING_SECONDS).min(today)
    }
}
