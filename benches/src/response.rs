//! Responses of `GET /services/{serviceId}`.

use serde_json::{Value, json};

/// Returns a service (`services.expanded.Service`) with at least `bytes` bytes, padded with labels.
#[must_use]
pub fn service(id: u64, bytes: usize) -> String {
    let mut service = service_without_labels(id);
    let mut text = service.to_string();
    let mut labels = Vec::new();
    while text.len() < bytes {
        labels.push(format!("customer-label-{:03}", labels.len()));
        if let Some(tags) = service.get_mut("tags") {
            *tags = json!(labels);
        }
        text = service.to_string();
    }
    text
}

fn service_without_labels(id: u64) -> Value {
    let name = format!("vps-{id:08x}.vps.ovh.net");
    let price = json!({"currencyCode": "EUR", "priceInUcents": 1_259_000_000, "text": "12.59 €", "value": 12.59});
    json!({
        "serviceId": id,
        "parentServiceId": null,
        "tags": [],
        "billing": {
            "engagement": {
                "endDate": "2027-03-01",
                "endRule": {
                    "possibleStrategies": [
                        "CANCEL_SERVICE", "REACTIVATE_ENGAGEMENT", "STOP_ENGAGEMENT_FALLBACK_DEFAULT_PRICE",
                        "STOP_ENGAGEMENT_KEEP_PRICE",
                    ],
                    "strategy": "STOP_ENGAGEMENT_KEEP_PRICE",
                },
            },
            "engagementRequest": null,
            "expirationDate": "2027-03-01T00:00:00+01:00",
            "group": null,
            "lifecycle": {
                "capacities": {"actions": ["earlyRenewal", "terminateAtExpirationDate", "terminateAtEngagementDate"]},
                "current": {
                    "creationDate": "2023-02-28T14:31:07+01:00",
                    "pendingActions": [],
                    "state": "active",
                    "terminationDate": null,
                },
            },
            "nextBillingDate": "2026-12-01T00:00:00+01:00",
            "plan": {"code": "vps-2025-model3", "invoiceName": "VPS-3 8 vCores 24 GB RAM 200 GB disk"},
            "pricing": {
                "capacities": ["renew", "upgrade"],
                "description": "Monthly fees, 12 months commitment",
                "duration": "P1M",
                "engagementConfiguration": {
                    "defaultEndAction": "STOP_ENGAGEMENT_KEEP_PRICE",
                    "duration": "P12M",
                    "type": "periodic",
                },
                "interval": 1,
                "maximumQuantity": null,
                "maximumRepeat": null,
                "minimumQuantity": 1,
                "minimumRepeat": 1,
                "price": price,
                "priceInUcents": 1_259_000_000,
                "pricingMode": "degressivity12",
                "pricingType": "rental",
            },
            "renew": {
                "capacities": {"mode": ["automatic", "manual"]},
                "current": {"mode": "automatic", "nextDate": "2026-12-01T00:00:00+01:00", "period": "P1M"},
            },
        },
        "customer": {
            "contacts": [
                {"customerCode": "fl4210-ovh", "type": "administrator"},
                {"customerCode": "fl4210-ovh", "type": "billing"},
                {"customerCode": "tc5531-ovh", "type": "technical"},
            ],
        },
        "resource": {
            "displayName": "web front 3",
            "name": name,
            "product": {"description": "Virtual private server", "name": "vps"},
            "resellingProvider": null,
            "state": "active",
        },
        "route": {
            "path": "/vps/{serviceName}",
            "url": format!("/vps/{name}"),
            "vars": [{"key": "serviceName", "value": name}],
        },
    })
}
