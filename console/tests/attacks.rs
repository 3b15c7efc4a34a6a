//! Requests that other programs and web pages could send.

#![cfg(test)]

mod support;

use reqwest::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Method, StatusCode};
use serde_json::json;
use support::Started;

/// What a page may ask for.
const ADDRESSES: [&str; 6] =
    ["/", "/main.js", "/api/console", "/api/catalog", "/api/operation?branch=v1&method=GET&path=/me", "/api/snippet"];

#[tokio::test]
async fn requests_without_the_token_are_refused() {
    let started = Started::new().await;
    for path in ADDRESSES {
        let refused = started.anonymous(Method::GET, path).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED, "{path}");
        assert!(refused.headers().get(SET_COOKIE).is_none());
        let wrong = started.anonymous(Method::GET, path).bearer_auth("0".repeat(64)).send().await.unwrap();
        assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED, "{path}");
    }
    let execute = json!({"branch": "v1", "method": "GET", "path": "/me"}).to_string();
    let request = started.anonymous(Method::POST, "/api/execute").header(CONTENT_TYPE, "application/json");
    assert_eq!(request.body(execute).send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(started.console.sandbox().unwrap().requests(), 0);
}

#[tokio::test]
async fn token_is_exchanged_for_a_strict_cookie() {
    let started = Started::new().await;
    let login = started.anonymous(Method::GET, &format!("/?token={}", started.console.token())).send().await.unwrap();
    assert_eq!((login.status(), login.headers()[LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, "/"));
    let cookie = login.headers()[SET_COOKIE].to_str().unwrap();
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "HttpOnly; SameSite=Strict; Path=/");
    let page = started.anonymous(Method::GET, "/").header(COOKIE, pair).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    let wrong = started.anonymous(Method::GET, "/?token=0").send().await.unwrap();
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    assert!(wrong.headers().get(SET_COOKIE).is_none());
}

#[tokio::test]
async fn requests_for_other_hosts_are_refused() {
    let started = Started::new().await;
    let port = started.console.origin().rsplit_once(':').unwrap().1.to_owned();
    for host in [format!("evil.example:{port}"), "127.0.0.1".to_owned(), format!("127.0.0.1.evil.example:{port}")] {
        for path in [&format!("/?token={}", started.console.token()), "/api/catalog"] {
            let refused = started.request(Method::GET, path).header(HOST, &host).send().await.unwrap();
            assert_eq!(refused.status(), StatusCode::MISDIRECTED_REQUEST, "{host} {path}");
            assert!(refused.headers().get(SET_COOKIE).is_none());
        }
    }
    let own = started.request(Method::GET, "/api/console").header(HOST, format!("localhost:{port}")).send().await;
    assert_eq!(own.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn requests_of_other_sites_are_refused() {
    let started = Started::new().await;
    let call = json!({"branch": "v1", "method": "GET", "path": "/me"}).to_string();
    for (name, value) in [
        (ORIGIN.as_str(), "https://evil.example"),
        (ORIGIN.as_str(), "null"),
        (ORIGIN.as_str(), "http://127.0.0.1:1"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        for (method, path) in [(Method::GET, "/api/catalog"), (Method::POST, "/api/execute")] {
            let request = started.request(method, path).header(name, value).header(CONTENT_TYPE, "application/json");
            let refused = request.body(call.clone()).send().await.unwrap();
            assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{name}: {value} {path}");
        }
    }
    // A form of another site can send these types without asking first.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let request = started.request(Method::POST, "/api/execute").header(CONTENT_TYPE, kind);
        let refused = request.body(call.clone()).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    assert_eq!(started.console.sandbox().unwrap().requests(), 0);
    let own = started.request(Method::GET, "/api/console").header(ORIGIN, started.console.origin()).send().await;
    assert_eq!(own.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn every_response_has_the_policy() {
    let started = Started::new().await;
    for path in ADDRESSES.into_iter().chain(["/unknown", "/api/operation?branch=v1&method=GET&path=/<script>"]) {
        let response = started.get(path).await;
        let headers = response.headers();
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        let is_page = headers[CONTENT_TYPE].to_str().unwrap().starts_with("text/html");
        assert_eq!(is_page, path == "/", "only the page is HTML: {path}");
    }
}

#[tokio::test]
async fn page_has_no_inline_scripts_styles_or_foreign_files() {
    let started = Started::new().await;
    let page = started.get("/").await.text().await.unwrap();
    for forbidden in ["<script>", "<style", " style=", " onclick", "javascript:", "http://", "https://", "//"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let started = Started::new().await;
    let request = started.request(Method::POST, "/api/execute").header(CONTENT_TYPE, "application/json");
    let refused = request.body(vec![b' '; 1024 * 1024 + 1]).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::PAYLOAD_TOO_LARGE);
}
