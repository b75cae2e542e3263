//! Hand-overs: what tells of a person goes with the person, and what is pending is found by its time.

use domain::{
    Application, ApplicationStatus, Author, Handover, HandoverApplication, HandoverDocument, HandoverId,
    HandoverNote, HandoverPerson, HandoverState, NewHandover, Note, NoteContent, NoteId, PageRequest,
    PersonFacts, Program, ProgramContent, ProgramId, ProgramStatus, Role, User, UserContent, UserId,
};
use store::{DueBefore, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! {
    people_go_with_themselves,
    a_move_is_pending_until_it_is_noted,
    an_erased_application_leaves_nothing_in_them,
    an_erased_note_leaves_nothing_in_them,
}

fn user_id(number: u8) -> UserId {
    UserId::from_parts(1, [number; 10])
}

fn program() -> Program {
    Program {
        id: ProgramId::from_parts(1, [1; 10]),
        organization_id: organization_id(1),
        version: 1,
        created_at: at(0),
        updated_at: at(0),
        content: ProgramContent {
            external_id: None,
            name: "塩尻CXO".to_owned(),
            purpose: None,
            fiscal_year: None,
            starts_on: None,
            ends_on: None,
            regions: Vec::new(),
            partner_ids: Vec::new(),
            responsible_user_id: Some(user_id(1)),
            status: ProgramStatus::Open,
        },
    }
}

fn user(number: u8) -> User {
    User {
        id: user_id(number),
        organization_id: organization_id(1),
        version: 1,
        created_at: at(0),
        updated_at: at(0),
        disabled_at: None,
        content: UserContent {
            email: format!("user{number}@example.jp"),
            display_name: format!("担当 {number}"),
            roles: [Role::Coordinator].into_iter().collect(),
        },
    }
}

fn handover(number: u8, moves_at: i64, state: HandoverState) -> Handover {
    let person = |number: u64| HandoverPerson {
        candidate_id: candidate_id(number),
        organization_id: organization_id(1),
        name: format!("人 {number}"),
        email: None,
        phone: None,
        facts: PersonFacts::default(),
    };
    Handover {
        id: HandoverId::from_parts(1, [number; 10]),
        organization_id: organization_id(1),
        version: 1,
        created_at: at(0),
        updated_at: at(0),
        content: NewHandover {
            program_id: program().id,
            from_user_id: user_id(1),
            to_user_id: user_id(2),
            moves_at: at(moves_at),
            note: None,
        },
        state,
        sent_at: None,
        acknowledged_at: None,
        moved_at: None,
        remarks: Vec::new(),
        document: HandoverDocument {
            program_name: "塩尻CXO".to_owned(),
            purpose: None,
            from_name: "担当 1".to_owned(),
            to_name: "担当 2".to_owned(),
            read_first: Vec::new(),
            decisions: Vec::new(),
            postings: Vec::new(),
            promises: Vec::new(),
            tasks: Vec::new(),
            dates: Vec::new(),
        },
        people: vec![person(1), person(2)],
    }
}

fn prepare(ground: &Ground, handovers: &[Handover]) {
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_user(&user(1), None)?;
            tx.insert_user(&user(2), None)?;
            tx.insert_program(&program())?;
            tx.insert_candidates(&[candidate(1, 1), candidate(2, 1)])?;
            handovers.iter().try_for_each(|handover| tx.insert_handover(handover))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

fn people_go_with_themselves(ground: &Ground) {
    let kept = handover(1, 9, HandoverState::Draft);
    prepare(ground, std::slice::from_ref(&kept));
    let find = || ground.store.read(|tx| tx.find_handover(kept.id)).unwrap().unwrap();
    assert_eq!(find(), kept);
    ground.store.write(|tx| tx.delete_candidate(candidate_id(1), candidate(1, 1).version)).unwrap();
    let names: Vec<String> = find().people.into_iter().map(|person| person.name).collect();
    assert_eq!(names, ["人 2"]);
}

fn a_move_is_pending_until_it_is_noted(ground: &Ground) {
    let sent = [handover(1, 9, HandoverState::Sent), handover(2, 5, HandoverState::Acknowledged)];
    let draft = handover(3, 1, HandoverState::Draft);
    prepare(ground, &[sent[0].clone(), sent[1].clone(), draft]);
    let pending = || {
        let found = ground.store.read(|tx| tx.list_pending_handovers(program().id)).unwrap();
        found.iter().map(|handover| handover.id).collect::<Vec<_>>()
    };
    assert_eq!(pending(), [sent[1].id, sent[0].id], "the earliest first, and no draft");
    let noted = Handover { version: 2, moved_at: Some(at(6)), ..sent[1].clone() };
    assert_eq!(ground.store.write(|tx| tx.update_handover(&noted, 1)), Ok(true));
    assert_eq!(pending(), [sent[0].id]);
    let waiting = ground.store.read(|tx| tx.list_unacknowledged_handovers(organization_id(1))).unwrap();
    assert_eq!(waiting.iter().map(|handover| handover.id).collect::<Vec<_>>(), [sent[0].id]);
    let page = PageRequest { limit: 2, after: None };
    assert!(ground.store.read(|tx| tx.list_handovers(organization_id(1), &page)).unwrap().has_more);
}

/// A hand-over of two people, the first with one application and a note to each of two postings, the second with a note.
fn told_of(ground: &Ground) -> Handover {
    let line = |number: u64, posting: u64| HandoverApplication {
        application_id: application_id(number),
        posting_id: posting_id(posting),
        title: "案件".to_owned(),
        status: ApplicationStatus::Declined,
        due_micros: None,
        reason: Some("理由".to_owned()),
        reason_category: None,
        since_micros: 0,
    };
    let noted = |number: u8, posting: u64| HandoverNote {
        note_id: NoteId::from_parts(1, [number; 10]),
        posting_id: posting_id(posting),
        at_micros: 0,
        by: "担当 1".to_owned(),
        text: "覚え書き".to_owned(),
    };
    let mut kept = handover(1, 9, HandoverState::Sent);
    kept.people[0].facts.applications = vec![line(1, 1), line(2, 2)];
    kept.people[0].facts.notes = vec![noted(1, 1), noted(2, 2)];
    kept.people[1].facts.notes = vec![noted(3, 1)];
    prepare(ground, std::slice::from_ref(&kept));
    let note = |number: u8, posting: u64, person: u64| Note {
        id: NoteId::from_parts(1, [number; 10]),
        posting_id: posting_id(posting),
        organization_id: organization_id(1),
        author: Author::Operator,
        version: 1,
        candidate_id: Some(candidate_id(person)),
        content: NoteContent { text: "覚え書き".to_owned(), mentions: Vec::new() },
        created_at: at(0),
        updated_at: at(3),
    };
    ground
        .store
        .write(|tx| {
            for number in [1, 2] {
                tx.insert_posting(&posting(number, 1))?;
                tx.insert_application(&declined(number, number))?;
            }
            tx.insert_note(&note(1, 1, 1))?;
            tx.insert_note(&note(2, 2, 1))?;
            tx.insert_note(&note(3, 1, 2))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    kept
}

fn declined(number: u64, posting: u64) -> Application {
    Application { status: ApplicationStatus::Declined, ..application(number, posting, &candidate(1, 1)) }
}

fn an_erased_application_leaves_nothing_in_them(ground: &Ground) {
    let kept = told_of(ground);
    let people = || ground.store.read(|tx| tx.find_handover(kept.id)).unwrap().unwrap().people;
    assert_eq!(ground.store.write(|tx| tx.delete_application(&declined(1, 1))), Ok(true));
    let now = people();
    assert_eq!(now[0].name, "人 1", "something is still told of them");
    assert_eq!((now[0].facts.applications.len(), now[0].facts.notes.len()), (1, 1));
    assert_eq!(now[0].facts.notes[0].posting_id, posting_id(2));
    assert_eq!(now[1], kept.people[1]);
    assert_eq!(ground.store.write(|tx| tx.delete_application(&declined(2, 2))), Ok(true));
    let names: Vec<String> = people().into_iter().map(|person| person.name).collect();
    assert_eq!(names, ["人 2"], "of whom nothing is told, the name is not either");
}

fn an_erased_note_leaves_nothing_in_them(ground: &Ground) {
    let kept = told_of(ground);
    let ids = [1, 3].map(|number| NoteId::from_parts(1, [number; 10]));
    assert_eq!(ground.store.write(|tx| tx.delete_notes(&ids)), Ok(2));
    let now = ground.store.read(|tx| tx.find_handover(kept.id)).unwrap().unwrap().people;
    assert_eq!(now.len(), 1);
    assert_eq!((now[0].facts.applications.len(), now[0].facts.notes.len()), (2, 1));
    // That something happened with them counts on.
    let due = |seconds: i64| {
        let due = DueBefore { organization_id: organization_id(1), first_kept: at(seconds) };
        ground.store.read(|tx| tx.list_candidates_to_erase(&due, 9)).unwrap()
    };
    assert!(!due(3).contains(&candidate_id(2)) && due(4).contains(&candidate_id(2)));
}
