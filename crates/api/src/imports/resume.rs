//! A résumé after JSON Resume 1.0, read into a person.

use domain::{CandidateContent, Faults, Reference};
use serde_json::Value;
use sheets::json_resume::{self, LeftOut};
use utoipa::ToSchema;

use crate::contract::Contract;
use crate::dto::candidates::CandidateRequest;
use crate::dto::json_resume::JsonResume;
use crate::extract::json;
use crate::extract::reading::content_of;
use crate::problem::{PlainKind, Problem};

/// The person, and what of the résumé was left out.
///
/// # Errors
/// 400 for what is no JSON, 422 with every fault of what is read.
pub fn read(
    contract: &Contract,
    reference: &Reference,
    text: &[u8],
) -> Result<(CandidateContent, Vec<LeftOut>), Problem> {
    let resume = json::parse(text).map_err(|detail| Problem::new(PlainKind::MalformedJson, detail))?;
    let mut faults = Faults::default();
    let resume: Value = contract.read_body(&<JsonResume as ToSchema>::name(), resume, &mut faults);
    faults.guard(())?;
    let taken = json_resume::candidate(&resume, &reference.skills)?;
    Ok((content_of::<CandidateRequest>(contract, reference, taken.body)?, taken.left_out))
}
