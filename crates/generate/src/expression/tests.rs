//! Tests of what expressions become.
