use serde_json::json;

use super::*;

fn contract() -> Contract {
    Contract::of_document(&json!({"components": {"schemas": {
        "Level": {"type": "integer", "minimum": 1, "maximum": 5},
        "Thing": {
            "type": "object", "additionalProperties": false, "required": ["title"],
            "properties": {
                "title": {"type": "string", "maxLength": 5, "minLength": 1},
                "kind": {"type": ["string", "null"], "enum": ["a", "b"]},
                "levels": {"type": "array", "maxItems": 3, "items": {"$ref": "#/components/schemas/Level"}},
                "inner": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Inner"}]},
            }
        },
        "Inner": {
            "type": "object", "additionalProperties": false, "maxProperties": 1,
            "properties": {"within": {"type": "string"}, "outside": {"type": "string"}}
        },
    }}}))
}

fn faults(body: Value) -> Vec<(String, FaultCode)> {
    let mut faults = Faults::default();
    let _: Value = contract().read_body("Thing", body, &mut faults);
    faults.as_slice().iter().map(|fault| (fault.pointer.clone(), fault.code)).collect()
}

#[test]
fn every_fault_is_listed_at_once() {
    let body = json!({"titel": "x", "kind": "c", "levels": [9, "x", 3], "inner": {"within": 1, "inside": 2}});
    let expected = [
        ("/title", FaultCode::Required),
        ("/inner", FaultCode::Contradiction),
        ("/kind", FaultCode::UnknownWord),
        ("/levels/0", FaultCode::OutOfRange),
        ("/levels/1", FaultCode::WrongType),
        ("/titel", FaultCode::UnknownField),
    ];
    let mut found = faults(body);
    found.sort();
    let mut expected: Vec<_> = expected.map(|(pointer, code)| (pointer.to_owned(), code)).into();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_whole_fraction_is_an_integer_and_a_broken_one_is_not() {
    let mut none = Faults::default();
    let read: Value = contract().read_body("Thing", json!({"title": "x", "levels": [3.0]}), &mut none);
    assert_eq!(read["levels"], json!([3]));
    assert!(none.is_empty());
    assert_eq!(
        faults(json!({"title": "x", "levels": [3.5]})),
        [("/levels/0".to_owned(), FaultCode::WrongType)]
    );
    assert_eq!(
        faults(json!({"title": "x", "levels": [1e300]})),
        [("/levels/0".to_owned(), FaultCode::OutOfRange)]
    );
}

#[test]
fn what_is_faulty_is_taken_out_so_that_the_rest_can_be_read() {
    let mut faults = Faults::default();
    let body = json!({"title": "too long", "levels": [9, 2], "kind": null});
    let read: Value = contract().read_body("Thing", body, &mut faults);
    assert_eq!(read, json!({"levels": [null, 2], "kind": null}));
}

#[test]
fn the_inside_of_a_nullable_object_is_reached() {
    assert_eq!(faults(json!({"title": "x", "inner": null})), []);
    assert_eq!(
        faults(json!({"title": "x", "inner": {"within": 1}})),
        [("/inner/within".to_owned(), FaultCode::WrongType)]
    );
    assert_eq!(faults(json!({"title": "x", "inner": 4})), [("/inner".to_owned(), FaultCode::WrongType)]);
}

#[test]
fn a_patch_that_nulls_a_misspelt_name_is_noticed() {
    let mut faults = Faults::default();
    contract().check_names(
        "Thing",
        &json!({"kind": null, "knid": null, "inner": {"inside": null}}),
        &mut faults,
    );
    let pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/inner/inside", "/knid"]);
}

#[test]
fn an_answer_never_lists_more_than_a_hundred() {
    let body: Map<String, Value> = (0..500).map(|n| (format!("unknown{n}"), json!(n))).collect();
    assert_eq!(faults(Value::Object(body)).len(), MOST_FAULTS);
}
