//! Terminal output, line by line.
