//! Rule files and what is found in them.
