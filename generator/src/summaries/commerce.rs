//! Sentences of the APIs that sell: `/order` and `/price`, whose paths repeat those of the other APIs.
//!
//! | path | sentence |
//! |---|---|
//! | `POST /order/cart/{cartId}/vps` | Adds a VPS to a cart. |
//! | `GET /order/vps/{serviceName}/snapshot` | Lists the durations for which a snapshot can be ordered for a VPS. |
//! | `POST /order/vps/{serviceName}/snapshot/{duration}` | Orders a snapshot for a VPS. |
//! | `GET /price/vps/2018v2/ssd/model/{modelName}` | Returns the price of a VPS SSD 2018v2 model. |

use super::path::Path;
use super::spelling::{article, phrase, plural, singular, spelled};
use crate::names::words;
use crate::schema::Method;

/// What carts, catalogs and upgrades sell, by their word for it, if the words of the segment are not enough. Sorted.
#[rustfmt::skip]
const PRODUCTS: &[(&str, &str)] = &[
    ("advisoryServicesHostingWeb", "web hosting advisory service"),
    ("advisoryServicesPublicCloud", "Public Cloud advisory service"),
    ("advisoryServicesTelecom", "telecom advisory service"),
    ("analytics", "analytics product"),
    ("backupServices", "backup service"),
    ("bandwidthVrack", "vRack bandwidth option"),
    ("baremetalServers", "bare metal server"),
    ("bringYourOwnIp", "bring-your-own-IP product"),
    ("cdn", "CDN"),
    ("cephaas", "Ceph cluster"),
    ("cloud", "Public Cloud product"),
    ("cloudDB", "Cloud DB product"),
    ("cloudweb", "Cloud Web product"),
    ("csp2", "CSP2 product"),
    ("dbaasTimeseries", "time series database product"),
    ("dedicated", "dedicated server"),
    ("dedicatedCloud", "Dedicated Cloud product"),
    ("dedicatedDirectSales", "direct-sales dedicated server"),
    ("dedicatedLabs", "labs dedicated server"),
    ("dedicatedLegacy", "legacy dedicated server"),
    ("dedicatedPciVps", "dedicated PCI VPS"),
    ("dedicatedReseller", "reseller dedicated server"),
    ("deskaas", "DeskaaS product"),
    ("discover", "Discover product"),
    ("dns", "DNS product"),
    ("domainPacks", "domain pack"),
    ("domainRestore", "domain restoration"),
    ("eco", "Eco server"),
    ("emailDomain", "email domain product"),
    ("emailpro", "Email Pro product"),
    ("exchange", "Exchange product"),
    ("exchangeEnterprise", "Exchange Enterprise product"),
    ("ip", "IP product"),
    ("ipLoadbalancing", "load balancer"),
    ("ipReseller", "reseller IP product"),
    ("ispPublic", "public ISP product"),
    ("ispReseller", "reseller ISP product"),
    ("kubernetes", "Kubernetes product"),
    ("licenseHycu", "HYCU license"),
    ("licensePlesk", "Plesk license"),
    ("licenseSqlServer", "SQL Server license"),
    ("licenseWindows", "Windows license"),
    ("licensecPanel", "cPanel license"),
    ("logs", "logs product"),
    ("managedCMS", "managed CMS"),
    ("managedServices", "managed service"),
    ("metrics", "metrics product"),
    ("microsoft", "Microsoft product"),
    ("microsoftExchange", "Microsoft Exchange product"),
    ("nasha", "NAS-HA"),
    ("netapp", "NetApp product"),
    ("nutanix", "Nutanix product"),
    ("office365", "Office 365 product"),
    ("office365Prepaid", "prepaid Office 365 product"),
    ("officePrepaid", "prepaid Office product"),
    ("okms", "KMS"),
    ("otb", "OverTheBox product"),
    ("otbReseller", "reseller OverTheBox product"),
    ("ovhCloudConnect", "OVHcloud Connect product"),
    ("paasmon", "PaaS Monitoring product"),
    ("packsProfessionalServices", "professional services pack"),
    ("powerHosting", "Power Hosting product"),
    ("privateCloud", "private cloud product"),
    ("privateCloudCDI", "private cloud CDI product"),
    ("privateCloudDC", "private cloud DC product"),
    ("privateCloudEnterprise", "enterprise private cloud product"),
    ("privateCloudReseller", "reseller private cloud product"),
    ("privateCloudResellerEnterprise", "enterprise reseller private cloud product"),
    ("privateCloudSDDC", "private cloud SDDC product"),
    ("privateSQL", "private SQL server"),
    ("reseller", "reseller product"),
    ("sharepoint", "SharePoint product"),
    ("sms", "SMS product"),
    ("sncNetworkServices", "SNC network service"),
    ("sslComodo", "Comodo SSL product"),
    ("sslGateway", "SSL gateway"),
    ("support", "support product"),
    ("telephony", "telephony product"),
    ("vdi", "VDI product"),
    ("veeamEnterprise", "Veeam Enterprise product"),
    ("veeamcc", "Veeam Cloud Connect product"),
    ("vmwareCloudDirector", "VMware Cloud Director product"),
    ("vmwareCloudDirectorBackup", "VMware Cloud Director backup product"),
    ("vpsAdditionalDisk", "additional VPS disk"),
    ("vrackReseller", "reseller vRack"),
    ("vrackServices", "vRack Services product"),
    ("webHosting", "web hosting plan"),
    ("webPaaS", "Web PaaS product"),
    ("xdsl", "xDSL product"),
    ("zimbra", "Zimbra product"),
];

/// What is ordered for a service, by the segment: with its article, and the word that joins it to the service. Sorted.
#[rustfmt::skip]
const ORDERED: &[(&str, &str)] = &[
    ("APC", "an APC for"),
    ("accessories", "accessories for"),
    ("accountUpgrade", "an upgrade of an account of"),
    ("addSimultaneousLines", "more simultaneous lines for"),
    ("additionalBandwidth", "additional bandwidth for"),
    ("backupStorage", "backup storage for"),
    ("bandwidth", "bandwidth for"),
    ("bandwidthvRack", "vRack bandwidth for"),
    ("convertToVoicefax", "a conversion to Voicefax of"),
    ("cpanel", "a cPanel license for"),
    ("credit", "credit for"),
    ("credits", "credits for"),
    ("diskSpace", "disk space for"),
    ("dnsAnycast", "DNS Anycast for"),
    ("ftpbackup", "FTP backup for"),
    ("hardware", "hardware for"),
    ("ip", "IP addresses for"),
    ("ipMigration", "the migration of an IP address to"),
    ("kvmExpress", "KVM Express for"),
    ("migrate", "a migration of"),
    ("numberGeographic", "a geographic number for"),
    ("numberNogeographic", "a non-geographic number for"),
    ("numberSpecial", "a special number for"),
    ("outlook", "an Outlook license for"),
    ("plesk", "a Plesk license for"),
    ("portability", "the portability of a number to"),
    ("professionalUse", "professional use for"),
    ("quota", "quota for"),
    ("spla", "an SPLA license for"),
    ("traffic", "traffic for"),
    ("updateSimultaneousChannels", "a change of the simultaneous channels of"),
    ("upgrade", "an upgrade of"),
    ("upgradeRessource", "an upgrade of the resources of"),
    ("usbKey", "a USB key for"),
    ("veeam", "Veeam backup for"),
    ("windows", "a Windows license for"),
];

/// Services that are ordered, by path below `/order`. Sorted.
const SERVICES: &[(&str, &str)] = &[
    ("/telephony", "telephony billing account"),
    ("/telephony/lines", "telephony line"),
    ("/telephony/spare", "spare telephone"),
    ("/telephony/trunks", "telephony trunk"),
    ("/xdsl/spare", "spare xDSL modem"),
];

/// What has a price, by path below `/price` without its last parameter. Sorted.
#[rustfmt::skip]
const PRICED: &[(&str, &str)] = &[
    ("/dedicated/server/antiDDoSPro", "the Anti-DDoS Pro option of a dedicated server"),
    ("/dedicated/server/backupStorage", "the backup storage of a dedicated server"),
    ("/dedicated/server/firewall", "the firewall of a dedicated server"),
    ("/dedicated/server/ip", "an IP address of a dedicated server"),
    ("/domain/zone/option", "an option of a zone"),
    ("/hosting/privateDatabase", "a private database"),
    ("/hosting/web", "a web hosting plan"),
    ("/hosting/web/cdn", "the CDN option of a web hosting plan"),
    ("/hosting/web/extraSqlPerso", "an extra database of a web hosting plan"),
    ("/hosting/web/ssl", "an SSL certificate of a web hosting plan"),
    ("/license/office", "an Office license"),
    ("/overTheBox/offer", "an OverTheBox offer"),
    ("/saas/csp2/license", "a CSP2 license"),
    ("/xdsl/addressMove/fee", "the fee of an xDSL address move"),
    ("/xdsl/installation", "an xDSL installation"),
    ("/xdsl/offers", "an xDSL offer"),
    ("/xdsl/options/installation", "an installation option of an xDSL access"),
    ("/xdsl/options/ipv4", "an IPv4 range of an xDSL access"),
    ("/xdsl/options/line", "an action on an xDSL line"),
];

/// The tables above.
#[cfg(test)]
pub const TABLES: &[super::Table] = &[PRODUCTS, ORDERED, SERVICES, PRICED];

fn find(table: &[(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    let place = table.binary_search_by(|(known, _)| (*known).cmp(key)).ok()?;
    table.get(place).map(|(_, text)| *text)
}

fn product(segment: &str) -> String {
    find(PRODUCTS, segment).map_or_else(|| singular(&phrase(&words(segment))), str::to_owned)
}

fn a(noun: &str) -> String {
    format!("{} {noun}", article(noun))
}

/// Returns the sentence of an operation of `/order` or `/price`, from its path without names.
pub fn sentence(method: Method, path: &str, names: &[&str], lists: bool) -> Option<String> {
    if let Some(below) = path.strip_prefix("/price/") {
        return price(below);
    }
    let below = path.strip_prefix("/order/")?;
    let parts: Vec<&str> = below.split('/').collect();
    Some(match (method, parts.as_slice()) {
        (Method::Get, ["cart", "{}", word]) => format!("Lists the {} offers for a cart.", product(word)),
        (Method::Post, ["cart", "{}", word]) => format!("Adds {} to a cart.", a(&product(word))),
        (Method::Get, ["cart", "{}", word, "options"]) => {
            format!("Lists the options for {} in a cart.", a(&product(word)))
        }
        (Method::Post, ["cart", "{}", word, "options"]) => {
            format!("Adds an option for {} to a cart.", a(&product(word)))
        }
        (Method::Get, ["cartServiceOption", word]) => {
            format!("Lists the {} whose options a cart can take.", services(word))
        }
        (Method::Get, ["cartServiceOption", word, "{}"]) => {
            format!("Lists the options that a cart can take for {}.", service(word))
        }
        (Method::Post, ["cartServiceOption", word, "{}"]) => {
            format!("Adds an option for {} to a cart.", service(word))
        }
        (Method::Get, ["upgrade", word]) => format!("Lists the {} that an order can upgrade.", services(word)),
        (Method::Get, ["upgrade", word, "{}"]) => format!("Lists the upgrade offers for {}.", service(word)),
        (Method::Get, ["upgrade", word, "{}", "{}"]) => {
            format!("Previews the order of an upgrade of {}.", service(word))
        }
        (Method::Post, ["upgrade", word, "{}", "{}"]) => format!("Orders an upgrade of {}.", service(word)),
        (Method::Get, ["catalog", kind, word]) => {
            format!("Returns the {kind} catalog of {}.", plural(&product(word)))
        }
        (_, ["cart", ..]) => return None,
        _ => return direct(method, below, names, lists),
    })
}

fn existing(word: &str) -> String {
    let product = product(word);
    product.strip_suffix(" product").map_or_else(|| product.clone(), |name| format!("{name} service"))
}

fn services(word: &str) -> String {
    plural(&existing(word))
}

fn service(word: &str) -> String {
    format!("an existing {}", existing(word))
}

/// Returns the sentence of an order without a cart: what is ordered, the durations or the order.
fn direct(method: Method, below: &str, names: &[&str], lists: bool) -> Option<String> {
    let whole = format!("/{below}");
    let noun = |path: &str| {
        find(SERVICES, &path.replace("/{}", ""))
            .map_or_else(|| Path::new(path, names).noun().bare().to_owned(), str::to_owned)
    };
    if lists && whole.ends_with("/{}") {
        return Some(format!("Lists what can be ordered for {}.", a(&noun(&whole))));
    }
    // Without the duration.
    let (before, last) = whole.strip_suffix("/{}").unwrap_or(&whole).rsplit_once('/')?;
    let ordered = match last {
        "new" => a(&format!("new {}", noun(before))),
        _ if before.ends_with("/{}") && last != "service" => {
            let own = || format!("{} for", a(&singular(&phrase(&words(last)))));
            format!("{} {}", find(ORDERED, last).map_or_else(own, str::to_owned), a(&noun(before)))
        }
        _ => return lists.then(|| format!("Lists the {} with orderable options.", plural(&noun(&whole)))),
    };
    Some(match method {
        Method::Post => format!("Orders {ordered}."),
        _ if lists => format!("Lists the durations for which {ordered} can be ordered."),
        _ => format!("Previews the order of {ordered}."),
    })
}

/// Returns the sentence of an operation of `/price`.
fn price(below: &str) -> Option<String> {
    let item = below.strip_suffix("/{}")?;
    let parts: Vec<&str> = item.split('/').collect();
    let thing = match parts.as_slice() {
        ["dedicatedCloud", unit, period] => {
            return Some(format!("Returns the {period} price of a Dedicated Cloud {unit}."));
        }
        ["dedicatedCloud", version, place, kind, unit, period] => {
            return Some(format!(
                "Returns the {period} price of a Dedicated Cloud {version} {kind} {unit} in {place}."
            ));
        }
        ["vps", line, what] => format!("a VPS {} {what}", vps_line(line)),
        ["vps", version, line, what] => format!("a VPS {} {version} {what}", vps_line(line)),
        _ => find(PRICED, &format!("/{item}"))?.to_owned(),
    };
    Some(format!("Returns the price of {thing}."))
}

fn vps_line(line: &str) -> String {
    match spelled(line) {
        "cloud" => "Cloud".to_owned(),
        "classic" => "Classic".to_owned(),
        other => other.to_owned(),
    }
}
