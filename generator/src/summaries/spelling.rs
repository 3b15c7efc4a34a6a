//! How words are spelled in a sentence, their plurals and their articles.

/// Words that are not spelled as in lower case: acronyms, brands, and words that paths run together. Sorted.
#[rustfmt::skip]
pub const SPELLINGS: &[(&str, &str)] = &[
    ("2fa", "2FA"), ("acl", "ACL"), ("acls", "ACLs"), ("acs", "ACS"), ("ad", "AD"), ("adsl", "ADSL"), ("ai", "AI"),
    ("alg", "ALG"), ("alldom", "AllDom"), ("alldoms", "AllDoms"), ("antihack", "anti-hack"),
    ("antispam", "anti-spam"), ("apc", "APC"), ("api", "API"), ("arp", "ARP"), ("asn", "ASN"),
    ("autorenew", "automatic renewal"), ("baremetal", "bare metal"), ("bgp", "BGP"), ("bios", "BIOS"),
    ("bloc", "block"), ("blocklist", "block list"), ("ca", "CA"), ("cancelled", "canceled"), ("carp", "CARP"),
    ("cassandra", "Cassandra"),
    ("cdi", "CDI"), ("cdn", "CDN"), ("cdr", "CDR"), ("cdrs", "CDRs"), ("ceph", "Ceph"), ("cephaas", "Ceph"),
    ("cephfs", "CephFS"), ("click2call", "click-to-call"), ("clickhouse", "ClickHouse"), ("cloudlinux", "CloudLinux"), ("cloudram", "Cloud RAM"),
    ("cms", "CMS"), ("comodo", "Comodo"), ("config", "configuration"), ("configs", "configurations"),
    ("cors", "CORS"), ("cpanel", "cPanel"), ("cpu", "CPU"), ("csp2", "CSP2"), ("csv", "CSV"), ("dc", "DC"),
    ("dcv", "DCV"), ("ddi", "DDI"), ("ddos", "DDoS"), ("dhcp", "DHCP"), ("directadmin", "DirectAdmin"),
    ("dkim", "DKIM"), ("dns", "DNS"), ("dnssec", "DNSSEC"), ("ds", "DS"), ("dslam", "DSLAM"), ("dyn", "Dyn"),
    ("ecofax", "EcoFax"), ("ecommerce", "e-commerce"), ("entreprise", "company"), ("env", "environment"),
    ("etcd", "etcd"), ("eu", "EU"), ("evidences", "evidence"), ("exchange", "exchange"), ("floating", "floating"),
    ("freefax", "Freefax"), ("ftp", "FTP"), ("ftps", "FTPS"), ("gdpr", "GDPR"), ("gpu", "GPU"),
    ("grafana", "Grafana"), ("graylog", "Graylog"), ("hadoop", "Hadoop"), ("hcx", "HCX"), ("hds", "HDS"),
    ("hipaa", "HIPAA"), ("hlr", "HLR"), ("http", "HTTP"), ("https", "HTTPS"), ("hycu", "HYCU"), ("iam", "IAM"),
    ("ics", "ICS"), ("id", "ID"), ("ids", "IDs"), ("info", "information"), ("informations", "information"),
    ("infos", "information"), ("ip", "IP"), ("ipmi", "IPMI"), ("ips", "IPs"), ("ipsec", "IPsec"), ("ipv4", "IPv4"),
    ("ipv6", "IPv6"), ("iso", "ISO"), ("isp", "ISP"), ("ivr", "IVR"), ("java", "Java"), ("kafka", "Kafka"),
    ("kms", "KMS"), ("kube", "Kubernetes"), ("kubeconfig", "kubeconfig"), ("kubernetes", "Kubernetes"),
    ("kvm", "KVM"), ("l7", "L7"), ("lan", "LAN"), ("loa", "LOA"), ("loadbalancer", "load balancer"),
    ("loadbalancers", "load balancers"), ("loadbalancing", "load balancing"), ("logstash", "Logstash"),
    ("lowlat", "low-latency"), ("m3aggregator", "M3 Aggregator"), ("m3db", "M3DB"), ("mac", "MAC"), ("mfa", "MFA"), ("microsoft", "Microsoft"),
    ("mis", "MIS"), ("mondial", "Mondial"), ("mongodb", "MongoDB"), ("mrtg", "MRTG"), ("mtu", "MTU"), ("mx", "MX"),
    ("mxplan", "MX Plan"), ("mysql", "MySQL"), ("nas", "NAS"), ("nasha", "NAS-HA"), ("nat", "NAT"),
    ("netapp", "NetApp"), ("nfs", "NFS"), ("nic", "NIC"), ("nodepool", "node pool"), ("nsx", "NSX"),
    ("nsxt", "NSX-T"), ("nsxv", "NSX-V"), ("nutanix", "Nutanix"), ("oauth2", "OAuth2"), ("okms", "KMS"),
    ("ola", "OLA"), ("ont", "ONT"), ("oom", "out-of-memory"), ("openrc", "OpenRC"), ("opensearch", "OpenSearch"),
    ("openstack", "OpenStack"), ("optin", "opt-in"), ("org", "organization"), ("organisation", "organization"),
    ("organisations", "organizations"), ("os", "OS"), ("osd", "OSD"), ("osds", "OSDs"), ("otb", "OTB"),
    ("otp", "OTP"), ("outlook", "Outlook"), ("ovh", "OVHcloud"), ("ovhcloud", "OVHcloud"),
    ("ovhconfig", "OVHcloud configuration"), ("pabx", "PABX"), ("paypal", "PayPal"), ("pcc", "PCC"),
    ("pcidss", "PCI DSS"), ("php", "PHP"), ("plesk", "Plesk"), ("pop", "PoP"), ("pops", "PoPs"),
    ("postgresql", "PostgreSQL"), ("ppp", "PPP"), ("prestashop", "PrestaShop"), ("prometheus", "Prometheus"),
    ("ptts", "PTTs"), ("qpu", "QPU"), ("qpus", "QPUs"), ("qr", "QR"), ("radius", "RADIUS"), ("raid", "RAID"),
    ("rancher", "Rancher"), ("rclone", "rclone"), ("redhat", "Red Hat"), ("redis", "Redis"),
    ("resiliation", "termination"), ("ressource", "resource"), ("rest", "REST"), ("rio", "RIO"), ("ripe", "RIPE"),
    ("rma", "RMA"), ("rsva", "RSVA"), ("rtm", "RTM"), ("s3", "S3"), ("saas", "SaaS"), ("sap", "SAP"), ("sbg", "SBG"),
    ("sbr", "SBR"), ("sddc", "SDDC"), ("selfs", "self"), ("seo", "SEO"), ("sgx", "SGX"), ("sharepoint", "SharePoint"),
    ("sip", "SIP"), ("siptrunk", "SIP trunk"), ("sla", "SLA"), ("smd", "SMD"), ("smpp", "SMPP"), ("sms", "SMS"),
    ("smtp", "SMTP"), ("snc", "SNC"), ("soa", "SOA"), ("spla", "SPLA"), ("sql", "SQL"), ("ssd", "SSD"),
    ("ssh", "SSH"), ("ssl", "SSL"), ("sub", "sub"), ("tcp", "TCP"), ("tfa", "2FA"), ("tlds", "TLDs"), ("tls", "TLS"),
    ("totp", "TOTP"), ("tts", "TTS"), ("u2f", "U2F"), ("udp", "UDP"), ("uk", "UK"), ("upn", "UPN"), ("upnp", "UPnP"),
    ("url", "URL"), ("urls", "URLs"), ("usb", "USB"), ("vac", "VAC"), ("valkey", "Valkey"), ("var", "variable"),
    ("vcenter", "vCenter"), ("vcs", "VCS"), ("vdi", "VDI"), ("veeam", "Veeam"), ("veeamcc", "Veeam Cloud Connect"),
    ("vip", "VIP"), ("virtuozzo", "Virtuozzo"), ("vlan", "VLAN"), ("vm", "VM"), ("vmware", "VMware"), ("vnc", "VNC"),
    ("vno", "VNO"), ("voicefax", "Voicefax"), ("voip", "VoIP"), ("vpn", "VPN"), ("vps", "VPS"), ("vra", "VRA"),
    ("vrack", "vRack"), ("vraresources", "VRA resources"), ("vrops", "vROps"), ("vspc", "VSPC"), ("vxlan", "VXLAN"),
    ("vxml", "VXML"), ("webhosting", "web hosting"), ("webs", "websites"), ("wifi", "Wi-Fi"), ("windows", "Windows"),
    ("wlan", "WLAN"), ("wordpress", "WordPress"), ("worklight", "WorkLight"), ("xdsl", "xDSL"), ("zerto", "Zerto"),
    ("zimbra", "Zimbra"), ("zpool", "zpool"),
];

/// Words whose plural or singular does not follow the rules of [`plural`] and [`singular`]: singular and plural.
/// Those that are the same in both are always the same. Sorted by singular.
#[rustfmt::skip]
const IRREGULAR: &[(&str, &str)] = &[
    ("alias", "aliases"), ("analysis", "analyses"), ("analytics", "analytics"), ("bonus", "bonuses"),
    ("bus", "buses"), ("criterion", "criteria"), ("datastore", "datastores"), ("index", "indexes"),
    ("leaf", "leaves"), ("movie", "movies"), ("news", "news"), ("savings", "savings"), ("series", "series"),
    ("status", "statuses"),
];

/// Words that end in `s` and are not plurals. Sorted.
#[rustfmt::skip]
const ENDING_IN_S: &[&str] = &[
    "2FA", "ACLs", "BIOS", "CMS", "CORS", "DDoS", "DNS", "DS", "HDS", "HTTPS", "Kubernetes", "KMS", "NFS", "OS",
    "PaaS", "PayPal", "PCI DSS", "Prometheus", "RADIUS", "Redis", "SaaS", "SMS", "TLS", "TTS", "VCS", "VPS", "Windows", "vROps",
    "WordPress",
];

/// Acronyms that are read as words: "a RAID", unlike "an RMA". Sorted.
const READ_AS_WORDS: &[&str] =
    &["LAN", "LOA", "MAC", "MIS", "NAS", "NAS-HA", "NAT", "RADIUS", "RAID", "RIO", "RIPE", "SIP", "SOA", "SQL"];

/// Words that start with a vowel and not with the sound of one. Sorted.
const LIKE_CONSONANTS: &[&str] =
    &["eu", "one", "unique", "unit", "universal", "usage", "usb", "use", "user", "utility"];

/// Returns how a word in lower case is spelled.
pub fn spelled(word: &str) -> &str {
    match SPELLINGS.binary_search_by(|(from, _)| (*from).cmp(word)) {
        Ok(place) => SPELLINGS.get(place).map_or(word, |(_, to)| to),
        Err(_) => word,
    }
}

/// Returns the words as they are spelled in a sentence.
pub fn phrase(words: &[String]) -> String {
    let words: Vec<&str> = words.iter().map(|word| spelled(word)).collect();
    words.join(" ").replace("follow up", "follow-up")
}

fn last_word(text: &str) -> (&str, &str) {
    text.rfind(' ').map_or(("", text), |space| text.split_at(space + 1))
}

/// Returns the singular of a phrase, by its last word.
pub fn singular(text: &str) -> String {
    let (before, word) = last_word(text);
    if let Some((one, _)) = IRREGULAR.iter().find(|(one, many)| *one == word || *many == word) {
        return format!("{before}{one}");
    }
    let stem = word.strip_suffix('s').filter(|stem| !ENDING_IN_S.contains(&word) && !stem.ends_with(['s', 'u', 'i']));
    let Some(stem) = stem else { return text.to_owned() };
    if stem.len() < 2 {
        return text.to_owned();
    }
    let sibilant = ["sse", "xe", "che", "she", "zze"].iter().any(|end| stem.ends_with(end));
    match stem.strip_suffix("ie") {
        Some(stem) => format!("{before}{stem}y"),
        None if sibilant => format!("{before}{}", stem.strip_suffix('e').unwrap_or(stem)),
        None => format!("{before}{stem}"),
    }
}

/// Returns the plural of a phrase, by its last word, which may be a plural already.
pub fn plural(text: &str) -> String {
    let one = singular(text);
    let (before, word) = last_word(&one);
    if let Some((_, many)) = IRREGULAR.iter().find(|(one, _)| *one == word) {
        return format!("{before}{many}");
    }
    let is_acronym = word.ends_with(|c: char| c.is_ascii_uppercase());
    let sibilant = !is_acronym && ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
    let stem = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match stem {
        Some(stem) if !is_acronym => format!("{before}{stem}ies"),
        _ if sibilant => format!("{before}{word}es"),
        _ => format!("{before}{word}s"),
    }
}

/// Returns whether a phrase is in the plural.
pub fn is_plural(text: &str) -> bool {
    singular(text) != text
}

/// Returns the article of a phrase in the singular, by its sound.
pub fn article(text: &str) -> &'static str {
    let word = text.split([' ', '-']).next().unwrap_or_default();
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_acronym = letters > 1 && word.bytes().take(letters).all(|c| c.is_ascii_uppercase());
    let first = word.chars().next().unwrap_or_default();
    let vowel = if word == "xDSL" || (is_acronym && !READ_AS_WORDS.contains(&word)) || letters == 1 {
        matches!(
            first.to_ascii_uppercase(),
            'A' | 'E' | 'F' | 'H' | 'I' | 'L' | 'M' | 'N' | 'O' | 'R' | 'S' | 'X' | '8'
        )
    } else {
        let lower = word.to_ascii_lowercase();
        matches!(first.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u') && !LIKE_CONSONANTS.contains(&lower.as_str())
    };
    if vowel { "an" } else { "a" }
}
