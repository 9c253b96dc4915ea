//! `textDocument/semanticTokens/full`, `…/full/delta` and `…/range`: what the words of a file are.

use std::hash::{DefaultHasher, Hash, Hasher};

use lsp_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensDeltaParams, SemanticTokensEdit, SemanticTokensFullDeltaResult,
    SemanticTokensFullOptions, SemanticTokensLegend, SemanticTokensOptions, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult,
    SemanticTokensServerCapabilities, ServerCapabilities, Uri,
};
use specql_ide::{Modifier, Token, TokenType};

use super::Response;
use super::spec::Spec;
use crate::server::client::Client;
use crate::server::snapshot::Snapshot;

pub fn offer(capabilities: &mut ServerCapabilities, _: &Client) {
    let types = TokenType::ALL.iter().map(|kind| kind.name());
    let modifiers = Modifier::ALL.iter().map(|modifier| modifier.name());
    let options = SemanticTokensOptions {
        legend: SemanticTokensLegend {
            token_types: types.map(SemanticTokenType::new).collect(),
            token_modifiers: modifiers.map(SemanticTokenModifier::new).collect(),
        },
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
        ..SemanticTokensOptions::default()
    };
    capabilities.semantic_tokens_provider = Some(
        SemanticTokensServerCapabilities::SemanticTokensOptions(options),
    );
}

pub fn full(
    snapshot: &Snapshot,
    params: SemanticTokensParams,
) -> Response<Option<SemanticTokensResult>> {
    let uri = params.text_document.uri;
    let Some(spec) = Spec::of(snapshot, &uri)? else {
        return Ok(None);
    };
    let tokens = in_protocol(&spec, specql_ide::semantic_tokens(spec.db(), spec.file));
    Ok(Some(SemanticTokensResult::Tokens(noted(
        &spec, uri, tokens,
    ))))
}

/// What has changed since the client asked before.
pub fn delta(
    snapshot: &Snapshot,
    params: SemanticTokensDeltaParams,
) -> Response<Option<SemanticTokensFullDeltaResult>> {
    let uri = params.text_document.uri;
    let Some(spec) = Spec::of(snapshot, &uri)? else {
        return Ok(None);
    };
    let earlier = spec.client.tokens.earlier(&uri, &params.previous_result_id);
    let tokens = in_protocol(&spec, specql_ide::semantic_tokens(spec.db(), spec.file));
    let tokens = noted(&spec, uri, tokens);
    Ok(Some(match earlier {
        Some(earlier) => SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta {
            edits: change(&earlier, &tokens.data).into_iter().collect(),
            result_id: tokens.result_id,
        }),
        None => SemanticTokensFullDeltaResult::Tokens(tokens),
    }))
}

pub fn range(
    snapshot: &Snapshot,
    params: SemanticTokensRangeParams,
) -> Response<Option<SemanticTokensRangeResult>> {
    let Some(spec) = Spec::of(snapshot, &params.text_document.uri)? else {
        return Ok(None);
    };
    let part = spec.span(params.range);
    let tokens = specql_ide::semantic_tokens_in(spec.db(), spec.file, part);
    let tokens = SemanticTokens {
        result_id: None,
        data: in_protocol(&spec, tokens),
    };
    Ok(Some(SemanticTokensRangeResult::Tokens(tokens)))
}

fn noted(spec: &Spec<'_>, uri: Uri, data: Vec<SemanticToken>) -> SemanticTokens {
    let id = id_of(&data);
    spec.client.tokens.note(uri, id.clone(), data.clone());
    SemanticTokens {
        result_id: Some(id),
        data,
    }
}

/// The same tokens have the same name.
fn id_of(tokens: &[SemanticToken]) -> String {
    let mut hasher = DefaultHasher::new();
    for token in tokens {
        let place = (token.delta_line, token.delta_start, token.length);
        (place, token.token_type, token.token_modifiers_bitset).hash(&mut hasher);
    }
    format!("{:x}", hasher.finish())
}

/// Each token by its distance from the one before.
fn in_protocol(spec: &Spec<'_>, tokens: Vec<Token>) -> Vec<SemanticToken> {
    let (mut line, mut start) = (0, 0);
    let told = tokens.into_iter().map(|token| {
        let range = spec.range(token.span);
        let delta_line = range.start.line.saturating_sub(line);
        if delta_line > 0 {
            start = 0;
        }
        let told = SemanticToken {
            delta_line,
            delta_start: range.start.character.saturating_sub(start),
            length: range.end.character.saturating_sub(range.start.character),
            token_type: token.kind as u32,
            token_modifiers_bitset: token.modifiers.bits(),
        };
        (line, start) = (range.start.line, range.start.character);
        told
    });
    told.collect()
}

/// The one change that makes the second of the first; none when they are equal.
fn change(before: &[SemanticToken], after: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    if before == after {
        return None;
    }
    let pairs = before.iter().zip(after);
    let head = pairs.take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - head;
    let pairs = before.iter().rev().zip(after.iter().rev());
    let tail = pairs.take(most).take_while(|(a, b)| a == b).count();
    let new = after.get(head..after.len() - tail).unwrap_or_default();
    let in_numbers = |tokens: usize| u32::try_from(tokens * NUMBERS).unwrap_or(u32::MAX);
    Some(SemanticTokensEdit {
        start: in_numbers(head),
        delete_count: in_numbers(before.len() - tail - head),
        data: (!new.is_empty()).then(|| new.to_vec()),
    })
}

/// So many numbers tell a token.
const NUMBERS: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    fn token(length: u32) -> SemanticToken {
        SemanticToken {
            delta_line: 1,
            delta_start: 2,
            length,
            token_type: 0,
            token_modifiers_bitset: 0,
        }
    }

    fn changed(before: &[u32], after: &[u32]) -> Option<(u32, u32, Vec<u32>)> {
        let tokens = |lengths: &[u32]| lengths.iter().map(|l| token(*l)).collect::<Vec<_>>();
        let edit = change(&tokens(before), &tokens(after))?;
        let data = edit.data.unwrap_or_default();
        let data = data.iter().map(|token| token.length).collect();
        Some((edit.start, edit.delete_count, data))
    }

    #[test]
    fn a_change_is_what_lies_between_what_stays() {
        assert_eq!(changed(&[1, 2, 3], &[1, 2, 3]), None);
        assert_eq!(changed(&[1, 2, 3], &[1, 4, 3]), Some((5, 5, vec![4])));
        assert_eq!(changed(&[1, 3], &[1, 2, 3]), Some((5, 0, vec![2])));
        assert_eq!(changed(&[1, 2, 3], &[1, 3]), Some((5, 5, vec![])));
        assert_eq!(changed(&[7, 7], &[7, 7, 7]), Some((10, 0, vec![7])));
        assert_eq!(changed(&[7, 7, 7], &[7]), Some((5, 10, vec![])));
        assert_eq!(changed(&[], &[1]), Some((0, 0, vec![1])));
        assert_eq!(changed(&[1], &[]), Some((0, 5, vec![])));
    }
}
