//! The files beside the pages, embedded, each under an address that changes with its content.

use std::io::Write as _;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;

/// One file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asset {
    /// Its address; may be cached for ever.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
    /// The same gzipped, for browsers that accept it: all do.
    pub gzipped: Vec<u8>,
}

impl Asset {
    fn new(name: &str, ending: &str, media_type: &'static str, bytes: &'static [u8]) -> Self {
        let digest = blake3::hash(bytes).to_hex();
        let href =
            format!("/assets/{name}.{}.{ending}", digest.chars().take(12).collect::<String>());
        Self { href, media_type, bytes, gzipped: gzip(bytes) }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("writing into memory does not fail")
}

/// The look of every page.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("polku", "css", "text/css; charset=utf-8", include_bytes!("../../assets/polku.css"))
});

/// The conveniences that need a script; every page works without it.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "polku",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../assets/polku.js"),
    )
});

/// The sign in the browser's tab.
pub static ICON: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("favicon", "svg", "image/svg+xml", include_bytes!("../../assets/favicon.svg"))
});

/// Every file, for the route that serves them.
pub fn all() -> [&'static Asset; 3] {
    [&*STYLE, &*SCRIPT, &*ICON]
}

/// The policy the pages are written for: nothing inline, nothing from elsewhere.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
     script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_small_on_the_wire() {
        for asset in all() {
            let bytes = asset.gzipped.len();
            assert!(bytes < 8_000, "{} has grown to {bytes} bytes", asset.href);
        }
    }
}
