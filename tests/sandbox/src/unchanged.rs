//! Read, modify, write: a change may repeat the current values of read-only fields.
//!
//! Many clients read an object, change a field and send all of it back. The service accepts that, although its types of
//! requests lack the read-only fields, and rejects read-only fields that differ.

mod comparison;

use generator::schema::Location;

use self::comparison::{Comparison, Writable};
use crate::call::Call;
use crate::dispatch::perform;
use crate::error_response::ErrorResponse;
use crate::world::World;

/// Read-only fields that change with each call, by path template. They are not compared.
const VOLATILE: [(&str, &str); 1] = [("/me/api/credential/{credentialId}", "lastUse")];

/// Removes unchanged read-only fields from the body of a change that does not conform.
///
/// # Errors
///
/// Returns an error if read-only fields differ, if the rest of the body does not conform, or if the object does not
/// exist.
pub(crate) fn settle(world: &World, call: &mut Call<'_>) -> Result<(), ErrorResponse> {
    let Some(problem) = call.problem.take() else { return Ok(()) };
    let Some(reading) = call.reading(&world.api) else { return Err(problem) };
    let current = perform(world, &reading)?;
    if let Some(entries) = call.body.as_object_mut() {
        let path = call.route.operation.path.as_str();
        entries.retain(|name, _| !VOLATILE.contains(&(path, name)));
    }
    let mut comparison = Comparison::new(&world.api.model.types);
    let parameters: Vec<_> = call.route.parameters_in(Location::Body).collect();
    let named: Option<Vec<Writable<'_>>> = parameters
        .iter()
        .map(|(parameter, required)| Some(Writable::new(parameter.name.as_deref()?, &parameter.ty, *required)))
        .collect();
    let settled = match (named, parameters.as_slice(), call.body.as_object()) {
        (None, [(whole, _), ..], _) => comparison.value(&whole.ty, "", &call.body, &current),
        (Some(named), _, Some(entries)) => comparison.fields(&named, &[], "", entries, &current),
        _ => return Err(problem),
    };
    if !comparison.altered.is_empty() {
        return Err(ErrorResponse::read_only(&comparison.altered));
    }
    call.set_body(&world.api, settled.checked, settled.applied)
}
