//! How requests reach the sandbox.

/// How requests reach the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Transport {
    /// Plain HTTP.
    #[default]
    Plain,
    /// HTTPS with a certificate of the sandbox's own authority.
    Tls,
    /// Plain HTTP from a proxy that serves HTTPS.
    BehindTls,
}

impl Transport {
    /// Returns the scheme of the URLs that callers use.
    pub(crate) const fn scheme(self) -> &'static str {
        match self {
            Self::Plain => "http",
            Self::Tls | Self::BehindTls => "https",
        }
    }

    /// Returns the port that URLs omit.
    pub(crate) const fn default_port(self) -> u16 {
        match self {
            Self::Plain => 80,
            Self::Tls | Self::BehindTls => 443,
        }
    }

    /// Returns the origin of a server on this port of 127.0.0.1. The address of a proxy is unknown, so the origin is
    /// that of a proxy on the default port of this machine.
    pub(crate) fn origin(self, port: u16) -> String {
        let scheme = self.scheme();
        match self {
            Self::BehindTls => format!("{scheme}://localhost"),
            _ if port == self.default_port() => format!("{scheme}://127.0.0.1"),
            _ => format!("{scheme}://127.0.0.1:{port}"),
        }
    }
}
