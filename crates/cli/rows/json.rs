//! A row as an object of JSON.

use serde_json::value::RawValue;
use store::Value;

/// The values under the names of their columns, in their order; of two columns of one name the later is taken.
pub(crate) fn object(columns: &[String], values: &[Value]) -> String {
    let members = columns.iter().zip(values).map(|(name, value)| {
        let name = serde_json::to_string(name).expect("a text can be written as JSON");
        format!("{name}:{}", written(value))
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        // What a database calls a number need not be one of JSON: infinity is none.
        Value::Number(number) if RawValue::from_string(number.clone()).is_ok() => number.clone(),
        Value::Number(text) | Value::Text(text) => {
            serde_json::to_string(text).expect("a text can be written as JSON")
        }
    }
}
