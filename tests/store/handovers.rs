//! Hand-overs: what tells of a person goes with the person, and what is pending is found by its time.

use domain::{
    Handover, HandoverDocument, HandoverId, HandoverPerson, HandoverState, NewHandover, PageRequest,
    PersonFacts, Program, ProgramContent, ProgramId, ProgramStatus, Role, User, UserContent, UserId,
};
use store::StoreError;

use crate::ground::Ground;
use crate::samples::*;

on_both! { people_go_with_themselves, a_move_is_pending_until_it_is_noted }

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
