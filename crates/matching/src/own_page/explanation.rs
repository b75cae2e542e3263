//! A short explanation for the person: exactly two strengths, one gap and one next step, made of their own score and
//! what would change it. No rank, no score, nobody else.

use domain::{
    BreakdownLine, Candidate, ConstraintCode, CounterfactualCode, Evidence, Feature, Outcome,
    PairExplanation, PartialWeights, Posting, Reference, RegionCode, SkillId,
};
use scoring::{CompiledPerson, CompiledPosting};

use super::wording::Sentence;
use crate::engine::Engine;

/// The most that a feature can be.
const FULL: u16 = 10_000;

/// Why a person fits, and what would help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnExplanation {
    /// What speaks for them.
    pub strengths: [Sentence; 2],
    /// What speaks against.
    pub gap: Sentence,
    /// What they can do.
    pub next_step: Sentence,
}

/// Explains a person's own application to themselves.
pub(super) fn explain(engine: &Engine, posting: &Posting, candidate: &Candidate) -> OwnExplanation {
    let reference = &engine.reference;
    let compiled = CompiledPosting::new(reference, Some(posting.id), &posting.content.terms);
    let person = CompiledPerson::new(reference, candidate.id, &candidate.content.profile);
    let explanation = scoring::explain_pair(&compiled, &person, PartialWeights::default());
    let place = RegionCode::Municipality(posting.content.terms.municipality);
    let place = Sentence::new(reference.regions.name_ja(place), reference.regions.name_en(place));
    of_pair(reference, &place, &explanation)
}

fn of_pair(reference: &Reference, place: &Sentence, explanation: &PairExplanation) -> OwnExplanation {
    let mut lines: Vec<&BreakdownLine> = explanation.pair.breakdown.iter().collect();
    lines.sort_by_key(|line| std::cmp::Reverse((!line.assumed, line.contribution)));
    let stated = |line: &&&BreakdownLine| line.value > 0 && !line.assumed;
    let strong: Vec<&BreakdownLine> = lines.iter().filter(stated).take(2).copied().collect();
    let mut strengths = strong.iter().map(|line| strength(reference, place, line));
    let mut kept = constraints_kept(explanation);
    let mut take = |other: Sentence| strengths.next().or_else(|| kept.next()).unwrap_or(other);
    let strengths = [
        take(Sentence::new("応募の手続きはすべて済んでいます", "Your application is complete")),
        take(Sentence::new("希望の条件を登録しています", "Your wishes are on record")),
    ];
    let lost = |line: &&&BreakdownLine| u32::from(line.weight) * u32::from(FULL.saturating_sub(line.value));
    let weakest = lines
        .iter()
        .filter(|line| line.value < FULL && !strong.iter().any(|strong| strong.feature == line.feature))
        .max_by_key(lost)
        .or_else(|| lines.iter().filter(|line| line.value < FULL).max_by_key(lost));
    let failed = explanation.failed().into_iter().next();
    let gap = match (failed, weakest) {
        (Some(code), _) => constraint_gap(code),
        (None, Some(line)) => feature_gap(reference, place, line),
        (None, None) => {
            Sentence::new("求める条件から大きく離れたところはありません", "Nothing is far from what is asked")
        }
    };
    OwnExplanation { strengths, gap, next_step: next_step(reference, explanation) }
}

fn strength(reference: &Reference, place: &Sentence, line: &BreakdownLine) -> Sentence {
    match line.feature {
        Feature::Skill => match best(line) {
            Some((evidence, level)) => {
                let (ja, en) = label(reference, &evidence.wanted);
                Sentence::new(
                    format!("{ja}の経験（5段階の{level}）が求める内容に重なります"),
                    format!("Your experience in {en} (level {level} of 5) is what is asked for"),
                )
            }
            None => Sentence::new(
                "求めるスキルに近い経験があります",
                "Your experience is close to what is asked for",
            ),
        },
        Feature::Commitment => {
            Sentence::new("稼働できる時間と期間が合っています", "Your hours and period fit")
        }
        Feature::Place => Sentence::new("現地へ通いやすい条件です", "You can reach the place easily"),
        Feature::Tie => Sentence::new(
            format!("{}との関わりや関心があります", place.ja),
            format!("You have a tie to or an interest in {}", place.en),
        ),
        Feature::Theme => {
            Sentence::new("関心のあるテーマが合っています", "The theme is one you want to work on")
        }
        Feature::Reward => Sentence::new("報酬が希望に合っています", "The pay meets what you ask"),
    }
}

/// The wanted skill that the person holds best, and at which level.
fn best(line: &BreakdownLine) -> Option<(&Evidence, u8)> {
    let held = line.evidence.iter().filter_map(|one| Some((one, one.proficiency?)));
    held.max_by_key(|(one, level)| (one.sim, *level))
}

/// What is asked of everybody and is so, for somebody whose score says little.
fn constraints_kept(explanation: &PairExplanation) -> impl Iterator<Item = Sentence> {
    let passed = explanation.constraints.iter().filter(|line| line.outcome == Outcome::Pass);
    passed.map(|line| {
        let (ja, en) = subject(line.code);
        Sentence::new(format!("{ja}が求める条件に合っています"), format!("Your {en} meets what is asked"))
    })
}

fn constraint_gap(code: ConstraintCode) -> Sentence {
    let (ja, en) = subject(code);
    Sentence::new(format!("{ja}が求める条件と異なります"), format!("Your {en} differs from what is asked"))
}

fn feature_gap(reference: &Reference, place: &Sentence, line: &BreakdownLine) -> Sentence {
    match line.feature {
        Feature::Skill => {
            let weakest = line.evidence.iter().min_by_key(|one| (one.sim, one.proficiency));
            let (ja, en) =
                weakest.map_or(("求めるスキル", "what is asked"), |one| label(reference, &one.wanted));
            Sentence::new(
                format!("{ja}の経験が、登録の内容からは読み取りにくいところです"),
                format!("Your data says little of experience in {en}"),
            )
        }
        Feature::Commitment => Sentence::new(
            "稼働できる時間か期間が、希望より少なめです",
            "Your hours or period are fewer than wished",
        ),
        Feature::Place => {
            Sentence::new("現地から遠く、通う負担が大きめです", "The place is far from where you live")
        }
        Feature::Tie => Sentence::new(
            format!("{}との関わりが、まだ登録されていません", place.ja),
            format!("Your data tells of no tie to {} yet", place.en),
        ),
        Feature::Theme => Sentence::new(
            "関心のあるテーマに、この案件のテーマがありません",
            "The theme is not among those you named",
        ),
        Feature::Reward => Sentence::new("報酬が希望より低めです", "The pay is below what you ask"),
    }
}

/// The first change that would help; else what is not on record yet.
fn next_step(reference: &Reference, explanation: &PairExplanation) -> Sentence {
    if let Some(code) = explanation.unknown.first() {
        let (ja, en) = subject(*code);
        return Sentence::new(
            format!("{ja}を登録の内容に書き足してください"),
            format!("Please add your {en} to your data"),
        );
    }
    match explanation.counterfactuals.first() {
        Some(change) if change.code == CounterfactualCode::Hours => Sentence::new(
            format!("週{}時間まで稼働できるときは、登録の内容を直してください", change.to),
            format!("If you can work {} hours a week, please say so in your data", change.to),
        ),
        Some(change) => {
            let (ja, en) = change
                .skill
                .as_ref()
                .map_or(("求めるスキル", "what is asked"), |skill| label(reference, skill));
            Sentence::new(
                format!("{ja}の経験があれば書き足し、なければ講座などで学ぶ方法があります"),
                format!("Add your experience in {en} if you have any, or learn it in a course"),
            )
        }
        None => Sentence::new(
            "いまの内容のまま、連絡をお待ちください",
            "Nothing needs to be changed; please wait to hear from us",
        ),
    }
}

fn label<'a>(reference: &'a Reference, skill: &SkillId) -> (&'a str, &'a str) {
    reference.skills.get(skill).map_or(("", ""), |skill| (&skill.label_ja, &skill.label_en))
}

/// What a constraint is about, said to the person.
fn subject(code: ConstraintCode) -> (&'static str, &'static str) {
    match code {
        ConstraintCode::SkillRequired => ("必須のスキル", "required skill"),
        ConstraintCode::Hours => ("稼働できる時間", "hours"),
        ConstraintCode::Slots => ("時間帯", "time slots"),
        ConstraintCode::Period => ("参画できる期間", "period"),
        ConstraintCode::WorkStyle => ("働き方", "way of working"),
        ConstraintCode::Visits => ("訪問できる回数", "number of visits"),
        ConstraintCode::Travel => ("移動できる距離", "travel distance"),
        ConstraintCode::Residency => ("居住地", "place of residence"),
        ConstraintCode::ContractForm => ("契約の形", "contract form"),
        ConstraintCode::Reward => ("報酬の希望", "wished pay"),
        ConstraintCode::MainJob => ("本業の許可", "permission of your main job"),
    }
}
