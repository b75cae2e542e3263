//! Templates of notices: a body's own for an outcome and a language, or the built-in one.

use domain::notice::{TemplateContent, built_in};
use domain::{
    Actor, ChangeKind, DecisionOutcome, NoticeLanguage, NoticeTemplate, NoticeTemplateId, OrganizationId,
    Scope, Word,
};
use serde_json::json;
use store::{StoreError, Tx};

use crate::engine::Engine;
use crate::error::{Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::permissions::require;

/// A template as it is shown: the body's own, or the built-in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownTemplate {
    /// What notices are made of.
    pub content: TemplateContent,
    /// The body's own record; `None` = the built-in one.
    pub own: Option<NoticeTemplate>,
}

impl ShownTemplate {
    /// Grows by one with each change; 0 of the built-in one.
    pub fn version(&self) -> i64 {
        self.own.as_ref().map_or(0, |own| own.version)
    }
}

/// The templates that a posting's notices are made of.
pub(super) struct Templates {
    pub(super) language: NoticeLanguage,
    own: Vec<NoticeTemplate>,
}

impl Templates {
    pub(super) fn of(
        tx: &mut Tx<'_>,
        organization_id: OrganizationId,
        language: NoticeLanguage,
    ) -> Result<Self, MatchingError> {
        Ok(Self { language, own: tx.list_notice_templates(organization_id)? })
    }

    pub(super) fn of_outcome(&self, outcome: DecisionOutcome) -> TemplateContent {
        shown(&self.own, (outcome, self.language)).content
    }
}

/// The templates for every outcome and language.
///
/// # Errors
/// A missing scope.
pub fn list_templates(engine: &Engine, actor: &Actor) -> Result<Vec<ShownTemplate>, MatchingError> {
    require(actor, Scope::NoticesRead)?;
    let own = engine.store.read(|tx| tx.list_notice_templates(actor.organization_id))?;
    let all = DecisionOutcome::ALL
        .iter()
        .flat_map(|outcome| NoticeLanguage::ALL.iter().map(|language| (*outcome, *language)));
    Ok(all.map(|which| shown(&own, which)).collect())
}

/// The template for one outcome and language.
///
/// # Errors
/// A missing scope.
pub fn get_template(
    engine: &Engine,
    actor: &Actor,
    which: (DecisionOutcome, NoticeLanguage),
) -> Result<ShownTemplate, MatchingError> {
    require(actor, Scope::NoticesRead)?;
    let own = engine.store.read(|tx| tx.list_notice_templates(actor.organization_id))?;
    Ok(shown(&own, which))
}

/// Writes the body's own template for an outcome and a language.
///
/// # Errors
/// Faults, another version.
pub fn put_template(
    engine: &Engine,
    actor: &Actor,
    replacement: Replacement<TemplateContent>,
) -> Result<ShownTemplate, MatchingError> {
    require(actor, Scope::NoticesSend)?;
    let content = replacement.content.checked()?;
    engine.write(|tx| {
        let own = tx.list_notice_templates(actor.organization_id)?;
        let before = shown(&own, (content.outcome, content.language));
        check_version(replacement.expected, before.version())?;
        let at = engine.now();
        let after = match before.own {
            Some(before) => NoticeTemplate {
                version: before.version + 1,
                updated_at: at,
                content: content.clone(),
                ..before
            },
            None => NoticeTemplate {
                id: engine.new_id(NoticeTemplateId::from_parts),
                organization_id: actor.organization_id,
                version: 1,
                content: content.clone(),
                created_at: at,
                updated_at: at,
            },
        };
        let kept = match after.version {
            1 => tx.insert_notice_template(&after).map(|()| true),
            version => tx.update_notice_template(&after, version - 1),
        };
        match kept {
            Ok(true) => {}
            Ok(false) | Err(StoreError::Duplicate(_)) => return Err(changed_meanwhile()),
            Err(error) => return Err(error.into()),
        }
        audit((engine, actor), tx, &after, "written")?;
        Ok(ShownTemplate { content: content.clone(), own: Some(after) })
    })
}

/// Goes back to the built-in template; where that is used already nothing changes.
///
/// # Errors
/// Another version.
pub fn delete_template(
    engine: &Engine,
    actor: &Actor,
    which: (DecisionOutcome, NoticeLanguage),
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::NoticesSend)?;
    engine.write(|tx| {
        let own = tx.list_notice_templates(actor.organization_id)?;
        let before = shown(&own, which);
        check_version(expected, before.version())?;
        let Some(own) = before.own else { return Ok(()) };
        if !tx.delete_notice_template(own.id, own.version)? {
            return Err(changed_meanwhile());
        }
        audit((engine, actor), tx, &NoticeTemplate { updated_at: engine.now(), ..own }, "deleted")
    })
}

fn shown(own: &[NoticeTemplate], (outcome, language): (DecisionOutcome, NoticeLanguage)) -> ShownTemplate {
    let is_it = |own: &&NoticeTemplate| (own.content.outcome, own.content.language) == (outcome, language);
    let own = own.iter().find(is_it).cloned();
    let content = own.as_ref().map_or_else(|| built_in(outcome, language), |own| own.content.clone());
    ShownTemplate { content, own }
}

fn audit(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    template: &NoticeTemplate,
    act: &str,
) -> Result<(), MatchingError> {
    let detail = json!({"outcome": template.content.outcome, "language": template.content.language});
    let touched = Touched {
        resource: "notice_template",
        id: template.id.to_string(),
        owner: template.organization_id,
        version: template.version,
        act,
        kind: ChangeKind::Updated,
        at: template.updated_at,
    };
    engine.audit(tx, actor, touched, &detail)
}
