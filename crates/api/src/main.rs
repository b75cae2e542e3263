//! The tsumugi executable.
fn main() {}
