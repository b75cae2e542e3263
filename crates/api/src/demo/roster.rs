//! Who registered the demo's people, when, and what these people consented to.

use std::collections::HashMap;
use std::ops::Range;

use domain::{ConsentContent, OrganizationId, OrganizationKind, Recipient, Timestamp};

use super::content::Content;
use super::dice::Dice;
use super::error::DemoError;
use super::ingredients::{Ingredients, Registration};
use super::stage::instant;

/// People registered in one transaction.
pub(super) const BATCH: usize = 2000;

/// Communities and job boards have had members since before the round of 2021; each share is of 100.
const LONG_STANDING: [(&str, usize); 4] = [
    ("2021-05-20T10:00:00+09:00", 28),
    ("2023-10-04T10:00:00+09:00", 22),
    ("2025-06-11T10:00:00+09:00", 25),
    ("2026-09-28T10:00:00+09:00", 25),
];

/// The others began to register people lately.
const RECENT: [(&str, usize); 3] =
    [("2025-05-14T10:00:00+09:00", 40), ("2026-04-15T10:00:00+09:00", 30), ("2026-09-25T10:00:00+09:00", 30)];

/// The first batch of the people beyond the demo's own.
const MORE_FROM: &str = "2026-11-02T00:00:00+09:00";
/// Between two such batches; the 500 batches of a million people end before the stage's day.
const MORE_EVERY_SECONDS: i64 = 600;

/// People whom one body registers at one moment.
pub(super) struct Group<'a> {
    pub(super) registration: &'a Registration,
    /// Their numbers among the demo's people.
    pub(super) numbers: Range<u64>,
    /// The body's own count of the first of them.
    pub(super) first_member: usize,
    pub(super) registered_at: Timestamp,
}

/// The demo's own people, in groups.
///
/// # Errors
/// A registering body that the demo does not have; the tests keep that from happening.
pub(super) fn groups<'a>(
    ingredients: &'a Ingredients,
    content: &Content,
) -> Result<Vec<Group<'a>>, DemoError> {
    let mut groups = Vec::new();
    let mut number = 0;
    for (registration, people) in ingredients.head_counts() {
        let kind = content.organization(&registration.organization)?.kind;
        let long_standing = matches!(kind, OrganizationKind::Community | OrganizationKind::JobBoard);
        let moments: &[(&str, usize)] = if long_standing { &LONG_STANDING } else { &RECENT };
        let (mut member, mut share) = (0, 0);
        for (at, of_hundred) in moments {
            share += of_hundred;
            let until = people * share / 100;
            let next = number + u64::try_from(until - member).unwrap_or(0);
            let registered_at = instant(at);
            groups.push(Group { registration, numbers: number..next, first_member: member, registered_at });
            (member, number) = (until, next);
        }
    }
    Ok(groups)
}

/// The people beyond the demo's own, whom the body that registers the rest brings in, in batches.
pub(super) fn more(ingredients: &Ingredients, people: usize) -> impl Iterator<Item = Group<'_>> {
    let own = ingredients.people_default;
    let rest = ingredients.head_counts().into_iter().find(|(registration, _)| registration.rest);
    let batches = (own..people).step_by(BATCH).zip(0i64..);
    rest.into_iter().flat_map(move |(registration, of_own)| {
        batches.clone().map(move |(first, batch)| Group {
            registration,
            numbers: first as u64..people.min(first + BATCH) as u64,
            first_member: of_own + first - own,
            registered_at: instant(MORE_FROM).plus_seconds(batch * MORE_EVERY_SECONDS),
        })
    })
}

/// Draws what consents a person gives.
pub(super) struct Consenting<'a> {
    pub(super) seed: u64,
    pub(super) bodies: &'a HashMap<String, OrganizationId>,
}

impl Consenting<'_> {
    /// The consents of the `number`th person; of what is offered for one recipient at most one choice.
    ///
    /// # Errors
    /// A recipient that the demo does not have; the tests keep that from happening.
    pub(super) fn given(
        &self,
        registration: &Registration,
        number: u64,
    ) -> Result<Vec<ConsentContent>, DemoError> {
        let mut dice = Dice::of(self.seed, "consent", number);
        let mut given = Vec::new();
        for offer in &registration.consents {
            let mut left = dice.below(100);
            let chosen = offer.choices.iter().find(|choice| match left.checked_sub(choice.percent) {
                Some(rest) => {
                    left = rest;
                    false
                }
                None => true,
            });
            if let Some(choice) = chosen {
                let items = choice.items.iter().copied().collect();
                let recipient = self.recipient(&offer.recipient)?;
                given.push(ConsentContent { recipient, items, purpose: offer.purpose.clone(), until: None });
            }
        }
        Ok(given)
    }

    fn recipient(&self, key: &str) -> Result<Recipient, DemoError> {
        if key == "any" {
            return Ok(Recipient::Any);
        }
        let body = self.bodies.get(key).copied().map(Recipient::Organization);
        body.ok_or_else(|| DemoError::Content(format!("a consent names the body {key}, which is not there")))
    }
}
