//! Any sequence of acts and undos leaves what a marker with a good memory would have on the table.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::id::ApiKeyId;

fn author(number: u8) -> Author {
    Author::Key(ApiKeyId::from_parts(1, [number; 10]))
}

fn person(number: u8) -> CandidateId {
    CandidateId::from_parts(1, [number; 10])
}

/// What a marker may do: set a mark, clear it, undo.
#[derive(Debug, Clone, Copy)]
enum Step {
    Set(u8, u8, Mark),
    Clear(u8, u8),
    Undo(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let mark = prop::sample::select(vec![Mark::Shortlisted, Mark::Held, Mark::Declined]);
    let step = prop_oneof![
        4 => (0..3_u8, 0..4_u8, mark).prop_map(|(who, whom, mark)| Step::Set(who, whom, mark)),
        1 => (0..3_u8, 0..4_u8).prop_map(|(who, whom)| Step::Clear(who, whom)),
        3 => (0..3_u8).prop_map(Step::Undo),
    ];
    prop::collection::vec(step, 0..60)
}

/// What stands on the table, and what each marker would put back: written without the log.
#[derive(Default)]
struct Table {
    marks: HashMap<(u8, u8), Mark>,
    before: HashMap<u8, Vec<(u8, Option<Mark>)>>,
}

impl Table {
    fn put(&mut self, who: u8, whom: u8, mark: Option<Mark>) -> Option<Mark> {
        match mark {
            Some(mark) => self.marks.insert((who, whom), mark),
            None => self.marks.remove(&(who, whom)),
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Set(who, whom, mark) => {
                let before = self.put(who, whom, Some(mark));
                self.before.entry(who).or_default().push((whom, before));
            }
            Step::Clear(who, whom) => {
                let before = self.put(who, whom, None);
                self.before.entry(who).or_default().push((whom, before));
            }
            Step::Undo(who) => {
                if let Some((whom, before)) = self.before.entry(who).or_default().pop() {
                    self.put(who, whom, before);
                }
            }
        }
    }
}

fn append(log: &mut Vec<MarkEvent>, step: Step) {
    let (who, whom, act) = match step {
        Step::Set(who, whom, mark) => {
            (who, person(whom), MarkAct::Marked(MarkContent { mark, reason: None }))
        }
        Step::Clear(who, whom) => (who, person(whom), MarkAct::Cleared),
        Step::Undo(who) => {
            let last = Marks::replay(log).last_act(author(who)).map(|last| (last.candidate_id, last.number));
            let Some((whom, number)) = last else { return };
            (who, whom, MarkAct::Undone(number))
        }
    };
    let number = i64::try_from(log.len()).unwrap() + 1;
    log.push(MarkEvent {
        posting_id: PostingId::from_parts(1, [9; 10]),
        number,
        candidate_id: whom,
        organization_id: OrganizationId::from_parts(1, [9; 10]),
        author: author(who),
        act,
        at: Timestamp::from_micros(number).unwrap(),
    });
}

proptest! {
    #[test]
    fn the_replay_of_the_log_is_what_stands_on_the_table(steps in steps()) {
        let (mut log, mut table) = (Vec::new(), Table::default());
        for step in steps {
            append(&mut log, step);
            table.step(step);
            let marks = Marks::replay(&log);
            for (who, whom) in (0..3).flat_map(|who| (0..4).map(move |whom| (who, whom))) {
                let replayed = marks.by(author(who), person(whom)).map(|given| given.content.mark);
                prop_assert_eq!(replayed, table.marks.get(&(who, whom)).copied());
            }
        }
    }
}

#[test]
fn marks_of_several_stand_side_by_side() {
    let mut log = Vec::new();
    for step in [
        Step::Set(0, 0, Mark::Shortlisted),
        Step::Set(1, 0, Mark::Declined),
        Step::Set(0, 0, Mark::Held),
        Step::Clear(1, 0),
        Step::Undo(1),
    ] {
        append(&mut log, step);
    }
    let marks = Marks::replay(&log);
    let words: Vec<Mark> = marks.on(person(0)).iter().map(|given| given.content.mark).collect();
    assert_eq!(words, [Mark::Held, Mark::Declined]);
    assert_eq!(marks.people_of(author(0)).collect::<Vec<_>>(), [person(0)]);
    assert!(marks.on(person(1)).is_empty() && marks.last_act(author(2)).is_none());
}

#[test]
fn a_reason_has_a_limit() {
    let content = |letters: usize| MarkContent { mark: Mark::Held, reason: Some("あ".repeat(letters)) };
    assert!(content(limits::REMARK).checked().is_ok());
    assert_eq!(content(limits::REMARK + 1).checked().unwrap_err().as_slice()[0].pointer, "/reason");
}
