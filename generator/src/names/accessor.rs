//! The accessor of an API, which also names its module and its feature.

use super::ident::module;
use super::words::words;

/// Returns the module name of an API without words that the next segment repeats: `/hosting/web` → `hosting_web`,
/// `/veeam/veeamEnterprise` → `veeam_enterprise`.
pub fn accessor(root: &str) -> String {
    let segments: Vec<&str> = root.split('/').collect();
    let next = segments.iter().skip(1).map(|segment| Some(words(segment))).chain([None]);
    let kept = segments.iter().zip(next).filter(|(segment, next)| {
        let own = words(segment);
        !next.as_ref().is_some_and(|next| next.len() > own.len() && next.starts_with(&own))
    });
    module(&kept.map(|(segment, _)| *segment).collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::accessor;

    #[test]
    fn repeated_words_are_left_out() {
        for (root, expected) in [
            ("/vps", "vps"),
            ("/hosting/web", "hosting_web"),
            ("/veeam/veeamEnterprise", "veeam_enterprise"),
            ("/ssl/sslGateway/sslGateway", "ssl_gateway_ssl_gateway"),
            ("/type", "type_"),
            ("/", "unnamed"),
        ] {
            assert_eq!(accessor(root), expected, "{root}");
        }
    }
}
