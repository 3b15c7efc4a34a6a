//! Servers that break off, never end, or send what nobody asked for; over real sockets.

use std::time::{Duration, Instant};

use ovh_api::{Client, Error, ErrorKind, RetryPolicy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Longer than any of these calls should take, on the slowest of machines.
const PATIENCE: Duration = Duration::from_secs(20);

/// Answers each connection by `serve`, once its request is there.
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

/// A public operation that answers a list of texts.
async fn call(client: &Client) -> Result<Vec<String>, Error> {
    let answer = tokio::time::timeout(PATIENCE, client.vps().vps_datacenter().into_future());
    answer.await.expect("the call takes too long")
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

const ANSWER: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-ovh-queryid: EU.ext-1.a\r\n\
    content-length: 13\r\n\r\n[\"sbg\",\"gra\"]";
const CHUNKED: &str =
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n[\"sbg\",\r\n6\r\n\"gra\"]\r\n0\r\n\r\n";

/// By an end of the stream, and by a reset.
#[tokio::test]
async fn a_connection_that_breaks_at_any_byte() {
    for answer in [ANSWER, CHUNKED] {
        let head = answer.find("\r\n\r\n").unwrap() + 4;
        for end in 0..=answer.len() {
            for reset in [false, true] {
                let client = server(move |mut stream| async move {
                    stream.write_all(&answer.as_bytes()[..end]).await?;
                    if reset { stream.set_zero_linger() } else { stream.shutdown().await }
                })
                .await;
                let place = format!("{end} of {} bytes, reset: {reset}", answer.len());
                match call(&client).await {
                    Ok(list) => {
                        // What follows the last chunk says nothing more.
                        assert_eq!((list, end), (vec!["sbg".to_owned(), "gra".to_owned()], answer.len()), "{place}");
                    }
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::Transport, "{place}: {error}");
                        assert!(error.may_have_been_sent(), "{place}: {error}");
                        assert!(error.status().is_none() || end >= head, "{place}: {error}");
                        // A reset may overtake what was sent before it.
                        assert!(reset || end < answer.len(), "{place}: {error}");
                        let begins = answer.as_bytes().get(head..).unwrap();
                        let is_kept = error.body().is_none_or(|body| body.iter().all(|byte| begins.contains(byte)));
                        assert!(is_kept, "{place}: {error}");
                    }
                }
            }
        }
    }
}

/// What never ends, slowly: the time is up, and what had come is kept.
#[tokio::test]
async fn a_slow_drip_ends_with_the_time() {
    let cases = [
        ("the body", true, "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n[", " "),
        ("chunks", true, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n[\r\n", "1\r\n \r\n"),
        ("a body without an end", true, "HTTP/1.1 200 OK\r\n\r\n[", " "),
        ("a header", false, "HTTP/1.1 200 OK\r\nx-long: ", "a"),
        ("headers", false, "HTTP/1.1 200 OK\r\n", "a: b\r\n"),
        ("the status", false, "HTTP/1.1 200 ", "O"),
        ("interim answers", false, "", "HTTP/1.1 103 Early Hints\r\n\r\n"),
        ("nothing", false, "", ""),
    ];
    for (what, keeps, head, again) in cases {
        let client = server(move |stream| drip(stream, head, again)).await;
        let started = Instant::now();
        let error = call(&client).await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(5), "{what} took {:?}", started.elapsed());
        assert!(error.is_timeout() && error.may_have_been_sent(), "{what}: {error}");
        let is_kept = error.body().is_some_and(|body| body.starts_with(b"[ "));
        assert_eq!(is_kept, keeps, "{what}: {error:?}");
    }
}

/// What never ends, as fast as can be.
#[tokio::test]
async fn a_flood_ends_at_the_limit() {
    let cases = [
        ("the body", "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n", "[[[["),
        ("chunks", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "10\r\n                \r\n"),
        ("a body without an end", "HTTP/1.1 500 No\r\n\r\n", "    "),
        ("a header", "HTTP/1.1 200 OK\r\nx-long: ", "aaaa"),
        ("headers", "HTTP/1.1 200 OK\r\n", "a: b\r\n"),
        ("interim answers", "", "HTTP/1.1 103 Early Hints\r\n\r\n"),
        ("the extension of a chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;", "aaaa"),
        ("the size of a chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "0"),
        ("trailers", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n", "a: b\r\n"),
    ];
    for (what, head, again) in cases {
        let client = server(move |stream| flood(stream, head, again)).await;
        let started = Instant::now();
        let error = call(&client).await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(10), "{what} took {:?}", started.elapsed());
        let expected: &[ErrorKind] = match what {
            "the body" | "chunks" => &[ErrorKind::TooLarge],
            // A refusal is told by its status.
            "a body without an end" => &[ErrorKind::Status],
            _ => &[ErrorKind::Transport, ErrorKind::Timeout],
        };
        assert!(expected.contains(&error.kind()), "{what}: {error}");
        assert!(error.to_string().len() < 1000, "{what}: {error}");
    }
}

/// The client asks for no compression; what comes compressed all the same is told as that.
#[tokio::test]
async fn compression_that_nobody_asked_for() {
    for (encoding, body) in [
        ("gzip", &b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x8b\x8e\x05\0\x29\xbb\x4c\x0d\x02\0\0\0"[..]),
        ("br", b"\x0b\x01\x80[]\x03"),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: {encoding}\r\ncontent-length: {}\r\n\r\n", body.len());
        let answer = [head.as_bytes(), body].concat();
        let client = server(move |mut stream| {
            let answer = answer.clone();
            async move { stream.write_all(&answer).await }
        })
        .await;
        let error = call(&client).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        let expected = format!("the response is compressed ({encoding}), which was not asked for");
        assert!(error.to_string().contains(&expected), "{error}");
        assert_eq!(error.body(), Some(body));
    }
}
