//! Queries on proposals and the people in them.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Backend, Conn};
use crate::balanced::balanced;
use crate::records::{Part, ProposalRow, ProposalSieve, ProposedPersonRow};
use crate::schema::proposal_people::columns as person;
use crate::schema::proposals::columns as column;
use crate::schema::proposals::table;
use crate::schema::{candidates, posting_terms, postings, proposal_people};
use crate::transaction::Hold;

type Condition<'a> = Box<dyn BoxableExpression<table, Backend, SqlType = Bool> + 'a>;

pub(crate) fn insert(connection: &mut Conn, row: &ProposalRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &ProposalRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn replace_people(
    connection: &mut Conn,
    proposal: &str,
    rows: &[ProposedPersonRow],
) -> QueryResult<()> {
    diesel::delete(proposal_people::table.filter(person::proposal_id.eq(proposal))).execute(connection)?;
    diesel::insert_into(proposal_people::table).values(rows).execute(connection).map(|_| ())
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<ProposalRow>> {
    first!(connection, hold, table.find(id).select(ProposalRow::as_select()))
}

pub(crate) fn list_people(
    connection: &mut Conn,
    proposals: &[String],
) -> QueryResult<Vec<(ProposedPersonRow, String)>> {
    proposal_people::table
        .inner_join(candidates::table.on(candidates::id.eq(person::candidate_id)))
        .filter(person::proposal_id.eq_any(proposals))
        .order((person::proposal_id, person::position))
        .select((ProposedPersonRow::as_select(), candidates::organization_id))
        .load(connection)
}

pub(crate) fn list(
    connection: &mut Conn,
    sieve: &ProposalSieve,
    part: &Part,
) -> QueryResult<Vec<ProposalRow>> {
    let mut found =
        table.select(ProposalRow::as_select()).into_boxed::<Backend>().filter(column::id.gt(&part.after));
    found = found.filter(seen(sieve));
    if let Some(posting) = &sieve.posting {
        found = found.filter(column::posting_id.eq(posting));
    }
    if let Some(state) = sieve.state {
        found = found.filter(column::state.eq(state));
    }
    found.order(column::id).limit(part.rows).load(connection)
}

/// Own ones, those to postings that the viewer posts or acts on, and those with people whom it registered.
fn seen(sieve: &ProposalSieve) -> Condition<'_> {
    let body = &sieve.eyes.organization;
    let own_people = candidates::table.filter(candidates::organization_id.eq(body)).select(candidates::id);
    let with_own_people =
        proposal_people::table.filter(person::candidate_id.eq_any(own_people)).select(person::proposal_id);
    let own_postings = postings::table.filter(postings::organization_id.eq(body)).select(postings::id);
    let mut any_of: Vec<Condition<'_>> = vec![
        Box::new(column::organization_id.eq(body)),
        Box::new(column::posting_id.eq_any(own_postings)),
        Box::new(column::id.eq_any(with_own_people)),
    ];
    if !sieve.eyes.referred.is_empty() {
        any_of.push(Box::new(column::posting_id.eq_any(&sieve.eyes.referred)));
    }
    for covered in &sieve.eyes.coordinated {
        for beginning in &covered.beginnings {
            let there = posting_terms::table
                .filter(posting_terms::municipality.like(beginning))
                .select(posting_terms::posting_id);
            let theirs = postings::table
                .filter(postings::organization_id.eq(&covered.organization))
                .filter(postings::id.eq_any(there))
                .select(postings::id);
            any_of.push(Box::new(column::posting_id.eq_any(theirs)));
        }
    }
    balanced(any_of, |one, other| Box::new(one.or(other))).expect("the own ones are always among them")
}
