//! The single steps that a posting could take, in the order of the definition.

use domain::{
    AskedHours, ConstraintCode, ContractForm, Fact, PostingTerms, Proficiency, Relaxation, RelaxationCode,
    SkillId, Totals, Word, WorkStyle,
};

use crate::constraint::{Codes, residency_fact};
use crate::posting::CompiledPosting;

/// One step: the posting after it, and which constraints it may change.
pub(crate) struct Step {
    code: RelaxationCode,
    skill: Option<SkillId>,
    from: Option<Fact>,
    to: Option<Fact>,
    /// Constraints that may come out differently.
    pub(crate) touches: Codes,
    /// The posting after it.
    pub(crate) posting: CompiledPosting,
}

impl Step {
    /// The step as it is shown, with the number eligible after it.
    pub(super) fn shown(self, eligible: u64, now: Totals) -> Relaxation {
        Relaxation {
            code: self.code,
            skill: self.skill,
            from: self.from,
            to: self.to,
            eligible,
            gained: signed(eligible) - signed(now.eligible),
        }
    }
}

fn signed(people: u64) -> i64 {
    i64::try_from(people).expect("a pool in memory has fewer people than i64 counts")
}

/// The steps on offer: what is not asked, changes nothing, repeats a line or goes too low is left out.
pub(super) fn steps(posting: &CompiledPosting) -> Vec<Step> {
    let mut steps = Vec::new();
    let on = Ladder { posting };
    steps.extend(on.hours());
    steps.extend(on.skills());
    steps.extend(on.shared_slots());
    steps.extend(on.days());
    steps.extend(on.work_style());
    steps.extend(on.visits());
    steps.extend(on.residency());
    steps.extend(on.contract_form());
    steps
}

/// Makes the steps of one posting.
struct Ladder<'a> {
    posting: &'a CompiledPosting,
}

/// What a step changes, as it is shown.
struct Shown {
    code: RelaxationCode,
    from: Option<Fact>,
    to: Option<Fact>,
}

impl Ladder<'_> {
    fn terms(&self) -> &PostingTerms {
        &self.posting.terms
    }

    fn step(&self, shown: Shown, touches: &[ConstraintCode], change: impl FnOnce(&mut PostingTerms)) -> Step {
        let mut terms = self.terms().clone();
        change(&mut terms);
        Step {
            code: shown.code,
            skill: None,
            from: shown.from,
            to: shown.to,
            touches: touches.iter().copied().collect(),
            posting: self.posting.with_terms(terms),
        }
    }

    fn hours(&self) -> Vec<Step> {
        let Some((asked, min)) = self.terms().hours_per_week.and_then(|asked| Some((asked, asked.min?)))
        else {
            return Vec::new();
        };
        let three_quarters = u8::try_from(3 * u16::from(min) / 4).expect("less than what it came from");
        let mut levels = vec![three_quarters, min / 2];
        levels.dedup();
        levels.retain(|level| *level >= 1);
        let lowered = |level: u8| {
            let shown = Shown { code: RelaxationCode::HoursMin, from: number(min), to: number(level) };
            self.step(shown, &[ConstraintCode::Hours], |terms| {
                // All else stays: what was desired is still desired, and so the offer per hour stays too.
                terms.hours_per_week = Some(AskedHours { min: Some(level), desired: asked.desired() });
            })
        };
        levels.into_iter().map(lowered).collect()
    }

    fn skills(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for (place, required) in self.terms().required_skills.iter().enumerate() {
            let level = required.min_proficiency.level();
            let lower = Proficiency::new(i64::from(level) - 1).map(|lower| {
                let shown = Shown {
                    code: RelaxationCode::MinProficiency,
                    from: number(level),
                    to: number(lower.level()),
                };
                self.step(shown, &[ConstraintCode::SkillRequired], |terms| {
                    terms.required_skills[place].min_proficiency = lower;
                })
            });
            let shown =
                Shown { code: RelaxationCode::SkillPreferred, from: word("required"), to: word("preferred") };
            let preferred = self.step(shown, &[ConstraintCode::SkillRequired], |terms| {
                // Preferred skills exclude nobody, so for counting it is enough that this one is not required.
                terms.required_skills.remove(place);
            });
            let named = |step| Step { skill: Some(required.skill.clone()), ..step };
            steps.extend(lower.into_iter().chain([preferred]).map(named));
        }
        steps
    }

    fn shared_slots(&self) -> Option<Step> {
        let min = self.terms().min_shared_slots;
        let shown = Shown { code: RelaxationCode::MinSharedSlots, from: number(min), to: number(1) };
        (!self.terms().slots.is_empty() && min > 1)
            .then(|| self.step(shown, &[ConstraintCode::Slots], |terms| terms.min_shared_slots = 1))
    }

    fn days(&self) -> Option<Step> {
        let (min, half) = (self.terms().min_days, self.terms().min_days / 2);
        let shown = Shown { code: RelaxationCode::MinDays, from: number(min), to: number(half) };
        (self.posting.period.is_some() && half >= 1)
            .then(|| self.step(shown, &[ConstraintCode::Period], |terms| terms.min_days = half))
    }

    fn work_style(&self) -> Option<Step> {
        let style = self.terms().work_style;
        let freer = style.freer()?;
        let shown =
            Shown { code: RelaxationCode::WorkStyle, from: word(style.as_str()), to: word(freer.as_str()) };
        let touches = [ConstraintCode::WorkStyle, ConstraintCode::Visits, ConstraintCode::Travel];
        Some(self.step(shown, &touches, |terms| terms.work_style = freer))
    }

    fn visits(&self) -> Option<Step> {
        let visits = self.terms().visits_per_month.filter(|visits| *visits >= 1)?;
        let shown =
            Shown { code: RelaxationCode::VisitsPerMonth, from: number(visits), to: number(visits - 1) };
        (self.terms().work_style != WorkStyle::Remote).then(|| {
            self.step(shown, &[ConstraintCode::Visits], |terms| terms.visits_per_month = Some(visits - 1))
        })
    }

    fn residency(&self) -> Option<Step> {
        let asked = self.terms().residency.as_ref()?;
        let shown = Shown { code: RelaxationCode::Residency, from: Some(residency_fact(asked)), to: None };
        Some(self.step(shown, &[ConstraintCode::Residency], |terms| terms.residency = None))
    }

    fn contract_form(&self) -> Option<Step> {
        let (form, paid) = (ContractForm::ProBono, ContractForm::Commission);
        let shown =
            Shown { code: RelaxationCode::ContractForm, from: word(form.as_str()), to: word(paid.as_str()) };
        let touches = [ConstraintCode::ContractForm, ConstraintCode::Reward];
        (self.terms().contract_form == form)
            .then(|| self.step(shown, &touches, |terms| terms.contract_form = paid))
    }
}

fn number(value: impl Into<i64>) -> Option<Fact> {
    Some(Fact::Number(value.into()))
}

fn word(word: &str) -> Option<Fact> {
    Some(Fact::Word(word.to_owned()))
}
