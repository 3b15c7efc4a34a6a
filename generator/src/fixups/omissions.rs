//! Fields that are declared as always present but that the live service omits; in Rust, they become an `Option`.

use super::fixup::{Fixup, make_nullable};
use crate::schema::Branch;

const FILE: &str = "generator/src/fixups/omissions.rs";

/// The company that an account belongs to.
pub const ACCOUNT_COMPANY: Fixup = Fixup {
    name: "account_company",
    file: FILE,
    branch: Branch::V1,
    places: &[
        ("/domain", "/models/nichandle.Nichandle/properties/ovhCompany"),
        ("/me", "/models/nichandle.Nichandle/properties/ovhCompany"),
    ],
    evidence: "A recorded response of `GET /me`, November 2023, has no ovhCompany.",
    apply: make_nullable,
};

/// The price of consumption that is not billed yet.
pub const CONSUMPTION_PRICE: Fixup = Fixup {
    name: "consumption_price",
    file: FILE,
    branch: Branch::V1,
    places: &[("/me", "/models/me.consumption.Transaction/properties/price")],
    evidence: "A test of OVHcloud's own CLI, August 2026: price is null in every entry of \
               `GET /me/consumption/usage/current`.",
    apply: make_nullable,
};

/// Technical properties of products in the public catalogs.
pub const CATALOG_FACTS: Fixup = Fixup {
    name: "catalog_facts",
    file: FILE,
    branch: Branch::V1,
    places: &[
        ("/order", "/models/order.catalog.public.ProductBlobTechnicalDisk/properties/maximumCapacity"),
        ("/order", "/models/order.catalog.public.ProductBlobTechnicalNetwork/properties/max"),
        ("/order", "/models/order.catalog.public.ProductBlobTechnicalNetwork/properties/maxUnit"),
        ("/order", "/models/order.catalog.public.ProductBlobTechnicalNetwork/properties/unit"),
    ],
    evidence: "Absent in 51 of 51 recorded responses of `GET /order/catalog/public/eco` (September 2024 to June 2025) \
               and in 27 of 27 of `GET /order/catalog/public/baremetalServers` (2022). The same fields of \
               products.catalog.ProductBlobTechnicalNetwork are declared as nullable.",
    apply: make_nullable,
};
