//! 届きそうな人: who a posting can reach, what keeps the others out, what would open it.

use std::borrow::Cow;

use domain::{
    Fact, Feasibility, PostingId, Relaxation, RelaxationCode, Residency, SCORING_VERSION, SkillId, Timestamp,
};
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, Ref, Schema, SchemaFormat, Type,
};
use utoipa::{PartialSchema, ToSchema};

use super::rankings::{CandidateRankingResponse, ExclusionCountResponse, TotalsResponse};
use super::terms::ResidencyResponse;
use super::vocabulary;

/// A value beside a constraint or a relaxation, in the form of its field.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum FactResponse {
    /// A whole number, in the unit of its code.
    Number(i64),
    /// A word.
    Word(String),
    /// Several words.
    Words(Vec<String>),
    /// Regions.
    Residency(ResidencyResponse),
}

impl PartialSchema for FactResponse {
    fn schema() -> RefOr<Schema> {
        const LARGEST: i64 = 1_000_000_000;
        let number = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(-LARGEST))
            .maximum(Some(LARGEST));
        let word = || ObjectBuilder::new().schema_type(Type::String).max_length(Some(100));
        let words = ArrayBuilder::new().items(word()).max_items(Some(100));
        OneOfBuilder::new()
            .item(number)
            .item(word())
            .item(words)
            .item(Ref::from_schema_name(ResidencyResponse::name()))
            .description(Some(
                "A value in the form of its field: a number, a word, several words, or regions.",
            ))
            .into()
    }
}

impl ToSchema for FactResponse {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Fact")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((ResidencyResponse::name().into_owned(), ResidencyResponse::schema()));
        <ResidencyResponse as ToSchema>::schemas(schemas);
    }
}

impl From<Fact> for FactResponse {
    fn from(fact: Fact) -> Self {
        match fact {
            Fact::Number(number) => Self::Number(number),
            Fact::Word(word) => Self::Word(word),
            Fact::Words(words) => Self::Words(words),
            Fact::Within(regions) => Self::Residency(Residency::Within(regions).into()),
            Fact::Outside(regions) => Self::Residency(Residency::Outside(regions).into()),
        }
    }
}

/// One step alone, and who could be reached then.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Relaxation)]
pub struct RelaxationResponse {
    /// What changes.
    #[schema(value_type = vocabulary::RelaxationCode)]
    pub code: RelaxationCode,
    /// Which skill.
    #[schema(value_type = Option<vocabulary::SkillId>)]
    pub skill: Option<SkillId>,
    /// As it is.
    pub from: Option<FactResponse>,
    /// As it would be.
    pub to: Option<FactResponse>,
    /// Eligible then.
    #[schema(value_type = i64, minimum = 0, maximum = 1000000000)]
    pub eligible: u64,
    /// More than now; may be negative.
    #[schema(minimum = -1000000000, maximum = 1000000000)]
    pub gained: i64,
}

/// Who can be reached, what keeps the others out, what would open it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Feasibility)]
pub struct FeasibilityResponse {
    /// The posting; `null` for a draft that is not stored.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<PostingId>,
    /// The version of the scoring definition.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    pub scoring_version: u16,
    /// When it was made.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
    /// How many were looked at.
    pub totals: TotalsResponse,
    /// What kept people out, in the order of the table.
    #[schema(max_items = 11)]
    pub exclusions: Vec<ExclusionCountResponse>,
    /// One-step relaxations, most eligible first.
    #[schema(max_items = 100)]
    pub relaxations: Vec<RelaxationResponse>,
}

impl FeasibilityResponse {
    /// The answer for a posting, or for a draft.
    pub fn of(posting_id: Option<PostingId>, feasibility: Feasibility, as_of: Timestamp) -> Self {
        let shown = |step: Relaxation| RelaxationResponse {
            code: step.code,
            skill: step.skill,
            from: step.from.map(Into::into),
            to: step.to.map(Into::into),
            eligible: step.eligible,
            gained: step.gained,
        };
        Self {
            posting_id,
            scoring_version: SCORING_VERSION,
            as_of,
            totals: feasibility.totals.into(),
            exclusions: feasibility.exclusions.into_iter().map(Into::into).collect(),
            relaxations: feasibility.relaxations.into_iter().map(shown).collect(),
        }
    }
}

/// A draft that is not stored, ranked and assessed.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchPreview {
    /// People for it.
    pub ranking: CandidateRankingResponse,
    /// Who it can reach.
    pub feasibility: FeasibilityResponse,
}
