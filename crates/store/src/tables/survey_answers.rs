//! Queries on who was invited, who answers, and what was answered.

use diesel::dsl::{count_star, sum};
use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT};
use crate::records::{AnswerRow, InvitedRow, LinkRow, RespondentRow, SubmissionRow, TokenRow};
use crate::schema::{
    survey_answers, survey_invited, survey_links, survey_respondents, survey_submissions, survey_tokens,
};
use crate::transaction::Hold;

/// Wave, element, step, choice, and how often.
pub(crate) type CountedAnswers = (String, String, Option<i32>, Option<String>, i64);
/// Element, respondents of both waves, and the sums of their steps before and after.
pub(crate) type PairedAnswers = (String, i64, Option<i64>, Option<i64>);

pub(crate) fn insert_invited(connection: &mut Conn, rows: &[InvitedRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(survey_invited::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn list_invited(connection: &mut Conn, wave: &str) -> QueryResult<Vec<String>> {
    let invited = survey_invited::table.filter(survey_invited::wave_id.eq(wave));
    invited.select(survey_invited::candidate_id).load(connection)
}

pub(crate) fn insert_tokens(connection: &mut Conn, rows: &[TokenRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(survey_tokens::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn find_token(connection: &mut Conn, hash: &str, hold: Hold) -> QueryResult<Option<TokenRow>> {
    first!(connection, hold, survey_tokens::table.find(hash).select(TokenRow::as_select()))
}

pub(crate) fn use_token(connection: &mut Conn, hash: &str) -> QueryResult<bool> {
    let one = survey_tokens::table.find(hash).filter(survey_tokens::is_used.eq(false));
    let used = diesel::update(one).set(survey_tokens::is_used.eq(true)).execute(connection)?;
    Ok(used > 0)
}

pub(crate) fn use_tokens_of(connection: &mut Conn, wave: &str, candidate: &str) -> QueryResult<()> {
    let theirs = survey_tokens::table
        .filter(survey_tokens::wave_id.eq(wave))
        .filter(survey_tokens::candidate_id.eq(candidate));
    diesel::update(theirs).set(survey_tokens::is_used.eq(true)).execute(connection).map(|_| ())
}

pub(crate) fn insert_respondent(connection: &mut Conn, row: &RespondentRow) -> QueryResult<()> {
    diesel::insert_into(survey_respondents::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn insert_link(connection: &mut Conn, row: &LinkRow) -> QueryResult<()> {
    diesel::insert_into(survey_links::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn find_link(
    connection: &mut Conn,
    (survey, candidate): (&str, &str),
    hold: Hold,
) -> QueryResult<Option<LinkRow>> {
    let one = survey_links::table.find((survey, candidate)).select(LinkRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn delete_links(connection: &mut Conn, survey: &str) -> QueryResult<usize> {
    let links = survey_links::table.filter(survey_links::survey_id.eq(survey));
    diesel::delete(links).execute(connection)
}

pub(crate) fn forget_candidates_of_tokens(connection: &mut Conn, waves: &[String]) -> QueryResult<()> {
    let tokens = survey_tokens::table.filter(survey_tokens::wave_id.eq_any(waves));
    let nobody: Option<String> = None;
    let used = tokens.filter(survey_tokens::is_used.eq(true));
    diesel::update(used).set(survey_tokens::candidate_id.eq(nobody)).execute(connection).map(|_| ())
}

/// The respondents that a person is, as far as ties stand.
pub(crate) fn list_respondents_of(connection: &mut Conn, candidate: &str) -> QueryResult<Vec<String>> {
    let theirs = survey_links::table.filter(survey_links::candidate_id.eq(candidate));
    theirs.select(survey_links::respondent_id).load(connection)
}

/// Blanks what respondents wrote in words of their own; that they wrote something goes on being counted.
pub(crate) fn forget_words(connection: &mut Conn, respondents: &[String]) -> QueryResult<()> {
    for respondent in respondents {
        let waves = survey_submissions::table.filter(survey_submissions::respondent_id.eq(respondent));
        let waves: Vec<String> = waves.select(survey_submissions::wave_id).load(connection)?;
        let written = survey_answers::table
            .filter(survey_answers::wave_id.eq_any(waves))
            .filter(survey_answers::respondent_id.eq(respondent))
            .filter(survey_answers::words.is_not_null());
        let nothing: Option<String> = None;
        diesel::update(written).set(survey_answers::words.eq(nothing)).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn has_submission(connection: &mut Conn, wave: &str, respondent: &str) -> QueryResult<bool> {
    let one = survey_submissions::table.find((wave, respondent));
    diesel::select(diesel::dsl::exists(one)).get_result(connection)
}

pub(crate) fn insert_submission(
    connection: &mut Conn,
    row: &SubmissionRow,
    answers: &[AnswerRow],
) -> QueryResult<()> {
    diesel::insert_into(survey_submissions::table).values(row).execute(connection)?;
    for some in answers.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(survey_answers::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn count_submissions(connection: &mut Conn, waves: &[String]) -> QueryResult<Vec<(String, i64)>> {
    survey_submissions::table
        .filter(survey_submissions::wave_id.eq_any(waves))
        .group_by(survey_submissions::wave_id)
        .select((survey_submissions::wave_id, count_star()))
        .load(connection)
}

pub(crate) fn count_invited(connection: &mut Conn, waves: &[String]) -> QueryResult<Vec<(String, i64)>> {
    survey_invited::table
        .filter(survey_invited::wave_id.eq_any(waves))
        .group_by(survey_invited::wave_id)
        .select((survey_invited::wave_id, count_star()))
        .load(connection)
}

pub(crate) fn count_answers(connection: &mut Conn, waves: &[String]) -> QueryResult<Vec<CountedAnswers>> {
    let group =
        (survey_answers::wave_id, survey_answers::element, survey_answers::step, survey_answers::choice);
    survey_answers::table
        .filter(survey_answers::wave_id.eq_any(waves))
        .group_by(group)
        .select((group.0, group.1, group.2, group.3, count_star()))
        .load(connection)
}

pub(crate) fn sum_pairs(connection: &mut Conn, before: &str, after: &str) -> QueryResult<Vec<PairedAnswers>> {
    let later = diesel::alias!(survey_answers as later);
    let both = survey_answers::respondent_id
        .eq(later.field(survey_answers::respondent_id))
        .and(survey_answers::element.eq(later.field(survey_answers::element)));
    survey_answers::table
        .inner_join(later.on(both))
        .filter(survey_answers::wave_id.eq(before))
        .filter(later.field(survey_answers::wave_id).eq(after))
        .filter(survey_answers::step.is_not_null())
        .filter(later.field(survey_answers::step).is_not_null())
        .group_by(survey_answers::element)
        .select((
            survey_answers::element,
            count_star(),
            sum(survey_answers::step),
            sum(later.field(survey_answers::step)),
        ))
        .load(connection)
}
