//! The URL of a request.

use std::ops::Range;

/// The URL of a request, and its path for errors and traces.
pub(crate) struct Target {
    url: String,
    path: Range<usize>,
    /// Shown instead of a path that contains a secret.
    template: Option<&'static str>,
}

impl Target {
    /// Builds the URL in the buffer of the path.
    pub(crate) fn new(base: &str, path: String, query: &str, template: Option<&'static str>) -> Self {
        let range = base.len()..base.len() + path.len();
        let mut url = path;
        url.insert_str(0, base);
        if !query.is_empty() {
            url.reserve_exact(1 + query.len());
            url.push('?');
            url.push_str(query);
        }
        Self { url, path: range, template }
    }

    /// Returns the absolute URL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Returns the percent-encoded path below the branch, without secrets.
    pub(crate) fn shown_path(&self) -> &str {
        self.template.or_else(|| self.url.get(self.path.clone())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_contains_path_and_query() {
        let target = |query, template| Target::new("https://a.b/1.0", "/x/canary".to_owned(), query, template);
        for (target, url, shown) in [
            (target("", None), "https://a.b/1.0/x/canary", "/x/canary"),
            (target("q=1", None), "https://a.b/1.0/x/canary?q=1", "/x/canary"),
            (target("q=1", Some("/x/{id}")), "https://a.b/1.0/x/canary?q=1", "/x/{id}"),
        ] {
            assert_eq!((target.url(), target.shown_path()), (url, shown));
        }
    }
}
