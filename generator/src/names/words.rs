//! Splits names into words: `dnsMXRecords` → dns, mx, records.

/// Brands and acronyms that capital letters would split wrongly, and words that the API joins in some places
/// only (`sshkey` and `sshKey`), with their words. Sorted by spelling, capital letters first.
const BRANDS: &[(&str, &str)] = &[
    ("ADOU", "ad_ou"),
    ("ADUPN", "ad_upn"),
    ("AllDom", "alldom"),
    ("CName", "cname"),
    ("CloudLinux", "cloudlinux"),
    ("DBaaS", "dbaas"),
    ("DDoS", "ddos"),
    ("DDos", "ddos"),
    ("DirectAdmin", "directadmin"),
    ("Followup", "follow_up"),
    ("FreeBSD", "freebsd"),
    ("IAASproviders", "iaas_providers"),
    ("IPMIhttp", "ipmi_http"),
    ("IPMIpassword", "ipmi_password"),
    ("IPMIping", "ipmi_ping"),
    ("IaaS", "iaas"),
    ("IpV4", "ipv4"),
    ("IpV6", "ipv6"),
    ("Keymanager", "key_manager"),
    ("LANand", "lan_and"),
    ("LinkedIn", "linkedin"),
    ("LoS", "los"),
    ("MXPlan", "mxplan"),
    ("MxPlan", "mxplan"),
    ("NVMe", "nvme"),
    ("NetApp", "netapp"),
    ("OAuth2", "oauth2"),
    ("OVHcloud", "ovhcloud"),
    ("OpenSearch", "opensearch"),
    ("OpenStack", "openstack"),
    ("PaaS", "paas"),
    ("PostgreSQL", "postgresql"),
    ("RClone", "rclone"),
    ("RedHat", "redhat"),
    ("SSLv3", "ssl_v3"),
    ("SaaS", "saas"),
    ("TLSv1", "tls_v1"),
    ("U2F", "u2f"),
    ("V3toV6", "v3_to_v6"),
    ("VMware", "vmware"),
    ("VoIP", "voip"),
    ("WPAand", "wpa_and"),
    ("WordPress", "wordpress"),
    ("WorkLight", "worklight"),
    ("admissionplugins", "admission_plugins"),
    ("allDom", "alldom"),
    ("backupftp", "backup_ftp"),
    ("cPanel", "cpanel"),
    ("click2Call", "click2call"),
    ("cloudLinux", "cloudlinux"),
    ("connectionpool", "connection_pool"),
    ("currentqueries", "current_queries"),
    ("datasync", "data_sync"),
    ("emailoption", "email_option"),
    ("emailpro", "email_pro"),
    ("extrasqlperso", "extra_sql_perso"),
    ("floatingip", "floating_ip"),
    ("ftpbackup", "ftp_backup"),
    ("hostedssl", "hosted_ssl"),
    ("ipV6", "ipv6"),
    ("keymanager", "key_manager"),
    ("legalform", "legal_form"),
    ("mailinglist", "mailing_list"),
    ("mxPlan", "mxplan"),
    ("nodepool", "node_pool"),
    ("ovhCloud", "ovhcloud"),
    ("ovhcloudconnect", "ovhcloud_connect"),
    ("prismcentral", "prism_central"),
    ("progressbar", "progress_bar"),
    ("querystatistics", "query_statistics"),
    ("scalingstrategy", "scaling_strategy"),
    ("sqlperso", "sql_perso"),
    ("sqlserver", "sql_server"),
    ("sshkey", "ssh_key"),
    ("vCPU", "vcpu"),
    ("vCPUs", "vcpus"),
    ("vCenter", "vcenter"),
    ("vROps", "vrops"),
    ("vRack", "vrack"),
    ("vScope", "vscope"),
    ("vSphere", "vsphere"),
    ("workspacebackupretentionpolicy", "workspace_backup_retention_policy"),
];

/// The bits of the first two letters of all brands. Most pairs of letters begin no brand, and splitting names is a fifth
/// of the instructions of `cargo xtask codegen`.
const STARTS: u128 = {
    let mut starts = 0;
    let mut brands = BRANDS;
    while let [(spelling, _), rest @ ..] = brands {
        if let [first, second, ..] = spelling.as_bytes() {
            starts |= start(*first, *second);
        }
        brands = rest;
    }
    starts
};

/// Returns the bit of a pair of letters; pairs may share one.
const fn start(first: u8, second: u8) -> u128 {
    1 << ((first.wrapping_mul(31) ^ second) & 127)
}

/// Returns the words of `text` in lower case. Characters other than ASCII letters and digits separate words.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for chunk in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        split_camel_case(chunk, &mut words);
    }
    words
}

fn split_camel_case(chunk: &str, words: &mut Vec<String>) {
    let mut word = String::new();
    let mut rest = chunk;
    while let Some(current) = rest.chars().next() {
        if let Some((spelling, split)) = brand(&word, rest) {
            finish(&mut word, words);
            words.extend(split.split('_').map(str::to_owned));
            rest = rest.get(spelling.len()..).unwrap_or_default();
            continue;
        }
        let starts_word = current.is_ascii_uppercase()
            && !word.is_empty()
            && match word.chars().next_back() {
                // The last letter of an upper-case run may start the next word: `VPSWith`.
                Some(last) if last.is_ascii_uppercase() => begins_word_after_run(rest),
                _ => true,
            };
        if starts_word {
            finish(&mut word, words);
        }
        word.push(current);
        rest = rest.get(1..).unwrap_or_default();
    }
    finish(&mut word, words);
}

/// Moves a word to the others in lower case, unless it is empty.
fn finish(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        word.make_ascii_lowercase();
        words.push(std::mem::take(word));
    }
}

/// Returns the brand at the start of `rest`, which follows the letters of `word`.
fn brand(word: &str, rest: &str) -> Option<(&'static str, &'static str)> {
    if word.ends_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let [first, second, ..] = rest.as_bytes() else { return None };
    if STARTS & start(*first, *second) == 0 {
        return None;
    }
    let start = BRANDS.partition_point(|(spelling, _)| spelling.as_bytes().first() < Some(first));
    let candidates = BRANDS.get(start..)?.iter().take_while(|(spelling, _)| spelling.as_bytes().first() == Some(first));
    let mut found = candidates.filter(|(spelling, _)| {
        let after = rest.strip_prefix(spelling);
        after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_lowercase()))
    });
    found.next().copied()
}

/// Returns whether the upper-case letter at the start of `rest`, which follows others, starts a word: a lower-case
/// letter follows it, except in a plural (`IPs`, `allowedIPsList`) or a version (`IPv6`).
fn begins_word_after_run(rest: &str) -> bool {
    let mut following = rest.chars().skip(1);
    match (following.next(), following.next()) {
        (Some('s'), None) => false,
        (Some('s'), Some(next)) if !next.is_ascii_lowercase() => false,
        (Some('v'), Some(next)) if next.is_ascii_digit() => false,
        (Some(next), _) => next.is_ascii_lowercase(),
        (None, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{BRANDS, words};

    #[test]
    fn brands_are_sorted_and_have_two_letters() {
        assert!(BRANDS.is_sorted());
        assert!(BRANDS.iter().all(|(spelling, _)| spelling.len() >= 2));
    }

    #[test]
    fn names_of_the_service_are_split_into_words() {
        let cases = [
            ("serviceInfos", "service_infos"),
            ("VPSWithIAM", "vps_with_iam"),
            ("dnsMXRecords", "dns_mx_records"),
            ("backupFTP", "backup_ftp"),
            ("allowedIPs", "allowed_ips"),
            ("allowedIPsList", "allowed_ips_list"),
            ("IPv6Block", "ipv6_block"),
            ("VPSSshKey", "vps_ssh_key"),
            ("VPSEvent", "vps_event"),
            ("creationDate.from", "creation_date_from"),
            ("X-Auth-Token", "x_auth_token"),
            ("2018v7", "2018v7"),
            ("new2016Price", "new2016_price"),
            ("abuse_mailbox", "abuse_mailbox"),
            ("CLOUDWEB_1", "cloudweb_1"),
            ("OSChoices", "os_choices"),
            ("URLs", "urls"),
            ("bandwidthvRack", "bandwidth_vrack"),
            ("licensecPanel", "license_cpanel"),
            ("antiDDoSPro", "anti_ddos_pro"),
            ("vRackServicesURN", "vrack_services_urn"),
            ("webPaaS", "web_paas"),
            ("OAuth2Client", "oauth2_client"),
            ("vCPUs", "vcpus"),
            ("ovhCloudConnect", "ovhcloud_connect"),
            ("TLSv1.2", "tls_v1_2"),
            ("U2FAccount", "u2f_account"),
            ("orderFollowup", "order_follow_up"),
            ("OpenStackers", "open_stackers"),
            ("sshkey", "ssh_key"),
            ("projectSshkey", "project_sshkey"),
            ("testIPMIhttp", "test_ipmi_http"),
            ("++", ""),
            ("é", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text).join("_"), expected, "{text}");
        }
    }
}
