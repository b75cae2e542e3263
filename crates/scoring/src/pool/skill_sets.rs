//! For each skill of the table, who of a block does it, and at which level: narrower skills are folded into the
//! broader ones that they satisfy.

use domain::SkillTable;

use super::record::{packed_skill, unpacked_skill};
use super::slots::{WORDS, insert, words_for};
use crate::person::Held;

/// Levels of proficiency.
const LEVELS: usize = 5;

/// From this many in so many on, bits cost no more than twice a list.
const DENSE_FROM: usize = 24;

/// Who of a block does a skill.
#[derive(Debug, Clone, Copy)]
enum Doers {
    /// Begin and end in `listed`.
    Listed(u32, u32),
    /// Where the five planes begin.
    Planes(u32),
}

/// Who of a block does each skill.
#[derive(Debug)]
pub(crate) struct SkillSets {
    doers: Box<[Doers]>,
    /// Place and level packed as skills are, ascending by place.
    listed: Box<[u16]>,
    /// For a dense skill five planes: level at least 1, 2, … 5.
    planes: Box<[u64]>,
    words: usize,
}

impl SkillSets {
    /// Of the people of a block, in its order; `held` gives each one's skills.
    pub(crate) fn new<'a>(table: &SkillTable, held: impl ExactSizeIterator<Item = &'a [Held]>) -> Self {
        let (size, words) = (held.len(), words_for(held.len()));
        let mut lists: Vec<Vec<u16>> = vec![Vec::new(); table.skills().len()];
        let mut does: Vec<(u16, u8)> = Vec::new();
        for (place, held) in (0..).zip(held) {
            does.clear();
            does.extend(held.iter().flat_map(|held| with_broader(table, *held)));
            does.sort_unstable_by_key(|(skill, level)| (*skill, std::cmp::Reverse(*level)));
            does.dedup_by_key(|(skill, _)| *skill);
            does.iter()
                .for_each(|(skill, level)| lists[usize::from(*skill)].push(packed_skill(place, *level)));
        }
        let (mut listed, mut planes) = (Vec::new(), Vec::new());
        let at = |length: usize| {
            u32::try_from(length).expect("a block has at most 8192 people with 100 skills each")
        };
        let doers = lists.iter().map(|list| {
            if list.len() * DENSE_FROM < size || list.is_empty() {
                let begin = at(listed.len());
                listed.extend_from_slice(list);
                return Doers::Listed(begin, at(listed.len()));
            }
            let begin = planes.len();
            planes.resize(begin + LEVELS * words, 0);
            for packed in list {
                let (place, level) = unpacked_skill(*packed);
                for plane in 0..usize::from(level) {
                    insert(&mut planes[begin + plane * words..], usize::from(place));
                }
            }
            Doers::Planes(at(begin))
        });
        let doers = doers.collect();
        Self { doers, listed: listed.into(), planes: planes.into(), words }
    }

    /// Keeps in `words` those who do this skill at this level or above.
    #[inline(always)]
    pub(crate) fn keep(&self, skill: u16, level: u8, words: &mut [u64]) {
        match self.doers[usize::from(skill)] {
            Doers::Listed(begin, end) => {
                let mut found = [0; WORDS];
                for packed in &self.listed[begin as usize..end as usize] {
                    let (place, held) = unpacked_skill(*packed);
                    let place = usize::from(place);
                    found[place / 64] |= u64::from(held >= level) << (place % 64);
                }
                words.iter_mut().zip(found).for_each(|(word, bits)| *word &= bits);
            }
            Doers::Planes(begin) => {
                let plane = begin as usize + usize::from(level.max(1) - 1) * self.words;
                let plane = &self.planes[plane..plane + self.words];
                words.iter_mut().zip(plane).for_each(|(word, bits)| *word &= bits);
            }
        }
    }

    /// Adds to `words` those who do this skill at any level.
    #[inline(always)]
    pub(crate) fn add_doers(&self, skill: u16, words: &mut [u64]) {
        match self.doers[usize::from(skill)] {
            Doers::Listed(begin, end) => {
                let listed = &self.listed[begin as usize..end as usize];
                listed.iter().for_each(|packed| insert(words, usize::from(unpacked_skill(*packed).0)));
            }
            Doers::Planes(begin) => {
                let plane = &self.planes[begin as usize..][..self.words];
                words.iter_mut().zip(plane).for_each(|(word, bits)| *word |= bits);
            }
        }
    }

    /// Whether few do the skill: those are best asked first.
    #[inline(always)]
    pub(crate) fn is_listed(&self, skill: u16) -> bool {
        matches!(self.doers[usize::from(skill)], Doers::Listed(..))
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.doers) + size_of_val(&*self.listed) + size_of_val(&*self.planes)
    }
}

/// The skill and every broader one, which it satisfies at the same level.
fn with_broader(table: &SkillTable, held: Held) -> impl Iterator<Item = (u16, u8)> {
    let chain = std::iter::successors(Some(held.skill), |skill| table.at(*skill).parent);
    chain.map(move |skill| (skill, held.level))
}
