//! The tag report, cell by cell.
