//! Fields that are declared as always present and that the live service omits: in Rust, they are an `Option`.

use super::{Fixup, Found, property};
use crate::schema::{Branch, Schema};

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
    mend: account_company,
};

fn account_company(schema: &mut Schema, place: &str) -> Found {
    allow_null(schema, place)
}

/// The price of what is consumed but not billed yet.
pub const CONSUMPTION_PRICE: Fixup = Fixup {
    name: "consumption_price",
    file: FILE,
    branch: Branch::V1,
    places: &[("/me", "/models/me.consumption.Transaction/properties/price")],
    evidence: "A test of OVHcloud's own CLI, August 2026: price is null in every entry of \
               `GET /me/consumption/usage/current`.",
    mend: consumption_price,
};

fn consumption_price(schema: &mut Schema, place: &str) -> Found {
    allow_null(schema, place)
}

/// Technical facts of products in the public catalogs.
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
    mend: catalog_facts,
};

fn catalog_facts(schema: &mut Schema, place: &str) -> Found {
    allow_null(schema, place)
}

/// Lets the field at a pointer be null, which for responses includes absent.
fn allow_null(schema: &mut Schema, pointer: &str) -> Found {
    match property(schema, pointer) {
        None => Found::NoPlace,
        Some(property) if property.can_be_null => Found::NoFault,
        Some(property) => {
            property.can_be_null = true;
            Found::Fault
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_that_is_never_null_becomes_nullable_once() {
        let text =
            r#"{"resourcePath": "/x", "models": {"x.X": {"properties": {"a": {"type": "long", "canBeNull": false}}}}}"#;
        let mut schema = Schema::read("x.json", text.as_bytes()).unwrap();
        let place = "/models/x.X/properties/a";
        assert_eq!(allow_null(&mut schema, place), Found::Fault);
        assert!(property(&mut schema, place).unwrap().can_be_null);
        assert_eq!(allow_null(&mut schema, place), Found::NoFault);
        assert_eq!(allow_null(&mut schema, "/models/x.Y/properties/a"), Found::NoPlace);
    }
}
