//! What each applicant would be told: the template of the posting's body, filled.

use std::collections::HashMap;

use domain::notice::{Placeholder, alternatives_in_words, reason_in_words};
use domain::{
    ApplicationId, Candidate, CandidateId, Decision, DecisionLine, DecisionOutcome, NoticeContent,
    NoticeLanguage, Posting,
};
use store::Tx;

use super::alternatives::{Offer, Others};
use super::page_link;
use super::templates::Templates;
use crate::decisions::is_undecided;
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};

/// One notice for each applicant that a decision is about and who is still undecided, in the order of the decision.
pub(super) fn notices(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (decision, posting): (&Decision, &Posting),
    language: NoticeLanguage,
) -> Result<Vec<NoticeContent>, MatchingError> {
    let lines = lines_to_tell(tx, decision)?;
    let ids: Vec<CandidateId> = lines.iter().map(|line| line.candidate_id).collect();
    let people: HashMap<CandidateId, Candidate> =
        tx.list_candidates_by_ids(&ids)?.into_iter().map(|person| (person.id, person)).collect();
    let templates = Templates::of(tx, posting.organization_id, language)?;
    let organization = tx.find_organization(posting.organization_id)?;
    let organization = organization.map(|body| body.content.name).unwrap_or_default();
    let others = Others::of(engine, tx, posting)?;
    let mut notices = Vec::with_capacity(lines.len());
    for line in &lines {
        let Some(person) = people.get(&line.candidate_id) else { continue };
        let offer = match line.outcome {
            DecisionOutcome::NotSelected => others.offer(engine, tx, person)?,
            DecisionOutcome::Selected | DecisionOutcome::Waiting => Offer::default(),
        };
        let names = (posting.content.title.as_str(), organization.as_str());
        let page = page_link::paragraph(engine, language);
        notices.push(notice((line, person), offer, &templates, (names, page.as_str())));
    }
    Ok(notices)
}

fn notice(
    (line, person): (&DecisionLine, &Candidate),
    offer: Offer,
    templates: &Templates,
    ((title, organization), page): ((&str, &str), &str),
) -> NoticeContent {
    let language = templates.language;
    let reason = line.category.map(|category| reason_in_words(category, language));
    let name = &person.content.display_name;
    let template = templates.of_outcome(line.outcome);
    let (subject, body) = template.filled(|placeholder| match placeholder {
        Placeholder::Name => name.clone(),
        Placeholder::Posting => title.to_owned(),
        Placeholder::Organization => organization.to_owned(),
        Placeholder::Reason => reason.unwrap_or_default().to_owned(),
        Placeholder::Alternatives => alternatives_in_words(&offer.alternatives, offer.none, language),
        Placeholder::Page => page.to_owned(),
    });
    let body = if template.has_page() { body } else { page_link::with_paragraph(&body, page) };
    NoticeContent {
        application_id: line.application_id,
        candidate_id: line.candidate_id,
        recipient_name: name.clone(),
        recipient_email: person.content.email.clone(),
        outcome: line.outcome,
        category: line.category,
        reason: reason.map(str::to_owned),
        alternatives: offer.alternatives,
        no_alternative: offer.none,
        language,
        subject,
        body,
    }
}

/// The lines of those who are still undecided. Nobody who has applied since the decision may be left without a word.
fn lines_to_tell(tx: &mut Tx<'_>, decision: &Decision) -> Result<Vec<DecisionLine>, MatchingError> {
    let undecided: Vec<ApplicationId> = tx
        .list_applications_to(decision.posting_id)?
        .into_iter()
        .filter(|application| is_undecided(application.status))
        .map(|application| application.id)
        .collect();
    let told = |id: &ApplicationId| decision.lines.iter().any(|line| line.application_id == *id);
    let forgotten = undecided.iter().filter(|id| !told(id)).count();
    if forgotten > 0 {
        let detail = format!(
            "{forgotten} applicants have come since the decision: decide anew, so that nobody is left without a word"
        );
        return Err(MatchingError::conflict(ConflictCode::DecisionOutdated, detail));
    }
    let (lines, gone): (Vec<DecisionLine>, Vec<DecisionLine>) =
        decision.lines.iter().partition(|line| undecided.contains(&line.application_id));
    // Their places are to be decided on, before others are told that they wait or are out.
    let chosen = gone.iter().filter(|line| line.outcome == DecisionOutcome::Selected).count();
    if chosen > 0 {
        let detail =
            format!("{chosen} of the chosen have withdrawn or were moved on since the decision: decide anew");
        return Err(MatchingError::conflict(ConflictCode::DecisionOutdated, detail));
    }
    Ok(lines)
}
