//! What a sheet holds, how its bytes spell text, and in which language people read it.

pub use domain::{SheetKind, TextEncoding};

domain::words! {
    /// The language of headings and examples.
    pub enum Language {
        /// Japanese.
        Japanese = "ja",
        /// English.
        English = "en",
    }
}
