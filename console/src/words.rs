//! The words of types, by which operations are found: names of types, fields and enum values.

use std::collections::BTreeMap;

use generator::model::{Kind, Model, Operation, Type, TypeId};
use serde_json::{Value, json};

/// Returns the types of a model as a graph, and for each operation the numbers of the types that it mentions.
///
/// A type has its name, the words of its fields, and the numbers of the types that its fields mention.
pub(crate) fn collect(model: &Model) -> (Vec<Value>, Vec<Vec<usize>>) {
    let numbers: BTreeMap<&TypeId, usize> = model.types.keys().zip(0..).collect();
    let types = model.types.iter().map(|(id, definition)| {
        let mut fields: Vec<&str> = Vec::new();
        let mut mentioned = Vec::new();
        if let Kind::Enum(own) = &definition.kind {
            fields.extend(own.values.iter().map(|(_, value)| value.as_str()));
        }
        for (_, object) in definition.objects() {
            fields.extend(object.fields.iter().map(|field| field.name.as_str()));
            object.fields.iter().for_each(|field| numbers_of(&numbers, &field.ty, &mut mentioned));
        }
        fields.sort_unstable();
        fields.dedup();
        mentioned.sort_unstable();
        mentioned.dedup();
        json!([id.name, fields.join(" "), mentioned])
    });
    let operations = model.operations().map(|(_, operation)| of_operation(&numbers, operation));
    (types.collect(), operations.collect())
}

fn of_operation(numbers: &BTreeMap<&TypeId, usize>, operation: &Operation) -> Vec<usize> {
    let mut mentioned = Vec::new();
    operation.parameters().for_each(|parameter| numbers_of(numbers, &parameter.ty, &mut mentioned));
    numbers_of(numbers, &operation.response, &mut mentioned);
    mentioned.sort_unstable();
    mentioned.dedup();
    mentioned
}

fn numbers_of(numbers: &BTreeMap<&TypeId, usize>, ty: &Type, into: &mut Vec<usize>) {
    ty.mentioned(&mut |id| into.extend(numbers.get(id)));
}
