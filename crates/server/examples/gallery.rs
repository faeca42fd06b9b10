//! Writes every page sample in every language as an HTML file, to be looked at in a browser:
//! `cargo run -p server --example gallery -- target/gallery`.

use std::path::PathBuf;

use server::pages::{assets, registry, samples};
use server::texts::Language;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/gallery".into()));
    std::fs::create_dir_all(folder.join("assets"))?;
    for asset in assets::all() {
        std::fs::write(folder.join(asset.href.trim_start_matches('/')), asset.bytes)?;
    }
    for sample in registry::every() {
        for language in Language::ALL {
            let html = sample.render(&samples::shell(language, sample.role)).into_string();
            // The files are opened from a folder, where an address can't begin at the root.
            let html = html.replace("=\"/assets/", "=\"assets/");
            let role = if sample.role.is_some() { "" } else { "-out" };
            let file = format!("{}{role}.{}.html", sample.name, language.code());
            std::fs::write(folder.join(file), html)?;
        }
    }
    Ok(())
}
