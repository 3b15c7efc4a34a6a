//! Concurrent requests with faults in a tenth of them.

use std::num::NonZeroU64;
use std::time::Duration;

use ovh_sandbox::{Builder, Rate, Sandbox};

use crate::program::{Keys, LONG_TIMEOUT, Report, TASKS, rate, request_count, run};
use crate::writes::check_writes;

/// A timeout shorter than the delay of late responses.
const SHORT_TIMEOUT: Duration = Duration::from_millis(400);

/// The maximum growth of memory between a tenth of the requests and all of them: less than 100 bytes for each of
/// 90,000.
const GROWTH_KB: u64 = 8 * 1024;

/// The report of the client, and the sandbox with the executed writes.
struct Run {
    keys: Keys,
    report: Report,
    sandbox: Sandbox,
}

/// Runs the program with both authentication schemes concurrently, each with its own sandbox.
async fn runs(requests: u32, timeout: Duration, configure: fn(Builder) -> Builder) -> Vec<Run> {
    let mut runs = tokio::task::JoinSet::new();
    for keys in [Keys::Classic, Keys::OAuth2] {
        let builder = Sandbox::builder().keep_writes().jump_every(NonZeroU64::new(400).unwrap());
        let sandbox = configure(builder).start().await.unwrap();
        runs.spawn_blocking(move || Run { keys, report: run(&sandbox, keys, requests, timeout), sandbox });
    }
    runs.join_all().await
}

/// Checks that writes happened as reported, that tokens are requested only when needed, and that memory does not grow.
fn check(Run { keys, report, sandbox }: &Run) {
    check_writes(report, &sandbox.writes());
    assert!(sandbox.clock_jumps() > 0);
    check_tokens(sandbox, *keys);
    let [early, late] = report.memory_kb[..] else { panic!("{:?}", report.memory_kb) };
    assert!(late <= early + GROWTH_KB, "memory grew from {early} kB to {late} kB");
}

#[tokio::test(flavor = "multi_thread")]
async fn write_is_executed_as_reported_despite_faults() {
    let faulty = |builder: Builder| {
        let limited = builder.rate_limit(Rate::new(rate(), Duration::from_secs(1)));
        limited.faults(0.1).fault_seed(1).slow(SHORT_TIMEOUT * 3 / 2)
    };
    for run in runs(request_count(), SHORT_TIMEOUT, faulty).await {
        check(&run);
        // Rare faults may not have occurred.
        assert!(run.sandbox.faults().len() >= 24, "{:?}", run.sandbox.faults());
        let failed = run.report.failed();
        assert!(failed > 0 && failed < request_count() / 10, "{failed} failed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_jumps_and_expired_tokens_cause_no_failure() {
    for run in runs(request_count() / 4, LONG_TIMEOUT, |builder| builder).await {
        check(&run);
        assert_eq!(run.report.failed(), 0, "{:?}", run.report.outcomes);
    }
}

/// Checks that there was one token at first, and one for each rejected token. The last rejection may not cause a
/// refresh. Tokens that were lost in transit are requested again.
fn check_tokens(sandbox: &Sandbox, keys: Keys) {
    let (granted, rejected, faults) = (sandbox.tokens_granted(), sandbox.tokens_rejected(), sandbox.token_faults());
    let Keys::OAuth2 = keys else {
        assert_eq!((granted, rejected, faults.len()), (0, 0, 0));
        return;
    };
    // A response with the content type of a page still contains a token.
    let lost = faults.iter().filter(|(name, _)| name.starts_with("done") && **name != "done, mislabelled");
    let (received, used) = (granted - lost.map(|(_, count)| count).sum::<u64>(), sandbox.tokens_used());
    assert!(rejected > 0 && (rejected..=rejected + 1).contains(&used), "{used} used, {rejected} rejected");
    // All requests with the last token may have been lost. A request that waited for a late response has no time left
    // to use the next token.
    let slow = faults.get("done, slow").copied().unwrap_or_default();
    let spare = u64::from(!sandbox.faults().is_empty()) + slow * u64::from(TASKS);
    assert!((used..=used + spare).contains(&received), "{received} of {granted} received, {used} used");
}
