//! The moments of an object's life, by the names of its dates.

use fastrand::Rng;
use generator::model::{Scalar, Type, Types};
use serde_json::{Map, Value};

use crate::values::{Direction, object};
use crate::words::plain_name;

/// What a date is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Born,
    Started,
    Done,
    Updated,
    Other,
}

/// Names of dates in lower case, and their moments.
const NAMES: &[(&[&str], Moment)] = &[
    (
        &[
            "tododate",
            "creationdate",
            "createdat",
            "createdate",
            "createddate",
            "created",
            "creation",
            "daterequest",
            "requestdate",
            "date",
            "datetime",
            "queuedat",
            "orderdate",
            "initializingat",
        ],
        Moment::Born,
    ),
    (&["startdate", "startedat", "begindate", "datestart", "executiondate"], Moment::Started),
    (
        &[
            "donedate",
            "finishdate",
            "finisheddate",
            "finishedat",
            "completedat",
            "enddate",
            "datedone",
            "endedat",
            "dateend",
            "finalizedat",
        ],
        Moment::Done,
    ),
    (
        &[
            "lastupdate",
            "lastupdatedate",
            "updatedat",
            "updatedate",
            "updateddate",
            "lastmodificationdate",
            "lasttransitiondate",
            "modificationdate",
        ],
        Moment::Updated,
    ),
];

impl Moment {
    pub(super) fn of(name: &str) -> Self {
        let name = plain_name(name);
        NAMES.iter().find(|(names, _)| names.contains(&name.as_str())).map_or(Self::Other, |(_, moment)| *moment)
    }
}

/// Formats a time in milliseconds since 1970 as a timestamp or a day.
pub(crate) fn format_time(milliseconds: i64, is_day: bool) -> String {
    let time = jiff::Timestamp::from_second(milliseconds.div_euclid(1_000)).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let text = time.to_string();
    if is_day { text.split('T').next().unwrap_or_default().to_owned() } else { text }
}

/// Returns the dates of an object of a type that is created now, or only those of a change.
pub(crate) fn new_object_dates(types: &Types, ty: &Type, now: i64, created: bool) -> Map<String, Value> {
    let Type::Defined(id, _) = ty else { return Map::new() };
    let fields = object(types, id, Direction::Output).map(|shape| shape.fields.as_slice()).unwrap_or_default();
    let date = |field: &generator::model::Field| {
        let Type::Scalar(scalar @ (Scalar::Timestamp | Scalar::Date)) = field.ty else { return None };
        let is_now = match Moment::of(&field.name) {
            Moment::Born => created,
            Moment::Updated => true,
            Moment::Started | Moment::Done | Moment::Other => false,
        };
        is_now.then(|| (field.name.clone(), format_time(now, scalar == Scalar::Date).into()))
    };
    fields.iter().filter_map(date).collect()
}

/// Returns the dates of an object of a type that exists for some time, which are in the past.
pub(crate) fn past_dates(types: &Types, ty: &Type, now: i64, rng: &mut Rng) -> Map<String, Value> {
    let born = now - rng.i64(30..800) * DAY - rng.i64(0..DAY);
    let updated = born + rng.i64(1..30) * DAY - rng.i64(0..DAY);
    let mut dates = new_object_dates(types, ty, updated, false);
    for (name, date) in new_object_dates(types, ty, born, true) {
        dates.entry(name).or_insert(date);
    }
    dates
}

/// A day in milliseconds.
const DAY: i64 = 86_400_000;
