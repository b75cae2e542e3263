//! The references between tables, and their rows as JSON, as SQLite tells them.

use diesel::prelude::*;

use super::Conn;
use crate::holdings::{ColumnRow, JsonRow, ReferenceRow};

/// Every reference by a single column.
pub(crate) fn references(connection: &mut Conn) -> QueryResult<Vec<ReferenceRow>> {
    diesel::sql_query(
        "SELECT m.name AS child, f.\"from\" AS child_column, f.\"table\" AS parent, \
         coalesce(f.\"to\", 'id') AS parent_column, f.on_delete = 'CASCADE' AS cascades \
         FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' \
         AND NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) g WHERE g.id = f.id AND g.seq > 0) \
         ORDER BY m.name, f.id",
    )
    .load(connection)
}

/// Every column of every table.
pub(crate) fn columns(connection: &mut Conn) -> QueryResult<Vec<ColumnRow>> {
    diesel::sql_query(
        "SELECT m.name AS table_name, c.name AS column_name FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' ORDER BY m.name, c.cid",
    )
    .load(connection)
}

/// The rows of a table under a condition.
pub(crate) fn rows(
    connection: &mut Conn,
    table: &str,
    columns: &[String],
    condition: &str,
) -> QueryResult<Vec<JsonRow>> {
    let pairs: Vec<String> = columns.iter().map(|name| format!("'{name}', \"{name}\"")).collect();
    let pairs = pairs.join(", ");
    diesel::sql_query(format!(
        "SELECT json_object({pairs}) AS \"row\" FROM {table} WHERE {condition} ORDER BY 1"
    ))
    .load(connection)
}
