//! `interleave-pages <dist> [base URL]`, as `./dev build` calls it.

use std::path::Path;
use std::process::ExitCode;

use interleave_pages::{base_url, publish};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [dist] => publish(Path::new(dist), None),
        [dist, base] => base_url(base).and_then(|base| publish(Path::new(dist), Some(&base))),
        _ => Err("usage: interleave-pages <dist> [base URL]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("interleave-pages: {reason}");
            ExitCode::FAILURE
        }
    }
}
