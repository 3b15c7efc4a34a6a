//! Sentences of real operations, and what holds for all of them.

use std::collections::BTreeSet;
use std::path::Path;

use super::{commerce, nouns, rules, sentence, spelling, summary, verbs, written};
use crate::model::{Api, Model, without_names};
use crate::schema::{Branch, Method, Schema};

/// Returns the model of the committed schemas.
fn committed() -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let mut schemas = Vec::new();
    for branch in Branch::ALL {
        for entry in walkdir::WalkDir::new(folder.join(branch.folder())).into_iter().filter_map(Result::ok) {
            if entry.path().extension().is_some_and(|extension| extension == "json") {
                let text = std::fs::read(entry.path()).unwrap();
                schemas.push((branch, Schema::read(&entry.path().to_string_lossy(), &text).unwrap()));
            }
        }
    }
    crate::resolve(&schemas)
}

/// Fails if a sentence is not one line that starts with a verb in the third person and ends with a period.
fn check(request: &str, sentence: &str, longest: usize) {
    let verb = sentence.split(' ').next().unwrap();
    assert!(verb.starts_with(|c: char| c.is_ascii_uppercase()), "{request}: {sentence}");
    assert!(verb.len() > 3 && verb.ends_with('s') && !verb.ends_with("ss"), "{request}: {sentence}");
    assert!(sentence.ends_with('.') && !sentence.ends_with("..") && !sentence.ends_with(" ."), "{request}: {sentence}");
    assert!(sentence.len() < longest, "{request}: {sentence}");
    for wrong in ["  ", "{", "|", "~", "*", "the the ", "the a ", "a the ", " a a ", " of of "] {
        assert!(!sentence.contains(wrong), "{request}: {sentence}");
    }
}

#[test]
fn tables_are_sorted_without_repetitions() {
    let tables = [commerce::TABLES, &[nouns::PLACES, nouns::NOUNS, rules::RULES, spelling::SPELLINGS, verbs::VERBS]];
    for table in tables.concat().into_iter().chain(written::all()) {
        for pair in table.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} is before {}", pair[0].0, pair[1].0);
        }
    }
}

#[test]
fn written_sentences_describe_existing_operations() {
    let model = committed();
    let known: BTreeSet<String> = model.operations().map(|(_, it)| without_names(&it.request_line())).collect();
    let roots: Vec<String> = model.apis.iter().map(Api::branched_root).collect();
    let rows: Vec<_> = written::all().flatten().collect();
    assert!(rows.len() >= 300, "{} rows", rows.len());
    let mut checked = 0;
    for (request, sentence) in rows {
        check(request, sentence, 110);
        let path = request.split_once(' ').unwrap().1;
        let is_of = |root: &String| {
            path.strip_prefix(root.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if roots.iter().any(is_of) {
            assert!(known.contains(*request), "{request} does not exist");
            checked += 1;
        }
    }
    assert!(checked >= 300, "{checked} rows were checked");
}

#[test]
fn sentences_of_an_api_are_distinct_and_short() {
    let model = committed();
    for api in &model.apis {
        let mut seen = BTreeSet::new();
        for operation in &api.operations {
            let (request, sentence) = (operation.request_line(), summary(operation));
            check(&request, &sentence, 120);
            assert!(seen.insert(sentence.clone()), "{request}: {sentence}");
        }
    }
}

#[test]
fn written_sentences_are_found_by_path_without_names() {
    for (method, path) in [(Method::Get, "/vps/{serviceName}"), (Method::Get, "/vps/{renamed}")] {
        assert_eq!(sentence(method, path, false), "Returns a VPS.");
    }
}

#[test]
fn sentences_follow_method_path_and_response() {
    use Method::{Delete, Get, Patch, Post, Put};
    let cases = [
        (Get, "/hosting/web/{s}/cron[]", "Lists the cron jobs of a web hosting plan."),
        (Get, "/hosting/web/{s}/cron/{id}", "Returns a cron job of a web hosting plan."),
        (Post, "/hosting/web/{s}/cron", "Creates a cron job for a web hosting plan."),
        (Put, "/hosting/web/{s}/cron/{id}", "Updates a cron job of a web hosting plan."),
        (Patch, "/hosting/web/{s}/cron/{id}", "Updates some fields of a cron job of a web hosting plan."),
        (Delete, "/hosting/web/{s}/cron/{id}", "Deletes a cron job from a web hosting plan."),
        (Get, "/hosting/web/{s}/cdn", "Returns the CDN of a web hosting plan."),
        (Get, "/hosting/web/{s}/serviceInfos", "Returns the service information of a web hosting plan."),
        // Actions: on an item, on something that exists once, with an object of their own.
        (Post, "/hosting/web/{s}/website/{id}/deploy", "Deploys a website."),
        (Post, "/hosting/web/{s}/cdn/purge", "Purges the CDN of a web hosting plan."),
        (Post, "/dedicatedCloud/{s}/user/{id}/disable", "Disables a user of a VMware on OVHcloud service."),
        (Put, "/cloud/project/{s}/ai/app/{id}/start", "Starts an AI app."),
        (Post, "/horizonView/{s}/domainTrust/{id}/addChildDomain", "Adds a child domain to a domain trust."),
        (
            Post,
            "/dedicatedCloud/{s}/datacenter/{d}/vm/{v}/removeLicense",
            "Removes the license from a VM of a datacenter.",
        ),
        (Post, "/sslGateway/{s}/confirmTermination", "Confirms the termination of an SSL gateway."),
        // Things that exist by themselves are added and removed.
        (Post, "/vrack/{s}/dedicatedServer", "Adds a dedicated server to a vRack."),
        (Delete, "/vrack/{s}/dedicatedServer/{id}", "Removes a dedicated server from a vRack."),
        // Twins in a project and in a region of it.
        (Get, "/cloud/project/{s}/loadbalancer[]", "Lists the load balancers of a Public Cloud project."),
        (Get, "/cloud/project/{s}/region/{r}/loadbalancing/loadbalancer[]", "Lists the load balancers in a region."),
        (Get, "/cloud/project/{s}/region/{r}/share/{id}/acl[]", "Lists the ACL entries of a share in a region."),
        // What can be had, beside what there is.
        (
            Get,
            "/cloud/project/{s}/database/kafka/{c}/capabilities/integration[]",
            "Lists the available integrations of a Kafka cluster.",
        ),
        (Get, "/license/plesk/orderableVersions[]", "Lists the orderable Plesk license versions."),
        // Owners that are not enough.
        (Get, "/sms/{s}/users/{u}/receivers/{r}/csv", "Returns the CSV of a receiver of a user of an SMS account."),
        (
            Get,
            "/dedicatedCloud/{s}/hcx/canBeEnabled",
            "Returns whether the HCX option of a VMware on OVHcloud service can be enabled.",
        ),
        (Get, "/v2/okms/resource/{id}/secret[]", "Lists the secrets of a KMS."),
        // Unknown words and paths without words.
        (Get, "/gadget[]", "Lists the gadgets."),
        (Get, "/gadget/{id}", "Returns a gadget."),
        (Post, "/gadget/{id}/polish", "Creates a polish for a gadget."),
        (Post, "/gadget/{id}/enable", "Enables a gadget."),
        (Post, "/enable", "Enables your account."),
        (Get, "/gadget/{a}/{planCode}", "Returns a plan of a gadget."),
        (Get, "/gadget/{a}/-", "Returns the item of a gadget."),
        (Get, "/{id}", "Returns an ID."),
        (Get, "/", "Returns the item."),
        (Get, "/me", "Returns your account."),
        (Get, "/auth", "Returns the authentication."),
    ];
    for (method, path, expected) in cases {
        let (bare, lists) = path.strip_suffix("[]").map_or((path, false), |bare| (bare, true));
        assert_eq!(sentence(method, bare, lists), expected, "{method:?} {path}");
    }
}

#[test]
fn orders_and_prices_name_the_other_service() {
    use Method::{Get, Post};
    let cases = [
        (Get, "/order/cart/{c}/vps[]", "Lists the VPS offers for a cart."),
        (Post, "/order/cart/{c}/vps", "Adds a VPS to a cart."),
        (Post, "/order/cart/{c}/vps/options", "Adds an option for a VPS to a cart."),
        (Post, "/order/cartServiceOption/vps/{s}", "Adds an option for an existing VPS to a cart."),
        (Get, "/order/vps[]", "Lists the VPSs with orderable options."),
        (Get, "/order/vps/{s}[]", "Lists what can be ordered for a VPS."),
        (Get, "/order/vps/{s}/snapshot[]", "Lists the durations for which a snapshot for a VPS can be ordered."),
        (Get, "/order/vps/{s}/snapshot/{d}", "Previews the order of a snapshot for a VPS."),
        (Post, "/order/vps/{s}/snapshot/{d}", "Orders a snapshot for a VPS."),
        (Post, "/order/sms/new", "Orders a new SMS account."),
        (Get, "/order/upgrade/vps/{s}/{p}", "Previews the order of an upgrade of an existing VPS."),
        (Get, "/order/catalog/public/vps", "Returns the public catalog of VPSs."),
        (Get, "/price/vps/2018v2/ssd/model/{m}", "Returns the price of a VPS SSD 2018v2 model."),
        (Get, "/price/dedicated/server/ip/{r}", "Returns the price of an IP address of a dedicated server."),
    ];
    for (method, path, expected) in cases {
        let (bare, lists) = path.strip_suffix("[]").map_or((path, false), |bare| (bare, true));
        assert_eq!(sentence(method, bare, lists), expected, "{method:?} {path}");
    }
}

#[test]
fn plurals_and_articles_follow_sound_and_spelling() {
    for (one, many) in [
        ("record", "records"),
        ("policy", "policies"),
        ("gateway", "gateways"),
        ("index", "indexes"),
        ("alias", "aliases"),
        ("status", "statuses"),
        ("address", "addresses"),
        ("database", "databases"),
        ("VPS", "VPSs"),
        ("SSH key", "SSH keys"),
        ("load balancer", "load balancers"),
    ] {
        assert_eq!(spelling::plural(one), many);
        assert_eq!(spelling::plural(many), many);
        assert_eq!(spelling::singular(many), one);
        assert_eq!(spelling::singular(one), one);
    }
    for (article, nouns) in [
        ("an", ["SSH key", "IP block", "xDSL access", "update", "instance", "RMA", "M3DB cluster", "L7 rule"]),
        ("a", ["user", "VPS", "vRack", "unit", "SIP trunk", "U2F key", "LAN", "URL"]),
    ] {
        for noun in nouns {
            assert_eq!(spelling::article(noun), article, "{noun}");
        }
    }
}

#[test]
fn verbs_are_in_the_third_person() {
    for (verb, expected) in [
        ("reboot", "Reboots"),
        ("change", "Changes"),
        ("apply", "Applies"),
        ("destroy", "Destroys"),
        ("attach", "Attaches"),
        ("hangup", "Hangs up"),
    ] {
        assert_eq!(verbs::third_person(verb), expected);
    }
}
