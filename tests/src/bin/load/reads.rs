//! Reads of nine APIs, in addition to the records of `/domain`.

use std::future::Future;
use std::pin::Pin;

use ovh_api::{Client, Error};

type Read<'c> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'c>>;

/// One operation of each API. The list of services is checked, because its size is known.
pub const READS: [fn(&Client) -> Read<'_>; 9] = [
    |client| {
        Box::pin(async {
            let names = client.vps().list().await?;
            assert_eq!(names.len(), 3);
            Ok(())
        })
    },
    |client| Box::pin(async { client.me().get().await.map(drop) }),
    |client| Box::pin(async { client.services().list().await.map(drop) }),
    |client| Box::pin(async { client.dedicated_server().list().await.map(drop) }),
    |client| Box::pin(async { client.ip().list().await.map(drop) }),
    |client| Box::pin(async { client.cloud().list().await.map(drop) }),
    |client| Box::pin(async { client.email_domain().list().await.map(drop) }),
    |client| Box::pin(async { client.order().cart().await.map(drop) }),
    |client| Box::pin(async { client.v2().iam().policy().await.map(drop) }),
];
