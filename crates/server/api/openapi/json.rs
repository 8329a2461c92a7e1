//! The document that describes the API, as `OpenAPI` 3.1 has it.

use std::collections::BTreeMap;

use report::{Compare, ReportName};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::Described;
use crate::api::mentions::LIMIT_MAX;
use crate::json::Problem;
use crate::route::{Needs, Route};

/// Where the document keeps what is described once.
const SCHEMAS: &str = "/components/schemas";

/// What an answer or a question looks like.
pub(crate) type Shape = fn(&mut SchemaGenerator) -> Schema;

/// The shape of a type.
pub(crate) fn shape<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// The shape of what is described elsewhere: this document.
pub(crate) fn anything(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({ "type": "object", "description": "This document." })
}

/// What is read and what is written are described apart: a member that may be left out of a question is always in an answer.
struct Shapes {
    asked: SchemaGenerator,
    answered: SchemaGenerator,
}

/// The document of these addresses.
pub(super) fn document(
    version: &str,
    base: &str,
    routes: &[(&'static Route, Described)],
) -> String {
    let settings = || {
        SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = SCHEMAS.into();
            settings.meta_schema = None;
        })
    };
    let mut shapes = Shapes {
        asked: settings().for_deserialize().into_generator(),
        answered: settings().for_serialize().into_generator(),
    };
    let mut paths = BTreeMap::new();
    for (route, described) in routes {
        let method = if described.body.is_some() { "post" } else { "get" };
        let mut asked = Map::new();
        asked.insert(method.to_owned(), operation(route, described, &mut shapes));
        paths.insert(route.path, asked);
    }
    let mut schemas = shapes.asked.take_definitions(true);
    schemas.extend(shapes.answered.take_definitions(true));
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "tagline",
            "version": version,
            "description": "What people say about a brand: tagged, counted, reported. Times are UTC; fields that are not known are left out.",
        },
        "servers": [{ "url": format!("{base}/") }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    });
    document.to_string() + "\n"
}

fn operation(route: &Route, described: &Described, shapes: &mut Shapes) -> Value {
    let path = route.path;
    let in_path = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path.map(|name| {
        json!({ "name": name, "in": "path", "required": true, "schema": values(path, name) })
    });
    let in_query = described
        .parameters
        .iter()
        .map(|name| json!({ "name": name, "in": "query", "schema": values(path, name) }));
    let parameters: Vec<Value> = in_path.chain(in_query).collect();
    let id = path.trim_start_matches("/api/v1/").replace(['{', '}'], "").replace(['/', '.'], "-");
    let role = match route.needs {
        Needs::Nobody => "nobody",
        Needs::Role(role) => role.name(),
    };
    let mut operation = json!({
        "operationId": id,
        "summary": route.about,
        "description": format!("Needs the role {role}, where the server has tokens."),
        "parameters": parameters,
        "responses": responses(route, described, &mut shapes.answered),
    });
    if let Some(body) = described.body {
        let schema = body(&mut shapes.asked);
        operation["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    operation
}

fn responses(route: &Route, described: &Described, shapes: &mut SchemaGenerator) -> Value {
    let problem = shapes.subschema_for::<Problem<'_>>();
    let problem = |told: &str| json!({ "description": told, "content": { "application/problem+json": { "schema": problem } } });
    let answer = (described.answer)(shapes);
    let mut responses = json!({
        "200": { "description": route.about, "content": { "application/json": { "schema": answer } } },
        "400": problem("The question cannot be understood."),
        "401": problem("A token is needed."),
        "403": problem("The token lets you do less, or the question comes from another site's page."),
        "404": problem("There is nothing of this name, or nothing was read yet."),
        "421": problem("This server is not called by the name it was asked by."),
        "503": problem("The store does not answer, or too many ask at once."),
    });
    if described.body.is_some() {
        responses["413"] = problem("What was sent is too much.");
    } else {
        responses["304"] = json!({ "description": "The answer is what it was." });
    }
    responses
}

/// The values a parameter of an address takes.
fn values(path: &str, name: &str) -> Value {
    match name {
        "tag" => json!({ "type": "array", "items": { "type": "string" } }),
        "limit" => json!({ "type": "integer", "minimum": 1, "maximum": LIMIT_MAX }),
        "compare" => {
            let compares = [Compare::Previous, Compare::Year, Compare::None].map(Compare::name);
            json!({ "enum": compares })
        }
        "name" if path.contains("/reports/") => {
            let names = ReportName::ALL.map(ReportName::name);
            json!({ "enum": names })
        }
        _ => json!({ "type": "string" }),
    }
}
