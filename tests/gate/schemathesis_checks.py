"""What a schema cannot say, and what it must.

A request that fits the schema may still be refused for what it means: an id that names nothing, two fields that
contradict each other, a code with a wrong check digit. It may not be refused for its shape: then the document says
less than the server enforces. This check tells the two apart by the code of each fault, where the built-in check
only knows the status.
"""

import schemathesis

# Faults of shape: whatever the document allows must never be called one of these.
SHAPE = {"required", "unknown_field", "wrong_type", "too_long", "too_short", "too_many", "unknown_word"}


@schemathesis.check
def refused_for_its_meaning_only(ctx, response, case):
    if response.status_code != 422 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    problem = response.json()
    # A key that was sent with another request before, as one that is drawn again and again will be.
    if problem.get("code") == "idempotency_key_reused":
        return
    # Where an object may have members of any name, the tool now and then draws a bare number for it and calls it fitting.
    if isinstance(case.body, (bool, int, float, str)):
        return
    faults = problem.get("errors", [])
    assert faults, "a 422 names at least one fault"
    # What a merge patch leaves out comes from the record, which may not have it either.
    shape = SHAPE - {"required"} if case.method == "PATCH" else SHAPE
    of_shape = [fault for fault in faults if fault["code"] in shape]
    assert not of_shape, f"the request fits the schema, and is refused for its shape: {of_shape}"
