//! Bodies of preparing people.

use serde_json::{Value, json};

/// The body of a schema, where it is one of these.
pub(super) fn template(schema: &str) -> Option<Value> {
    Some(match schema {
        "CohortRequest" => json!({"name": "Bの準備室", "capacity": 9}),
        "CohortPatch" => json!({"purpose": "変更"}),
        "CohortMemberRequest" => json!({"joined_on": "2021-06-21"}),
        "OneOnOneRequest" => {
            json!({"candidate_id": "§candidate", "held_on": "2021-07-05", "topic": "これから"})
        }
        "ReadinessMoveRequest" => json!({"to": "preparing", "reason": "試験"}),
        "CourseRequest" => json!({"title": "Bの講座", "skill": "instagram", "proficiency": 3, "hours": 130}),
        "CoursePatch" => json!({"description": "変更"}),
        "EnrollmentRequest" => json!({
            "course_id": "§course", "candidate_id": "§candidate", "hours_per_day": {"min": 2, "max": 3},
            "starts_on": "2021-07-05",
        }),
        "SurveyRequest" => json!({"title": "Bの調査"}),
        "InstrumentRequest" => json!({"concepts": [{
            "key": "c", "label_ja": "概念", "items": [{"key": "i", "label_ja": "項目", "elements": [
                {"key": "e", "label_ja": "要素", "kind": "scale", "steps": 5},
            ]}],
        }]}),
        "WaveRequest" => {
            json!({"instrument": 1, "kind": "before", "is_anonymous": false, "cohort_id": "§cohort?"})
        }
        "InvitationRequest" => json!({"candidate_ids": ["§candidate"]}),
        "AnswersRequest" => json!({"answers": [{"element": "e", "step": 4}]}),
        "AnswersOnBehalfRequest" => {
            json!({"candidate_id": "§candidate", "answers": [{"element": "e", "step": 4}]})
        }
        "StudyLogRequest" => json!({"studied_on": "2021-07-05", "minutes": 10}),
        "CompletionRequest" => json!({"reason": "試験に合格"}),
        "DropRequest" => json!({"reason": "中断"}),
        _ => return None,
    })
}
