//! What a letter says of a small made-up hand-over.

use domain::{
    AgreedReward, ApplicationId, ApplicationStatus, CheckInKind, Conditions, ContractForm, DateAhead,
    DateKind, DecisionId, DecisionState, DeclineReason, EngagementId, EngagementStatus, Feature, FrozenPlace,
    HandoverApplication, HandoverDecision, HandoverDocument, HandoverEngagement, HandoverId, HandoverPosting,
    HandoverState, HandoverTask, HandoverVerdict, NewHandover, OrganizationId, PersonFacts, PostingId,
    PostingStatus, ProgramId, PromiseId, PromiseState, PromiseToPerson, ReadFirst, Remark, RewardKind,
    TaskKind, UserId,
};

use super::*;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Two who were chosen, one of whom was promised something.
fn handover() -> Handover {
    let posting_id = PostingId::from_parts(1, [1; 10]);
    let promise_id = PromiseId::from_parts(1, [1; 10]);
    let person = |number: u8, name: &str, reason: &str| HandoverPerson {
        candidate_id: CandidateId::from_parts(1, [number; 10]),
        organization_id: OrganizationId::from_parts(1, [1; 10]),
        name: name.to_owned(),
        email: Some("person@example.jp".to_owned()),
        phone: None,
        facts: PersonFacts {
            applications: vec![HandoverApplication {
                application_id: ApplicationId::from_parts(1, [number; 10]),
                posting_id,
                title: "CMO".to_owned(),
                status: ApplicationStatus::Accepted,
                due_micros: None,
                reason: Some(reason.to_owned()),
                reason_category: None,
                since_micros: 0,
            }],
            verdicts: vec![HandoverVerdict {
                decision_id: DecisionId::from_parts(1, [1; 10]),
                posting_id,
                outcome: DecisionOutcome::Selected,
                category: None,
                place: Some(FrozenPlace {
                    rank: u32::from(number),
                    score: 812_300,
                    parts: vec![(Feature::Skill, 600_000), (Feature::Commitment, 212_300), (Feature::Tie, 0)],
                }),
            }],
            ..PersonFacts::default()
        },
    };
    let mut people = vec![
        person(1, "山口 理沙", "発信の実績が抜きん出ていた"),
        person(2, "中村 健", "現場での対話がよかった"),
    ];
    people[0].facts.promises.push(PromiseToPerson {
        promise_id,
        what: "交通費の扱いを知らせる".to_owned(),
        due_on: Some("2027-04-05".to_owned()),
        state: PromiseState::Open,
        closed_micros: None,
        about: "CMO".to_owned(),
    });
    people[0].facts.engagements.push(engagement(posting_id));
    let due = at("2027-04-05T14:59:59Z").micros();
    Handover {
        id: HandoverId::from_parts(1, [1; 10]),
        organization_id: OrganizationId::from_parts(1, [1; 10]),
        version: 1,
        created_at: at("2027-03-25T00:00:00Z"),
        updated_at: at("2027-03-25T00:00:00Z"),
        content: NewHandover {
            program_id: ProgramId::from_parts(1, [1; 10]),
            from_user_id: UserId::from_parts(1, [1; 10]),
            to_user_id: UserId::from_parts(1, [2; 10]),
            moves_at: at("2027-04-01T00:00:00+09:00"),
            note: Some("電話より訪問が喜ばれます".to_owned()),
        },
        state: HandoverState::Sent,
        sent_at: None,
        acknowledged_at: None,
        moved_at: None,
        remarks: vec![Remark {
            at_micros: 0, user_id: None, text: "面談の記録を読み返すこと".to_owned()
        }],
        document: document((posting_id, promise_id), people[0].candidate_id, due),
        people,
    }
}

/// It runs for half a year; the log of February is not written.
fn engagement(posting_id: PostingId) -> HandoverEngagement {
    let day = |text: &str| text.parse().unwrap();
    HandoverEngagement {
        engagement_id: EngagementId::from_parts(1, [1; 10]),
        posting_id,
        title: "CMO".to_owned(),
        status: EngagementStatus::Running,
        contract_form: ContractForm::QuasiMandate,
        starts_on: day("2026-11-01"),
        ends_on: Some(day("2027-04-30")),
        hours_per_month: Some(28),
        conditions: Conditions {
            reward: Some(AgreedReward { kind: RewardKind::Monthly, yen: Some(50_000) }),
            pay_day: Some("月末締め翌月25日払い".to_owned()),
            ..Conditions::default()
        },
        minutes_done: 3690,
        visit_days: 4,
        next_log: Some("2027-02".to_owned()),
        next_check_in: Some((CheckInKind::End, day("2027-04-30"))),
        notice_by: Some(day("2027-03-31")),
    }
}

fn decision(posting_id: PostingId) -> HandoverDecision {
    HandoverDecision {
        decision_id: DecisionId::from_parts(1, [1; 10]),
        posting_id,
        title: "CMO".to_owned(),
        state: DecisionState::Approved,
        reason: "市の課題への理解が深い".to_owned(),
        decided_by: "前任".to_owned(),
        decided_micros: at("2026-09-11T10:00:00+09:00").micros(),
        asked: None,
        settled_by: Some("課長".to_owned()),
        settled_micros: Some(at("2026-09-12T10:00:00+09:00").micros()),
        settled_note: Some("確認しました".to_owned()),
        ranked: 103,
        selected: 2,
        waiting: 0,
        not_selected: 101,
        reasons: vec![(DeclineReason::SeatsFilled, 96), (DeclineReason::OtherFit, 5)],
        told_micros: None,
        notices: None,
    }
}

fn document(
    (posting_id, promise_id): (PostingId, PromiseId),
    promised_to: CandidateId,
    due: i64,
) -> HandoverDocument {
    HandoverDocument {
        program_name: "塩尻CXO".to_owned(),
        purpose: None,
        from_name: "前任".to_owned(),
        to_name: "後任".to_owned(),
        read_first: vec![ReadFirst {
            reason: ReadFirstReason::DueSoon,
            resource: "promise".to_owned(),
            resource_id: promise_id.to_string(),
            candidate_id: Some(promised_to),
            about: "CMO".to_owned(),
            due_micros: Some(due),
        }],
        decisions: vec![decision(posting_id)],
        postings: vec![HandoverPosting {
            posting_id,
            title: "CMO".to_owned(),
            status: PostingStatus::Filled,
            seats: 2,
            seated: 2,
            applications: 103,
            notes: Vec::new(),
        }],
        promises: Vec::new(),
        tasks: vec![HandoverTask {
            kind: TaskKind::PromiseDue,
            due_micros: Some(due),
            resource: "promise".to_owned(),
            resource_id: promise_id.to_string(),
            about: "CMO".to_owned(),
            candidate_id: Some(promised_to),
        }],
        dates: vec![DateAhead {
            at_micros: at("2027-04-01T00:00:00+09:00").micros(),
            kind: DateKind::RightsMove,
            about: "塩尻CXO".to_owned(),
            candidate_id: None,
        }],
    }
}

/// A fresh reader answers from the letter alone: who was promised what, what is due next, why these two.
#[test]
fn a_fresh_reader_can_answer_from_it_alone() {
    let text = letter(&handover());
    let (japanese, english) = text.split_once("----").unwrap();
    for line in [
        "・山口 理沙 への約束：交通費の扱いを知らせる（CMO） [2027-04-05]",
        "・2027-04-05 23:59  約束を果たす: CMO 山口 理沙 — 交通費の扱いを知らせる",
        "・期限を過ぎています  月次記録の期限（2027-02）: CMO 山口 理沙",
        "・山口 理沙（person@example.jp）",
        "　　CMO: 承諾　理由：発信の実績が抜きん出ていた",
        "　　CMO: 承諾　理由：現場での対話がよかった",
        "・提案：2026-09-11 10:00　前任",
        "・承認：2026-09-12 10:00　課長「確認しました」",
        "・理由：市の課題への理解が深い",
        "・応募者 103 人のうち、採択 2、補欠 0、見送り 101（理由：募集枠の充足 96、別の候補との組み合わせ 5）",
        "・結果の連絡：まだ送っていません",
        "　　中村 健：おすすめ順に載った 103 人中 2 位、100点満点で 81.2 点（スキル 60.0、稼働 21.2）",
        "・条件：準委任、2026-11-01–2027-04-30、月 28 時間、月額 50000 円、月末締め翌月25日払い",
        "・これまでの記録：61 時間 30 分、来訪 4 日",
        "・次：月次記録 2027-02、振り返り面談（終了時） 2027-04-30 ごろ、終了・不更新の予告は 2027-03-31 まで、最終日 2027-04-30",
        "担当の交代：2027-04-01 00:00（日本時間）",
        "1. 期限まで二週間以内: CMO 山口 理沙 [2027-04-05 23:59] — 交通費の扱いを知らせる",
        "電話より訪問が喜ばれます",
    ] {
        assert!(japanese.lines().any(|found| found == line), "no line {line} in:\n{japanese}");
    }
    assert!(english.contains("CMO (filled): 2 of 2 seats, 103 standing applications"), "{english}");
    assert!(english.contains("CMO: accepted because: 発信の実績が抜きん出ていた"), "{english}");
    assert!(english.contains("place 1 of 103, 81.2 of 100 points"), "{english}");
}

#[test]
fn in_markdown_it_has_the_same_lines_and_is_one_document() {
    let mut handover = handover();
    handover.document.decisions[0].reason = "一行目\n<script>二行目".to_owned();
    let text = letter_in_markdown(&handover);
    assert!(text.starts_with("# 引き継ぎ書　塩尻CXO（送付ずみ）\n"), "{text}");
    for line in [
        "## まず読む五つ",
        "### 山口 理沙 — CMO",
        "- 理由：一行目　\\<script\\>二行目",
        "    - CMO: 承諾　理由：発信の実績が抜きん出ていた",
    ] {
        assert!(text.lines().any(|found| found == line), "no line {line} in:\n{text}");
    }
    assert!(!text.contains("Promises"), "{text}");
}

#[test]
fn those_who_were_passed_over_stand_together_at_the_end() {
    let mut handover = handover();
    for person in &mut handover.people {
        person.facts.applications[0].status = ApplicationStatus::Declined;
        person.facts.applications[0].reason_category = Some(DeclineReason::SeatsFilled);
    }
    let text = letter_in_markdown(&handover);
    assert!(text.ends_with("- CMO　募集枠の充足（2 人）：山口 理沙、中村 健\n"), "{text}");
}

#[test]
fn who_is_gone_is_called_by_a_reference() {
    let mut handover = handover();
    let gone = handover.people.remove(0).candidate_id;
    let text = letter(&handover);
    assert!(!text.contains("山口") && text.contains(&gone.short_reference()), "{text}");
}

/// One of the two has said no since, and somebody who waited has the place.
#[test]
fn what_has_become_of_a_decision_stands_beside_it() {
    let mut handover = handover();
    let gone = &mut handover.people[1].facts.applications[0];
    (gone.status, gone.reason, gone.reason_category) =
        (ApplicationStatus::Declined, None, Some(DeclineReason::PersonDeclined));
    handover.people[0].facts.verdicts[0].outcome = DecisionOutcome::Waiting;
    let text = letter_in_markdown(&handover);
    let ending = |name: &str, words: &str| {
        let line = text.lines().find(|line| line.starts_with(&format!("    - {name}：おすすめ順")));
        assert!(line.is_some_and(|line| line.ends_with(words)), "{name} {words}:\n{text}");
    };
    ending("中村 健", "　その後：見送り　理由：本人の辞退");
    ending("山口 理沙", "　その後：承諾　理由：発信の実績が抜きん出ていた");
}
