//! Programs: written by the body whose they are, read by those who take part and by those its agreements name.

use domain::{
    Actor, ChangeKind, ExternalId, FaultCode, Faults, FiscalYear, OrganizationId, Page, PageRequest, Program,
    ProgramContent, ProgramId, ProgramStatus, Scope,
};
use store::{ProgramFilter, StoreError, Tx};

use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::organizations::external_id_taken;
use crate::participation::participant;
use crate::permissions::require;

/// Which programs a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListPrograms {
    /// Only of this body.
    pub organization_id: Option<OrganizationId>,
    /// Only the actor's own under this key.
    pub external_id: Option<ExternalId>,
    /// Only of this year.
    pub fiscal_year: Option<FiscalYear>,
    /// Only in this status.
    pub status: Option<ProgramStatus>,
}

/// Makes a program.
///
/// # Errors
/// Faults, partner bodies that are not there, a taken external id.
pub fn create_program(
    engine: &Engine,
    actor: &Actor,
    content: ProgramContent,
    once: &Once<'_, Program>,
) -> Result<Program, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let at = engine.now();
        let program = Program {
            id: engine.new_id(ProgramId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            content: content.clone(),
        };
        check_references(tx, &program)?;
        tx.insert_program(&program)?;
        engine.record(tx, actor, touched(&program, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &program, None)?;
        Ok(program)
    })
}

/// One program.
///
/// # Errors
/// None such, or none visible.
pub fn get_program(engine: &Engine, actor: &Actor, id: ProgramId) -> Result<Program, MatchingError> {
    require(actor, Scope::ProgramsRead)?;
    engine.store.read(|tx| find_visible(engine, tx, actor, id))
}

/// The programs that the actor may see.
///
/// # Errors
/// A missing scope.
pub fn list_programs(
    engine: &Engine,
    actor: &Actor,
    list: ListPrograms,
    page: &PageRequest<ProgramId>,
) -> Result<Page<Program>, MatchingError> {
    require(actor, Scope::ProgramsRead)?;
    engine.store.read(|tx| {
        let filter = ProgramFilter {
            viewer: participant(tx, actor, engine.now())?,
            id: None,
            organization_id: list.organization_id,
            external_id: list.external_id,
            fiscal_year: list.fiscal_year,
            status: list.status,
        };
        Ok(tx.list_programs(&filter, page)?.map(|program| shown(actor, program)))
    })
}

/// Replaces what is written of a program.
///
/// # Errors
/// Faults, none such, not the actor's, another version, a taken external id.
pub fn replace_program(
    engine: &Engine,
    actor: &Actor,
    id: ProgramId,
    replacement: Replacement<ProgramContent>,
) -> Result<Program, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_writable(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        let after = Program {
            version: before.version + 1,
            updated_at: engine.now(),
            content: content.clone(),
            ..before
        };
        check_references(tx, &after)?;
        if !tx.update_program(&after, after.version - 1)? {
            return Err(changed_meanwhile());
        }
        engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
        Ok(after)
    })
}

/// Deletes a program that has no round and no event; one that was run is closed instead.
///
/// # Errors
/// None such, not the actor's, something belongs to it, another version.
pub fn delete_program(
    engine: &Engine,
    actor: &Actor,
    id: ProgramId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    engine.write(|tx| {
        let before = find_writable(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        match tx.delete_program(id, before.version) {
            Ok(true) => {}
            Ok(false) => return Err(changed_meanwhile()),
            Err(StoreError::Dangling) => {
                let detail = "rounds or events belong to the program; set its status to closed instead";
                return Err(MatchingError::conflict(ConflictCode::InUse, detail));
            }
            Err(error) => return Err(error.into()),
        }
        let gone = Program { version: before.version + 1, updated_at: engine.now(), ..before };
        engine.record(tx, actor, touched(&gone, "deleted", ChangeKind::Deleted))
    })
}

/// A program that the actor may see, as it may see it.
pub(crate) fn find_visible(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ProgramId,
) -> Result<Program, MatchingError> {
    let filter = ProgramFilter {
        viewer: participant(tx, actor, engine.now())?,
        id: Some(id),
        organization_id: None,
        external_id: None,
        fiscal_year: None,
        status: None,
    };
    let found = tx.list_programs(&filter, &PageRequest { limit: 1, after: None })?.items.pop();
    found.map(|program| shown(actor, program)).ok_or_else(|| MatchingError::not_found("program"))
}

/// A program of the actor's own, held until the end of the transaction.
pub(crate) fn find_writable(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ProgramId,
) -> Result<Program, MatchingError> {
    if let Some(own) = tx.find_program(id)?.filter(|program| program.organization_id == actor.organization_id)
    {
        return Ok(own);
    }
    find_visible(engine, tx, actor, id)?;
    Err(MatchingError::forbidden("a program is changed by the body whose program it is"))
}

/// The program as the actor may see it: the external id is its body's own key.
fn shown(actor: &Actor, mut program: Program) -> Program {
    if program.organization_id != actor.organization_id {
        program.content.external_id = None;
    }
    program
}

fn check_references(tx: &mut Tx<'_>, program: &Program) -> Result<(), MatchingError> {
    let mut faults = Faults::default();
    check_partners(tx, "/partner_ids", (program.organization_id, &program.content.partner_ids), &mut faults)?;
    if let Some(user) = program.content.responsible_user_id
        && tx.find_user(user)?.is_none_or(|user| user.organization_id != program.organization_id)
    {
        faults.add("/responsible_user_id", FaultCode::UnknownReference, "no such user of your organization");
    }
    faults.guard(())?;
    if let Some(key) = &program.content.external_id
        && tx
            .find_program_by_external_id(program.organization_id, key)?
            .is_some_and(|other| other.id != program.id)
    {
        return Err(external_id_taken(key));
    }
    Ok(())
}

/// A fault for each partner that is not there, or is the body itself.
pub(crate) fn check_partners(
    tx: &mut Tx<'_>,
    pointer: &str,
    (owner, partners): (OrganizationId, &[OrganizationId]),
    faults: &mut Faults,
) -> Result<(), MatchingError> {
    for (index, partner) in partners.iter().enumerate() {
        let at = format!("{pointer}/{index}");
        if *partner == owner {
            faults.add(at, FaultCode::Contradiction, "is the body itself; name the others");
        } else if tx.find_organization(*partner)?.is_none() {
            faults.add(at, FaultCode::UnknownReference, "no such organization");
        }
    }
    Ok(())
}

fn touched<'a>(program: &Program, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "program",
        id: program.id.to_string(),
        owner: program.organization_id,
        version: program.version,
        act,
        kind,
        at: program.updated_at,
    }
}
