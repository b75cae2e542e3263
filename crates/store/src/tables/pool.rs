//! Queries on everybody who is ranked: what scoring reads of them, one range of ids after the other.
//!
//! All rows come in ascending order of the person's id, those of one person in the order they were stated.

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;

use super::{Backend, Conn};
use crate::StoreError;
use crate::records::{
    GrantRow, IdRange, PlaceRow, ProficiencyRow, ProfileRow, SeenGrant, SeenInterest, SeenProfile, SeenSkill,
    SeenTie, WishRow,
};
use crate::schema::{candidate_interests, candidate_skills, candidate_ties, candidates, consents};

/// How a taker ended, unless the database failed.
type Taken = QueryResult<Result<(), StoreError>>;

/// The id behind `after` that leaves so many out; `None` when fewer follow.
pub(crate) fn id_behind(connection: &mut Conn, after: &str, left_out: i64) -> QueryResult<Option<String>> {
    let next = candidates::table.filter(candidates::id.gt(after)).order(candidates::id);
    next.select(candidates::id).offset(left_out).first(connection).optional()
}

/// For each table the query whose rows are read, and the very same one whose values are only looked at.
macro_rules! of_range {
    ($($name:ident, $seen_name:ident: $row:ident, $seen:ident
       of $table:ident by ($($order:ident),+) $(where $wanted:expr)?;)+) => { $(
        of_range!(@query $name as $row: $row of $table by ($($order),+) $(where $wanted)?);
        of_range!(@query $seen_name as $seen: $row of $table by ($($order),+) $(where $wanted)?);
    )+ };
    (@query $name:ident as $read:ident: $row:ident
       of $table:ident by ($whose:ident $(, $order:ident)?) $(where $wanted:expr)?) => {
        pub(crate) fn $name(
            connection: &mut Conn,
            range: &IdRange,
            take: impl FnMut($read) -> Result<(), StoreError>,
        ) -> Taken {
            let rows = $table::table
                .filter($table::$whose.gt(&range.after))
                .filter($table::$whose.le(&range.last))
                $(.filter($wanted))?
                .order(($table::$whose, $($table::$order)?))
                .select(<$row as Selectable<Backend>>::construct_selection());
            hand_over(rows.load_iter::<$read, DefaultLoadingMode>(connection)?, take)
        }
    };
}

of_range! {
    profiles, seen_profiles: ProfileRow, SeenProfile of candidates by (id);
    skills, seen_skills: ProficiencyRow, SeenSkill of candidate_skills by (candidate_id, position);
    ties, seen_ties: PlaceRow, SeenTie of candidate_ties by (candidate_id, position);
    interests, seen_interests: WishRow, SeenInterest of candidate_interests by (candidate_id, position);
    grants, seen_grants: GrantRow, SeenGrant of consents by (candidate_id, id)
        where consents::withdrawn_at.is_null();
}

fn hand_over<Row>(
    mut rows: impl Iterator<Item = QueryResult<Row>>,
    mut take: impl FnMut(Row) -> Result<(), StoreError>,
) -> Taken {
    rows.try_fold(Ok(()), |before, row| Ok(before.and(take(row?))))
}
