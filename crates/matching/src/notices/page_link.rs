//! The link by which a letter leads its recipient to their own page.
//!
//! A notice is kept with a mark where the link stands. The key in the link follows from the notice's id and a key that
//! the operator keeps outside of the database, so that a letter that goes out again, or is exported again, is the same
//! byte for byte, while the database has the key's hash alone. Only the letter itself and an export by the body that
//! registered the person have it: whoever holds it acts as the person.

use domain::{Actor, ApplicationId, Notice, NoticeId, NoticeLanguage, Scope};
use store::Tx;

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::own_page::{KIND, USUAL_DAYS, open_within};
use crate::secret;

/// Characters of the operator's key at least.
const SHORTEST_KEY: usize = 32;

/// By what letters lead to people's own pages.
#[derive(Clone)]
pub struct PageLinks {
    base: String,
    key: Vec<u8>,
}

impl PageLinks {
    /// With the address of the page that shows people what is told of them, without a slash at the end, and the operator's
    /// key; with another key the links of notices that are still to be mailed are lost.
    ///
    /// # Errors
    /// A key that is short enough to be guessed.
    pub fn new(base: &str, key: &str) -> Result<Self, String> {
        if key.chars().count() < SHORTEST_KEY {
            return Err(format!("must have {SHORTEST_KEY} characters or more, drawn at random"));
        }
        Ok(Self { base: base.to_owned(), key: key.as_bytes().to_vec() })
    }

    fn secret(&self, notice: NoticeId) -> String {
        secret::derived(KIND, &self.key, &format!("the page of the letter {notice}"))
    }

    fn link(&self, secret: &str) -> String {
        format!("{}/{secret}", self.base)
    }
}

impl Engine {
    /// Says by what letters lead to people's own pages; without it they lead nowhere. The first one stays.
    pub fn link_letters_with(&self, links: PageLinks) {
        drop(self.page_links.set(links));
    }
}

/// What stands where the link will.
fn mark(language: NoticeLanguage) -> &'static str {
    match language {
        NoticeLanguage::Ja => "〔お一人ずつのリンクがここに入ります〕",
        NoticeLanguage::En => "[each recipient's own link stands here]",
    }
}

/// What stands in its place in an export to those who may not have it.
fn absent(language: NoticeLanguage) -> &'static str {
    match language {
        NoticeLanguage::Ja => "（リンクは、ご登録先の団体へお尋ねください）",
        NoticeLanguage::En => "(ask the organization that registered you for the link)",
    }
}

/// What a letter says of the page; empty where letters lead to none.
pub(super) fn paragraph(engine: &Engine, language: NoticeLanguage) -> String {
    if engine.page_links.get().is_none() {
        return String::new();
    }
    let mark = mark(language);
    match language {
        NoticeLanguage::Ja => format!(
            "応募の状況の確認とお返事は、次のページでもできます（お送りした日から{USUAL_DAYS}日間。パスワードは要りません）。\n{mark}"
        ),
        NoticeLanguage::En => format!(
            "On this page you can see where your application stands, and answer, for {USUAL_DAYS} days from when this was sent, without a password:\n{mark}"
        ),
    }
}

/// A letter with the paragraph at its end.
pub(super) fn with_paragraph(body: &str, paragraph: &str) -> String {
    if paragraph.is_empty() { body.to_owned() } else { format!("{}\n\n{paragraph}\n", body.trim_end()) }
}

/// Opens the page to the link of a notice that has a place for one.
pub(super) fn open(engine: &Engine, tx: &mut Tx<'_>, notice: &Notice) -> Result<bool, MatchingError> {
    let content = &notice.content;
    let Some(links) = engine.page_links.get().filter(|_| content.body.contains(mark(content.language)))
    else {
        return Ok(false);
    };
    let id: ApplicationId = content.application_id;
    open_within(engine, tx, id, (links.secret(notice.id), USUAL_DAYS))?;
    Ok(true)
}

/// The letter with the link, as it goes to the person.
pub(super) fn finished(engine: &Engine, tx: &mut Tx<'_>, notice: &Notice) -> Result<String, MatchingError> {
    let (body, language) = (&notice.content.body, notice.content.language);
    if !body.contains(mark(language)) {
        return Ok(body.clone());
    }
    let secret = engine.page_links.get().map(|links| (links, links.secret(notice.id)));
    // With another key than that of its time the link would open nothing.
    let opens = match &secret {
        Some((_, secret)) => tx.find_application_access(&secret::hash(secret))?.is_some(),
        None => false,
    };
    let link = secret.filter(|_| opens).map(|(links, secret)| links.link(&secret));
    Ok(body.replace(mark(language), link.as_deref().unwrap_or(absent(language))))
}

/// The letter without the link, for those who may not have it.
pub(super) fn unlinked(notice: &Notice) -> String {
    notice.content.body.replace(mark(notice.content.language), absent(notice.content.language))
}

/// Whether an actor may be told the links of people whom a body registered: who may make keys of their pages.
pub(super) fn may_have(actor: &Actor, registered_by: domain::OrganizationId) -> bool {
    actor.may(Scope::ApplicationsWrite) && registered_by == actor.organization_id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_key_is_refused_and_a_link_is_the_same_again() {
        assert!(PageLinks::new("https://work.example.jp", &"x".repeat(31)).is_err());
        let links = PageLinks::new("https://work.example.jp/me", &"x".repeat(32)).unwrap();
        let of = |number: u8| links.secret(NoticeId::from_parts(1, [number; 10]));
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
        assert!(links.link(&of(1)).starts_with("https://work.example.jp/me/tsp_"));
    }

    #[test]
    fn the_paragraph_stands_at_the_end() {
        assert_eq!(with_paragraph("本文\n\n", "段落"), "本文\n\n段落\n");
        assert_eq!(with_paragraph("本文\n", ""), "本文\n");
    }
}
