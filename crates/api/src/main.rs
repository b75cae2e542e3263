//! The executable: reads the command line, runs one command, answers with 0 (done), 1 (failed) or 2 (wrong usage).

use std::process::ExitCode;

/// Faster than the system's under many small allocations, and cheap to build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    api::cli::main()
}
