//! What courses open: postings to a person, and pairs of people and postings in a region.

use domain::{CandidateId, CourseId, PostingId, Proficiency, SkillId, Timestamp};
use matching::courses::{CourseEffect, CourseEffects, OpenedPosting, Preparation, Preparations};
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::aggregate::CountResponse;
use crate::dto::vocabulary;

/// A pair of a person and a posting at a glance.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PairGlance)]
pub struct PairResponse {
    /// Whether no constraint fails.
    pub eligible: bool,
    /// Parts per million.
    #[schema(value_type = i32, minimum = 0, maximum = 1_000_000)]
    pub score: u32,
}

/// A posting that a course opens to a person, or for which it raises the score.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenedPosting)]
pub struct OpenedPostingResponse {
    /// The posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Whether the person is excluded now and would not be.
    pub newly_eligible: bool,
    /// How much the score gains, in parts per million.
    #[schema(value_type = i32, minimum = -1_000_000, maximum = 1_000_000)]
    pub gained: i64,
    /// Before.
    pub before: PairResponse,
    /// After.
    pub after: PairResponse,
}

/// What a course would do for a person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Preparation)]
pub struct PreparationResponse {
    /// The course.
    #[schema(value_type = vocabulary::Uuid)]
    pub course_id: CourseId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// The skill that it grants.
    #[schema(value_type = vocabulary::SkillId)]
    pub skill: SkillId,
    /// At which level.
    #[schema(value_type = i32, minimum = 1, maximum = 5)]
    pub proficiency: Proficiency,
    /// Whether the person may take it, by where they live.
    pub open_to_person: bool,
    /// Postings for which the person would become eligible.
    pub opened: u64,
    /// Postings for which the person is eligible now, with a higher score afterwards.
    pub raised: u64,
    /// Both, newly eligible first, then by the score afterwards; at most 50.
    #[schema(max_items = 50)]
    pub postings: Vec<OpenedPostingResponse>,
}

/// Which courses open which postings for a person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Preparations)]
pub struct PreparationsResponse {
    /// The person.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// Most opened first, then most raised; those that the person may not take last.
    #[schema(max_items = 200)]
    pub courses: Vec<PreparationResponse>,
    /// When it was made.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
}

/// What a course would open in a region.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CourseEffect)]
pub struct CourseEffectResponse {
    /// The course.
    #[schema(value_type = vocabulary::Uuid)]
    pub course_id: CourseId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// The skill that it grants.
    #[schema(value_type = vocabulary::SkillId)]
    pub skill: SkillId,
    /// At which level.
    #[schema(value_type = i32, minimum = 1, maximum = 5)]
    pub proficiency: Proficiency,
    /// People who would become eligible for some posting there.
    pub people: CountResponse,
    /// Postings for which somebody would.
    pub postings: u64,
    /// Pairs of both.
    pub pairs: CountResponse,
}

/// Which course would open most in a region. Counts only; who the people are is not told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CourseEffects)]
pub struct CourseEffectsResponse {
    /// Published postings there.
    pub postings: u64,
    /// Most pairs first.
    #[schema(max_items = 200)]
    pub courses: Vec<CourseEffectResponse>,
    /// When it was made.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
}

impl From<OpenedPosting> for OpenedPostingResponse {
    fn from(opened: OpenedPosting) -> Self {
        let pair = |(eligible, score)| PairResponse { eligible, score };
        Self {
            posting_id: opened.posting_id,
            newly_eligible: opened.is_newly_eligible(),
            gained: opened.gained(),
            before: pair((opened.before.eligible, opened.before.score)),
            after: pair((opened.after.eligible, opened.after.score)),
        }
    }
}

impl From<Preparation> for PreparationResponse {
    fn from(preparation: Preparation) -> Self {
        let course = preparation.course;
        Self {
            course_id: course.id,
            title: course.content.title,
            skill: course.content.skill,
            proficiency: course.content.proficiency,
            open_to_person: preparation.is_open_to_person,
            opened: preparation.opened,
            raised: preparation.raised,
            postings: preparation.postings.into_iter().map(OpenedPostingResponse::from).collect(),
        }
    }
}

impl From<Preparations> for PreparationsResponse {
    fn from(found: Preparations) -> Self {
        let courses = found.courses.into_iter().map(PreparationResponse::from).collect();
        Self { candidate_id: found.candidate_id, courses, as_of: found.as_of }
    }
}

impl From<CourseEffect> for CourseEffectResponse {
    fn from(effect: CourseEffect) -> Self {
        let course = effect.course;
        Self {
            course_id: course.id,
            title: course.content.title,
            skill: course.content.skill,
            proficiency: course.content.proficiency,
            people: effect.people.into(),
            postings: effect.postings,
            pairs: effect.pairs.into(),
        }
    }
}

impl From<CourseEffects> for CourseEffectsResponse {
    fn from(found: CourseEffects) -> Self {
        let courses = found.courses.into_iter().map(CourseEffectResponse::from).collect();
        Self { postings: found.postings, courses, as_of: found.as_of }
    }
}
