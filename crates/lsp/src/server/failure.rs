//! Why a request has no result, as the protocol numbers it.

/// Why a request has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The number that the protocol has for it.
    pub code: i64,
    /// For people.
    pub message: String,
}

impl Failure {
    /// Before `initialize`.
    pub const NOT_INITIALIZED: i64 = -32002;
    /// Not at this time.
    pub const INVALID_REQUEST: i64 = -32600;
    /// There is no such method.
    pub const UNKNOWN_METHOD: i64 = -32601;
    /// The parameters are not those of the method.
    pub const INVALID_PARAMS: i64 = -32602;
    /// Our own mistake.
    pub const INTERNAL: i64 = -32603;
    /// It was understood, and cannot be done.
    pub const FAILED: i64 = -32803;
    /// The client no longer wants it.
    pub const CANCELLED: i64 = -32800;
    /// What was asked about has changed meanwhile.
    pub const MODIFIED: i64 = -32801;

    /// A failure with a number and words.
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// The parameters do not fit, or speak of what is not there.
    pub fn params(message: impl Into<String>) -> Self {
        Self::new(Self::INVALID_PARAMS, message)
    }

    /// The client no longer wants it.
    pub fn cancelled() -> Self {
        Self::new(Self::CANCELLED, "the request was cancelled")
    }

    /// What was asked about has changed meanwhile.
    pub fn modified() -> Self {
        Self::new(Self::MODIFIED, "the document has changed meanwhile")
    }
}
