//! What a mention may weigh.

/// The limits of one mention; what goes past them is rejected or cut, as each says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one field that are searched; the rest is kept but not searched.
    pub field_bytes_max: usize,
    /// Bytes of one record; a larger one is rejected.
    pub record_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { field_bytes_max: 64 * 1024, record_bytes_max: 1024 * 1024 }
    }
}
