//! Which path takes which methods: 405 with `Allow`, and `OPTIONS`.

use std::collections::BTreeSet;

use serde_json::Value;

/// Paths beside the API that take `GET` only.
const OPERATOR_PATHS: [&str; 5] = ["/livez", "/readyz", "/metrics", "/openapi.json", "/llms.txt"];

/// The paths of the document with their methods.
#[derive(Debug, Clone)]
pub struct PathTable {
    paths: Vec<(Vec<Segment>, BTreeSet<String>)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Any,
}

/// What the table says of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The path is not one of the table's.
    Unknown,
    /// The path takes the method.
    Taken,
    /// The path takes only these methods.
    Refused {
        /// For the header `Allow`.
        allow: String,
    },
}

impl PathTable {
    /// The paths of a finished document.
    pub fn of_document(document: &Value) -> Self {
        let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
        let documented = paths.map(|(path, item)| {
            let methods = item.as_object().into_iter().flat_map(|item| item.keys());
            let methods =
                methods.filter(|name| matches!(name.as_str(), "get" | "put" | "post" | "delete" | "patch"));
            (path.as_str(), methods.map(|name| name.to_uppercase()).collect())
        });
        let beside = OPERATOR_PATHS.into_iter().chain(crate::feeds::PATHS);
        let beside = beside.map(|path| (path, BTreeSet::from(["GET".to_owned()])));
        Self { paths: documented.chain(beside).map(|(path, methods)| (segments(path), methods)).collect() }
    }

    /// Whether a path takes a method. Where several patterns fit, the one with the earlier literal counts, as in
    /// the routing.
    pub fn judge(&self, method: &str, path: &str) -> Verdict {
        let asked: Vec<&str> = path.split('/').collect();
        let fitting = self.paths.iter().filter(|(pattern, _)| fits(pattern, &asked));
        let literals =
            |pattern: &[Segment]| pattern.iter().map(|segment| *segment != Segment::Any).collect::<Vec<_>>();
        let Some((_, methods)) = fitting.max_by_key(|(pattern, _)| literals(pattern)) else {
            return Verdict::Unknown;
        };
        if methods.contains(method) || (method == "HEAD" && methods.contains("GET")) {
            return Verdict::Taken;
        }
        let mut allow: Vec<&str> = methods.iter().map(String::as_str).collect();
        if methods.contains("GET") {
            allow.push("HEAD");
        }
        allow.push("OPTIONS");
        Verdict::Refused { allow: allow.join(", ") }
    }
}

fn segments(path: &str) -> Vec<Segment> {
    let segment = |text: &str| match text.starts_with('{') {
        true => Segment::Any,
        false => Segment::Literal(text.to_owned()),
    };
    path.split('/').map(segment).collect()
}

fn fits(pattern: &[Segment], asked: &[&str]) -> bool {
    pattern.len() == asked.len()
        && pattern.iter().zip(asked).all(|(segment, text)| match segment {
            Segment::Any => !text.is_empty(),
            Segment::Literal(literal) => literal == text,
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_more_literal_path_decides() {
        let table = PathTable::of_document(&json!({"paths": {
            "/skills/{id}": {"get": {}}, "/skills/normalize": {"post": {}, "parameters": []},
        }}));
        assert_eq!(table.judge("HEAD", "/skills/seo"), Verdict::Taken);
        assert_eq!(table.judge("POST", "/skills/normalize"), Verdict::Taken);
        let allow = |allow: &str| Verdict::Refused { allow: allow.to_owned() };
        assert_eq!(table.judge("GET", "/skills/normalize"), allow("POST, OPTIONS"));
        assert_eq!(table.judge("TRACE", "/skills/seo"), allow("GET, HEAD, OPTIONS"));
        assert_eq!(table.judge("GET", "/skills/"), Verdict::Unknown);
        assert_eq!(table.judge("POST", "/livez"), allow("GET, HEAD, OPTIONS"));
    }
}
