//! The header `Retry-After`.

use std::time::{Duration, SystemTime};

use http::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

/// Returns the delay that the service asks for, as seconds or as an HTTP date.
///
/// A date is compared to the header `Date` of the same response, because the local clock may be wrong.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(text).ok()?;
    let now = date(headers, &DATE).unwrap_or(now);
    // A date in the past means no delay.
    Some(at.duration_since(now).unwrap_or_default())
}

fn date(headers: &HeaderMap, name: &HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn seconds_and_dates_are_parsed() {
        let now = SystemTime::UNIX_EPOCH;
        for (text, date, wanted) in [
            ("7", None, Some(7)),
            (" 7 ", None, Some(7)),
            ("-7", None, None),
            ("soon", None, None),
            ("Thu, 01 Jan 1970 00:00:40 GMT", None, Some(40)),
            ("Thu, 01 Jan 2026 00:00:40 GMT", Some("Thu, 01 Jan 2026 00:00:10 GMT"), Some(30)),
            ("Thu, 01 Jan 2026 00:00:10 GMT", Some("Thu, 01 Jan 2026 00:00:40 GMT"), Some(0)),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(text));
            if let Some(date) = date {
                headers.insert(DATE, HeaderValue::from_static(date));
            }
            assert_eq!(retry_after(&headers, now), wanted.map(Duration::from_secs), "{text}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
