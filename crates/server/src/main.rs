//! The binary `polku`: one program, its roles as subcommands.

use std::process::ExitCode;

use clap::Parser as _;
use server::cli::Cli;

fn main() -> ExitCode {
    match server::cli::run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            server::cli::complain(&error);
            ExitCode::FAILURE
        }
    }
}
