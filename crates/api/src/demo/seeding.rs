//! Filling an empty database through the same use cases that requests go through, on the demo's stage.

use std::collections::HashMap;

use domain::{
    AgreementContent, ApplicationId, Candidate, MunicipalityCode, OrganizationContent, OrganizationId,
    PostingId, PostingStatus, Scope, Timestamp,
};
use indicatif::{ProgressBar, ProgressStyle};
use matching::agreements::create_agreement;
use matching::api_keys::{NewApiKey, create_api_key, revoke_api_key};
use matching::applications::{Named, NewApplication, create_application};
use matching::candidates::{NewCandidate, create_candidates};
use matching::once::Once;
use matching::operator::{OperatorKey, issue_operator_key, operator};
use matching::organizations::{create_organization, replace_organization};
use matching::postings::{NewPosting, Transition, create_posting, transition_posting};
use matching::{Engine, Replacement};

use super::applicants::{Call, Enlisted};
use super::content::{COORDINATOR, Content, DemoOrganization, DemoPosting, SHOWN_POSTING};
use super::dice::Dice;
use super::error::DemoError;
use super::ingredients::Ingredients;
use super::person::Maker;
use super::progress::{Applied, proceed};
use super::roster::{Consenting, Group, groups, more};
use super::stage::{StageClock, TODAY, instant};

/// When the bodies registered, a minute apart.
const ORGANIZATIONS_FROM: &str = "2021-03-22T09:00:00+09:00";
/// When postings that take no applications yet were drafted.
const DRAFTED: &str = "2026-11-12T10:00:00+09:00";
/// When something happened to a posting that is not open.
const LATELY: &str = "2026-11-18T15:00:00+09:00";
/// A posting is drafted so long before it opens.
const DRAFT_SECONDS: i64 = 10 * 24 * 3600;
/// A posting is closed so long after its window.
const CLOSING_SECONDS: i64 = 10 * 3600;

/// What was made.
pub(super) struct Made {
    pub(super) key: String,
    pub(super) coordinator: OrganizationId,
    pub(super) shown_posting: PostingId,
    pub(super) organizations: usize,
    pub(super) postings: usize,
    pub(super) applications: usize,
}

/// Where the demo is made: an engine over an empty database, and the clock it reads.
pub(super) struct Stage<'a> {
    pub(super) engine: &'a Engine,
    pub(super) clock: &'a StageClock,
}

/// Makes the demo of a seed with so many people.
///
/// # Errors
/// A use case refused: the database failed, or the demo's data are not right.
pub(super) fn seed(stage: &Stage<'_>, (seed, people): (u64, usize)) -> Result<Made, DemoError> {
    let ingredients = Ingredients::built_in()?;
    let content = Content::built_in(stage.engine.reference())?;
    let applications: usize = content.postings.iter().map(|posting| posting.applicants).sum();
    let bar = progress_bar((people + applications) as u64);
    let bodies = register_bodies(stage, &content)?;
    agree(stage, &content, &bodies)?;
    let enlisting = Enlisting {
        stage,
        maker: Maker::new(&ingredients, stage.engine.reference(), seed)?,
        consenting: Consenting { seed, bodies: &bodies },
        bar: &bar,
    };
    let mut enlisted = Vec::with_capacity(ingredients.people_default);
    for group in groups(&ingredients, &content)? {
        let registered_at = group.registered_at;
        let body = &group.registration.organization;
        enlisted.extend(enlisting.register(&group)?.into_iter().map(|candidate| Enlisted {
            id: candidate.id,
            body: body.clone(),
            registered_at,
            profile: candidate.content.profile,
        }));
    }
    let call = Call { draw: &ingredients.applicant_draw, reference: stage.engine.reference(), seed };
    let posting =
        Posting { stage, call, messages: &ingredients.application_messages, bodies: &bodies, bar: &bar };
    let mut shown_posting = None;
    let mut applied = Vec::with_capacity(content.postings.len());
    for demo in &content.postings {
        let (id, applications) = posting.publish(demo, &enlisted)?;
        applied.push(Applied { demo, applications });
        if demo.key == SHOWN_POSTING {
            shown_posting = Some(id);
        }
    }
    for group in more(&ingredients, people) {
        enlisting.register(&group)?;
    }
    proceed(stage, &bodies, &applied)?;
    bar.finish_and_clear();
    stage.clock.move_to(instant(TODAY));
    let coordinator = body(&bodies, COORDINATOR)?;
    Ok(Made {
        key: give_out_key(stage.engine, coordinator)?,
        coordinator,
        shown_posting: shown_posting
            .ok_or_else(|| DemoError::Content(format!("no posting is {SHOWN_POSTING}")))?,
        organizations: content.organizations.len(),
        postings: content.postings.len(),
        applications,
    })
}

/// A key with every right of the coordinating body.
pub(super) fn give_out_key(engine: &Engine, coordinator: OrganizationId) -> Result<String, DemoError> {
    let scopes = [Scope::Admin].into_iter().collect();
    let new = NewApiKey { organization_id: None, name: "demo".to_owned(), scopes, expires_at: None };
    let issued = create_api_key(engine, &operator(coordinator), new, &Once::unanswered())
        .map_err(DemoError::refused("the demo's key"))?;
    Ok(issued.secret)
}

/// The bar on stderr; nothing is drawn where that is no terminal.
fn progress_bar(steps: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {human_pos} / {human_len}  {eta}");
    ProgressBar::new(steps).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

pub(super) fn body(bodies: &HashMap<String, OrganizationId>, key: &str) -> Result<OrganizationId, DemoError> {
    bodies.get(key).copied().ok_or_else(|| DemoError::Content(format!("no body has the key {key}")))
}

/// Registers every body, the coordinating one first: it registers the others, so that its key can make keys for
/// them and the demo can be seen from any side.
fn register_bodies(
    stage: &Stage<'_>,
    content: &Content,
) -> Result<HashMap<String, OrganizationId>, DemoError> {
    let first = content.organization(COORDINATOR)?;
    let mut at = instant(ORGANIZATIONS_FROM);
    stage.clock.move_to(at);
    let coordinator = register_first(stage.engine, first)?;
    let mut bodies = HashMap::from([(first.key.clone(), coordinator)]);
    for other in content.organizations.iter().filter(|other| other.key != first.key) {
        at = at.plus_seconds(60);
        stage.clock.move_to(at);
        let made = create_organization(
            stage.engine,
            &operator(coordinator),
            organization_content(other),
            &Once::unanswered(),
        );
        bodies.insert(other.key.clone(), made.map_err(DemoError::refused(&other.name))?.id);
    }
    Ok(bodies)
}

/// Makes the first body as an operator does. The key that comes with it is revoked: the demo's own is made last.
fn register_first(engine: &Engine, first: &DemoOrganization) -> Result<OrganizationId, DemoError> {
    let refused = || DemoError::refused(&first.name);
    let scopes = [Scope::Admin].into_iter().collect();
    let wanted = OperatorKey { organization: first.name.clone(), kind: first.kind, scopes };
    let key = issue_operator_key(engine, &wanted).map_err(refused())?.key;
    let actor = operator(key.organization_id);
    revoke_api_key(engine, &actor, key.id).map_err(refused())?;
    let replacement = Replacement { content: organization_content(first), expected: None };
    replace_organization(engine, &actor, key.organization_id, replacement).map_err(refused())?;
    Ok(key.organization_id)
}

fn organization_content(body: &DemoOrganization) -> OrganizationContent {
    OrganizationContent {
        external_id: None,
        name: body.name.clone(),
        kind: body.kind,
        municipality: Some(body.municipality.0),
    }
}

fn agree(
    stage: &Stage<'_>,
    content: &Content,
    bodies: &HashMap<String, OrganizationId>,
) -> Result<(), DemoError> {
    for agreement in &content.agreements {
        let organization_id = body(bodies, &agreement.with)?;
        let written = AgreementContent {
            coordinator_id: body(bodies, &agreement.from)?,
            organization_id,
            kind: agreement.kind,
            items: agreement.items.clone(),
            regions: agreement.regions.iter().map(|code| code.0).collect(),
            starts_on: Some(agreement.valid_from),
            ends_on: agreement.valid_until,
        };
        stage.clock.move_to(instant(&format!("{}T09:00:00+09:00", agreement.valid_from)));
        create_agreement(stage.engine, &operator(organization_id), written, &Once::unanswered()).map_err(
            DemoError::refused(format!("the agreement of {} and {}", agreement.from, agreement.with)),
        )?;
    }
    Ok(())
}

/// Registering people.
struct Enlisting<'a> {
    stage: &'a Stage<'a>,
    maker: Maker<'a>,
    consenting: Consenting<'a>,
    bar: &'a ProgressBar,
}

impl Enlisting<'_> {
    fn register(&self, group: &Group<'_>) -> Result<Vec<Candidate>, DemoError> {
        let registration = group.registration;
        let actor = operator(body(self.consenting.bodies, &registration.organization)?);
        let numbered = group.numbers.clone().zip(group.first_member..);
        let new = numbered.map(|(number, member)| {
            let consents = self.consenting.given(registration, number)?;
            Ok(NewCandidate { content: self.maker.person(registration, number, member), consents })
        });
        let new = new.collect::<Result<Vec<_>, DemoError>>()?;
        self.stage.clock.move_to(group.registered_at);
        let people = create_candidates(self.stage.engine, &actor, new)
            .map_err(DemoError::refused(format!("the people of {}", registration.organization)))?;
        self.bar.inc(people.len() as u64);
        Ok(people)
    }
}

/// Publishing postings and applying to them.
struct Posting<'a> {
    stage: &'a Stage<'a>,
    call: Call<'a>,
    messages: &'a [String],
    bodies: &'a HashMap<String, OrganizationId>,
    bar: &'a ProgressBar,
}

impl Posting<'_> {
    /// Drafts the posting, takes it to its status by legal moves, and lets people apply while it is open.
    fn publish(
        &self,
        demo: &DemoPosting,
        people: &[Enlisted],
    ) -> Result<(PostingId, Vec<ApplicationId>), DemoError> {
        let today = instant(TODAY);
        let opens = demo.content.application_opens_at.filter(|opens| *opens < today);
        let drafted = opens.map_or_else(|| instant(DRAFTED), |opens| opens.plus_seconds(-DRAFT_SECONDS));
        let actor = operator(body(self.bodies, &demo.organization)?);
        self.stage.clock.move_to(drafted);
        let new = NewPosting { organization_id: None, content: demo.content.clone() };
        let posting = create_posting(self.stage.engine, &actor, new, &Once::unanswered())
            .map_err(DemoError::refused(&demo.key))?;
        let window = (opens.unwrap_or(today), demo.content.application_closes_at.unwrap_or(today).min(today));
        let mut applications = Vec::new();
        for status in route(demo.status) {
            self.stage.clock.move_to(match status {
                PostingStatus::Published => window.0,
                PostingStatus::Closed => window.1.plus_seconds(CLOSING_SECONDS),
                _ => window.1.min(instant(LATELY)),
            });
            let transition = Transition { to: *status, reason: None, expected: None };
            transition_posting(self.stage.engine, &actor, posting.id, transition)
                .map_err(DemoError::refused(&demo.key))?;
            if *status == PostingStatus::Published {
                applications = self.apply((demo, posting.id), people, window)?;
            }
        }
        Ok((posting.id, applications))
    }

    fn apply(
        &self,
        (demo, posting_id): (&DemoPosting, PostingId),
        people: &[Enlisted],
        window: (Timestamp, Timestamp),
    ) -> Result<Vec<ApplicationId>, DemoError> {
        let drawn = self.call.applicants(people, (&demo.key, &demo.content), demo.applicants, window);
        if drawn.len() < demo.applicants {
            let short = format!("{} finds only {} applicants", demo.key, drawn.len());
            return Err(DemoError::Content(short));
        }
        let mut dice = Dice::of(self.call.seed, &demo.key, 1);
        let place = self.place_name(demo.content.terms.municipality);
        let mut applications = Vec::with_capacity(drawn.len());
        for application in drawn {
            let message = dice.even(self.messages).map(|text| text.replace("{municipality}", &place));
            let message = message.filter(|_| dice.percent(self.call.draw.message_percent));
            self.stage.clock.move_to(application.at);
            let actor = operator(body(self.bodies, &application.person.body)?);
            let candidate = Named::Id(application.person.id);
            let new = NewApplication { posting: Named::Id(posting_id), candidate, message };
            let made = create_application(self.stage.engine, &actor, new, &Once::unanswered())
                .map_err(DemoError::refused(format!("an application to {}", demo.key)))?;
            applications.push(made.id);
            self.bar.inc(1);
        }
        Ok(applications)
    }

    /// 塩尻市; the prefecture where the municipality is not loaded.
    fn place_name(&self, code: MunicipalityCode) -> String {
        let regions = &self.call.reference.regions;
        let prefecture = &regions.prefecture(code.prefecture()).name;
        regions.municipality(code).map_or(prefecture, |municipality| &municipality.name).clone()
    }
}

/// The legal moves from a draft.
fn route(status: PostingStatus) -> &'static [PostingStatus] {
    use PostingStatus::{Closed, Draft, Filled, InReview, Paused, Published, Unfilled, Withdrawn};
    match status {
        Draft => &[],
        InReview => &[InReview],
        Published => &[Published],
        Paused => &[Published, Paused],
        Closed => &[Published, Closed],
        Filled => &[Published, Closed, Filled],
        Unfilled => &[Published, Closed, Unfilled],
        Withdrawn => &[Withdrawn],
    }
}
