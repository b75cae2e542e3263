//! A résumé after JSON Resume 1.0, as far as it is read, and what became of it.

use serde::Serialize;
use sheets::json_resume::{LeftOut, LeftOutReason};
use utoipa::ToSchema;

use super::candidates::CandidateResponse;
use super::vocabulary;

/// A résumé (JSON Resume 1.0, jsonresume.org). What is named here is read; everything else may be there and is left out.
#[derive(Debug, ToSchema)]
pub struct JsonResume {
    /// Who.
    pub basics: JsonResumeBasics,
    /// Skills, with the words of `level` as proficiencies; keywords count as skills too.
    #[schema(max_items = 1000)]
    pub skills: Option<Vec<JsonResumeSkill>>,
    /// About the résumé.
    pub meta: Option<JsonResumeMeta>,
}

/// Who.
#[derive(Debug, ToSchema)]
pub struct JsonResumeBasics {
    /// The name.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Contact.
    #[schema(value_type = Option<vocabulary::AnyText>)]
    pub email: Option<String>,
    /// Contact.
    #[schema(value_type = Option<vocabulary::AnyText>)]
    pub phone: Option<String>,
    /// Becomes the statement.
    #[schema(max_length = 4000)]
    pub summary: Option<String>,
}

/// A skill.
#[derive(Debug, ToSchema)]
pub struct JsonResumeSkill {
    /// A label of the skills table; one that is not known is left out.
    #[schema(value_type = Option<vocabulary::AnyText>)]
    pub name: Option<String>,
    /// A word such as Beginner, Advanced or 上級.
    #[schema(value_type = Option<vocabulary::AnyText>)]
    pub level: Option<String>,
    /// Further skills of the same level.
    #[schema(value_type = Option<Vec<vocabulary::AnyText>>, max_items = 1000)]
    pub keywords: Option<Vec<String>>,
}

/// About the résumé.
#[derive(Debug, ToSchema)]
pub struct JsonResumeMeta {
    /// Where its newest version lies; becomes the external id.
    #[schema(value_type = Option<vocabulary::AnyText>)]
    pub canonical: Option<String>,
}

/// A person made of a résumé.
#[derive(Debug, Serialize, ToSchema)]
pub struct CandidateOfResume {
    /// The person.
    pub candidate: CandidateResponse,
    /// What of the résumé was left out, and why.
    #[schema(max_items = 1000000)]
    pub left_out: Vec<LeftOutResponse>,
}

/// A part of a résumé that was left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutResponse {
    /// JSON pointer into the résumé.
    #[schema(max_length = 1048576, pattern = r"^[\s\S]*$")]
    pointer: String,
    /// Why.
    #[schema(value_type = vocabulary::LeftOutReason)]
    why: LeftOutReason,
}

impl From<LeftOut> for LeftOutResponse {
    fn from(LeftOut { pointer, why }: LeftOut) -> Self {
        Self { pointer, why }
    }
}
