//! The position in a LOC record.

use super::words::Words;

/// Returns a position as a zone file has it. Returns `None` if it is invalid.
pub(super) fn canonical(text: &str) -> Option<String> {
    let mut words = Words::new(text);
    let mut written = Vec::new();
    angle(&mut words, 90, ["N", "S"], &mut written)?;
    angle(&mut words, 180, ["E", "W"], &mut written)?;
    written.push(metres(words.next()?, -100_000.0, 42_849_672.95)?);
    // Size, horizontal and vertical precision.
    let sizes: Option<Vec<String>> = words.map(|word| metres(word, 0.0, 90_000_000.0)).collect();
    let sizes = sizes.filter(|sizes| sizes.len() <= 3)?;
    written.extend(sizes);
    Some(written.join(" "))
}

/// Reads degrees, optional minutes and seconds, and the hemisphere.
fn angle(words: &mut Words<'_>, most: u32, hemispheres: [&str; 2], written: &mut Vec<String>) -> Option<()> {
    let mut word = words.next()?;
    let degrees = number(word).filter(|degrees| *degrees <= most)?;
    written.push(degrees.to_string());
    word = words.next()?;
    if let Some(minutes) = number(word) {
        written.push(minutes.to_string());
        if minutes > 59 {
            return None;
        }
        word = words.next()?;
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            let (whole, thousandths) = word.split_once('.').unwrap_or((word, "0"));
            let seconds = number(whole).filter(|seconds| *seconds <= 59)?;
            number(thousandths).filter(|_| thousandths.len() <= 3)?;
            written.push(format!("{seconds}.{thousandths:0<3}"));
            word = words.next()?;
        }
    }
    let hemisphere = hemispheres.into_iter().find(|known| known.eq_ignore_ascii_case(word))?;
    written.push(hemisphere.to_owned());
    Some(())
}

fn number(word: &str) -> Option<u32> {
    word.bytes().all(|digit| digit.is_ascii_digit()).then(|| word.parse().ok()).flatten()
}

/// Returns a length such as `35.00m`.
fn metres(word: &str, least: f64, most: f64) -> Option<String> {
    let length = word.strip_suffix('m').unwrap_or(word);
    let digits = length.strip_prefix('-').unwrap_or(length);
    let (whole, hundredths) = digits.split_once('.').unwrap_or((digits, "0"));
    number(whole)?;
    number(hundredths).filter(|_| hundredths.len() <= 2)?;
    let metres: f64 = length.parse().ok()?;
    (least..=most).contains(&metres).then(|| format!("{metres:.2}m"))
}
