//! Servers that break connections, send endless responses, or send unrequested compression; over real sockets.

use std::time::{Duration, Instant};

use ovh_api::{Client, Error, ErrorKind, RetryPolicy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The time limit of a request in these tests.
const LIMIT: Duration = Duration::from_secs(20);

/// Starts a server that calls `serve` after each request, and returns a client for it.
async fn server<F, S>(serve: S) -> Client
where
    S: Fn(TcpStream) -> F + Send + 'static,
    F: Future<Output = std::io::Result<()>> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/1.0", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") && stream.read_buf(&mut request).await.is_ok_and(|read| read > 0) {}
            tokio::spawn(serve(stream));
        }
    });
    Client::builder()
        .endpoint(base.parse().unwrap())
        .retry(RetryPolicy::never())
        .timeout(Duration::from_millis(500))
        .max_response_size(1 << 14)
        .build()
        .unwrap()
}

/// Sends a public request whose response is a list of strings.
async fn send(client: &Client) -> Result<Vec<String>, Error> {
    let result = tokio::time::timeout(LIMIT, client.vps().vps_datacenter().into_future());
    result.await.expect("the request takes too long")
}

async fn drip(mut stream: TcpStream, head: &str, again: &str) -> std::io::Result<()> {
    stream.write_all(head.as_bytes()).await?;
    loop {
        stream.write_all(again.as_bytes()).await?;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn flood(mut stream: TcpStream, head: &str, again: &str) -> std::io::Result<()> {
    stream.write_all(head.as_bytes()).await?;
    let again = again.repeat(10_000);
    loop {
        stream.write_all(again.as_bytes()).await?;
    }
}

const RESPONSE: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-ovh-queryid: EU.ext-1.a\r\n\
    content-length: 13\r\n\r\n[\"sbg\",\"gra\"]";
const CHUNKED: &str =
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n[\"sbg\",\r\n6\r\n\"gra\"]\r\n0\r\n\r\n";

#[tokio::test]
async fn connection_broken_at_any_byte_is_a_transport_error() {
    for response in [RESPONSE, CHUNKED] {
        let head = response.find("\r\n\r\n").unwrap() + 4;
        for end in 0..=response.len() {
            for reset in [false, true] {
                let client = server(move |mut stream| async move {
                    stream.write_all(&response.as_bytes()[..end]).await?;
                    if reset { stream.set_zero_linger() } else { stream.shutdown().await }
                })
                .await;
                let place = format!("{end} of {} bytes, reset: {reset}", response.len());
                match send(&client).await {
                    Ok(list) => {
                        // The response is complete.
                        assert_eq!((list, end), (vec!["sbg".to_owned(), "gra".to_owned()], response.len()), "{place}");
                    }
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::Transport, "{place}: {error}");
                        assert!(error.may_have_been_sent(), "{place}: {error}");
                        assert!(error.status().is_none() || end >= head, "{place}: {error}");
                        // A reset may discard data that was sent before it.
                        assert!(reset || end < response.len(), "{place}: {error}");
                        let body_start = response.as_bytes().get(head..).unwrap();
                        let is_kept = error.body().is_none_or(|body| body.iter().all(|byte| body_start.contains(byte)));
                        assert!(is_kept, "{place}: {error}");
                    }
                }
            }
        }
    }
}

/// The error keeps the part of the body that was received.
#[tokio::test]
async fn endless_slow_response_times_out() {
    let cases = [
        ("the body", true, "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n[", " "),
        ("chunks", true, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n[\r\n", "1\r\n \r\n"),
        ("a body without an end", true, "HTTP/1.1 200 OK\r\n\r\n[", " "),
        ("a header", false, "HTTP/1.1 200 OK\r\nx-long: ", "a"),
        ("headers", false, "HTTP/1.1 200 OK\r\n", "a: b\r\n"),
        ("the status", false, "HTTP/1.1 200 ", "O"),
        ("interim responses", false, "", "HTTP/1.1 103 Early Hints\r\n\r\n"),
        ("nothing", false, "", ""),
    ];
    for (what, keeps, head, again) in cases {
        let client = server(move |stream| drip(stream, head, again)).await;
        let started = Instant::now();
        let error = send(&client).await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(5), "{what} took {:?}", started.elapsed());
        assert!(error.is_timeout() && error.may_have_been_sent(), "{what}: {error}");
        let is_kept = error.body().is_some_and(|body| body.starts_with(b"[ "));
        assert_eq!(is_kept, keeps, "{what}: {error:?}");
    }
}

#[tokio::test]
async fn endless_fast_response_ends_at_the_limit() {
    let cases = [
        ("the body", "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n", "[[[["),
        ("chunks", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "10\r\n                \r\n"),
        ("a body without an end", "HTTP/1.1 500 No\r\n\r\n", "    "),
        ("a header", "HTTP/1.1 200 OK\r\nx-long: ", "aaaa"),
        ("headers", "HTTP/1.1 200 OK\r\n", "a: b\r\n"),
        ("interim responses", "", "HTTP/1.1 103 Early Hints\r\n\r\n"),
        ("the extension of a chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;", "aaaa"),
        ("the size of a chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "0"),
        ("trailers", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n", "a: b\r\n"),
    ];
    for (what, head, again) in cases {
        let client = server(move |stream| flood(stream, head, again)).await;
        let started = Instant::now();
        let error = send(&client).await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(10), "{what} took {:?}", started.elapsed());
        let expected: &[ErrorKind] = match what {
            "the body" | "chunks" => &[ErrorKind::TooLarge],
            // An error response is reported by its status.
            "a body without an end" => &[ErrorKind::Status],
            _ => &[ErrorKind::Transport, ErrorKind::Timeout],
        };
        assert!(expected.contains(&error.kind()), "{what}: {error}");
        assert!(error.to_string().len() < 1000, "{what}: {error}");
    }
}

/// The client does not accept compression.
#[tokio::test]
async fn unrequested_compression_is_an_error() {
    for (encoding, body) in [
        ("gzip", &b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x8b\x8e\x05\0\x29\xbb\x4c\x0d\x02\0\0\0"[..]),
        ("br", b"\x0b\x01\x80[]\x03"),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: {encoding}\r\ncontent-length: {}\r\n\r\n", body.len());
        let response = [head.as_bytes(), body].concat();
        let client = server(move |mut stream| {
            let response = response.clone();
            async move { stream.write_all(&response).await }
        })
        .await;
        let error = send(&client).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        let expected = format!("the response is compressed ({encoding}), although no compression was requested");
        assert!(error.to_string().contains(&expected), "{error}");
        assert_eq!(error.body(), Some(body));
    }
}
