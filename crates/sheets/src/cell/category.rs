//! Categories by id or label, made ids.

use std::sync::LazyLock;

use domain::skills::label_key;
use domain::{FaultCode, Reference, limits};
use serde_json::Value;

use super::Reading;
use super::list::{entries, quoted};

/// Keys of ids and labels with the id; the built-in categories are the only ones.
static IDS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let reference = Reference::built_in();
    let names = reference.categories.categories().iter().flat_map(|category| {
        let id = category.id.to_string();
        [category.id.as_str(), &category.label_ja, &category.label_en]
            .map(|name| (label_key(name), id.clone()))
    });
    names.collect()
});

/// The ids, each once.
pub(super) fn read(text: &str, reading: &mut Reading<'_>) -> Value {
    let mut ids: Vec<Value> = Vec::new();
    for (index, entry) in entries(text, limits::CATEGORIES, reading).into_iter().enumerate() {
        let key = label_key(entry);
        match IDS.iter().find(|(name, _)| *name == key) {
            Some((_, id)) if ids.iter().any(|before| before == id) => {}
            Some((_, id)) => ids.push(id.as_str().into()),
            None => {
                let detail =
                    format!("{} is no known category, by id or label; one of: {}", quoted(entry), known());
                reading.refuse(&format!("/{index}"), FaultCode::UnknownCategory, detail);
            }
        }
    }
    ids.into()
}

fn known() -> String {
    let mut ids: Vec<&str> = IDS.iter().map(|(_, id)| id.as_str()).collect();
    ids.dedup();
    ids.join(", ")
}
