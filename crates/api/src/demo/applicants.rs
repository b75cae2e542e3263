//! Who applies to a posting, and when: likelier those it suits, but not they alone.

use domain::{
    CandidateId, CandidateProfile, Interest, PostingContent, PostingTerms, Reference, RegionCode, Residency,
    SkillId, SkillTable, Timestamp, WorkStyle,
};

use super::dice::Dice;
use super::ingredients::{ApplicantDraw, Never};

/// A registered person of the demo.
pub(super) struct Enlisted {
    pub(super) id: CandidateId,
    /// The key of the registering body.
    pub(super) body: String,
    pub(super) registered_at: Timestamp,
    pub(super) profile: CandidateProfile,
}

/// Draws applicants from the registered people.
pub(super) struct Call<'a> {
    pub(super) draw: &'a ApplicantDraw,
    pub(super) reference: &'a Reference,
    pub(super) seed: u64,
}

/// A drawn application.
pub(super) struct Drawn<'a> {
    pub(super) person: &'a Enlisted,
    pub(super) at: Timestamp,
}

impl Call<'_> {
    /// `count` applicants between two instants, in the order of their applications; fewer when not so many may.
    pub(super) fn applicants<'p>(
        &self,
        people: &'p [Enlisted],
        (posting_key, content): (&str, &PostingContent),
        count: usize,
        (opens, closes): (Timestamp, Timestamp),
    ) -> Vec<Drawn<'p>> {
        let mut dice = Dice::of(self.seed, posting_key, 0);
        let known = |person: &&Enlisted| person.registered_at < opens;
        let mut lots: Vec<(&Enlisted, u64)> = people
            .iter()
            .filter(known)
            .map(|person| (person, self.weight(&person.profile, &content.terms)))
            .collect();
        let seconds = u64::try_from((closes.micros() - opens.micros()) / 1_000_000).unwrap_or(0);
        let mut drawn: Vec<Drawn<'p>> = Vec::with_capacity(count);
        while drawn.len() < count
            && let Some(place) = dice.place(&lots, |(_, weight)| *weight)
        {
            lots[place].1 = 0;
            let later = i64::try_from(dice.below(seconds)).unwrap_or(0);
            drawn.push(Drawn { person: lots[place].0, at: opens.plus_seconds(later) });
        }
        drawn.sort_by_key(|drawn| (drawn.at, drawn.person.id));
        drawn
    }

    /// How likely the person applies, compared with others; 0 = never.
    fn weight(&self, profile: &CandidateProfile, terms: &PostingTerms) -> u64 {
        let never = self.draw.never.iter().any(|never| match never {
            Never::Residency => !self.lives_right(profile, terms),
            Never::NoSharedDay => !shares_a_day(profile, terms),
        });
        if never {
            return 0;
        }
        let (wanted, met) = self.wanted_and_met(profile, terms);
        let forms = profile.contract_forms;
        let styles = profile.work_styles;
        let least = terms.hours_per_week.and_then(|hours| hours.min);
        let visits = terms.visits_per_month.filter(|_| terms.work_style != WorkStyle::Remote).unwrap_or(0);
        let times = &self.draw.times;
        let factors = [
            (
                profile.categories.iter().any(|category| terms.categories.contains(category)),
                times.shares_category,
            ),
            (met > 0, times.holds_some_required_skill),
            (met > 0 && met == wanted, times.meets_every_required_skill),
            (is_drawn_to(profile, terms), times.tie_or_interest_in_prefecture),
            (forms.is_empty() || forms.contains(terms.contract_form), times.accepts_contract_form),
            (styles.is_empty() || styles.contains(terms.work_style), times.accepts_work_style),
            (
                profile.hours_per_week.is_none_or(|hours| least.is_none_or(|least| hours >= least)),
                times.hours_enough,
            ),
            (profile.max_visits_per_month.is_none_or(|most| most >= visits), times.can_visit),
        ];
        factors.iter().filter(|(holds, _)| *holds).fold(self.draw.base, |weight, (_, times)| weight * times)
    }

    /// How many skills are asked for and how many of them are held at the level; where none is required, one of
    /// those that would help is as good.
    fn wanted_and_met(&self, profile: &CandidateProfile, terms: &PostingTerms) -> (usize, usize) {
        let holds = |wanted: &SkillId, level| holds(&self.reference.skills, profile, (wanted, level));
        if terms.required_skills.is_empty() {
            let helps = terms.preferred_skills.iter().any(|wanted| holds(&wanted.skill, 1));
            return (1, usize::from(helps));
        }
        let required = &terms.required_skills;
        let met = required.iter().filter(|wanted| holds(&wanted.skill, wanted.min_proficiency.level()));
        (required.len(), met.count())
    }

    fn lives_right(&self, profile: &CandidateProfile, terms: &PostingTerms) -> bool {
        let Some(residency) = &terms.residency else { return true };
        let lives_in = |regions: &[RegionCode]| {
            profile.home_municipality.is_some_and(|home| {
                regions.iter().any(|region| self.reference.regions.lies_in(home, *region))
            })
        };
        match residency {
            Residency::Within(regions) => lives_in(regions),
            Residency::Outside(regions) => !lives_in(regions),
        }
    }
}

fn shares_a_day(profile: &CandidateProfile, terms: &PostingTerms) -> bool {
    let starts_in_time =
        profile.available_from.is_none_or(|from| terms.ends_on.is_none_or(|ends| from <= ends));
    let stays_long =
        profile.available_until.is_none_or(|until| terms.starts_on.is_none_or(|starts| starts <= until));
    starts_in_time && stays_long
}

fn is_drawn_to(profile: &CandidateProfile, terms: &PostingTerms) -> bool {
    let here = terms.municipality.prefecture();
    let interested = profile.region_interests.iter().any(|interest| match interest {
        Interest::Anywhere => false,
        Interest::Region(region) => region.prefecture() == here,
    });
    interested || profile.region_ties.iter().any(|tie| tie.region.prefecture() == here)
}

/// Whether the skill, or one below it, is held at the level.
fn holds(table: &SkillTable, profile: &CandidateProfile, (wanted, level): (&SkillId, u8)) -> bool {
    let Some(wanted) = table.get(wanted) else { return false };
    profile.skills.iter().filter(|held| held.proficiency.level() >= level).any(|held| {
        let mut at = table.get(&held.skill);
        while let Some(skill) = at {
            if skill.index == wanted.index {
                return true;
            }
            at = skill.parent.map(|parent| table.at(parent));
        }
        false
    })
}
