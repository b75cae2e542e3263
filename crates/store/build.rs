//! Builds again whenever a migration is added or changed: they are embedded into the crate.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
