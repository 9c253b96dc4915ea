//! Bodies: what JSON-RPC makes of them.

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// What a body is.
#[derive(Debug, PartialEq)]
pub enum Body {
    /// A request, or a notification.
    Request(Request),
    /// An answer to us.
    Reply(Id, Result<Value, Error>),
    /// Nothing that can be understood; what is answered.
    Wrong(Response),
}

/// Reads a body.
pub fn read(bytes: &[u8]) -> Body {
    match parse(bytes) {
        Ok(Value::Object(object)) => {
            let id = object.get("id").cloned();
            message(object).unwrap_or_else(|message| wrong(id, message))
        }
        Ok(_) => wrong(None, "a message is an object"),
        Err(error) => {
            let error = failure(ErrorCode::ParseError, error.to_string());
            Body::Wrong(Response::from_error(Id::Null, error))
        }
    }
}

/// Some editors send texts with half of a surrogate pair in them.
fn parse(bytes: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(bytes).or_else(|error| match without_halves(bytes) {
        Some(mended) => serde_json::from_slice(&mended),
        None => Err(error),
    })
}

/// Writes the replacement character for halves of surrogate pairs; none where there are none.
fn without_halves(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut mended = bytes.to_vec();
    let mut is_changed = false;
    let mut at = 0;
    while let Some(byte) = mended.get(at) {
        if *byte != b'\\' {
            at += 1;
            continue;
        }
        let Some(unit) = escaped_unit(&mended, at) else {
            at += 2;
            continue;
        };
        let next = escaped_unit(&mended, at + 6);
        match (unit, next) {
            (0xD800..=0xDBFF, Some(0xDC00..=0xDFFF)) => at += 12,
            (0xD800..=0xDFFF, _) => {
                if let Some(place) = mended.get_mut(at + 2..at + 6) {
                    place.copy_from_slice(b"fffd");
                    is_changed = true;
                }
                at += 6;
            }
            _ => at += 6,
        }
    }
    is_changed.then_some(mended)
}

/// The unit of an escape such as `\u00e9`.
fn escaped_unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn message(mut object: serde_json::Map<String, Value>) -> Result<Body, &'static str> {
    if object.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return Err("`jsonrpc` is \"2.0\"");
    }
    let id = match object.remove("id") {
        None => None,
        Some(id) => Some(id_of(id).ok_or("`id` is a whole number or a text")?),
    };
    if let Some(method) = object.remove("method") {
        let Value::String(method) = method else {
            return Err("`method` is a text");
        };
        let mut request = Request::build(method);
        if let Some(params) = object.remove("params") {
            if !matches!(params, Value::Object(_) | Value::Array(_) | Value::Null) {
                return Ok(bad_params(id));
            }
            request = request.params(params);
        }
        if let Some(id) = id {
            request = request.id(id);
        }
        return Ok(Body::Request(request.finish()));
    }
    let id = id.ok_or("there is neither `method` nor `id`")?;
    match (object.remove("result"), object.remove("error")) {
        (Some(result), None) => Ok(Body::Reply(id, Ok(result))),
        (None, Some(error)) => {
            let error = serde_json::from_value(error);
            Ok(Body::Reply(
                id,
                Err(error.unwrap_or_else(|_| Error::internal_error())),
            ))
        }
        (None, None) => Err("there is neither `method` nor `result`"),
        (Some(_), Some(_)) => Err("there are both `result` and `error`"),
    }
}

/// Of a notification whose parameters are nothing of the kind, nothing is told.
fn bad_params(id: Option<Id>) -> Body {
    match id {
        Some(id) => {
            let error = failure(ErrorCode::InvalidParams, "`params` is an object or a list");
            Body::Wrong(Response::from_error(id, error))
        }
        None => Body::Request(Request::build("$/ignored").finish()),
    }
}

fn id_of(id: Value) -> Option<Id> {
    match id {
        Value::Number(number) => number.as_i64().map(Id::Number),
        Value::String(text) => Some(Id::String(text)),
        _ => None,
    }
}

fn wrong(id: Option<Value>, message: &'static str) -> Body {
    let id = id.and_then(id_of).unwrap_or(Id::Null);
    let error = failure(ErrorCode::InvalidRequest, message);
    Body::Wrong(Response::from_error(id, error))
}

fn failure(code: ErrorCode, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error {
        code,
        message: message.into(),
        data: None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The number of the error that is answered, and to which request.
    fn answered(body: &str) -> Option<(i64, Id)> {
        match read(body.as_bytes()) {
            Body::Wrong(response) => {
                let (id, result) = response.into_parts();
                Some((result.unwrap_err().code.code(), id))
            }
            _ => None,
        }
    }

    #[test]
    fn what_is_no_json_is_told() {
        for body in ["", "{\"jsonrpc\"", "\0\0", "nul"] {
            assert_eq!(answered(body), Some((-32700, Id::Null)), "{body}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(answered(&deep), Some((-32700, Id::Null)));
    }

    #[test]
    fn what_is_no_message_is_told() {
        for (body, id) in [
            ("42", Id::Null),
            ("[]", Id::Null),
            ("{}", Id::Null),
            (r#"{"jsonrpc":"2.0","id":7}"#, Id::Number(7)),
            (r#"{"jsonrpc":"2.0","id":7,"method":5}"#, Id::Number(7)),
            (r#"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#, Id::Null),
            (r#"{"jsonrpc":"2.0","id":null,"method":"x"}"#, Id::Null),
            (
                r#"{"jsonrpc":"1.0","id":"a","method":"x"}"#,
                Id::String("a".to_owned()),
            ),
            (
                r#"{"jsonrpc":"2.0","id":1,"result":1,"error":{}}"#,
                Id::Number(1),
            ),
        ] {
            assert_eq!(answered(body), Some((-32600, id)), "{body}");
        }
    }

    #[test]
    fn messages_are_told_apart() {
        let request = r#"{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":1}}"#;
        let expected = Request::build("x").id(1).params(json!({"a": 1})).finish();
        assert_eq!(read(request.as_bytes()), Body::Request(expected));
        let reply = r#"{"jsonrpc":"2.0","id":1,"result":null}"#;
        let expected = Body::Reply(Id::Number(1), Ok(Value::Null));
        assert_eq!(read(reply.as_bytes()), expected);
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced() {
        let params = |escaped: &str| {
            let text = format!(r#"{{"jsonrpc":"2.0","method":"x","params":["{escaped}"]}}"#);
            match read(text.as_bytes()) {
                Body::Request(request) => request.params().cloned(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(
            params(r"a\ud83d\ude00b\ud800c"),
            Some(json!(["a😀b\u{fffd}c"]))
        );
        assert_eq!(params(r"\\ud800\udc00"), Some(json!(["\\ud800\u{fffd}"])));
    }
}
