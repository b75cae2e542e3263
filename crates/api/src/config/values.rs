//! Settings that are more than a word or a number: how each is read, and how it is shown without what is secret in it.

use matching::notices::PageLinks;
use serde::Serialize;
use webhooks::AllowList;

use super::ConfigError;
use crate::feeds::PublicUrl;
use crate::mailer::MailSettings;

/// A key that no log and no listing of settings shows.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkKey(String);

impl LinkKey {
    /// By what notices lead to pages under an address.
    pub(super) fn links(&self, page_url: &PublicUrl) -> Option<PageLinks> {
        PageLinks::new(page_url.as_str(), &self.0).ok()
    }
}

impl std::fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkKey")
    }
}

impl Serialize for LinkKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("(set)")
    }
}

/// Blank is none.
pub(super) fn link_key(stated: Option<String>) -> Result<Option<LinkKey>, ConfigError> {
    let Some(key) = stated.map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()) else {
        return Ok(None);
    };
    let checked = PageLinks::new("", &key).map_err(|reason| ConfigError::Value { name: "link_key", reason });
    checked.map(|_| Some(LinkKey(key)))
}

/// Blank is none.
pub(super) fn address(name: &'static str, stated: Option<String>) -> Result<Option<PublicUrl>, ConfigError> {
    let stated = stated.filter(|text| !text.trim().is_empty());
    let read = stated.map(|text| PublicUrl::parse(text.trim())).transpose();
    read.map_err(|reason| ConfigError::Value { name, reason })
}

pub(super) fn shown_or_blank<S: serde::Serializer>(
    url: &Option<PublicUrl>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(url.as_ref().map_or("", PublicUrl::as_str))
}

/// Both or neither; blank is none.
pub(super) fn mail(url: Option<String>, from: Option<String>) -> Result<Option<MailSettings>, ConfigError> {
    let stated = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    match (stated(url), stated(from)) {
        (None, None) => Ok(None),
        (Some(url), Some(from)) => MailSettings::parse(url.trim(), from.trim())
            .map(Some)
            .map_err(|(name, reason)| ConfigError::Value { name, reason }),
        (Some(_), None) => {
            let reason =
                "is needed with smtp_url: who sends the notices, such as kikaku@example.jp".to_owned();
            Err(ConfigError::Value { name: "mail_from", reason })
        }
        (None, Some(_)) => {
            let reason = "is needed with mail_from: the mail server, such as smtp://127.0.0.1:25".to_owned();
            Err(ConfigError::Value { name: "smtp_url", reason })
        }
    }
}

pub(super) fn shown_sender<S: serde::Serializer>(
    mail: &Option<MailSettings>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&mail.as_ref().map_or_else(String::new, MailSettings::from))
}

pub(super) fn webhook_allow(stated: Option<String>) -> Result<AllowList, ConfigError> {
    let read = stated.unwrap_or_default().parse();
    read.map_err(|error: webhooks::NotACidr| ConfigError::Value {
        name: "webhook_allow",
        reason: format!("cannot be used: {error}"),
    })
}

pub(super) fn as_text<S: serde::Serializer>(list: &AllowList, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(list)
}

/// A database URL without the password and without the options, one of which may be one too.
pub(super) fn hidden(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://").filter(|(scheme, _)| *scheme != "sqlite") else {
        return url.to_owned();
    };
    let rest = rest.split('?').next().unwrap_or_default();
    match rest.rsplit_once('@') {
        Some((who, place)) => format!("{scheme}://{}@{place}", who.split(':').next().unwrap_or_default()),
        None => format!("{scheme}://{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(
            hidden("postgres://u:s3cret@localhost:5432/x?password=s3cret"),
            "postgres://u@localhost:5432/x"
        );
        assert_eq!(hidden("sqlite:///a@b/c.db"), "sqlite:///a@b/c.db");
    }
}
