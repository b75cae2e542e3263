//! The schema: the embedded migrations of either back end, applied or reverted as a whole.
//!
//! Both trees have the same names. A database with a migration that this program does not know is never touched.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::error::one_line;
use crate::store::{Ended, Pools};
use crate::{Store, StoreError};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// How the database's schema stands to this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// Just right.
    Current,
    /// Some migrations are still to be applied.
    Behind {
        /// Their names, in order.
        pending: Vec<String>,
    },
    /// A newer program was here.
    Newer {
        /// The versions this program does not know.
        unknown: Vec<String>,
    },
}

impl Store {
    /// Applies every pending migration, all or none, and answers their names. Columns that the program makes of others
    /// are filled afterwards, some rows at a time; when that is broken off, the next call goes on.
    ///
    /// # Errors
    /// [`StoreError::NewerDatabase`] when the database has migrations unknown to this program.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let names = self.change_schema(Change::Forward)?;
        self.fold_what_is_not()?;
        self.chain_what_is_not()?;
        Ok(names)
    }

    /// Takes back the last `steps` migrations, all or none, and answers their names. What they made is lost.
    ///
    /// # Errors
    /// [`StoreError::NewerDatabase`] when the database has migrations unknown to this program.
    pub fn revert(&self, steps: usize) -> Result<Vec<String>, StoreError> {
        self.change_schema(Change::Back(steps))
    }

    /// How the schema stands to this program.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn schema_state(&self) -> Result<SchemaState, StoreError> {
        let state = match &self.pools {
            Pools::Sqlite(pools) => pools.write(|connection| state(connection, &SQLITE)),
            Pools::Postgres(pools) => pools.write(|connection| state(connection, &POSTGRES)),
        };
        state.map_err(Ended::into_error)
    }

    fn change_schema(&self, change: Change) -> Result<Vec<String>, StoreError> {
        let names = match &self.pools {
            Pools::Sqlite(pools) => pools.write(|connection| change.run(connection, &SQLITE)),
            Pools::Postgres(pools) => pools.write(|connection| {
                // Two programs that start at once take turns; a migration may take as long as it needs.
                connection.batch_execute(
                    "SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(8314046121909)",
                )?;
                change.run(connection, &POSTGRES)
            }),
        };
        names.map_err(Ended::into_error)
    }
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Forward,
    Back(usize),
}

impl Change {
    fn run<C>(self, connection: &mut C, known: &EmbeddedMigrations) -> Result<Vec<String>, Ended<StoreError>>
    where
        C: diesel::Connection + MigrationHarness<C::Backend> + 'static,
    {
        let migrations = migrations::<C>(known)?;
        if let SchemaState::Newer { unknown } = state(connection, known)? {
            return Err(Ended::Stopped(StoreError::NewerDatabase { unknown }));
        }
        let applied = connection.applied_migrations().map_err(failed)?;
        let is_applied =
            |migration: &dyn Migration<C::Backend>| applied.contains(&migration.name().version());
        let mut names = Vec::new();
        match self {
            Self::Forward => {
                for migration in migrations.iter().filter(|migration| !is_applied(migration.as_ref())) {
                    connection.run_migration(migration.as_ref()).map_err(failed)?;
                    tracing::info!(migration = %migration.name(), "applied a migration");
                    names.push(migration.name().to_string());
                }
            }
            Self::Back(steps) => {
                let newest_first = migrations.iter().rev();
                for migration in newest_first.filter(|migration| is_applied(migration.as_ref())).take(steps) {
                    connection.revert_migration(migration.as_ref()).map_err(failed)?;
                    tracing::info!(migration = %migration.name(), "took back a migration");
                    names.push(migration.name().to_string());
                }
            }
        }
        Ok(names)
    }
}

type Migrations<C> = Vec<Box<dyn Migration<<C as diesel::Connection>::Backend>>>;

fn migrations<C: diesel::Connection>(known: &EmbeddedMigrations) -> Result<Migrations<C>, Ended<StoreError>> {
    let mut migrations: Migrations<C> = known.migrations().map_err(failed)?;
    migrations.sort_unstable_by(|one, other| one.name().version().cmp(&other.name().version()));
    Ok(migrations)
}

fn state<C>(connection: &mut C, known: &EmbeddedMigrations) -> Result<SchemaState, Ended<StoreError>>
where
    C: diesel::Connection + MigrationHarness<C::Backend> + 'static,
{
    let migrations = migrations::<C>(known)?;
    let versions: Vec<MigrationVersion<'_>> =
        migrations.iter().map(|migration| migration.name().version()).collect();
    let mut applied = connection.applied_migrations().map_err(failed)?;
    applied.sort_unstable();
    let unknown = applied.iter().filter(|version| !versions.contains(version));
    let unknown: Vec<String> = unknown.map(ToString::to_string).collect();
    if !unknown.is_empty() {
        return Ok(SchemaState::Newer { unknown });
    }
    let pending = migrations.iter().filter(|migration| !applied.contains(&migration.name().version()));
    let pending: Vec<String> = pending.map(|migration| migration.name().to_string()).collect();
    Ok(if pending.is_empty() { SchemaState::Current } else { SchemaState::Behind { pending } })
}

/// diesel's migrations answer boxed errors.
fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Ended<StoreError> {
    let error = match error.downcast::<diesel::result::Error>() {
        Ok(error) => StoreError::from(*error),
        Err(error) => StoreError::Failed(one_line(&error.to_string())),
    };
    Ended::Database(error)
}
