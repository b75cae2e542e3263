//! Which language a reader wants: `?lang=` of this request, then the cookie, then Japanese.

use crate::text::{EN, JA, Text};

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Japanese, the first.
    Ja,
    /// English.
    En,
}

impl Lang {
    /// The language of a code, if it is one of ours.
    pub(crate) fn parse(code: &str) -> Option<Self> {
        [Self::Ja, Self::En].into_iter().find(|lang| lang.text().code == code)
    }

    /// Its words.
    pub(crate) fn text(self) -> &'static Text {
        match self {
            Self::Ja => &JA,
            Self::En => &EN,
        }
    }
}

/// A reader's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The language.
    pub lang: Lang,
    /// Whether it was chosen in this very request, and is to be kept.
    pub is_new: bool,
}

/// Reads the choice from the query and the cookie; codes that are not ours do not count.
pub(crate) fn choose(query: Option<&str>, cookie: Option<&str>) -> Choice {
    let asked = query.and_then(Lang::parse);
    let kept = cookie.and_then(Lang::parse);
    Choice { lang: asked.or(kept).unwrap_or(Lang::Ja), is_new: asked.is_some() && asked != kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_comes_before_the_cookie_and_japanese_last() {
        assert_eq!(choose(None, None), Choice { lang: Lang::Ja, is_new: false });
        assert_eq!(choose(None, Some("en")), Choice { lang: Lang::En, is_new: false });
        assert_eq!(choose(Some("ja"), Some("en")), Choice { lang: Lang::Ja, is_new: true });
        assert_eq!(choose(Some("xx"), Some("en")), Choice { lang: Lang::En, is_new: false });
    }
}
