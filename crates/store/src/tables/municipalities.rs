//! Queries on the operator's municipalities.

use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT};
use crate::records::MunicipalityRow;
use crate::schema::municipalities::{code, table};

pub(crate) fn replace(connection: &mut Conn, rows: &[MunicipalityRow]) -> QueryResult<()> {
    diesel::delete(table).execute(connection)?;
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn list(connection: &mut Conn) -> QueryResult<Vec<MunicipalityRow>> {
    table.order(code).select(MunicipalityRow::as_select()).load(connection)
}
