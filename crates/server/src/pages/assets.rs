//! The files beside the pages, embedded, each under an address that changes with its content.

use std::sync::LazyLock;

/// One file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asset {
    /// Its address; may be cached for ever.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

impl Asset {
    fn new(name: &str, ending: &str, media_type: &'static str, bytes: &'static [u8]) -> Self {
        let digest = blake3::hash(bytes).to_hex();
        let href =
            format!("/assets/{name}.{}.{ending}", digest.chars().take(12).collect::<String>());
        Self { href, media_type, bytes }
    }
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
    fn the_files_are_small() {
        for asset in all() {
            assert!(asset.bytes.len() < 20_000, "{} has grown", asset.href);
        }
    }
}
