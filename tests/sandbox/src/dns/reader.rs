//! Reads zone files.

use super::words::Words;
use super::{Record, data, strings, types};

/// Returns the records of a zone file except SOA. An error is the number of an invalid line and a reason.
///
/// Records without a time to live get that of the file's `$TTL`, or 0 if it is the default of the zone.
pub(crate) fn read(zone: &str, default_ttl: i64, file: &str) -> Result<Vec<Record>, (usize, String)> {
    let mut reader = Reader { zone, default_ttl, ttl: 0, origin: format!("{zone}."), owner: None };
    let mut records = Vec::new();
    for entry in entries(file)? {
        let read = reader.entry(&entry).map_err(|reason| (entry.line, reason))?;
        records.extend(read);
    }
    Ok(records)
}

/// A directive or record, whose lines are joined.
#[derive(Debug, Default)]
struct Entry {
    line: usize,
    text: String,
    comment: String,
    /// Whether it begins with white space, so that it belongs to the name of the record before it.
    is_continued: bool,
}

/// Splits a file into entries: removes comments, and joins lines between parentheses.
fn entries(file: &str) -> Result<Vec<Entry>, (usize, String)> {
    let mut entries = Vec::new();
    let mut entry = Entry::default();
    let mut depth = 0_usize;
    for (index, line) in file.lines().enumerate() {
        if depth == 0 {
            entry = Entry { line: index + 1, is_continued: line.starts_with([' ', '\t']), ..Entry::default() };
        }
        let (mut is_quoted, mut is_escaped) = (false, false);
        for (at, character) in line.char_indices() {
            match character {
                '"' if !is_escaped => is_quoted = !is_quoted,
                ';' if !is_quoted && !is_escaped => {
                    entry.comment = line.get(at + 1..).unwrap_or_default().trim().to_owned();
                    break;
                }
                '(' if !is_quoted && !is_escaped => depth += 1,
                ')' if !is_quoted && !is_escaped => {
                    depth = depth.checked_sub(1).ok_or_else(|| (index + 1, "a parenthesis is not open".to_owned()))?;
                }
                _ => {}
            }
            let is_parenthesis = matches!(character, '(' | ')') && !is_quoted && !is_escaped;
            entry.text.push(if is_parenthesis { ' ' } else { character });
            is_escaped = character == '\\' && !is_escaped;
        }
        if is_quoted {
            return Err((index + 1, "a quote is not closed".to_owned()));
        }
        entry.text.push(' ');
        if depth == 0 && !entry.text.trim().is_empty() {
            entries.push(std::mem::take(&mut entry));
        }
    }
    if depth == 0 { Ok(entries) } else { Err((entry.line, "a parenthesis is not closed".to_owned())) }
}

struct Reader<'z> {
    zone: &'z str,
    default_ttl: i64,
    /// The time to live of records without one.
    ttl: i64,
    /// The name that relative names belong to, with a final dot.
    origin: String,
    /// The absolute name of the last record.
    owner: Option<String>,
}

impl Reader<'_> {
    fn entry(&mut self, entry: &Entry) -> Result<Option<Record>, String> {
        let mut words = Words::new(&entry.text);
        if entry.text.starts_with('$') {
            return self.directive(&mut words).map(|()| None);
        }
        if !entry.is_continued {
            let owner = words.next().unwrap_or_default();
            self.owner = Some(self.absolute(owner));
        }
        let mut ttl = self.ttl;
        let mut word = words.next();
        // Time to live and class, in any order.
        while let Some(text) = word {
            if let Some(seconds) = seconds(text) {
                ttl = seconds;
            } else if !text.eq_ignore_ascii_case("in") {
                break;
            }
            word = words.next();
        }
        let written = word.unwrap_or_default().to_ascii_uppercase();
        if written == "SOA" {
            return Ok(None);
        }
        let sub_domain = self.sub_domain(self.owner.as_deref().ok_or("the first record has no name")?)?;
        let ty = types::find(&written).ok_or_else(|| format!("it is not a record of a known type ({written})"))?;
        // The comment of exported records that are a TXT record in DNS only.
        let noted = types::find(&entry.comment).filter(|noted| noted.written == ty.written);
        let ty = noted.unwrap_or(ty);
        let target = if ty.fields == [types::Field::Texts] { texts(words)? } else { words.rest().to_owned() };
        let target = data::canonical(ty, &target, &self.origin)
            .map_err(|reason| format!("it is not a record of type {written}, such as {} {reason}", ty.example))?;
        let target = self.with_origin(ty, &target);
        Ok(Some(Record { sub_domain, field_type: ty.name.to_owned(), target, ttl }))
    }

    fn directive(&mut self, words: &mut Words<'_>) -> Result<(), String> {
        let (directive, value) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        match directive.to_ascii_uppercase().as_str() {
            "$TTL" => {
                let ttl = seconds(value).ok_or_else(|| format!("{value} is not a time to live"))?;
                self.ttl = if ttl == self.default_ttl { 0 } else { ttl };
            }
            "$ORIGIN" => self.origin = self.absolute(value),
            _ => return Err(format!("{directive} is not supported")),
        }
        Ok(())
    }

    fn absolute(&self, name: &str) -> String {
        match name {
            "@" => self.origin.clone(),
            name if name.ends_with('.') => name.to_owned(),
            name if self.origin == "." => format!("{name}."),
            name => format!("{name}.{}", self.origin),
        }
    }

    /// Returns the subdomain of an absolute name.
    fn sub_domain(&self, name: &str) -> Result<String, String> {
        let bare = name.strip_suffix('.').unwrap_or(name);
        let at = bare.len().checked_sub(self.zone.len());
        let below = at.and_then(|at| Some((bare.get(..at)?, bare.get(at..)?)));
        match below {
            Some(("", zone)) if zone.eq_ignore_ascii_case(self.zone) => Ok(String::new()),
            Some((below, zone)) if zone.eq_ignore_ascii_case(self.zone) && below.ends_with('.') => {
                Ok(below.trim_end_matches('.').to_owned())
            }
            _ => Err(format!("{name} is outside of the zone")),
        }
    }

    /// Makes relative names absolute if they do not belong to the zone.
    fn with_origin(&self, ty: &types::RecordType, data: &str) -> String {
        if self.origin.trim_end_matches('.').eq_ignore_ascii_case(self.zone) {
            return data.to_owned();
        }
        let words: Vec<&str> = Words::new(data).collect();
        let is_name = |index: usize| {
            use types::Field::{Host, HostOrRoot, Name};
            ty.fields.get(index).is_some_and(|field| matches!(field, Host | HostOrRoot | Name))
        };
        let written = words
            .iter()
            .enumerate()
            .map(|(index, word)| if is_name(index) { self.absolute(word) } else { (*word).to_owned() });
        written.collect::<Vec<_>>().join(" ")
    }
}

/// Returns quoted strings. In zone files, each unquoted word is a string.
fn texts(words: Words<'_>) -> Result<String, String> {
    let quote = |word: &str| if word.starts_with('"') { word.to_owned() } else { format!("\"{word}\"") };
    let texts = words.map(quote).collect::<Vec<_>>().join(" ");
    if strings::quoted(&texts).is_some() { Ok(texts) } else { Err("it has an invalid quoted string".to_owned()) }
}

/// Units of times, in seconds.
const UNITS: &[(char, i64)] = &[('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400), ('w', 604_800)];

/// Returns the seconds of a time such as `3600` or `1h30m`.
fn seconds(text: &str) -> Option<i64> {
    let mut total = 0_i64;
    let mut number = None;
    for character in text.chars() {
        if let Some(digit) = character.to_digit(10) {
            number = Some(number.unwrap_or(0_i64).checked_mul(10)?.checked_add(i64::from(digit))?);
        } else {
            let (_, unit) = UNITS.iter().find(|(unit, _)| unit.eq_ignore_ascii_case(&character))?;
            total = total.checked_add(number.take()?.checked_mul(*unit)?)?;
        }
    }
    match number {
        Some(rest) => total.checked_add(rest),
        None => (!text.is_empty()).then_some(total),
    }
}
