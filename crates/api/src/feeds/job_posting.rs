//! A posting as JSON-LD of schema.org: a `JobPosting` where Google's search for jobs takes it, else a `WebPage`.
//!
//! Google wants a `JobPosting` only on pages of paid jobs that can be applied for, with everything it asks; so a
//! pro-bono posting, one whose window has not opened and one without a description are described as the pages they are.

use domain::{ContractForm, Reference, Residency, RewardKind};
use matching::feeds::PublicPosting;
use serde_json::{Value, json};

use super::wording;
use super::xml::escape_into;

/// What describes a posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A job.
    JobPosting,
    /// A page about something that is no job, or not yet.
    WebPage,
}

/// The description of a posting whose page is at `address`.
pub(super) fn json_ld(
    (posting, kind): (&PublicPosting<'_>, Kind),
    reference: &Reference,
    address: &str,
) -> Value {
    match kind {
        Kind::JobPosting => job_posting(posting, reference, address),
        Kind::WebPage => web_page(posting, reference, address),
    }
}

fn job_posting(posting: &PublicPosting<'_>, reference: &Reference, address: &str) -> Value {
    let mut job = json!({
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": description(posting, reference),
        "datePosted": wording::day_in_japan(posting.posted_at),
        "employmentType": employment_type(posting.terms.contract_form),
        "hiringOrganization": {"@type": "Organization", "name": posting.organization},
        "identifier": {
            "@type": "PropertyValue", "name": posting.organization, "value": posting.id.to_string(),
        },
        "totalJobOpenings": posting.seats,
        "url": address,
        // The page tells of the posting and takes no application itself.
        "directApply": false,
    });
    if let Some(closes) = posting.application_closes_at {
        job["validThrough"] = json!(wording::instant_in_japan(closes));
    }
    if let Some(starts) = posting.terms.starts_on {
        job["jobStartDate"] = json!(starts.to_string());
    }
    if let Some(salary) = base_salary(posting) {
        job["baseSalary"] = salary;
    }
    let skills = wording::skills(posting, reference);
    if !skills.is_empty() {
        job["skills"] = json!(skills.join("、"));
    }
    if posting.is_fully_remote() {
        job["jobLocationType"] = json!("TELECOMMUTE");
        job["applicantLocationRequirements"] = applicants_from(posting, reference);
    } else {
        job["jobLocation"] = json!({"@type": "Place", "address": address_of(posting, reference)});
    }
    job
}

fn web_page(posting: &PublicPosting<'_>, reference: &Reference, address: &str) -> Value {
    json!({
        "@context": "https://schema.org/",
        "@type": "WebPage",
        "name": posting.title,
        "description": wording::plain(posting, reference),
        "dateModified": wording::instant_in_japan(posting.changed_at),
        "inLanguage": "ja",
        "publisher": {"@type": "Organization", "name": posting.organization},
        "url": address,
    })
}

/// HTML of paragraphs and one list, the elements that Google shows.
fn description(posting: &PublicPosting<'_>, reference: &Reference) -> String {
    let mut html = String::new();
    for (heading, text) in wording::sections(posting) {
        html.push_str("<h3>");
        html.push_str(heading);
        html.push_str("</h3><p>");
        for (number, line) in text.trim().lines().enumerate() {
            if number > 0 {
                html.push_str("<br>");
            }
            escape_into(&mut html, line);
        }
        html.push_str("</p>");
    }
    html.push_str("<h3>条件</h3><ul>");
    for (term, value) in wording::conditions(posting, reference) {
        html.push_str("<li>");
        escape_into(&mut html, term);
        html.push('：');
        escape_into(&mut html, &value);
        html.push_str("</li>");
    }
    html.push_str("</ul>");
    html
}

/// A side-job is never full time; what is neither employed nor contracted is `OTHER`.
fn employment_type(form: ContractForm) -> Value {
    match form {
        ContractForm::Employment => json!("PART_TIME"),
        ContractForm::QuasiMandate | ContractForm::WorkContract => json!("CONTRACTOR"),
        ContractForm::FiscalYearStaff => json!(["PART_TIME", "TEMPORARY"]),
        ContractForm::Commission => json!("OTHER"),
        ContractForm::ProBono => json!("VOLUNTEER"),
    }
}

/// Google knows pay by a unit of time only: a total stands in the description, and so does a limit without its least.
fn base_salary(posting: &PublicPosting<'_>) -> Option<Value> {
    let (kind, min_yen, max_yen) = posting.pay_by_time()?;
    let unit = match kind {
        RewardKind::Hourly => "HOUR",
        RewardKind::Daily => "DAY",
        RewardKind::Monthly => "MONTH",
        RewardKind::Fixed | RewardKind::None => return None,
    };
    let mut value = json!({"@type": "QuantitativeValue", "unitText": unit});
    match (min_yen?, max_yen) {
        (min, Some(max)) if max > min => {
            value["minValue"] = json!(min);
            value["maxValue"] = json!(max);
        }
        (min, Some(_)) => value["value"] = json!(min),
        (min, None) => value["minValue"] = json!(min),
    }
    Some(json!({"@type": "MonetaryAmount", "currency": "JPY", "value": value}))
}

/// The municipality where the table has its name, else its prefecture.
fn address_of(posting: &PublicPosting<'_>, reference: &Reference) -> Value {
    let code = posting.terms.municipality;
    let regions = &reference.regions;
    let mut address = json!({
        "@type": "PostalAddress",
        "addressCountry": "JP",
        "addressRegion": regions.prefecture(code.prefecture()).name,
    });
    if let Some(municipality) = regions.municipality(code) {
        address["addressLocality"] = json!(municipality.name);
    }
    address
}

/// Japan, or the regions in which an applicant has to live.
fn applicants_from(posting: &PublicPosting<'_>, reference: &Reference) -> Value {
    match &posting.terms.residency {
        Some(Residency::Within(regions)) => regions
            .iter()
            .map(|region| {
                let kind = match region {
                    domain::RegionCode::Prefecture(_) => "State",
                    domain::RegionCode::Municipality(_) => "City",
                };
                json!({"@type": kind, "name": format!("{}, 日本", reference.regions.name_ja(*region))})
            })
            .collect(),
        Some(Residency::Outside(_)) | None => json!({"@type": "Country", "name": "Japan"}),
    }
}
