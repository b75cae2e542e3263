//! What a posting must not contradict, whoever writes it.

use super::{PostingContent, PostingTerms, Residency, RewardKind};
use crate::fault::{FaultCode, Faults};
use crate::limits::{self, Text};
use crate::region_group::each_once;
use crate::word::Word;

impl PostingContent {
    /// The content, when its fields are within their limits and do not contradict each other.
    ///
    /// # Errors
    /// Every fault, with a pointer into the posting's JSON form.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/title", limits::TITLE).required(&self.title, &mut faults);
        for (pointer, text) in [
            ("/issue", &self.issue),
            ("/description", &self.description),
            ("/deliverable", &self.deliverable),
        ] {
            Text::new(pointer, limits::PROSE).optional(text.as_deref(), &mut faults);
        }
        limits::range("/seats", i64::from(self.seats), limits::SEATS, &mut faults);
        if let (Some(opens), Some(closes)) = (self.application_opens_at, self.application_closes_at)
            && closes < opens
        {
            let detail = "the application window must not close before it opens";
            faults.add("/application_closes_at", FaultCode::Contradiction, detail);
        }
        limits::count("/members_of", self.members_of.len(), limits::MEMBER_BODIES, &mut faults);
        faults.extend(each_once("/members_of", &self.members_of));
        self.terms.check(&mut faults);
        faults.guard(self)
    }
}

impl PostingTerms {
    fn check(&self, faults: &mut Faults) {
        self.check_skills(faults);
        self.check_time(faults);
        self.check_reward(faults);
        if let Some(visits) = self.visits_per_month {
            limits::range("/visits_per_month", i64::from(visits), limits::VISITS_PER_MONTH, faults);
        }
        limits::count("/categories", self.categories.len(), limits::CATEGORIES, faults);
        let regions = match &self.residency {
            Some(Residency::Within(regions)) => Some(("/residency/within", regions)),
            Some(Residency::Outside(regions)) => Some(("/residency/outside", regions)),
            None => None,
        };
        if let Some((pointer, regions)) = regions {
            limits::count(pointer, regions.len(), limits::REGIONS, faults);
            if regions.is_empty() {
                faults.add(pointer, FaultCode::TooShort, "name at least one region, or leave residency null");
            }
        }
        if !self.weights.is_empty() {
            let laid = crate::Weights::default().under(self.weights);
            if laid.0.iter().all(|weight| *weight == 0) {
                faults.add("/weights", FaultCode::Contradiction, "at least one weight must be above 0");
            }
            for (feature, weight) in crate::Feature::ALL.iter().zip(self.weights.0) {
                if let Some(weight) = weight {
                    limits::range(&format!("/weights/{feature}"), i64::from(weight), limits::WEIGHT, faults);
                }
            }
        }
    }

    fn check_skills(&self, faults: &mut Faults) {
        limits::count("/required_skills", self.required_skills.len(), limits::POSTING_SKILLS, faults);
        limits::count("/preferred_skills", self.preferred_skills.len(), limits::POSTING_SKILLS, faults);
        let required = self.required_skills.iter().map(|wanted| &wanted.skill);
        let preferred = self.preferred_skills.iter().map(|wanted| &wanted.skill);
        let wanted: Vec<_> = required
            .enumerate()
            .map(|(index, skill)| (format!("/required_skills/{index}/skill"), skill))
            .chain(
                preferred
                    .enumerate()
                    .map(|(index, skill)| (format!("/preferred_skills/{index}/skill"), skill)),
            )
            .collect();
        for (place, (pointer, skill)) in wanted.iter().enumerate() {
            if wanted[..place].iter().any(|(_, before)| before == skill) {
                let detail = format!("{skill} is wanted twice; name it once, required or preferred");
                faults.add(pointer.clone(), FaultCode::Duplicate, detail);
            }
        }
        for (index, wanted) in self.preferred_skills.iter().enumerate() {
            let pointer = format!("/preferred_skills/{index}/weight");
            limits::range(&pointer, i64::from(wanted.weight), limits::SKILL_WEIGHT, faults);
        }
    }

    fn check_time(&self, faults: &mut Faults) {
        if let Some(hours) = self.hours_per_week {
            for (pointer, value) in
                [("/hours_per_week/min", hours.min), ("/hours_per_week/desired", hours.desired)]
            {
                if let Some(value) = value {
                    limits::range(pointer, i64::from(value), limits::ASKED_HOURS, faults);
                }
            }
            if let (Some(min), Some(desired)) = (hours.min, hours.desired)
                && min > desired
            {
                let detail = format!("min ({min}) must not be above desired ({desired})");
                faults.add("/hours_per_week/min", FaultCode::Contradiction, detail);
            }
        }
        limits::range("/min_shared_slots", i64::from(self.min_shared_slots), limits::SLOTS, faults);
        if !self.slots.is_empty() && u32::from(self.min_shared_slots) > self.slots.len() {
            let detail = format!("must not be above the {} slots that are stated", self.slots.len());
            faults.add("/min_shared_slots", FaultCode::Contradiction, detail);
        }
        limits::range("/min_days", i64::from(self.min_days), limits::MIN_DAYS, faults);
        if let (Some(starts), Some(ends)) = (self.starts_on, self.ends_on) {
            if ends < starts {
                faults.add("/ends_on", FaultCode::Contradiction, "must not be before starts_on");
            } else if let Some(days) = self.posting_days()
                && u64::from(self.min_days) > days
            {
                let detail = format!("must not be above the {days} days from starts_on to ends_on");
                faults.add("/min_days", FaultCode::Contradiction, detail);
            }
        }
    }

    fn check_reward(&self, faults: &mut Faults) {
        let Some(reward) = self.reward else { return };
        for (pointer, value) in [("/reward/min_yen", reward.min_yen), ("/reward/max_yen", reward.max_yen)] {
            if let Some(value) = value {
                limits::range(pointer, i64::from(value), limits::YEN, faults);
            }
        }
        if let (Some(min), Some(max)) = (reward.min_yen, reward.max_yen)
            && min > max
        {
            let detail = format!("min_yen ({min}) must not be above max_yen ({max})");
            faults.add("/reward/min_yen", FaultCode::Contradiction, detail);
        }
        if reward.kind == RewardKind::None && reward.min_yen.or(reward.max_yen).is_some_and(|yen| yen > 0) {
            faults.add(
                "/reward/kind",
                FaultCode::Contradiction,
                "kind none has no amount; leave min_yen and max_yen null",
            );
        }
    }
}
