//! A field of an update: left alone, cleared or set.

/// What an update does to one field.
///
/// JSON tells an absent key from a `null` one, and so does the service: the first leaves the field as it is, the second
/// clears it.
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
    /// The field is sent as `null`.
    Null,
    /// The field is set.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the field is left out.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the field is sent as `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value that the field is set to, if it is.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value that the field is set to, if it is.
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Applies a function to the value, if there is one.
    #[must_use]
    pub fn map<U>(self, function: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(function(value)),
        }
    }

    /// Sets the field to the value, or to `null` if there is none.
    ///
    /// There is no `From<Option<T>>`: whether none should mean "clear" or "leave alone" is for the caller to say.
    #[must_use]
    pub fn value_or_null(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// Sets the field to the value, or leaves it alone if there is none.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_update_does_to_a_field() {
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
