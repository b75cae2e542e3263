//! The feed in Indeed's shape: every posting that is complete, all at once, each field in CDATA.
//!
//! `referencenumber` is the posting's id and never changes. No postal code is given: the tables of regions have none.

use domain::{ContractForm, Reference, WorkStyle};
use matching::feeds::PublicPosting;

use super::public_url::PublicUrl;
use super::wording;
use super::xml::{DECLARATION, Xml};
use super::{page_path, product};

/// What stands before the jobs.
pub(super) fn head(address: &PublicUrl) -> String {
    let mut xml = Xml::default();
    xml.markup(DECLARATION);
    xml.markup("<source>\n");
    xml.cdata("publisher", product());
    xml.cdata("publisherurl", address.as_str());
    xml.markup("\n");
    xml.into_text()
}

/// What stands after them.
pub(super) const TAIL: &str = "</source>\n";

/// One job.
pub(super) fn job(
    xml: &mut Xml,
    posting: &PublicPosting<'_>,
    (reference, address): (&Reference, &PublicUrl),
) {
    let code = posting.terms.municipality;
    let municipality = reference.regions.municipality(code);
    xml.markup("<job>\n");
    xml.cdata("title", posting.title);
    xml.cdata("date", &wording::instant_in_japan(posting.posted_at));
    xml.cdata("referencenumber", &posting.id.to_string());
    xml.cdata("url", &address.join(&page_path(posting.id)));
    xml.cdata("company", posting.organization);
    xml.cdata("city", municipality.map_or("", |municipality| &municipality.name));
    xml.cdata("state", &reference.regions.prefecture(code.prefecture()).name);
    xml.cdata("country", "JP");
    xml.cdata("description", &wording::plain(posting, reference));
    xml.cdata("salary", &wording::pay(posting).unwrap_or_default());
    xml.cdata("jobtype", job_type(posting.terms.contract_form));
    xml.cdata("category", &wording::categories(posting, reference).join(", "));
    if let Some(closes) = posting.application_closes_at {
        xml.cdata("expirationdate", &wording::instant_in_japan(closes));
    }
    if let Some(remote) = remote_type(posting) {
        xml.cdata("remotetype", remote);
    }
    xml.markup("\n</job>\n");
}

/// As Japanese aggregators name them.
fn job_type(form: ContractForm) -> &'static str {
    match form {
        ContractForm::Employment => "アルバイト・パート",
        ContractForm::FiscalYearStaff => "契約社員",
        ContractForm::QuasiMandate | ContractForm::WorkContract | ContractForm::Commission => "業務委託",
        ContractForm::ProBono => "ボランティア",
    }
}

fn remote_type(posting: &PublicPosting<'_>) -> Option<&'static str> {
    match posting.terms.work_style {
        WorkStyle::OnSite => None,
        WorkStyle::Remote if posting.is_fully_remote() => Some("Fully remote"),
        WorkStyle::Remote | WorkStyle::Hybrid => Some("Hybrid remote"),
    }
}
