//! The files of the page.

use std::io::{self, Write as _};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// A file, its type and its content.
type File = (&'static str, &'static str, &'static str);

const SCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! files {
    ($($path:literal $kind:expr, $file:literal;)*) => {
        &[$(($path, $kind, include_str!(concat!("../page/", $file)))),*]
    };
}

/// All files by path.
const FILES: &[File] = files! {
    "/" "text/html; charset=utf-8", "index.html";
    "/style.css" "text/css; charset=utf-8", "style.css";
    "/icon.svg" "image/svg+xml", "icon.svg";
    "/main.js" SCRIPT, "main.js";
    "/api.js" SCRIPT, "api.js";
    "/dom.js" SCRIPT, "dom.js";
    "/catalog.js" SCRIPT, "catalog.js";
    "/results.js" SCRIPT, "results.js";
    "/route.js" SCRIPT, "route.js";
    "/operation.js" SCRIPT, "operation.js";
    "/types.js" SCRIPT, "types.js";
    "/form.js" SCRIPT, "form.js";
    "/field.js" SCRIPT, "field.js";
    "/response.js" SCRIPT, "response.js";
    "/tree.js" SCRIPT, "tree.js";
    "/snippets.js" SCRIPT, "snippets.js";
    "/confirm.js" SCRIPT, "confirm.js";
    "/keys.js" SCRIPT, "keys.js";
    "/theme.js" SCRIPT, "theme.js";
};

/// Returns the type and content of a file.
pub(crate) fn file(path: &str) -> Option<(&'static str, Bytes)> {
    let (_, kind, text) = FILES.iter().find(|(known, ..)| *known == path)?;
    Some((kind, Bytes::from_static(text.as_bytes())))
}

/// Compresses with gzip.
pub(crate) fn gzip(bytes: &[u8]) -> io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(Bytes::from(encoder.finish()?))
}
