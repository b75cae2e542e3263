//! What the operator does at the command line: no key is needed, because the database is in reach.

use domain::{
    Actor, AuditHead, ChainReport, Organization, OrganizationContent, OrganizationId, OrganizationKind,
    RegionTable, Scope, Timestamp, WordSet,
};
use store::{DatabaseUrl, SchemaState, Store, StoreError, StoreOptions};

use crate::api_keys::{IssuedApiKey, NewApiKey, issue};
use crate::engine::Engine;
use crate::error::MatchingError;

/// Why a table of regions was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The table cannot be read; nothing was changed.
    #[error(transparent)]
    Table(#[from] domain::regions::RegionTableError),
    /// The database failed; nothing was changed.
    #[error(transparent)]
    Matching(#[from] MatchingError),
}

/// A key that the operator asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorKey {
    /// The organization's name; it is made when missing.
    pub organization: String,
    /// What kind it is made as.
    pub kind: OrganizationKind,
    /// What the key may do.
    pub scopes: WordSet<Scope>,
}

/// The operator as an actor in the name of an organization.
pub fn operator(organization_id: OrganizationId) -> Actor {
    Actor {
        organization_id,
        api_key_id: None,
        user_id: None,
        scopes: [Scope::Admin].into_iter().collect(),
        request_id: "operator".to_owned(),
    }
}

/// Makes a key, and its organization when no body has that name.
///
/// # Errors
/// Faults of the name; several bodies of that name; the database failed.
pub fn issue_operator_key(engine: &Engine, wanted: &OperatorKey) -> Result<IssuedApiKey, MatchingError> {
    let content = OrganizationContent {
        external_id: None,
        name: wanted.organization.clone(),
        kind: wanted.kind,
        municipality: None,
    };
    let content = content.checked()?;
    engine.write(|tx| {
        let at = engine.now();
        let organization = match tx.list_organizations_named(&content.name)?.into_iter().next() {
            Some(found) => found,
            None => {
                let made = new_organization(engine, content.clone(), at);
                tx.insert_organization(&made)?;
                made
            }
        };
        let new = NewApiKey {
            organization_id: Some(organization.id),
            name: "made at the command line".to_owned(),
            scopes: wanted.scopes,
            expires_at: None,
        };
        issue(engine, tx, &operator(organization.id), new)
    })
}

/// Lays a table of municipalities over the built-in one, for this and all later starts. Returns how many it has.
///
/// # Errors
/// A table that cannot be read (nothing is changed), or a database that fails.
pub fn import_regions(engine: &Engine, table: impl std::io::Read) -> Result<usize, ImportError> {
    let municipalities = RegionTable::read_municipalities(table)?;
    engine
        .store
        .write(|tx| Ok::<_, MatchingError>(tx.replace_municipalities(&municipalities)?))
        .map_err(ImportError::Matching)?;
    Ok(municipalities.len())
}

/// Brings the database to the present version; returns the names of the migrations that ran.
///
/// # Errors
/// A database that cannot be opened, or is of a newer version.
pub fn migrate(database_url: &str) -> Result<Vec<String>, MatchingError> {
    Ok(open(database_url)?.migrate()?)
}

/// Takes back the last migrations; returns their names.
///
/// # Errors
/// As [`migrate`].
pub fn revert(database_url: &str, steps: usize) -> Result<Vec<String>, MatchingError> {
    Ok(open(database_url)?.revert(steps)?)
}

/// What became of looking at the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditVerdict {
    /// What was found walking the chains.
    pub report: ChainReport,
    /// Heads that were kept elsewhere and are not in the chains any more.
    pub lost_heads: Vec<AuditHead>,
}

impl AuditVerdict {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.report.breaks.is_empty() && self.lost_heads.is_empty()
    }
}

/// Walks every chain of the audit log, and looks for the heads that were kept elsewhere.
///
/// # Errors
/// A database that cannot be opened or is of another version.
pub fn verify_audit(database_url: &str, kept: &[AuditHead]) -> Result<AuditVerdict, MatchingError> {
    open_current(database_url)?.read(|tx| {
        let report = tx.verify_audit_chains()?;
        let mut lost_heads = Vec::new();
        for head in kept.iter().filter(|head| head.seq > 0) {
            let found = tx.find_audit_hash((&head.organization_id, head.seq))?;
            if found.as_ref() != Some(&head.hash) {
                lost_heads.push(head.clone());
            }
        }
        Ok(AuditVerdict { report, lost_heads })
    })
}

/// The ends of all chains of the audit log.
///
/// # Errors
/// As [`verify_audit`].
pub fn list_audit_heads(database_url: &str) -> Result<Vec<AuditHead>, MatchingError> {
    open_current(database_url)?.read(|tx| Ok(tx.list_audit_heads()?))
}

/// A database that is only looked at is not brought to another version by the way.
fn open_current(database_url: &str) -> Result<Store, MatchingError> {
    let store = open(database_url)?;
    match store.schema_state()? {
        SchemaState::Current => Ok(store),
        SchemaState::Behind { .. } => Err(MatchingError::Store(StoreError::Refused(
            "the database is of an older version: run `tsumugi migrate` first".to_owned(),
        ))),
        SchemaState::Newer { unknown } => Err(MatchingError::Store(StoreError::NewerDatabase { unknown })),
    }
}

/// Whether the database is of the present version.
///
/// # Errors
/// A database that cannot be opened.
pub fn schema_state(database_url: &str) -> Result<SchemaState, MatchingError> {
    Ok(open(database_url)?.schema_state()?)
}

fn open(database_url: &str) -> Result<Store, MatchingError> {
    Ok(Store::open(&DatabaseUrl::parse(database_url)?, &StoreOptions::default())?)
}

fn new_organization(engine: &Engine, content: OrganizationContent, at: Timestamp) -> Organization {
    Organization {
        id: engine.new_id(OrganizationId::from_parts),
        registered_by: None,
        version: 1,
        created_at: at,
        updated_at: at,
        content,
    }
}
