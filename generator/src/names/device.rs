//! The file names that Windows reserves for devices.

/// Returns whether Windows reserves a file name for a device, in any case and with any extension: `NUL.json` is the
/// null device in every folder.
///
/// The names are those of Microsoft's "Naming Files, Paths, and Namespaces", the digits ¹, ² and ³ included, and
/// `COM0`, `LPT0`, `CONIN$`, `CONOUT$` and `CLOCK$`, which some versions reserve. Spaces before the extension are
/// ignored.
#[must_use]
pub fn is_device_name(file: &str) -> bool {
    const DEVICES: [&str; 7] = ["AUX", "CLOCK$", "CON", "CONIN$", "CONOUT$", "NUL", "PRN"];
    // A colon also ends a device name.
    let stem = file.split(['.', ':']).next().unwrap_or_default().trim_end_matches(' ');
    let is_port = stem.split_at_checked(3).is_some_and(|(kind, number)| {
        (kind.eq_ignore_ascii_case("COM") || kind.eq_ignore_ascii_case("LPT"))
            && matches!(number, "¹" | "²" | "³" | "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9")
    });
    is_port || DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device))
}

#[cfg(test)]
mod tests {
    use super::is_device_name;

    #[test]
    fn device_names_are_found_in_any_spelling() {
        for name in [
            "con",
            "CON",
            "nul.json",
            "aux.tar.gz",
            "prn",
            "Com1",
            "com9.rs",
            "com0",
            "LPT1",
            "lpt¹",
            "COM².json",
            "lpt³.x",
            "conin$",
            "CONOUT$.txt",
            "clock$",
            "nul ",
            "nul .json",
            "con:",
            "nul.",
        ] {
            assert!(is_device_name(name), "{name:?}");
        }
    }

    #[test]
    fn other_names_are_not_devices() {
        for name in ["", "console", "conin", "null", "com", "com10", "com1a", "lpt", "xcon", "a.nul", ".con", "co n"] {
            assert!(!is_device_name(name), "{name:?}");
        }
    }
}
