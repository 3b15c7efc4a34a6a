//! Code in the form of generated code. It shows the interface that the generator uses.

// Generated modules may define types of these names; code that the macros emit must not refer to them.
#[allow(dead_code)]
mod shadows {
    pub(super) struct Option;
    pub(super) struct String;
    pub(super) struct Vec;
    pub(super) struct Result;
    pub(super) struct Box;
    pub(super) struct Cow;
    pub(super) struct Clone;

    crate::json::open_enum! {
        /// An enum with variants named like items that macros use.
        pub enum Hostile {
            Ok = "Ok",
            Err = "Err",
            Some = "Some",
            None = "None",
            String = "String",
            Self_ = "Self",
            Empty = "",
            known = "known",
            NUMERIC = "NUMERIC",
            as_str = "as_str",
            values = "values",
        }
    }

    crate::json::open_enum! {
        /// An enum without values.
        pub enum Void: long {}
    }
}
#[allow(unused_imports)]
use shadows::{Box as _, Clone as _, Option as _, Result as _, String as _, Vec as _};
#[allow(unused_imports)]
pub(super) use shadows::{Hostile, Void};

crate::json::open_enum! {
    /// A record's type.
    pub enum RecordType {
        /// An address.
        A = "A",
        Aaaa = "AAAA",
        Txt = "TXT",
    }
}

crate::json::open_enum! {
    /// An enum whose values are numbers.
    pub enum Years: long {
        One = "1",
        Ten = "10",
    }
}

#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) field_type: crate::OpenEnum<RecordType>,
    pub(super) id: Option<i64>,
    pub(super) type_: String,
    pub(super) password: Option<secrecy::SecretString>,
    pub(super) children: Vec<Record>,
}
impl crate::json::FromJson for Record {
    #[inline]
    fn from_json(value: crate::json::Value<'_>) -> Self {
        let object = value.object();
        Self {
            field_type: object.get("fieldType"),
            id: object.get("id"),
            type_: object.get("type"),
            password: object.get("password"),
            children: object.get::<Option<_>>("children").unwrap_or_default(),
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct RecordUpdate {
    pub(super) sub_domain: crate::Patch<String>,
    pub(super) target: Option<String>,
    pub(super) ttl: crate::Patch<i64>,
    pub(super) parent: Option<Box<RecordUpdate>>,
    pub(super) names: Vec<String>,
    pub(super) note: Option<String>,
}
impl crate::json::ToJson for RecordUpdate {
    #[inline]
    fn to_json(&self, writer: &mut crate::json::Writer) {
        writer.begin_object();
        writer.patch("subDomain", &self.sub_domain);
        writer.optional("target", &self.target);
        writer.patch("ttl", &self.ttl);
        writer.optional_boxed("parent", &self.parent);
        writer.field("names", &self.names);
        writer.field("note", &self.note);
        writer.end_object();
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Domain<C> {
    client: C,
}

use crate::request::Request;
use crate::{Branch, Method, Operation};

impl<C> Domain<C> {
    #[inline]
    pub(super) const fn new(client: C) -> Self {
        Self { client }
    }

    #[inline]
    pub(super) fn zone_record(self, zone_name: &str) -> Request<C, Vec<i64>, parameters::ZoneRecord> {
        Request::new(self.client, &ZONE_RECORD, &[&zone_name])
    }

    #[inline]
    pub(super) fn zone_record_get(self, zone_name: &str, id: i64) -> Request<C, Record> {
        Request::new(self.client, &ZONE_RECORD_GET, &[&zone_name, &id])
    }

    #[inline]
    pub(super) fn zone_record_update(self, zone_name: &str, id: i64, body: &RecordUpdate) -> Request<C, ()> {
        Request::new(self.client, &ZONE_RECORD_UPDATE, &[&zone_name, &id]).with_body(body)
    }

    #[inline]
    pub(super) fn zone_record_patch(self, zone_name: &str, id: i64, body: &RecordUpdate) -> Request<C, ()> {
        Request::new(self.client, &ZONE_RECORD_PATCH, &[&zone_name, &id]).with_body(body)
    }

    #[inline]
    pub(super) fn reboot(self, zone_name: &str) -> Request<C, ()> {
        Request::new(self.client, &REBOOT, &[&zone_name])
    }

    #[inline]
    pub(super) fn order(
        self,
        ip: ipnet::IpNet,
        field_type: impl crate::EnumValue<RecordType>,
        names: &[impl AsRef<str>],
    ) -> Request<C, crate::json::Json, parameters::Order> {
        Request::new(self.client, &ORDER, &[&ip])
            .with_body_field("ip", &ip)
            .with_body_field("rule", &field_type)
            .with_body_field("names", &crate::json::Texts(names))
            .with_query_texts("names", names)
    }
}

impl<C> Request<C, Vec<i64>, parameters::ZoneRecord> {
    #[inline]
    pub(super) fn field_type(self, field_type: impl crate::EnumValue<RecordType>) -> Self {
        self.with_query("fieldType", &field_type)
    }
    #[inline]
    pub(super) fn sub_domain(self, sub_domain: &str) -> Self {
        self.with_query("subDomain", &sub_domain)
    }
    #[inline]
    pub(super) fn weight(self, weight: f64) -> Self {
        self.with_query("weight", &weight)
    }
    #[inline]
    pub(super) fn secret(self, secret: &secrecy::SecretString) -> Self {
        self.with_query("secret", &secret)
    }
    #[inline]
    pub(super) fn ids(self, ids: &[i64]) -> Self {
        self.with_query_list("ids", ids)
    }
    #[inline]
    pub(super) fn iam_tags(
        self,
        iam_tags: &std::collections::BTreeMap<String, Vec<crate::OpenEnum<RecordType>>>,
    ) -> Self {
        self.with_query_json("iamTags", iam_tags)
    }
}

impl<C> Request<C, crate::json::Json, parameters::Order> {
    #[inline]
    pub(super) fn weight(self, weight: f64) -> Self {
        self.with_body_field("weight", &weight)
    }
    #[inline]
    pub(super) fn pagination_size(self, size: i64) -> Self {
        self.with_header("X-Pagination-Size", &size)
    }
    #[inline]
    pub(super) fn pagination_cursor(self, cursor: &str) -> Self {
        self.with_header("X-Pagination-Cursor", &cursor)
    }
}

pub(super) mod parameters {
    #[derive(Debug)]
    pub enum ZoneRecord {}
    #[derive(Debug)]
    pub enum Order {}
}

pub(super) static ZONE_RECORD: Operation = Operation {
    name: "domain.zone_record",
    method: Method::Get,
    branch: Branch::V1,
    path: "/domain/zone/{zoneName}/record",
    authenticated: true,
    iam_actions: "dnsZone:apiovh:record/get",
};
pub(super) static ZONE_RECORD_GET: Operation =
    Operation { name: "domain.zone_record_get", path: "/domain/zone/{zoneName}/record/{id}", ..ZONE_RECORD };
pub(super) static ZONE_RECORD_UPDATE: Operation =
    Operation { name: "domain.zone_record_update", method: Method::Put, ..ZONE_RECORD_GET };
pub(super) static ZONE_RECORD_PATCH: Operation =
    Operation { name: "domain.zone_record_patch", method: Method::Patch, ..ZONE_RECORD_GET };
pub(super) static ORDER: Operation = Operation {
    name: "v2.order",
    method: Method::Post,
    branch: Branch::V2,
    path: "/order/{ip}/now",
    authenticated: false,
    iam_actions: "",
};
pub(super) static REBOOT: Operation = Operation {
    name: "domain.reboot",
    method: Method::Post,
    authenticated: false,
    path: "/domain/{zoneName}/reboot",
    ..ZONE_RECORD
};
