//! A listener on 127.0.0.1 that can be closed for a moment.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// Maximum number of connections that wait to be accepted; tokio's default.
const BACKLOG: u32 = 1024;

/// A listening port.
#[derive(Debug)]
pub(crate) struct Listener {
    /// `None` while the port is closed, or if reopening failed.
    listener: Option<TcpListener>,
    /// Reserves the port while it is closed; otherwise an outgoing connection could be assigned it.
    holder: Option<TcpSocket>,
}

impl Listener {
    /// Opens a port. Only a port that may be closed is shared with other sockets of the same user.
    pub(crate) fn open(port: u16, may_close: bool) -> io::Result<Self> {
        let socket = socket(port, may_close)?;
        if !may_close {
            return Ok(Self { listener: Some(socket.listen(BACKLOG)?), holder: None });
        }
        let listener = self::socket(socket.local_addr()?.port(), true)?.listen(BACKLOG)?;
        Ok(Self { listener: Some(listener), holder: Some(socket) })
    }

    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        match &self.listener {
            Some(listener) => listener.local_addr(),
            None => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    /// Accepts the next connection.
    pub(crate) async fn accept(&mut self) -> io::Result<(TcpStream, SocketAddr)> {
        match &self.listener {
            Some(listener) => listener.accept().await,
            None => {
                self.reopen()?;
                Err(io::ErrorKind::NotConnected.into())
            }
        }
    }

    /// Refuses new connections for a time, including those that wait to be accepted.
    pub(crate) async fn close_for(&mut self, time: Duration) {
        if self.holder.is_some() {
            self.listener = None;
            tokio::time::sleep(time).await;
            // If this fails, the next `accept` tries again.
            let _ = self.reopen();
        }
    }

    fn reopen(&mut self) -> io::Result<()> {
        if let Some(holder) = &self.holder {
            self.listener = Some(socket(holder.local_addr()?.port(), true)?.listen(BACKLOG)?);
        }
        Ok(())
    }
}

fn socket(port: u16, shared: bool) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // These options differ on Windows.
    #[cfg(unix)]
    {
        socket.set_reuseaddr(true)?;
        socket.set_reuseport(shared)?;
    }
    #[cfg(not(unix))]
    let _ = shared;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    Ok(socket)
}
