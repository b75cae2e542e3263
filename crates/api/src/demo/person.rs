//! One invented person, drawn from the ingredients: whole, within every limit, with the blanks that people leave.

use std::collections::BTreeMap;

use domain::{
    CandidateContent, CandidateProfile, CategoryId, ContractForm, ExternalId, HeldSkill, Interest, MainJob,
    Proficiency, Reference, Skill, SkillId,
};

use super::dice::Dice;
use super::error::DemoError;
use super::ingredients::{Archetype, Ingredients, Registration};
use super::wording::{self, Name};

/// What a person can be, with the codes looked up.
struct Role<'a> {
    archetype: &'a Archetype,
    categories: Vec<CategoryId>,
    /// Skill, proficiency from and to, chance.
    skills: Vec<(SkillId, (u64, u64), u64)>,
}

/// Makes people of a seed.
pub(super) struct Maker<'a> {
    ingredients: &'a Ingredients,
    reference: &'a Reference,
    roles: Vec<Role<'a>>,
    seed: u64,
}

impl<'a> Maker<'a> {
    /// Looks every code of the ingredients up.
    ///
    /// # Errors
    /// A skill or category that the tables do not have; the tests keep that from happening.
    pub(super) fn new(
        ingredients: &'a Ingredients,
        reference: &'a Reference,
        seed: u64,
    ) -> Result<Self, DemoError> {
        let roles = ingredients.archetypes.iter().map(|archetype| Role::new(archetype, reference));
        Ok(Self { ingredients, reference, roles: roles.collect::<Result<_, _>>()?, seed })
    }

    /// The `number`th person of the demo, as registered by a body; `member` is the body's own count.
    pub(super) fn person(&self, registration: &Registration, number: u64, member: usize) -> CandidateContent {
        let dice = &mut Dice::of(self.seed, "person", number);
        let role = self.role(registration, dice);
        let years = dice.within(role.archetype.years);
        let name = Name::draw(self.ingredients, dice);
        let email = name.as_ref().and_then(|name| name.mail(self.ingredients, number + 1, dice));
        let profile = self.profile(registration, (role, years), dice);
        let blank = dice.percent(self.ingredients.blank_percent.statement);
        let texts = (self.ingredients, role.archetype);
        let statement = wording::statement(texts, (self.reference, &profile), years, dice);
        CandidateContent {
            external_id: ExternalId::parse(&format!("M-{:05}", member + 1)).ok(),
            display_name: name.map(|name| name.shown()).unwrap_or_default(),
            email,
            phone: None,
            readiness: dice.lot(&self.ingredients.readiness).copied(),
            statement: statement.filter(|_| !blank),
            profile,
        }
    }

    fn role(&self, registration: &Registration, dice: &mut Dice) -> &Role<'a> {
        let weight = |role: &Role<'_>| match &registration.archetypes {
            Some(keys) if !keys.contains(&role.archetype.key) => 0,
            _ => role.archetype.weight,
        };
        let place = dice.place(&self.roles, weight).unwrap_or(0);
        &self.roles[place]
    }

    fn profile(
        &self,
        registration: &Registration,
        (role, years): (&Role<'_>, u64),
        dice: &mut Dice,
    ) -> CandidateProfile {
        let (ingredients, blank) = (self.ingredients, &self.ingredients.blank_percent);
        let home = match &registration.homes {
            Some(homes) => dice.lot(homes),
            None => dice.lot(&ingredients.homes).filter(|_| !dice.percent(blank.home_municipality)),
        };
        let region_interests =
            if dice.percent(blank.region_interests) { Vec::new() } else { self.interests(dice) };
        let region_ties = wording::ties(ingredients, registration, &region_interests, dice);
        let skills = if dice.percent(blank.skills) { Vec::new() } else { self.skills(role, years, dice) };
        let styles = dice.lot(&ingredients.work_styles).filter(|_| !dice.percent(blank.work_styles));
        let travel = dice.lot(&ingredients.max_travel_km).filter(|_| !dice.percent(blank.max_travel_km));
        let visits =
            dice.lot(&ingredients.max_visits_per_month).filter(|_| !dice.percent(blank.max_visits_per_month));
        let hours = dice.within(role.archetype.hours_per_week);
        let hours = u8::try_from(hours).ok().filter(|_| !dice.percent(blank.hours_per_week));
        let slots = dice.lot(&ingredients.slots.count).copied().unwrap_or(0);
        let slots = (0..slots).filter_map(|_| dice.lot(&ingredients.slots.weights).copied()).collect();
        let slots = if dice.percent(blank.slots) { Default::default() } else { slots };
        let from =
            dice.lot(&ingredients.available_from).filter(|_| !dice.percent(blank.available_from)).copied();
        let until = &ingredients.available_until;
        let until =
            dice.place(until, |(day, weight)| if from.is_none_or(|from| from <= *day) { *weight } else { 0 });
        let until = until.map(|place| ingredients.available_until[place].0);
        let until = until.filter(|_| !dice.percent(blank.available_until));
        let reward = self.reward(role.archetype, dice);
        let firm = dice.percent(ingredients.reward_is_firm_percent);
        let forms = self.contract_forms(dice);
        let categories = if dice.percent(blank.categories) { Vec::new() } else { role.categories.clone() };
        CandidateProfile {
            skills,
            home_municipality: home.map(|code| code.0),
            region_ties,
            region_interests,
            work_styles: styles.into_iter().flatten().copied().collect(),
            max_travel_km: travel.copied(),
            max_visits_per_month: visits.copied(),
            hours_per_week: hours,
            slots,
            available_from: from,
            available_until: until,
            min_reward_yen_per_hour: reward,
            reward_is_firm: firm && reward.is_some(),
            contract_forms: if dice.percent(blank.contract_forms) { Default::default() } else { forms },
            categories,
            main_job: self.main_job(role.archetype, dice),
        }
    }

    fn interests(&self, dice: &mut Dice) -> Vec<Interest> {
        let mut drawn: Vec<Interest> = Vec::new();
        for _ in 0..dice.lot(&self.ingredients.interest_count).copied().unwrap_or(0) {
            let lots = &self.ingredients.interest_regions;
            let fresh = dice.place(lots, |(code, weight)| if drawn.contains(&code.0) { 0 } else { *weight });
            drawn.extend(fresh.map(|place| lots[place].0.0));
        }
        drawn
    }

    /// The skills of the archetype and perhaps some of a second one that shares a category with it.
    fn skills(&self, role: &Role<'_>, years: u64, dice: &mut Dice) -> Vec<HeldSkill> {
        let mut levels: BTreeMap<&SkillId, u64> = BTreeMap::new();
        for (skill, range, percent) in &role.skills {
            let level = dice.within(*range);
            if dice.percent(*percent) {
                levels.insert(skill, level);
            }
        }
        let second = &self.ingredients.second_archetype;
        let shares = |other: &Role<'_>| {
            let near = other.categories.iter().any(|category| role.categories.contains(category));
            if near && other.archetype.key != role.archetype.key { other.archetype.weight } else { 0 }
        };
        if let Some(place) = dice.place(&self.roles, shares)
            && dice.percent(second.percent)
        {
            for (skill, range, percent) in &self.roles[place].skills {
                let drop = dice.lot(&second.proficiency_drop).copied().unwrap_or(0);
                let level = dice.within(*range).saturating_sub(drop).max(1);
                if dice.percent(percent * second.skill_percent / 100) {
                    let held = levels.entry(skill).or_default();
                    *held = level.max(*held);
                }
            }
        }
        let mut held: Vec<HeldSkill> = Vec::with_capacity(levels.len());
        for (skill, level) in levels {
            let evidence = wording::evidence(self.ingredients, (skill, level), years, dice);
            let proficiency = i64::try_from(level).ok().and_then(Proficiency::new);
            held.extend(proficiency.map(|proficiency| HeldSkill {
                skill: skill.clone(),
                proficiency,
                evidence,
            }));
        }
        held.sort_by_key(|held| std::cmp::Reverse(held.proficiency));
        held
    }

    fn reward(&self, archetype: &Archetype, dice: &mut Dice) -> Option<u32> {
        let step = self.ingredients.reward_step_yen.max(1);
        let wish = dice.within(archetype.reward_yen_per_hour) / step * step;
        let blank = dice.percent(self.ingredients.blank_percent.min_reward_yen_per_hour);
        u32::try_from(wish).ok().filter(|_| !blank)
    }

    fn contract_forms(&self, dice: &mut Dice) -> domain::WordSet<ContractForm> {
        let chances = &self.ingredients.contract_forms;
        let mut forms: domain::WordSet<ContractForm> =
            chances.iter().filter(|(_, percent)| dice.percent(**percent)).map(|(form, _)| *form).collect();
        if dice.percent(self.ingredients.open_to_unpaid_percent) {
            forms.insert(ContractForm::ProBono);
        }
        if forms.is_empty() {
            forms.insert(ContractForm::QuasiMandate);
        }
        forms
    }

    fn main_job(&self, archetype: &Archetype, dice: &mut Dice) -> MainJob {
        let permissions = &self.ingredients.main_job_permission;
        let employed = [archetype.freelance_percent, archetype.public_employee_percent];
        let rest = 100u64.saturating_sub(employed.iter().sum());
        let kinds = [
            (&permissions.freelance, archetype.freelance_percent),
            (&permissions.public_employee, archetype.public_employee_percent),
            (&permissions.employee, rest),
        ];
        let kind = dice.place(&kinds, |(_, percent)| *percent).unwrap_or(2);
        let blank = dice.percent(self.ingredients.blank_percent.permission);
        let permission = dice.lot(kinds[kind].0).copied().filter(|_| !blank);
        MainJob { permission, public_employee: kind == 1 }
    }
}

impl<'a> Role<'a> {
    fn new(archetype: &'a Archetype, reference: &Reference) -> Result<Self, DemoError> {
        let unknown =
            |what: &str| DemoError::Content(format!("{}: {what} is not in the tables", archetype.key));
        let skill = |chance: &super::ingredients::SkillChance| {
            let found: Option<&Skill> = reference.skills.find(&chance.skill);
            let id = found.ok_or_else(|| unknown(&chance.skill))?.id.clone();
            Ok((id, chance.proficiency, chance.percent))
        };
        let category = |id: &String| {
            let found = reference.categories.find(id).ok_or_else(|| unknown(id))?;
            Ok::<_, DemoError>(found.id.clone())
        };
        let mut categories: Vec<CategoryId> =
            archetype.categories.iter().map(category).collect::<Result<_, _>>()?;
        categories.sort();
        let skills = archetype.skills.iter().map(skill).collect::<Result<_, DemoError>>()?;
        Ok(Self { archetype, categories, skills })
    }
}
