//! 条件との照らし合わせ: every condition that is asked, with both sides' values.

use domain::{ConstraintLine, Outcome};
use maud::{Markup, html};

use super::{Card, outcome};
use crate::facts::constraint_value;

/// The whole table, folded away for people who meet every condition.
pub(super) fn constraints(card: &Card<'_>) -> Markup {
    let text = card.text();
    html! {
        section {
            details {
                summary { (text.drawer.constraints) }
                table.constraints {
                    thead { tr {
                        th scope="col" { (text.reach.column_constraint) }
                        th scope="col" { (text.drawer.posting_value) }
                        th scope="col" { (text.drawer.person_value) }
                        td {}
                    } }
                    tbody {
                        @for line in &card.selected.explanation.constraints {
                            tr {
                                th scope="row" { (name(card, line)) }
                                td { (posting_side(card, line)) }
                                td { (person_side(card, line)) }
                                td { (outcome(text, line.outcome)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The conditions that fail, in sentences of both values.
pub(super) fn failures(card: &Card<'_>) -> Markup {
    let text = card.text();
    let failed = card.selected.explanation.constraints.iter().filter(|line| line.outcome == Outcome::Fail);
    html! {
        ul.failures {
            @for line in failed {
                li {
                    b { (name(card, line)) }
                    span { (text.drawer.posting_value) " " (posting_side(card, line)) }
                    span { (text.drawer.person_value) " " (person_side(card, line)) }
                }
            }
        }
    }
}

fn name(card: &Card<'_>, line: &ConstraintLine) -> String {
    match &line.skill {
        Some(skill) => card.names.skill(skill),
        None => (card.text().words.constraint)(line.code).to_owned(),
    }
}

fn posting_side(card: &Card<'_>, line: &ConstraintLine) -> String {
    let value = constraint_value(card.names, line.code, line.posting_value.as_ref());
    value.unwrap_or_else(|| card.text().words.not_asked.to_owned())
}

fn person_side(card: &Card<'_>, line: &ConstraintLine) -> String {
    let value = constraint_value(card.names, line.code, line.candidate_value.as_ref());
    value.unwrap_or_else(|| card.text().words.blank.to_owned())
}
