//! The program of the README: prints until when each VPS is paid.
#![allow(clippy::print_stdout)]

use ovh_api::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    for name in client.vps().list().await? {
        let infos = client.vps().service_infos(&name).await?;
        let renewed = infos.renew.is_some_and(|renew| renew.automatic);
        println!("{name}: {}, paid until {}, automatic renewal: {renewed}", infos.status, infos.expiration);
    }
    Ok(())
}
