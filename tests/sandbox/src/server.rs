//! Serves connections.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

pub(crate) use self::listener::Listener;
use crate::faults::{Disconnect, FaultyStream};
use crate::service;
use crate::world::World;

mod listener;

/// Maximum time for requests in progress when the sandbox is stopped.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_millis(500);

/// The duration of an outage, in which new connections are refused.
const OUTAGE: Duration = Duration::from_millis(10);

/// Maximum number of connections; further ones wait until one is closed.
const MAX_CONNECTIONS: usize = 512;

/// Maximum size of the head of a request, in bytes; also the size of the read buffer.
const MAX_HEAD: usize = 64 * 1024;

/// Accepts connections until `stop` is true, with TLS if there is an acceptor.
pub(crate) async fn run(
    mut listener: Listener,
    tls: Option<TlsAcceptor>,
    world: Arc<World>,
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    let stopped = stop.clone();
    loop {
        tokio::select! {
            accepted = listener.accept(), if connections.len() < MAX_CONNECTIONS => match accepted {
                Ok((stream, address)) => {
                    connections.spawn(connection(stream, address, tls.clone(), Arc::clone(&world), stopped.clone()));
                }
                // There may be too many open files; some may be closed meanwhile.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next() => {}
            () = world.outage.notified() => listener.close_for(OUTAGE).await,
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    let all = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, all).await;
}

async fn connection(
    stream: TcpStream,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    world: Arc<World>,
    stop: watch::Receiver<bool>,
) {
    // Replies are small, and the caller waits for each.
    let _ = stream.set_nodelay(true);
    let disconnect = Arc::new(Disconnect::default());
    let request_timeout = world.settings.request_timeout;
    let line = FaultyStream::new(stream, Arc::clone(&disconnect), request_timeout);
    match tls {
        None => requests(line, address, disconnect, world, stop).await,
        // A failed or late handshake affects only its caller.
        Some(tls) => {
            if let Ok(Ok(line)) = tokio::time::timeout(request_timeout, tls.accept(line)).await {
                requests(line, address, disconnect, world, stop).await;
            }
        }
    }
}

/// Serves the requests of a connection.
async fn requests(
    line: impl AsyncRead + AsyncWrite + Unpin,
    address: SocketAddr,
    disconnect: Arc<Disconnect>,
    world: Arc<World>,
    mut stop: watch::Receiver<bool>,
) {
    let request_timeout = world.settings.request_timeout;
    let service = service_fn(|request| {
        let (world, disconnect) = (Arc::clone(&world), Arc::clone(&disconnect));
        async move { Ok::<_, Infallible>(service::serve(&world, address.ip(), &disconnect, request).await) }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(request_timeout)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(line), service);
    tokio::pin!(serving);
    tokio::select! {
        // Errors of a connection affect only its caller.
        _ = &mut serving => return,
        _ = stop.wait_for(|stop| *stop) => serving.as_mut().graceful_shutdown(),
    }
    let _ = serving.await;
}
