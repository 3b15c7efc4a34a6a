//! OVHcloud's two wrappers for Node.js against the sandbox, over HTTPS: they cannot do without.

use ovh_sandbox::Sandbox;

use crate::install::node;

#[tokio::test]
async fn node_wrappers_read_and_write() {
    for module in ["ovh", "@ovhcloud/node-ovh"] {
        for endpoint in ["", "ovh-eu"] {
            let sandbox = Sandbox::builder().tls().start().await.unwrap();
            node("session.js", &sandbox, &[("SANDBOX_MODULE", module), ("SANDBOX_ENDPOINT", endpoint)]).await;
        }
    }
}
