//! The binary `polku`: one program, its roles as subcommands.

use std::process::ExitCode;

use clap::Parser as _;
use mimalloc::MiMalloc;
use server::cli::Cli;

// Small pieces are made on one thread and let go on another all day long, which the allocator of
// the C library does slowly: with this one a refold takes a fifth less.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    match server::cli::run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            server::cli::complain(&error);
            ExitCode::FAILURE
        }
    }
}
