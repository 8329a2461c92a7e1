//! One module a question.

fn main() {}
