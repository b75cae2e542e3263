//! Everybody who is ranked and every published posting, read in batches: the live pool is built from it at start.

use domain::{CandidateId, CandidateProfile, OrganizationId, Posting, PostingStatus, Recipient, Timestamp};

use super::IDS_A_QUERY;
use crate::cell::IdText;
use crate::transaction::on_backend;
use crate::vocabulary::corrupt;
use crate::{StoreError, Tx};

/// What scoring reads of a candidate, and who may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolMember {
    /// Who.
    pub id: CandidateId,
    /// The body that registered the person.
    pub organization_id: OrganizationId,
    /// The person's version.
    pub version: i64,
    /// The profile without the person's own words: no evidence of skills, no notes on ties.
    pub profile: CandidateProfile,
    /// In the order of their ids.
    pub consents: Vec<StandingConsent>,
}

/// A consent that was not withdrawn; it may be over, that depends on the instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingConsent {
    /// To whom.
    pub recipient: Recipient,
    /// Last instant; open when absent.
    pub until: Option<Timestamp>,
}

/// The ids above `after` and not above `last`, both as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdRange {
    pub(crate) after: String,
    pub(crate) last: String,
}

/// The people of one range of ids after the other, always in the same memory: allocating anew for each of a million
/// costs a third of the time that reading takes.
#[derive(Default)]
pub(crate) struct Roster {
    /// The ids of the present ones, ascending.
    ids: Vec<IdText>,
    /// The present ones, and behind them some of an earlier range.
    members: Vec<PoolMember>,
    /// Nobody before this place has parts to come.
    place: usize,
}

impl Tx<'_> {
    /// The last id of the next so many candidates behind `after`; `None` when fewer follow.
    pub(crate) fn id_of_next(&mut self, after: &str, people: i64) -> Result<Option<String>, StoreError> {
        on_backend!(self, pool::id_behind(after, people - 1))
    }

    /// Fills the roster with the candidates of these ids, and nobody else.
    pub(crate) fn fill(&mut self, roster: &mut Roster, range: &IdRange) -> Result<(), StoreError> {
        let vocabulary = self.vocabulary;
        roster.ids.clear();
        on_backend!(
            self,
            pool::profiles(range, |row| {
                let (id, member) = row.read(vocabulary)?;
                roster.add(id, member)
            })
        )??;
        roster.place = 0;
        on_backend!(
            self,
            pool::skills(range, |row| {
                let (id, skill) = row.read(vocabulary)?;
                roster.member("candidate_skills.candidate_id", id)?.profile.skills.push(skill);
                Ok(())
            })
        )??;
        roster.place = 0;
        on_backend!(
            self,
            pool::ties(range, |row| {
                let (id, tie) = row.read()?;
                roster.member("candidate_ties.candidate_id", id)?.profile.region_ties.push(tie);
                Ok(())
            })
        )??;
        roster.place = 0;
        on_backend!(
            self,
            pool::interests(range, |row| {
                let (id, interest) = row.read()?;
                roster
                    .member("candidate_interests.candidate_id", id)?
                    .profile
                    .region_interests
                    .push(interest);
                Ok(())
            })
        )??;
        roster.place = 0;
        on_backend!(
            self,
            pool::grants(range, |row| {
                let (id, consent) = row.read()?;
                roster.member("consents.candidate_id", id)?.consents.push(consent);
                Ok(())
            })
        )??;
        Ok(())
    }

    /// Steps through the rows that [`Self::fill`] reads, looks at every value, and answers how many rows there are.
    pub(crate) fn look_at(&mut self, range: &IdRange) -> Result<u64, StoreError> {
        let mut rows = 0;
        on_backend!(self, pool::seen_profiles(range, |_| counted(&mut rows)))??;
        on_backend!(self, pool::seen_skills(range, |_| counted(&mut rows)))??;
        on_backend!(self, pool::seen_ties(range, |_| counted(&mut rows)))??;
        on_backend!(self, pool::seen_interests(range, |_| counted(&mut rows)))??;
        on_backend!(self, pool::seen_grants(range, |_| counted(&mut rows)))??;
        Ok(rows)
    }

    /// Hands over all published postings in ascending order of id, in batches of at most 500.
    ///
    /// # Errors
    /// Those of `take`, which end it, and those of the database.
    pub fn for_each_published_posting<E: From<StoreError>>(
        &mut self,
        mut take: impl FnMut(Vec<Posting>) -> Result<(), E>,
    ) -> Result<(), E> {
        let status = PostingStatus::Published.to_string();
        let mut after = String::new();
        loop {
            let rows = on_backend!(self, postings::batch(&status, &after, IDS_A_QUERY as i64))?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after.clone_from(&last.id);
            take(self.whole_postings(rows)?)?;
        }
    }
}

impl Roster {
    /// Those of the range read last, in ascending order of id.
    pub(crate) fn members(&self) -> &[PoolMember] {
        &self.members[..self.ids.len()]
    }

    /// Ids written in another way than this program writes them would come out of order.
    fn add(&mut self, id: IdText, mut member: PoolMember) -> Result<(), StoreError> {
        if self.ids.last().is_some_and(|before| *before >= id) {
            return Err(corrupt("candidates.id", id.as_str()));
        }
        match self.members.get_mut(self.ids.len()) {
            Some(place) => {
                member.take_room(place);
                *place = member;
            }
            None => self.members.push(member),
        }
        self.ids.push(id);
        Ok(())
    }

    /// The person of an id, which is no lower than the one asked for before.
    fn member(&mut self, column: &'static str, id: IdText) -> Result<&mut PoolMember, StoreError> {
        // Most rows are of the same person as the one before.
        while self.ids.get(self.place) != Some(&id) {
            if self.ids.get(self.place).is_none_or(|known| *known > id) {
                return Err(corrupt(column, id.as_str()));
            }
            self.place += 1;
        }
        self.members.get_mut(self.place).ok_or_else(|| corrupt(column, id.as_str()))
    }
}

impl PoolMember {
    /// Lets what is still to come be kept where somebody else's was.
    fn take_room(&mut self, from: &mut Self) {
        self.profile.skills = emptied(&mut from.profile.skills);
        self.profile.region_ties = emptied(&mut from.profile.region_ties);
        self.profile.region_interests = emptied(&mut from.profile.region_interests);
        self.consents = emptied(&mut from.consents);
    }
}

fn counted(rows: &mut u64) -> Result<(), StoreError> {
    *rows += 1;
    Ok(())
}

fn emptied<T>(list: &mut Vec<T>) -> Vec<T> {
    list.clear();
    std::mem::take(list)
}
