//! The conditions of a list of candidates, its order, and its counts.

use diesel::dsl::{count_star, not};
use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::{Backend, Conn, among};
use crate::balanced::balanced;
use crate::records::{CandidateCounts, CandidateRow, CandidateSieve, Counted, OrderedPart, Within};
use crate::schema::candidates::columns as column;
use crate::schema::candidates::table;
use crate::schema::{candidate_interests, candidate_skills};

type Condition<'a> = Box<dyn BoxableExpression<table, Backend, SqlType = Bool> + 'a>;

const HOURS: &str = "COALESCE(hours_per_week, -1)";

/// One page.
pub(crate) fn list(
    connection: &mut Conn,
    sieve: &CandidateSieve,
    part: &OrderedPart<domain::CandidateOrder>,
) -> QueryResult<Vec<CandidateRow>> {
    use domain::CandidateOrder::{Hours, Newest, Oldest, Updated};
    let mut query = table.select(CandidateRow::as_select()).into_boxed::<Backend>();
    for condition in conditions(sieve) {
        query = query.filter(condition);
    }
    let hours = || diesel::dsl::sql::<BigInt>(HOURS);
    if let Some((value, id)) = &part.after {
        let behind = || column::id.gt(id);
        query = match part.order {
            Oldest => query.filter(behind()),
            Newest => query.filter(column::id.lt(id)),
            Updated => {
                query.filter(column::updated_at.lt(value).or(column::updated_at.eq(value).and(behind())))
            }
            Hours => query.filter(hours().lt(value).or(hours().eq(value).and(behind()))),
        };
    }
    query = match part.order {
        Oldest => query.order(column::id),
        Newest => query.order(column::id.desc()),
        Updated => query.order((column::updated_at.desc(), column::id)),
        Hours => query.order((hours().desc(), column::id)),
    };
    query.limit(part.rows).load(connection)
}

/// How many of all pages together have which values.
pub(crate) fn counts(connection: &mut Conn, sieve: &CandidateSieve) -> QueryResult<CandidateCounts> {
    macro_rules! counted {
        ($value:expr, $read:ty) => {{
            let mut query = table.group_by($value).select(($value, count_star())).into_boxed::<Backend>();
            for condition in conditions(sieve) {
                query = query.filter(condition);
            }
            let counted = query.load::<($read, i64)>(connection)?;
            counted
                .into_iter()
                .map(|(value, count)| (Option::<String>::from(value).unwrap_or_default(), count))
                .collect::<Counted>()
        }};
    }
    let readiness = counted!(column::readiness, Option<String>);
    Ok(CandidateCounts {
        total: readiness.iter().map(|(_, count)| count).sum(),
        homes: counted!(column::home_municipality, Option<String>),
        category_lists: counted!(column::categories, String),
        contract_form_lists: counted!(column::contract_forms, String),
        work_style_lists: counted!(column::work_styles, String),
        skills: skills(connection, sieve)?,
        readiness,
    })
}

fn skills(connection: &mut Conn, sieve: &CandidateSieve) -> QueryResult<Counted> {
    let mut these = table.select(column::id).into_boxed::<Backend>();
    for condition in conditions(sieve) {
        these = these.filter(condition);
    }
    // Nobody has a skill twice.
    candidate_skills::table
        .filter(candidate_skills::candidate_id.eq_any(these))
        .filter(candidate_skills::proficiency.ge(sieve.min_proficiency))
        .group_by(candidate_skills::skill)
        .select((candidate_skills::skill, count_star()))
        .load(connection)
}

fn conditions(sieve: &CandidateSieve) -> Vec<Condition<'_>> {
    let mut all: Vec<Condition<'_>> = vec![Box::new(column::organization_id.eq(&sieve.organization))];
    if let Some(key) = &sieve.external_id {
        all.push(Box::new(column::external_id.assume_not_null().eq(key)));
    }
    if !sieve.readiness.is_empty() {
        all.push(Box::new(column::readiness.assume_not_null().eq_any(&sieve.readiness)));
    }
    if let Some(Within { codes, prefectures }) = &sieve.homes {
        let home = || column::home_municipality.assume_not_null();
        let inside = |prefecture| -> Condition<'_> { Box::new(home().like(prefecture)) };
        let exact: Condition<'_> = Box::new(home().eq_any(codes));
        all.extend(any(prefectures.iter().map(inside).chain([exact]).collect()));
    }
    if let Some(Within { codes, prefectures }) = &sieve.interests {
        let interested = |prefecture| -> Condition<'_> {
            let people = candidate_interests::table
                .filter(candidate_interests::interest.like(prefecture))
                .select(candidate_interests::candidate_id);
            Box::new(column::id.eq_any(people))
        };
        let exact = candidate_interests::table
            .filter(candidate_interests::interest.eq_any(codes))
            .select(candidate_interests::candidate_id);
        let exact: Condition<'_> = Box::new(column::id.eq_any(exact));
        all.extend(any(prefectures.iter().map(interested).chain([exact]).collect()));
    }
    macro_rules! in_list {
        ($list:expr) => {
            |one| -> Condition<'_> {
                Box::new(",".into_sql::<Text>().concat($list).concat(",").like(one).escape('\\'))
            }
        };
    }
    all.extend(any(sieve.categories.iter().map(in_list!(column::categories)).collect()));
    all.extend(any(sieve.contract_forms.iter().map(in_list!(column::contract_forms)).collect()));
    all.extend(any(sieve.work_styles.iter().map(in_list!(column::work_styles)).collect()));
    if !sieve.skills.is_empty() {
        let able = candidate_skills::table
            .filter(candidate_skills::skill.eq_any(&sieve.skills))
            .filter(candidate_skills::proficiency.ge(sieve.min_proficiency))
            .select(candidate_skills::candidate_id);
        all.push(Box::new(column::id.eq_any(able)));
    }
    if let Some(hours) = sieve.min_hours_per_week {
        all.push(Box::new(column::hours_per_week.assume_not_null().ge(hours)));
    }
    if let Some(from) = &sieve.from {
        let until = column::available_until;
        all.push(Box::new(until.is_null().or(until.assume_not_null().ge(from))));
    }
    if let Some(until) = &sieve.until {
        let from = column::available_from;
        all.push(Box::new(from.is_null().or(from.assume_not_null().le(until))));
    }
    if let Some(most) = sieve.max_reward_yen_per_hour {
        let wish = column::min_reward_yen_per_hour;
        all.push(Box::new(wish.is_null().or(wish.assume_not_null().le(most))));
    }
    for word in &sieve.words {
        all.push(Box::new(column::search_text.like(word).escape('\\')));
    }
    if !sieve.without.is_empty() {
        all.push(Box::new(not(among(column::id, &sieve.without))));
    }
    all
}

/// At least one of these holds; nothing is asked when there is none.
fn any(conditions: Vec<Condition<'_>>) -> Option<Condition<'_>> {
    balanced(conditions, |one, other| Box::new(one.or(other)))
}
