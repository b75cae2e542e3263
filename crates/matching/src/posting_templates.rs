//! Templates of postings: written by one body, shared with allied ones or with all, and started from.

use domain::{
    Actor, ChangeKind, Page, PageRequest, Posting, PostingTemplate, PostingTemplateContent,
    PostingTemplateId, Scope, Sharing,
};
use store::Tx;

use crate::alliances::sharing_with;
use crate::engine::Engine;
use crate::error::{Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;
use crate::postings::{NewPosting, draft_within};

/// Writes a template.
///
/// # Errors
/// Faults of the content, a missing scope.
pub fn create_posting_template(
    engine: &Engine,
    actor: &Actor,
    content: PostingTemplateContent,
    once: &Once<'_, PostingTemplate>,
) -> Result<PostingTemplate, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let at = engine.now();
        let template = PostingTemplate {
            id: engine.new_id(PostingTemplateId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            content: content.clone(),
            uses: 0,
        };
        tx.insert_posting_template(&template)?;
        engine.record(tx, actor, touched(&template, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &template, None)?;
        Ok(template)
    })
}

/// One template from which the actor's body may start.
///
/// # Errors
/// None such.
pub fn get_posting_template(
    engine: &Engine,
    actor: &Actor,
    id: PostingTemplateId,
) -> Result<PostingTemplate, MatchingError> {
    require(actor, Scope::AlliancesRead)?;
    engine.store.read(|tx| find(engine, tx, actor, id))
}

/// The templates from which the actor's body may start.
///
/// # Errors
/// A missing scope.
pub fn list_posting_templates(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<PostingTemplateId>,
) -> Result<Page<PostingTemplate>, MatchingError> {
    require(actor, Scope::AlliancesRead)?;
    engine.store.read(|tx| {
        let allied = sharing_with(tx, actor.organization_id, engine.now())?;
        Ok(tx.list_posting_templates((actor.organization_id, &allied), page)?)
    })
}

/// Replaces a template of the actor's own body. What was started from it before stays as it is.
///
/// # Errors
/// Faults, none such, another body's, another version.
pub fn replace_posting_template(
    engine: &Engine,
    actor: &Actor,
    id: PostingTemplateId,
    replacement: Replacement<PostingTemplateContent>,
) -> Result<PostingTemplate, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_own(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        let version = before.version + 1;
        let after = PostingTemplate { version, updated_at: engine.now(), content: content.clone(), ..before };
        if !tx.update_posting_template(&after, version - 1)? {
            return Err(changed_meanwhile());
        }
        engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
        Ok(after)
    })
}

/// Deletes a template of the actor's own body; the postings that were started from it stay.
///
/// # Errors
/// None such, another body's, another version.
pub fn delete_posting_template(
    engine: &Engine,
    actor: &Actor,
    id: PostingTemplateId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    engine.write(|tx| {
        let before = find_own(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        if !tx.delete_posting_template(id, before.version)? {
            return Err(changed_meanwhile());
        }
        let gone = PostingTemplate { version: before.version + 1, updated_at: engine.now(), ..before };
        engine.record(tx, actor, touched(&gone, "deleted", ChangeKind::Deleted))
    })
}

/// Makes a draft that was started from a template, and counts it.
///
/// # Errors
/// None such, and everything that making a draft can say.
pub fn start_from_template(
    engine: &Engine,
    actor: &Actor,
    (id, new): (PostingTemplateId, NewPosting),
    once: &Once<'_, Posting>,
) -> Result<Posting, MatchingError> {
    require(actor, Scope::AlliancesRead)?;
    require(actor, Scope::PostingsWrite)?;
    let posting = engine.write(|tx| {
        find(engine, tx, actor, id)?;
        let posting = draft_within(engine, tx, actor, &new)?;
        tx.insert_template_use((id, posting.id), (posting.organization_id, engine.now()))?;
        once.keep((engine, tx, actor), &posting, None)?;
        Ok::<_, MatchingError>(posting)
    })?;
    engine.pool.put_posting(posting.clone());
    Ok(posting)
}

/// A template that exists for the actor's body: its own, one for everyone, or one for allies of the body that wrote it.
fn find(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PostingTemplateId,
) -> Result<PostingTemplate, MatchingError> {
    let none = || MatchingError::not_found("posting template");
    let template = tx.find_posting_template(id)?.ok_or_else(none)?;
    if template.organization_id == actor.organization_id {
        return Ok(template);
    }
    let is_open = match template.content.sharing {
        Sharing::Nobody => false,
        Sharing::Everyone => true,
        Sharing::Allied => {
            sharing_with(tx, actor.organization_id, engine.now())?.contains(&template.organization_id)
        }
    };
    if is_open { Ok(template) } else { Err(none()) }
}

fn find_own(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PostingTemplateId,
) -> Result<PostingTemplate, MatchingError> {
    let template = find(engine, tx, actor, id)?;
    if template.organization_id == actor.organization_id {
        return Ok(template);
    }
    Err(MatchingError::forbidden("a template is changed by the body that wrote it; start from it instead"))
}

fn touched<'a>(template: &PostingTemplate, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "posting_template",
        id: template.id.to_string(),
        owner: template.organization_id,
        version: template.version,
        act,
        kind,
        at: template.updated_at,
    }
}
