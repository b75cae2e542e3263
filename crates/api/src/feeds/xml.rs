//! Writing XML 1.0: every text is escaped or stands in CDATA, and what XML cannot hold is left out.

/// A document that grows.
#[derive(Debug, Default)]
pub(super) struct Xml(String);

/// What every document begins with.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

impl Xml {
    /// The text so far.
    pub(super) fn into_text(self) -> String {
        self.0
    }

    /// Markup of ours, as it is.
    pub(super) fn markup(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// `<name>text</name>`.
    pub(super) fn element(&mut self, name: &'static str, text: &str) {
        self.start(name);
        escape_into(&mut self.0, text);
        self.end(name);
    }

    /// `<name><![CDATA[text]]></name>`.
    pub(super) fn cdata(&mut self, name: &'static str, text: &str) {
        self.start(name);
        self.0.push_str("<![CDATA[");
        // Cleaned first: what stands between two brackets may be a character that is left out.
        let clean: String = text.chars().filter(|letter| is_allowed(*letter)).collect();
        self.0.push_str(&clean.replace("]]>", "]]]]><![CDATA[>"));
        self.0.push_str("]]>");
        self.end(name);
    }

    /// `<name a="b" …/>`.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            escape_into(&mut self.0, value);
            self.0.push('"');
        }
        self.0.push_str("/>");
    }

    fn start(&mut self, name: &'static str) {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push('>');
    }

    fn end(&mut self, name: &'static str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }
}

/// Adds a text with everything escaped that means something in markup or in an attribute.
pub(super) fn escape_into(out: &mut String, text: &str) {
    for letter in text.chars().filter(|letter| is_allowed(*letter)) {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

/// `Char` of XML 1.0 (§2.2); a `char` is never half of a surrogate pair.
fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml::default();
        write(&mut xml);
        xml.into_text()
    }

    #[test]
    fn a_text_never_becomes_markup() {
        let text = "<b a='1'>R&D</b> \"]]>\"";
        assert_eq!(
            written(|xml| xml.element("t", text)),
            "<t>&lt;b a='1'&gt;R&amp;D&lt;/b&gt; &quot;]]&gt;&quot;</t>"
        );
        assert_eq!(
            written(|xml| xml.empty("a", &[("href", "x\"><b>")])),
            "<a href=\"x&quot;&gt;&lt;b&gt;\"/>"
        );
    }

    #[test]
    fn cdata_ends_only_where_we_end_it() {
        assert_eq!(written(|xml| xml.cdata("t", "a]]>b")), "<t><![CDATA[a]]]]><![CDATA[>b]]></t>");
        assert_eq!(written(|xml| xml.cdata("t", "]]]>")), "<t><![CDATA[]]]]]><![CDATA[>]]></t>");
        // The character between the brackets is left out, and what then stands there is found.
        assert_eq!(written(|xml| xml.cdata("t", "]]\u{1}>")), "<t><![CDATA[]]]]><![CDATA[>]]></t>");
        assert_eq!(written(|xml| xml.cdata("t", "]]")), "<t><![CDATA[]]]]></t>");
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out_and_the_rest_stays() {
        let text = "\0\u{8}\u{b}\u{1f}\u{fffe}\u{ffff}塩尻\t\n🍇𠮷\u{85}";
        assert_eq!(written(|xml| xml.element("t", text)), "<t>塩尻\t\n🍇𠮷\u{85}</t>");
    }
}
