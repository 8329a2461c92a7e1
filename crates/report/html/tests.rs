//! The HTML file: whole, safe, small.
