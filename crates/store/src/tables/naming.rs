//! Queries on what a body wrote of its own work and may have named somebody in: such texts hang on no person.

use diesel::prelude::*;

use super::Conn;
use crate::records::{FoundText, Naming};
use crate::schema::{decisions, handovers, notes, promises, proposals};

/// The rows of a table whose text names somebody: which, in which field.
macro_rules! naming {
    ($connection:expr, $found:expr, $table:ident.$column:ident, $asked:expr, $rows:expr) => {{
        let [whole, joined] = &$asked.patterns;
        let named = $rows
            .filter($table::$column.like(whole).escape('\\').or($table::$column.like(joined).escape('\\')))
            .order($table::id);
        let rows: Vec<String> = named.select($table::id).load($connection)?;
        $found.extend(rows.into_iter().map(|id| FoundText {
            table: stringify!($table),
            id,
            field: stringify!($column),
        }));
    }};
}

pub(crate) fn list(connection: &mut Conn, asked: &Naming) -> QueryResult<Vec<FoundText>> {
    let body = asked.body.as_str();
    let mut found = Vec::new();
    let decided = || decisions::table.filter(decisions::organization_id.eq(body));
    naming!(connection, found, decisions.reason, asked, decided());
    naming!(connection, found, decisions.settled_note, asked, decided());
    let handed = || handovers::table.filter(handovers::organization_id.eq(body));
    naming!(connection, found, handovers.note, asked, handed());
    naming!(connection, found, handovers.remarks, asked, handed());
    naming!(connection, found, handovers.document, asked, handed());
    // Notes on the person go with them; those on postings, and on others, do not.
    let of_others = notes::candidate_id.is_null().or(notes::candidate_id.ne(&asked.candidate));
    let noted = notes::table.filter(notes::organization_id.eq(body)).filter(of_others);
    naming!(connection, found, notes.text, asked, noted);
    let proposed = || proposals::table.filter(proposals::organization_id.eq(body));
    naming!(connection, found, proposals.message, asked, proposed());
    naming!(connection, found, proposals.team_name, asked, proposed());
    let promised = || {
        let to_bodies = promises::to_organization_id.is_not_null();
        promises::table.filter(promises::organization_id.eq(body)).filter(to_bodies)
    };
    naming!(connection, found, promises.what, asked, promised());
    naming!(connection, found, promises.reason, asked, promised());
    Ok(found)
}
