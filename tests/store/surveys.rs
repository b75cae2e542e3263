//! Surveys as they are kept: what is asked, the waves, tokens that are used once, and answers that hang on nobody.

use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};
use domain::survey::*;
use domain::*;
use store::{AnswerToken, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! {
    what_is_asked_comes_back_as_it_was_kept,
    a_wave_comes_back_as_it_was_kept,
    a_token_is_used_once,
    answers_are_counted_and_hang_on_nobody,
    words_go_with_whoever_wrote_them,
    the_change_is_that_of_those_who_answered_both,
}

fn page<Id>(limit: usize) -> PageRequest<Id> {
    PageRequest { limit, after: None }
}

/// Two bodies, three people and a survey of the first with what it asks.
fn a_survey(ground: &Ground) {
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_organization(&organization(1))?;
        tx.insert_organization(&organization(2))?;
        tx.insert_candidates(&[candidate(1, 1), candidate(2, 1), candidate(3, 1)])?;
        tx.insert_survey(&survey(1, 1))?;
        tx.insert_instrument(&instrument(1, 1))
    };
    ground.store.write(keep).unwrap();
}

fn answers(step: u8) -> Vec<Answer> {
    let answer = |element: &str, value| Answer { element: element.to_owned(), value };
    vec![
        answer("scale", AnswerValue::Step(step)),
        answer("choice", AnswerValue::Choice(if step > 5 { "a" } else { "b" }.to_owned())),
        answer("words", AnswerValue::Words(ODD.to_owned())),
    ]
}

fn what_is_asked_comes_back_as_it_was_kept(ground: &Ground) {
    a_survey(ground);
    let mut set = survey(2, 1);
    set.version = 3;
    set.instruments = 1000;
    set.content = SurveyContent { title: ODD.to_owned(), description: Some(ODD.to_owned()) };
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_survey(&set)?;
        assert_eq!(tx.find_survey(set.id)?.as_ref(), Some(&set));
        assert_eq!(tx.find_survey(survey_id(9))?, None);
        let first = tx.list_surveys(organization_id(1), &page(1))?;
        assert_eq!((first.items, first.has_more), (vec![survey(1, 1)], true));
        assert!(tx.list_surveys(organization_id(2), &page(5))?.items.is_empty());
        let changed = Survey { version: 4, content: survey(1, 1).content, ..set.clone() };
        assert!(!tx.update_survey(&changed, 2)?, "another version");
        assert!(tx.update_survey(&changed, 3)?);
        assert_eq!(tx.find_survey(set.id)?, Some(changed));

        assert_eq!(tx.find_instrument(survey_id(1), 1)?, Some(instrument(1, 1)));
        assert_eq!(tx.find_instrument(survey_id(1), 2)?, None);
        assert_eq!(tx.find_instrument(survey_id(2), 1)?, None);
        let mut shorter = instrument(1, 1);
        shorter.version = 2;
        shorter.concepts[0].items[0].elements.truncate(1);
        assert!(!tx.update_instrument(&shorter, 2)?, "another version");
        assert!(tx.update_instrument(&shorter, 1)?);
        assert_eq!(tx.find_instrument(survey_id(1), 1)?, Some(shorter));
        Ok::<_, StoreError>(())
    };
    ground.store.write(keep).unwrap();
    let twice = ground.store.write(|tx| tx.insert_instrument(&instrument(1, 1)));
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
}

fn a_wave_comes_back_as_it_was_kept(ground: &Ground) {
    a_survey(ground);
    let (blank, mut set) = (wave(1, 1, WaveKind::Before), whole_wave(2, 1, (1, 1)));
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_program(&program(1, 1))?;
        tx.insert_cohort(&cohort(1, 1))?;
        tx.insert_wave(&blank)?;
        tx.insert_wave(&set)?;
        assert_eq!(tx.find_wave(blank.id)?.as_ref(), Some(&blank));
        assert_eq!(tx.find_wave(set.id)?.as_ref(), Some(&set));
        assert_eq!(tx.find_wave(wave_id(9))?, None);
        let first = tx.list_waves(survey_id(1), &page(1))?;
        assert_eq!((first.items, first.has_more), (vec![blank.clone()], true));
        let uses = [1, 2].map(|number| tx.count_waves_of_instrument(survey_id(1), number));
        assert_eq!(uses, [Ok(2), Ok(0)]);
        Ok::<_, StoreError>(())
    };
    ground.store.write(keep).unwrap();
    set.content = WaveContent { kind: WaveKind::After, ..blank.content.clone() };
    set.version = 5;
    let change = |tx: &mut store::Tx<'_>| {
        assert!(!tx.update_wave(&set, 3)?, "another version");
        assert!(tx.update_wave(&set, 4)?);
        assert_eq!(tx.find_wave(set.id)?.as_ref(), Some(&set));
        Ok::<_, StoreError>(())
    };
    ground.store.write(change).unwrap();
    let mut unasked = wave(3, 1, WaveKind::Before);
    unasked.content.instrument = 2;
    assert_eq!(ground.store.write(|tx| tx.insert_wave(&unasked)), Err(StoreError::Dangling));
}

fn token(hash: &str, wave: u64, person: Option<u64>) -> AnswerToken {
    AnswerToken {
        hash: hash.repeat(32),
        wave_id: wave_id(wave),
        candidate_id: person.map(candidate_id),
        is_used: false,
    }
}

fn a_token_is_used_once(ground: &Ground) {
    a_survey(ground);
    let tokens = [token("c3", 1, Some(1)), token("a1", 1, Some(2)), token("b2", 2, None)];
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_wave(&wave(1, 1, WaveKind::Before))?;
        tx.insert_wave(&wave(2, 1, WaveKind::After))?;
        tx.insert_invited(wave_id(1), &[candidate_id(2), candidate_id(1)])?;
        tx.insert_answer_tokens(&tokens)
    };
    ground.store.write(keep).unwrap();
    let use_them = |tx: &mut store::Tx<'_>| {
        let mut invited = tx.list_invited(wave_id(1))?;
        invited.sort_unstable();
        assert_eq!(invited, [candidate_id(1), candidate_id(2)]);
        assert!(tx.list_invited(wave_id(2))?.is_empty());
        for token in &tokens {
            assert_eq!(tx.find_answer_token(&token.hash)?.as_ref(), Some(token));
        }
        assert!(tx.use_answer_token(&tokens[2].hash)?);
        assert!(!tx.use_answer_token(&tokens[2].hash)?, "once");
        assert!(!tx.use_answer_token("nobody's")?);
        // Somebody answered for the first: their token is of no use any more, and nobody else's has changed.
        tx.use_answer_tokens_of(wave_id(1), candidate_id(1))?;
        assert!(!tx.use_answer_token(&tokens[0].hash)?);
        assert!(tx.use_answer_token(&tokens[1].hash)?);
        let used = AnswerToken { is_used: true, ..tokens[1].clone() };
        assert_eq!(tx.find_answer_token(&tokens[1].hash)?, Some(used));
        Ok::<_, StoreError>(())
    };
    ground.store.write(use_them).unwrap();
    let twice = ground.store.write(|tx| tx.insert_invited(wave_id(1), &[candidate_id(1)]));
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
}

/// Three respondents, of whom two are tied to people.
fn answered(ground: &Ground) {
    a_survey(ground);
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_wave(&wave(1, 1, WaveKind::Before))?;
        tx.insert_wave(&wave(2, 1, WaveKind::After))?;
        tx.insert_invited(wave_id(1), &[1, 2, 3].map(candidate_id))?;
        tx.insert_answer_tokens(&[token("a1", 1, Some(1)), token("b2", 2, Some(3))])?;
        assert!(tx.use_answer_token(&"a1".repeat(32))?);
        for number in 1..=3 {
            tx.insert_respondent(survey_id(1), respondent_id(number))?;
        }
        for number in 1..=2 {
            let tie = (candidate_id(number), respondent_id(number));
            tx.insert_respondent_link(survey_id(1), tie)?;
        }
        for (number, step) in [(1, 3), (2, 9), (3, 9)] {
            tx.insert_answers((wave_id(1), respondent_id(number)), &answers(step))?;
        }
        tx.insert_answers((wave_id(2), respondent_id(1)), &answers(11))?;
        tx.insert_answers((wave_id(2), respondent_id(2)), &answers(4)[..1])
    };
    ground.store.write(keep).unwrap();
}

fn answers_are_counted_and_hang_on_nobody(ground: &Ground) {
    answered(ground);
    let waves = [wave_id(1), wave_id(2), wave_id(9)];
    let counted = |tx: &mut store::Tx<'_>| {
        let respondents = tx.count_respondents(&waves)?;
        assert_eq!(respondents, [(wave_id(1), (3, 3)), (wave_id(2), (2, 0))].into());
        let spreads = tx.count_answers(&waves)?;
        let of = |wave: u64, element: &str| spreads[&wave_id(wave)].get(element).cloned().unwrap_or_default();
        assert_eq!(of(1, "scale").steps, [(3, 1), (9, 2)].into());
        let choices = [("a".to_owned(), 2), ("b".to_owned(), 1)];
        assert_eq!((of(1, "choice").choices, of(1, "words").words), (choices.into(), 3));
        assert_eq!((of(2, "scale").steps, of(2, "words").words), ([(4, 1), (11, 1)].into(), 1));
        Ok::<_, StoreError>(spreads)
    };
    let before = ground.store.read(counted).unwrap();
    let cut = |tx: &mut store::Tx<'_>| {
        assert_eq!(tx.find_respondent(survey_id(1), candidate_id(2))?, Some(respondent_id(2)));
        assert_eq!(tx.find_respondent(survey_id(1), candidate_id(3))?, None);
        assert!(tx.has_answered(wave_id(2), respondent_id(2))?);
        assert!(!tx.has_answered(wave_id(2), respondent_id(3))?);
        // Somebody is erased, then every tie is cut: the answers are counted as they were.
        assert!(tx.delete_candidate(candidate_id(2), 1)?);
        assert_eq!(tx.find_respondent(survey_id(1), candidate_id(2))?, None);
        assert_eq!(tx.unlink_respondents(survey_id(1), &waves)?, 1);
        assert_eq!(tx.find_respondent(survey_id(1), candidate_id(1))?, None);
        // A token that was used is nobody's any more; one that was not is still that of whom it was given to.
        let mut whose = |hash: &str| tx.find_answer_token(&hash.repeat(32)).unwrap().unwrap().candidate_id;
        assert_eq!((whose("a1"), whose("b2")), (None, Some(candidate_id(3))));
        assert_eq!(tx.count_answers(&waves)?, before);
        Ok::<_, StoreError>(())
    };
    ground.store.write(cut).unwrap();
    let again = ground.store.write(|tx| tx.insert_answers((wave_id(1), respondent_id(3)), &answers(1)));
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
}

/// How many answers of each respondent have words in them, asked apart from the program.
fn worded(ground: &Ground) -> Vec<(String, i64)> {
    #[derive(diesel::QueryableByName)]
    struct Counted {
        #[diesel(sql_type = diesel::sql_types::Text)]
        respondent_id: String,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let asked = diesel::sql_query(
        "SELECT respondent_id, count(*) AS count FROM survey_answers WHERE words IS NOT NULL \
         GROUP BY respondent_id ORDER BY respondent_id",
    );
    let rows: Vec<Counted> = match ground.store.back_end() {
        store::BackEnd::Sqlite => {
            let path = ground.url.strip_prefix("sqlite://").unwrap();
            asked.load(&mut SqliteConnection::establish(path).unwrap()).unwrap()
        }
        store::BackEnd::Postgres => asked.load(&mut PgConnection::establish(&ground.url).unwrap()).unwrap(),
    };
    rows.into_iter().map(|row| (row.respondent_id, row.count)).collect()
}

fn words_go_with_whoever_wrote_them(ground: &Ground) {
    answered(ground);
    let by = |number: u64, count: i64| (respondent_id(number).to_string(), count);
    assert_eq!(worded(ground), [by(1, 2), by(2, 1), by(3, 1)]);
    let waves = [wave_id(1), wave_id(2)];
    let before = ground.store.read(|tx| tx.count_answers(&waves)).unwrap();
    assert_eq!(
        ground.store.write(|tx| tx.delete_candidate(candidate_id(1), 9)),
        Ok(false),
        "a stale version"
    );
    assert_eq!(worded(ground).len(), 3);
    assert_eq!(ground.store.write(|tx| tx.delete_candidate(candidate_id(1), 1)), Ok(true));
    assert_eq!(worded(ground), [by(2, 1), by(3, 1)], "and nobody else's");
    assert_eq!(ground.store.read(|tx| tx.count_answers(&waves)), Ok(before), "what is counted stays");
}

/// The third answered before alone, and the second left out all but the scale afterwards.
fn the_change_is_that_of_those_who_answered_both(ground: &Ground) {
    answered(ground);
    let sums = ground.store.read(|tx| tx.sum_paired_answers(wave_id(1), wave_id(2))).unwrap();
    assert_eq!(sums["scale"], PairedSums { pairs: 2, before: 12, after: 15 });
    let backwards = ground.store.read(|tx| tx.sum_paired_answers(wave_id(2), wave_id(1))).unwrap();
    assert_eq!(backwards["scale"], PairedSums { pairs: 2, before: 15, after: 12 });
}
