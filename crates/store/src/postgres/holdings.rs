//! The references between tables, and their rows as JSON, as PostgreSQL tells them.

use diesel::prelude::*;

use super::Conn;
use crate::holdings::{ColumnRow, JsonRow, ReferenceRow};

/// Every reference by a single column.
pub(crate) fn references(connection: &mut Conn) -> QueryResult<Vec<ReferenceRow>> {
    diesel::sql_query(
        "SELECT child.relname::text AS child, a.attname::text AS child_column, parent.relname::text AS parent, \
         b.attname::text AS parent_column, c.confdeltype = 'c' AS cascades FROM pg_constraint c \
         JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid \
         JOIN pg_namespace n ON n.oid = child.relnamespace AND n.nspname = current_schema() \
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] \
         JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1] \
         WHERE c.contype = 'f' AND array_length(c.conkey, 1) = 1 ORDER BY 1, 2",
    )
    .load(connection)
}

/// Every column of every table.
pub(crate) fn columns(connection: &mut Conn) -> QueryResult<Vec<ColumnRow>> {
    diesel::sql_query(
        "SELECT table_name::text AS table_name, column_name::text AS column_name \
         FROM information_schema.columns WHERE table_schema = current_schema() \
         ORDER BY table_name, ordinal_position",
    )
    .load(connection)
}

/// The rows of a table under a condition.
pub(crate) fn rows(
    connection: &mut Conn,
    table: &str,
    _columns: &[String],
    condition: &str,
) -> QueryResult<Vec<JsonRow>> {
    let rows = format!(
        "SELECT row_to_json(t)::text AS \"row\" FROM (SELECT * FROM {table} WHERE {condition}) AS t ORDER BY 1"
    );
    diesel::sql_query(rows).load(connection)
}
