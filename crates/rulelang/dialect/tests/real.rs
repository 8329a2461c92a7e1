//! Queries that people and vendors published, from the folder that `TAGLINE_DATA` names.
