//! Where a call goes.

use std::ops::Range;

/// The URL of a call, and its path as it may be shown.
pub(crate) struct Target {
    url: String,
    path: Range<usize>,
    /// In the place of a path that holds a secret.
    template: Option<&'static str>,
}

impl Target {
    /// The path is moved to its place in the URL.
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

    /// Absolute.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Percent-encoded, below the branch; errors and traces may show it.
    pub(crate) fn shown_path(&self) -> &str {
        self.template.or_else(|| self.url.get(self.path.clone())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_knows_its_path() {
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
