//! An answer as far as it has come.

use bytes::Bytes;
use http::Response;

use super::TransportError;

/// What of an answer is there: nothing, or its head and the beginning of its body.
#[derive(Default)]
pub(super) struct Arrived {
    head: Option<Response<()>>,
    /// A body in one piece, as most are, is taken as it is.
    piece: Bytes,
    /// A body in several pieces.
    pieces: Vec<u8>,
}

impl Arrived {
    pub(super) fn head(&mut self, head: Response<()>) {
        self.head = Some(head);
    }

    /// Adds to the body as long as it has at most `limit` bytes.
    pub(super) fn push(&mut self, mut piece: Bytes, limit: usize) -> Result<(), TransportError> {
        let room = limit.saturating_sub(self.piece.len() + self.pieces.len());
        let fits = piece.len() <= room;
        piece.truncate(room);
        if self.piece.is_empty() && self.pieces.is_empty() {
            self.piece = piece;
        } else {
            if self.pieces.is_empty() {
                self.pieces = std::mem::take(&mut self.piece).into();
            }
            self.pieces.extend_from_slice(&piece);
        }
        if fits { Ok(()) } else { Err(TransportError::too_large(limit)) }
    }

    /// The answer; or why it is not complete, with what there is.
    pub(super) fn finish(self, result: Result<(), TransportError>) -> Result<Response<Bytes>, TransportError> {
        let body = if self.pieces.is_empty() { self.piece } else { self.pieces.into() };
        let answer = self.head.map(|head| head.map(|()| body));
        match (result, answer) {
            (Ok(()), Some(answer)) => Ok(answer),
            (Ok(()), None) => Err(TransportError::broken("there is no answer")),
            (Err(error), Some(answer)) => Err(error.with_partial_answer(answer)),
            (Err(error), None) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(pieces: &[&'static str], limit: usize) -> (Bytes, bool) {
        let mut arrived = Arrived::default();
        arrived.head(Response::new(()));
        let mut pieces = pieces.iter().map(|piece| Bytes::from_static(piece.as_bytes()));
        let result = pieces.try_for_each(|piece| arrived.push(piece, limit));
        match arrived.finish(result) {
            Ok(answer) => (answer.into_body(), true),
            Err(error) => (error.into_parts("").1.unwrap().into_body(), false),
        }
    }

    #[test]
    fn pieces_are_joined_up_to_the_limit() {
        for (pieces, limit, wanted, complete) in [
            (&[][..], 0, "", true),
            (&["abc"], 3, "abc", true),
            (&["abc"], 2, "ab", false),
            (&["", "abc", "", "de"], 5, "abcde", true),
            (&["abc", "de", "f"], 4, "abcd", false),
            (&["abc", "d"], 3, "abc", false),
        ] {
            assert_eq!(body(pieces, limit), (Bytes::from(wanted), complete), "{pieces:?}");
        }
    }

    #[test]
    fn one_piece_is_not_copied() {
        const PIECE: &str = "[1]";
        assert_eq!(body(&[PIECE], 9).0.as_ptr(), PIECE.as_ptr());
    }
}
