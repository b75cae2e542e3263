//! Short sentences for a ranked item, made from its values alone, in a fixed form: what speaks for the person first,
//! then what speaks against, then what to ask.

use std::borrow::Cow;

use domain::{
    BreakdownLine, ConstraintCode, Evidence, Feature, PostingTerms, RankedItem, Reference, Relation, SkillId,
};

/// A reason in a sentence; most are always the same.
pub type Reason = Cow<'static, str>;

/// The same sentences in both languages, in the same order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    /// Japanese.
    pub ja: Vec<Reason>,
    /// English.
    pub en: Vec<Reason>,
}

/// Words the reasons of many items of one posting.
#[derive(Debug, Clone)]
pub struct Wording<'a> {
    reference: &'a Reference,
    place_ja: String,
    place_en: String,
}

/// From this value on a feature speaks for the person (of 10000).
const GOOD: u16 = 8000;
/// Up to this value a feature speaks against.
const POOR: u16 = 4000;

/// The value of `tie` for somebody who has one in the municipality.
const TIED: u16 = 10_000;

/// The sentences for one item.
pub fn reasons<Id>(reference: &Reference, terms: &PostingTerms, item: &RankedItem<Id>) -> Reasons {
    Wording::new(reference, terms).reasons(item)
}

impl<'a> Wording<'a> {
    /// For items of a posting with these terms.
    pub fn new(reference: &'a Reference, terms: &PostingTerms) -> Self {
        let region = domain::RegionCode::Municipality(terms.municipality);
        let regions = &reference.regions;
        Self { reference, place_ja: regions.name_ja(region), place_en: regions.name_en(region) }
    }

    /// The sentences for one item.
    pub fn reasons<Id>(&self, item: &RankedItem<Id>) -> Reasons {
        let mut sentences = Reasons::default();
        let lines = &item.pair.breakdown;
        for line in lines.iter().filter(|line| line.value >= GOOD && !line.assumed) {
            sentences.speaks_for(self, line);
        }
        for line in lines.iter().filter(|line| line.value <= POOR && !line.assumed) {
            sentences.speaks_against(self, line);
        }
        if sentences.ja.is_empty() {
            let parts = lines.iter().filter(|line| !line.assumed);
            if let Some(best) = parts.max_by_key(|line| line.contribution) {
                sentences.leans_on(best);
            }
        }
        sentences.say_what_to_confirm(&item.unknown);
        sentences
    }
}

impl Reasons {
    fn say(&mut self, ja: impl Into<Reason>, en: impl Into<Reason>) {
        self.ja.push(ja.into());
        self.en.push(en.into());
    }

    fn speaks_for(&mut self, wording: &Wording<'_>, line: &BreakdownLine) {
        let (ja, en) = (&wording.place_ja, &wording.place_en);
        match line.feature {
            Feature::Skill => {
                if let Some(best) = line.evidence.iter().find(|evidence| evidence.sim == 100) {
                    self.say_skill(wording.reference, best);
                } else {
                    self.say(
                        "求めるスキルに近い経験があります",
                        "Has experience close to the skills asked for",
                    );
                }
            }
            Feature::Commitment => {
                self.say("稼働の時間と期間が希望に合っています", "Hours and period fit what is asked");
            }
            Feature::Place => self.say("現地へ通いやすい条件です", "Can reach the place easily"),
            // 10000 is a tie to the municipality itself, 8000 an interest in it (scoring version 1, §3).
            Feature::Tie if line.value == TIED => {
                self.say(format!("{ja}との関わりを本人が挙げています"), format!("States a tie to {en}"))
            }
            Feature::Tie => {
                self.say(format!("{ja}への関心を本人が挙げています"), format!("States an interest in {en}"));
            }
            Feature::Theme => {
                self.say("関心のあるテーマが合っています", "The theme is one they want to work on")
            }
            Feature::Reward => self.say("報酬が本人の希望以上です", "The pay meets what they ask"),
        }
    }

    fn speaks_against(&mut self, wording: &Wording<'_>, line: &BreakdownLine) {
        match line.feature {
            Feature::Skill => {
                let missing: Vec<&SkillId> = line
                    .evidence
                    .iter()
                    .filter(|evidence| evidence.sim < 60)
                    .map(|evidence| &evidence.wanted)
                    .collect();
                let (ja, en) = labels(wording.reference, &missing);
                self.say(
                    format!("{ja}の経験は書かれていないか、少なめです"),
                    format!("Little or no experience stated in {en}"),
                );
            }
            Feature::Commitment => {
                self.say(
                    "稼働の時間か期間が希望より少なめです",
                    "Hours or period fall short of what is asked",
                );
            }
            Feature::Place => {
                self.say("現地から遠く、通う負担が大きめです", "Far from the place, so visits are a burden")
            }
            Feature::Tie => {
                let (ja, en) = (&wording.place_ja, &wording.place_en);
                self.say(format!("{ja}との関わりは挙げていません"), format!("States no close tie to {en}"));
            }
            Feature::Theme => self.say("関心のあるテーマが異なります", "The theme is not one they named"),
            Feature::Reward => self.say("報酬が本人の希望を下回ります", "The pay is below what they ask"),
        }
    }

    /// Nothing is strong or weak: the largest part is named.
    fn leans_on(&mut self, line: &BreakdownLine) {
        let (ja, en) = match line.feature {
            Feature::Skill => ("スキル", "skills"),
            Feature::Commitment => ("稼働", "commitment"),
            Feature::Place => ("通いやすさ", "place"),
            Feature::Tie => ("地域との縁", "ties to the area"),
            Feature::Theme => ("テーマ", "theme"),
            Feature::Reward => ("報酬", "pay"),
        };
        self.say(format!("点の多くは{ja}によります"), format!("Most of the score comes from {en}"));
    }

    fn say_skill(&mut self, reference: &Reference, evidence: &Evidence) {
        let (ja, en) = label(reference, &evidence.wanted);
        let level = evidence.proficiency.unwrap_or(0);
        match (&evidence.held, evidence.relation) {
            (Some(held), Relation::Narrower) => {
                let (held_ja, held_en) = label(reference, held);
                self.say(
                    format!("{held_ja}（{ja}にあたる）の経験が5段階の{level}です"),
                    format!("{held_en}, which counts as {en}, at level {level} of 5"),
                );
            }
            _ => self.say(format!("{ja}の経験が5段階の{level}です"), format!("{en} at level {level} of 5")),
        }
    }

    fn say_what_to_confirm(&mut self, unknown: &[ConstraintCode]) {
        if unknown.is_empty() {
            return;
        }
        let ja: Vec<&str> = unknown.iter().map(|code| constraint_ja(*code)).collect();
        let en: Vec<&str> = unknown.iter().map(|code| constraint_en(*code)).collect();
        self.say(
            format!("面談で確かめること：{}", ja.join("、")),
            format!("To confirm when you meet: {}", en.join(", ")),
        );
    }
}

fn label<'a>(reference: &'a Reference, skill: &SkillId) -> (&'a str, &'a str) {
    reference.skills.get(skill).map_or(("", ""), |skill| (&skill.label_ja, &skill.label_en))
}

fn labels(reference: &Reference, skills: &[&SkillId]) -> (String, String) {
    let (ja, en): (Vec<&str>, Vec<&str>) = skills.iter().map(|skill| label(reference, skill)).unzip();
    (ja.join("、"), en.join(", "))
}

/// What a constraint is about, in Japanese.
fn constraint_ja(code: ConstraintCode) -> &'static str {
    match code {
        ConstraintCode::SkillRequired => "必須スキル",
        ConstraintCode::Hours => "稼働できる時間",
        ConstraintCode::Slots => "時間帯",
        ConstraintCode::Period => "参画できる期間",
        ConstraintCode::WorkStyle => "働き方",
        ConstraintCode::Visits => "訪問できる回数",
        ConstraintCode::Travel => "移動できる距離",
        ConstraintCode::Residency => "居住地",
        ConstraintCode::ContractForm => "契約の形",
        ConstraintCode::Reward => "報酬の希望",
        ConstraintCode::MainJob => "本業の許可",
    }
}

/// What a constraint is about, in English.
fn constraint_en(code: ConstraintCode) -> &'static str {
    match code {
        ConstraintCode::SkillRequired => "required skills",
        ConstraintCode::Hours => "hours available",
        ConstraintCode::Slots => "time slots",
        ConstraintCode::Period => "period",
        ConstraintCode::WorkStyle => "work style",
        ConstraintCode::Visits => "visits",
        ConstraintCode::Travel => "travel distance",
        ConstraintCode::Residency => "place of residence",
        ConstraintCode::ContractForm => "contract form",
        ConstraintCode::Reward => "pay",
        ConstraintCode::MainJob => "main job's permission",
    }
}
