//! Fields of updates.

use crate::json::{Expected, FromJson, ToJson, Value, Writer};

/// The change of one field in an update.
///
/// The service distinguishes absent from `null` fields: an absent field keeps its value, and `null` clears it. A
/// request that is created `From` a response sends the values in it, and leaves out what is null.
///
/// ```
/// use ovh_api::Patch;
///
/// let mut ttl = Patch::default();
/// assert!(ttl.is_absent());
/// ttl = 3600.into();
/// assert_eq!(ttl.value(), Some(&3600));
/// ttl = Patch::Null;
/// assert_eq!(ttl.value(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Patch<T> {
    /// The field is not sent and keeps its value.
    #[default]
    Absent,
    /// The field is sent as `null` and cleared.
    Null,
    /// The field is set to the value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns whether the field is not sent.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the field is sent as `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the value that the field is set to, if any.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the value that the field is set to, if any.
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Applies a function to the value, if any.
    #[must_use]
    pub fn map<U>(self, function: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(function(value)),
        }
    }

    /// Creates a patch that sets the field to the value, or clears it if the value is `None`.
    ///
    /// There is no `From<Option<T>>`, because `None` could mean either `Null` or `Absent`.
    #[must_use]
    pub fn value_or_null(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// Creates a patch that sets the field to the value, or keeps it if the value is `None`.
    #[must_use]
    pub fn value_or_absent(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

impl<T> From<T> for Patch<T> {
    #[inline]
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Patch<String> {
    #[inline]
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T, const N: usize> From<[T; N]> for Patch<Vec<T>> {
    #[inline]
    fn from(values: [T; N]) -> Self {
        Self::Value(values.into())
    }
}

/// A value for a field that is a [`Patch`]: the value itself, or a patch.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of a field of type `Patch<{T}>`",
    note = "for an option, use `Patch::value_or_null` to clear the field if it is `None`, or `Patch::value_or_absent` to keep it"
)]
pub trait IntoPatch<T> {
    /// Returns the patch.
    fn into_patch(self) -> Patch<T>;
}

#[diagnostic::do_not_recommend]
impl<T, V: Into<Patch<T>>> IntoPatch<T> for V {
    #[inline]
    fn into_patch(self) -> Patch<T> {
        self.into()
    }
}

impl<T: FromJson> FromJson for Patch<T> {
    const EXPECTED: Expected = Expected::Nullable;

    #[inline]
    fn from_json(value: Value<'_>) -> Self {
        if value.is_missing() {
            Self::Absent
        } else if T::is_absent(value) {
            Self::Null
        } else {
            Self::Value(T::from_json(value))
        }
    }
}

/// Writes `Absent` as `null` where a value is required; [`Writer::patch`] omits it.
impl<T: ToJson> ToJson for Patch<T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        match self {
            Self::Value(value) => value.to_json(writer),
            Self::Absent | Self::Null => writer.null(),
        }
    }
}

impl Writer {
    /// Writes a field unless the patch is [`Patch::Absent`].
    #[inline]
    pub fn patch<T: ToJson>(&mut self, name: &str, value: &Patch<T>) {
        if !value.is_absent() {
            self.field(name, value);
        }
    }

    /// Writes a field of a recursive type like [`patch`](Self::patch).
    pub fn patch_boxed<T: ToJson>(&mut self, name: &str, value: &Patch<Box<T>>) {
        match value {
            Patch::Absent => {}
            Patch::Null => self.field(name, &None::<T>),
            Patch::Value(value) => self.field(name, &**value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patch_from_option_has_expected_state() {
        for (patch, value, cleared, absent) in [
            (Patch::value_or_null(Some(1)), Some(2), false, false),
            (Patch::value_or_null(None), None, true, false),
            (Patch::value_or_absent(Some(1)), Some(2), false, false),
            (Patch::value_or_absent(None), None, false, true),
        ] {
            let next = patch.map(|number| number + 1);
            assert_eq!(
                (next.value(), next.is_null(), next.is_absent()),
                (value.as_ref(), cleared, absent),
                "{patch:?}"
            );
            assert_eq!(next.into_value(), value);
        }
    }
}
