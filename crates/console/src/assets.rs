//! The files of the pages, embedded; their address carries a hash of their bytes, so they may be kept for ever.

use std::sync::LazyLock;

use actix_web::web::Bytes;

/// A file of the pages.
pub(crate) struct Asset {
    /// Its name.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Bytes,
    /// Its hash, 16 hex digits.
    pub hash: String,
}

impl Asset {
    fn new(name: &'static str, media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let hash = format!("{:016x}", fnv_1a(&bytes));
        Self { name, media_type, bytes, hash }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("/static/{}/{}", self.hash, self.name)
    }
}

/// デジタル庁デザインシステム's tokens, then our own rules in the order they are laid over each other.
const SHEETS: [(&str, &str); 6] = [
    ("tokens.css", include_str!("../static/design-tokens/tokens.css")),
    ("base.css", include_str!("../static/base.css")),
    ("parts.css", include_str!("../static/parts.css")),
    ("matches.css", include_str!("../static/matches.css")),
    ("pages.css", include_str!("../static/pages.css")),
    ("print.css", include_str!("../static/print.css")),
];

/// All style sheets in one.
pub(crate) static CSS: LazyLock<Asset> = LazyLock::new(|| {
    let sheets: String = SHEETS.iter().map(|(_, sheet)| *sheet).collect();
    Asset::new("console.css", "text/css; charset=utf-8", sheets.into_bytes())
});

/// The script.
pub(crate) static JS: LazyLock<Asset> = LazyLock::new(|| {
    let script = include_bytes!("../static/console.js").as_slice();
    Asset::new("console.js", "text/javascript; charset=utf-8", script)
});

/// The mark of the product.
pub(crate) static ICON: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("icon.svg", "image/svg+xml", include_bytes!("../static/icon.svg").as_slice())
});

/// The file with this hash and name.
pub(crate) fn find(hash: &str, name: &str) -> Option<&'static Asset> {
    [&*CSS, &*JS, &*ICON].into_iter().find(|asset| asset.name == name && asset.hash == hash)
}

/// FNV-1a 64: it tells versions of our own files apart and protects nothing.
fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_follows_the_bytes() {
        assert_eq!(fnv_1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(find(&CSS.hash, "console.css").unwrap().bytes, CSS.bytes);
        assert!(find("0000000000000000", "console.css").is_none());
        assert!(find(&CSS.hash, "console.js").is_none());
    }

    #[test]
    fn colours_come_from_the_tokens() {
        for (name, sheet) in SHEETS.into_iter().filter(|(name, _)| *name != "tokens.css") {
            for (line, number) in sheet.lines().zip(1..) {
                let raw = line.split('#').skip(1).any(|after| {
                    let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
                    [3, 4, 6, 8].contains(&digits)
                });
                let function = ["rgb(", "rgba(", "hsl(", "oklch("].iter().any(|name| line.contains(name));
                assert!(!raw && !function, "{name}:{number}: {line}");
            }
        }
    }

    #[test]
    fn every_variable_is_declared() {
        for (name, sheet) in SHEETS {
            for used in sheet.split("var(--").skip(1) {
                let variable: String =
                    used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                let declaration = format!("--{variable}:");
                let declared = SHEETS.iter().any(|(_, other)| other.contains(&declaration));
                assert!(declared, "{name}: --{variable}");
            }
        }
    }

    #[test]
    fn files_keep_their_budgets() {
        // Compressed they are a quarter of this; the budgets are 15 KB and 10 KB compressed.
        assert!(CSS.bytes.len() < 45_000, "{}", CSS.bytes.len());
        assert!(JS.bytes.len() < 20_000, "{}", JS.bytes.len());
    }

    #[test]
    fn nothing_points_to_another_host() {
        for asset in [&CSS, &JS, &ICON] {
            let text = String::from_utf8(asset.bytes.to_vec()).unwrap();
            let outside = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!outside.contains("://") && !outside.contains("@import"), "{}", asset.name);
        }
    }
}
