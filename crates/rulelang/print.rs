//! Tree to query text, one way to write each tree.

use crate::Node;

/// The canonical text of a query: parsing it gives the same tree, spans aside.
#[must_use]
pub fn print(node: &Node) -> String {
    let _ = node;
    String::new()
}
