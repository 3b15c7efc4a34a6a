//! A port of this machine alone, which may be closed for a moment.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// Connections that wait to be accepted; as tokio has it.
const BACKLOG: u32 = 1024;

/// A port, and who listens there.
#[derive(Debug)]
pub(crate) struct Listener {
    /// None while it is closed, and if it could not be opened again.
    listener: Option<TcpListener>,
    /// Keeps the port while nobody listens: otherwise a caller's own end could get it.
    holder: Option<TcpSocket>,
}

impl Listener {
    /// Opens. Only a port that may close is shared with other sockets of the same user.
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

    /// The next connection.
    pub(crate) async fn accept(&mut self) -> io::Result<(TcpStream, SocketAddr)> {
        match &self.listener {
            Some(listener) => listener.accept().await,
            None => {
                self.reopen()?;
                Err(io::ErrorKind::NotConnected.into())
            }
        }
    }

    /// Refuses new connections for a time, those that wait to be accepted among them.
    pub(crate) async fn close_for(&mut self, time: Duration) {
        if self.holder.is_some() {
            self.listener = None;
            tokio::time::sleep(time).await;
            // The next `accept` tries again.
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
    // On Windows it means something else.
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
