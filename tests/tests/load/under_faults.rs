//! Typed calls of many tasks at once, while a tenth of them go wrong in every way there is.

use std::num::NonZeroU64;
use std::time::Duration;

use ovh_sandbox::{Builder, Rate, Sandbox};

use crate::program::{Account, Keys, PATIENT, TASKS, calls, rate, run};
use crate::witness::judge;

/// Shorter than what an answer takes that comes too late.
const IMPATIENT: Duration = Duration::from_millis(400);

/// Memory may grow so much between a tenth of the calls and all of them, however many they are: less than a hundred
/// bytes for each of 90,000.
const GROWTH_KB: u64 = 8 * 1024;

/// What the client did, and the service that knows what really happened.
struct Run {
    keys: Keys,
    account: Account,
    sandbox: Sandbox,
}

/// The calls of both ways to authenticate, at once, each with a service of its own.
async fn runs(calls: u32, timeout: Duration, describe: fn(Builder) -> Builder) -> Vec<Run> {
    let mut runs = tokio::task::JoinSet::new();
    for keys in [Keys::Classic, Keys::OAuth2] {
        let builder = Sandbox::builder().keep_writes().jump_every(NonZeroU64::new(400).unwrap());
        let sandbox = describe(builder).start().await.unwrap();
        runs.spawn_blocking(move || Run { keys, account: run(&sandbox, keys, calls, timeout), sandbox });
    }
    runs.join_all().await
}

/// Nothing is lost, nothing doubled, no token asked for in vain, and memory is flat.
fn check(Run { keys, account, sandbox }: &Run) {
    judge(account, &sandbox.writes());
    assert!(sandbox.clock_jumps() > 0);
    expiries(sandbox, *keys);
    let [early, late] = account.memory_kb[..] else { panic!("{:?}", account.memory_kb) };
    assert!(late <= early + GROWTH_KB, "memory grew from {early} kB to {late} kB");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_reported_done_happened_once_and_one_reported_failed_at_most_once() {
    let faulty = |builder: Builder| {
        let limited = builder.rate_limit(Rate::new(rate(), Duration::from_secs(1)));
        limited.faults(0.1).fault_seed(1).slow(IMPATIENT * 3 / 2)
    };
    for run in runs(calls(), IMPATIENT, faulty).await {
        check(&run);
        // Outages are few, and may not have come.
        assert!(run.sandbox.faults().len() >= 24, "{:?}", run.sandbox.faults());
        let failed = run.account.failed();
        assert!(failed > 0 && failed < calls() / 10, "{failed} failed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_and_tokens_that_expire_cost_no_call() {
    for run in runs(calls() / 4, PATIENT, |builder| builder).await {
        check(&run);
        assert_eq!(run.account.failed(), 0, "{:?}", run.account.outcomes);
    }
}

/// One token at first, and one for each that was refused; the last refusal may have come too late for another. Tokens
/// that got lost on their way are asked for again.
fn expiries(sandbox: &Sandbox, keys: Keys) {
    let (granted, refused, faults) = (sandbox.tokens_granted(), sandbox.tokens_rejected(), sandbox.token_faults());
    let Keys::OAuth2 = keys else {
        assert_eq!((granted, refused, faults.len()), (0, 0, 0));
        return;
    };
    // An answer whose header calls it a page holds a token nevertheless.
    let lost = faults.iter().filter(|(name, _)| name.starts_with("done") && **name != "done, mislabelled");
    let (came, shown) = (granted - lost.map(|(_, count)| count).sum::<u64>(), sandbox.tokens_used());
    assert!(refused > 0 && (refused..=refused + 1).contains(&shown), "{shown} shown, {refused} refused");
    // All calls with the last one may have got lost. And who waits for an answer that comes too late has no time left for
    // the next one.
    let slow = faults.get("done, slow").copied().unwrap_or_default();
    let spare = u64::from(!sandbox.faults().is_empty()) + slow * u64::from(TASKS);
    assert!((shown..=shown + spare).contains(&came), "{came} of {granted} came, {shown} shown");
}
