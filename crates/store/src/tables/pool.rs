//! Queries on everybody who is ranked: what scoring reads of them, one range of ids after the other.
//!
//! All rows come in ascending order of the person's id, those of one person in the order they were stated.

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;

use super::Conn;
use crate::StoreError;
use crate::records::{GrantRow, IdRange, PlaceRow, ProficiencyRow, ProfileRow, WishRow};
use crate::schema::{candidate_interests, candidate_skills, candidate_ties, candidates, consents};

/// How a taker ended, unless the database failed.
type Taken = QueryResult<Result<(), StoreError>>;

/// The id behind `after` that leaves so many out; `None` when fewer follow.
pub(crate) fn id_behind(connection: &mut Conn, after: &str, left_out: i64) -> QueryResult<Option<String>> {
    let next = candidates::table.filter(candidates::id.gt(after)).order(candidates::id);
    next.select(candidates::id).offset(left_out).first(connection).optional()
}

pub(crate) fn profiles(
    connection: &mut Conn,
    range: &IdRange,
    take: impl FnMut(ProfileRow) -> Result<(), StoreError>,
) -> Taken {
    let people =
        candidates::table.filter(candidates::id.gt(&range.after)).filter(candidates::id.le(&range.last));
    let people = people.order(candidates::id).select(ProfileRow::as_select());
    hand_over(people.load_iter::<_, DefaultLoadingMode>(connection)?, take)
}

/// The queries on what is kept beside a person; each table has its own types.
macro_rules! parts {
    ($($name:ident: $row:ident of $table:ident by $order:ident $(where $wanted:expr)?),+ $(,)?) => { $(
        pub(crate) fn $name(
            connection: &mut Conn,
            range: &IdRange,
            take: impl FnMut($row) -> Result<(), StoreError>,
        ) -> Taken {
            let parts = $table::table
                .filter($table::candidate_id.gt(&range.after))
                .filter($table::candidate_id.le(&range.last))
                $(.filter($wanted))?
                .order(($table::candidate_id, $table::$order))
                .select($row::as_select());
            hand_over(parts.load_iter::<_, DefaultLoadingMode>(connection)?, take)
        }
    )+ };
}

parts! {
    skills: ProficiencyRow of candidate_skills by position,
    ties: PlaceRow of candidate_ties by position,
    interests: WishRow of candidate_interests by position,
    grants: GrantRow of consents by id where consents::withdrawn_at.is_null(),
}

fn hand_over<Row>(
    mut rows: impl Iterator<Item = QueryResult<Row>>,
    mut take: impl FnMut(Row) -> Result<(), StoreError>,
) -> Taken {
    rows.try_fold(Ok(()), |before, row| Ok(before.and(take(row?))))
}
