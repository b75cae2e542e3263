//! Who can be reached, in English.

use domain::RelaxationCode;

use super::{grouped, people};
use crate::text::{Reach, signed};

pub(super) const REACH: Reach = Reach {
    title: "Who can be reached",
    lead: "Of everyone registered, how many could apply to this posting just as it is.",
    of: |reached, of| format!("{} of {}", grouped(reached), people(of)),
    unit: |of| format!("of {}", people(of)),
    empty: "There is nobody yet whom your organization may see. Numbers appear as people register or consent.",
    eligible: "Can be reached",
    excluded: "Miss a condition",
    barriers: "What keeps people out",
    barriers_note: "The dark part is people kept out by this condition alone. One person may miss several.",
    barriers_none: "Nobody misses a condition: everyone can be reached.",
    alone: "By this alone",
    together: "Together with others",
    steps: "If you change one thing",
    steps_note: "Each line changes one condition and leaves the rest. The most helpful comes first.",
    steps_none: "No single change would reach more people.",
    steps_idle: |number| match number {
        1 => "1 change that reaches nobody more".to_owned(),
        _ => format!("{} changes that reach nobody more", grouped(number)),
    },
    gained: |number| match number {
        1 | -1 => format!("{} person", signed(number)),
        _ => format!("{} people", signed(number)),
    },
    total_then: |number| format!("{} in all", people(number)),
    step: |code, skill, from, to| match code {
        RelaxationCode::HoursMin => format!("Ask for {to} or more instead of {from}"),
        RelaxationCode::MinProficiency => format!("Lower {skill} from {from} to {to}"),
        RelaxationCode::SkillPreferred => format!("Make {skill} helpful instead of required"),
        RelaxationCode::MinSharedSlots => format!("Be content with {to} in common instead of {from}"),
        RelaxationCode::MinDays => format!("Ask for {to} in common instead of {from}"),
        RelaxationCode::WorkStyle => format!("Let the work be {to} instead of {from}"),
        RelaxationCode::VisitsPerMonth => format!("Ask for {to} instead of {from}"),
        RelaxationCode::Residency => format!("Drop the condition of residence ({from})"),
        RelaxationCode::ContractForm => format!("Offer {to} instead of {from}"),
    },
    table: "Show as a table",
    column_constraint: "Condition",
    column_step: "Change",
    column_excluded: "Miss it",
    column_alone: "By this alone",
    column_gained: "More people",
    column_eligible: "Can be reached",
    caution: "This does not foretell applications. What people left blank does not keep them out; it is confirmed in a meeting.",
};
