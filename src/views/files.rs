//! Templates and static files, inside the binary (read from disk in debug builds).

use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::RustEmbed;

/// `templates/`.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/templates/"]
pub struct Templates;

impl Templates {
    /// A file as text.
    ///
    /// # Errors
    /// When it is not there or not UTF-8.
    pub fn text(name: &str) -> Result<String, String> {
        let file = Self::get(name).ok_or_else(|| format!("no template {name}"))?;
        String::from_utf8(file.data.into_owned()).map_err(|e| format!("{name}: {e}"))
    }
}

/// `static/`, without what is only there to build it.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/static/"]
#[include = "css/*"]
#[include = "js/*"]
#[include = "images/*"]
#[include = "vendor/nlds/*.css"]
#[include = "vendor/fonts/*.woff2"]
#[include = "theme.css"]
struct Static;

/// A static file.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Contents.
    pub bytes: Vec<u8>,
    /// Part of its address, so that it can be kept for ever.
    pub hash: String,
    /// Media type.
    pub media_type: &'static str,
}

/// The static files of this program, with the theme that was set.
#[derive(Debug, Default)]
pub struct Assets(BTreeMap<String, Asset>);

impl Assets {
    /// Reads all static files; `theme` replaces `theme.css`.
    ///
    /// # Errors
    /// When the theme cannot be read.
    pub fn load(theme: Option<&Path>) -> Result<Self, String> {
        let mut all = BTreeMap::new();
        for name in Static::iter() {
            if let Some(file) = Static::get(&name) {
                all.insert(name.to_string(), asset(&name, file.data.into_owned()));
            }
        }
        if let Some(path) = theme {
            let bytes = std::fs::read(path).map_err(|e| format!("theme {}: {e}", path.display()))?;
            all.insert("theme.css".into(), asset("theme.css", bytes));
        }
        Ok(Self(all))
    }

    /// The file with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.0.get(name)
    }

    /// The address of a file, with its hash.
    #[must_use]
    pub fn href(&self, name: &str) -> Option<String> {
        self.get(name).map(|asset| format!("/static/{name}?v={}", asset.hash))
    }
}

fn asset(name: &str, bytes: Vec<u8>) -> Asset {
    let hash = crate::secrets::hex(&crate::secrets::sha256(&bytes)).chars().take(12).collect();
    Asset { bytes, hash, media_type: media_type(name) }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        _ => "application/octet-stream",
    }
}
