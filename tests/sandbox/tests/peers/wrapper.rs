//! OVHcloud's Python wrapper against the sandbox.

use ovh_sandbox::Sandbox;

use crate::install::python;

#[tokio::test]
async fn python_wrapper_reads_and_writes() {
    for (errors, builder) in [("new", Sandbox::builder()), ("legacy", Sandbox::builder().legacy_errors())] {
        python("session.py", &builder.start().await.unwrap(), &[("SANDBOX_ERRORS", errors)]).await;
    }
}

#[tokio::test]
async fn python_wrapper_runs_the_beginner_calls() {
    for builder in [Sandbox::builder(), Sandbox::builder().tls()] {
        python("beginner.py", &builder.start().await.unwrap(), &[]).await;
    }
}

#[tokio::test]
async fn python_wrapper_runs_the_calls_of_its_readme() {
    for builder in [Sandbox::builder(), Sandbox::builder().tls()] {
        python("readme.py", &builder.start().await.unwrap(), &[]).await;
    }
}
