//! The conditions of a list of postings, its order, and its counts.

use diesel::dsl::{InnerJoinQuerySource, count_star};
use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::{Backend, Conn};
use crate::balanced::balanced;
use crate::records::{Counted, OrderedPart, PostingCounts, PostingRow, PostingSieve, TermsRow, Within};
use crate::schema::posting_terms::columns as terms;
use crate::schema::postings::columns as column;
use crate::schema::postings::table;
use crate::schema::{posting_skills, posting_terms};

type Joined = InnerJoinQuerySource<table, posting_terms::table>;
type Condition<'a> = Box<dyn BoxableExpression<Joined, Backend, SqlType = Bool> + 'a>;

/// Postings that state less than this are nowhere.
const CLOSES: &str = "COALESCE(application_closes_at, round_closes_at, 9223372036854775807)";
const REWARD: &str = "COALESCE(reward_yen_per_hour, -1)";

/// One page.
pub(crate) fn list(
    connection: &mut Conn,
    sieve: &PostingSieve,
    part: &OrderedPart<domain::PostingOrder>,
) -> QueryResult<Vec<(PostingRow, TermsRow)>> {
    use domain::PostingOrder::{Closing, Newest, Oldest, Reward, Updated};
    let joined = table.inner_join(posting_terms::table);
    let mut query = joined.select((PostingRow::as_select(), TermsRow::as_select())).into_boxed::<Backend>();
    for condition in conditions(sieve) {
        query = query.filter(condition);
    }
    let (closes, reward) = (|| diesel::dsl::sql::<BigInt>(CLOSES), || diesel::dsl::sql::<BigInt>(REWARD));
    if let Some((value, id)) = &part.after {
        let behind = || column::id.gt(id);
        query = match part.order {
            Oldest => query.filter(behind()),
            Newest => query.filter(column::id.lt(id)),
            Updated => {
                query.filter(column::updated_at.lt(value).or(column::updated_at.eq(value).and(behind())))
            }
            Closing => query.filter(closes().gt(value).or(closes().eq(value).and(behind()))),
            Reward => query.filter(reward().lt(value).or(reward().eq(value).and(behind()))),
        };
    }
    query = match part.order {
        Oldest => query.order(column::id),
        Newest => query.order(column::id.desc()),
        Updated => query.order((column::updated_at.desc(), column::id)),
        Closing => query.order((closes(), column::id)),
        Reward => query.order((reward().desc(), column::id)),
    };
    query.limit(part.rows).load(connection)
}

/// How many of all pages together have which values.
pub(crate) fn counts(connection: &mut Conn, sieve: &PostingSieve) -> QueryResult<PostingCounts> {
    macro_rules! counted {
        ($value:expr) => {{
            let joined = table.inner_join(posting_terms::table).group_by($value);
            let mut query = joined.select(($value, count_star())).into_boxed::<Backend>();
            for condition in conditions(sieve) {
                query = query.filter(condition);
            }
            query.load::<(String, i64)>(connection)?
        }};
    }
    let statuses = counted!(column::status);
    Ok(PostingCounts {
        total: statuses.iter().map(|(_, count)| count).sum(),
        municipalities: counted!(terms::municipality),
        category_lists: counted!(terms::categories),
        contract_forms: counted!(terms::contract_form),
        work_styles: counted!(terms::work_style),
        skills: skills(connection, sieve)?,
        statuses,
    })
}

fn skills(connection: &mut Conn, sieve: &PostingSieve) -> QueryResult<Counted> {
    let mut these = table.inner_join(posting_terms::table).select(column::id).into_boxed::<Backend>();
    for condition in conditions(sieve) {
        these = these.filter(condition);
    }
    // A skill is wanted once.
    posting_skills::table
        .filter(posting_skills::posting_id.eq_any(these))
        .group_by(posting_skills::skill)
        .select((posting_skills::skill, count_star()))
        .load(connection)
}

fn conditions(sieve: &PostingSieve) -> Vec<Condition<'_>> {
    let mut all = vec![seen(sieve)];
    if !sieve.statuses.is_empty() {
        all.push(Box::new(column::status.eq_any(&sieve.statuses)));
    }
    if let Some(organization) = &sieve.organization {
        all.push(Box::new(column::organization_id.eq(organization)));
    }
    if let Some(key) = &sieve.external_id {
        // Of others' postings the key is not shown, so none is found by it.
        all.push(Box::new(managed(sieve).and(column::external_id.assume_not_null().eq(key))));
    }
    if let Some(round) = &sieve.round {
        all.push(Box::new(column::round_id.assume_not_null().eq(round)));
    }
    for Within { codes, prefectures } in sieve.places.iter().chain(&sieve.group) {
        let inside = |prefecture| -> Condition<'_> { Box::new(terms::municipality.like(prefecture)) };
        let exact: Condition<'_> = Box::new(terms::municipality.eq_any(codes));
        all.extend(any(prefectures.iter().map(inside).chain([exact]).collect()));
    }
    let has = |one| -> Condition<'_> {
        Box::new(",".into_sql::<Text>().concat(terms::categories).concat(",").like(one).escape('\\'))
    };
    all.extend(any(sieve.categories.iter().map(has).collect()));
    if !sieve.skills.is_empty() {
        let wanting = posting_skills::table
            .filter(posting_skills::skill.eq_any(&sieve.skills))
            .select(posting_skills::posting_id);
        all.push(Box::new(column::id.eq_any(wanting)));
    }
    if !sieve.contract_forms.is_empty() {
        all.push(Box::new(terms::contract_form.eq_any(&sieve.contract_forms)));
    }
    if !sieve.work_styles.is_empty() {
        all.push(Box::new(terms::work_style.eq_any(&sieve.work_styles)));
    }
    if let Some(hours) = sieve.hours_per_week {
        let asked = terms::min_hours_per_week;
        all.push(Box::new(asked.is_null().or(asked.assume_not_null().le(hours))));
    }
    if let Some(from) = &sieve.from {
        all.push(Box::new(terms::ends_on.is_null().or(terms::ends_on.assume_not_null().ge(from))));
    }
    if let Some(until) = &sieve.until {
        all.push(Box::new(terms::starts_on.is_null().or(terms::starts_on.assume_not_null().le(until))));
    }
    if let Some(least) = sieve.min_reward_yen_per_hour {
        all.push(Box::new(column::reward_yen_per_hour.assume_not_null().ge(least)));
    }
    for word in &sieve.words {
        all.push(Box::new(column::search_text.like(word).escape('\\')));
    }
    all
}

/// What the viewer may see at all.
fn seen(sieve: &PostingSieve) -> Condition<'_> {
    let members = ",".into_sql::<Text>().concat(column::members_of).concat(",").like(&sieve.member);
    let open = column::members_of.eq("").or(members);
    Box::new(managed(sieve).or(column::status.eq_any(&sieve.others).and(open)))
}

/// What the viewer posts or coordinates.
fn managed(sieve: &PostingSieve) -> Condition<'_> {
    let mut any_of: Vec<Condition<'_>> = vec![Box::new(column::organization_id.eq(&sieve.eyes.organization))];
    for covered in &sieve.eyes.coordinated {
        for beginning in &covered.beginnings {
            let theirs = column::organization_id.eq(&covered.organization);
            any_of.push(Box::new(theirs.and(terms::municipality.like(beginning))));
        }
    }
    if !sieve.eyes.referred.is_empty() {
        any_of.push(Box::new(column::id.eq_any(&sieve.eyes.referred)));
    }
    any(any_of).expect("the own ones are always among them")
}

/// At least one of these holds; nothing is asked when there is none.
fn any(conditions: Vec<Condition<'_>>) -> Option<Condition<'_>> {
    balanced(conditions, |one, other| Box::new(one.or(other)))
}
