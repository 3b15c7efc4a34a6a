//! A response while it is received.

use bytes::Bytes;
use http::Response;

use super::TransportError;

/// The received part of a response: nothing yet, or the head and the beginning of the body.
#[derive(Default)]
pub(super) struct BodyBuffer {
    head: Option<Response<()>>,
    /// A body in a single piece, the common case, is not copied.
    piece: Bytes,
    /// A body in several pieces.
    pieces: Vec<u8>,
}

impl BodyBuffer {
    pub(super) fn head(&mut self, head: Response<()>) {
        self.head = Some(head);
    }

    /// Appends to the body, up to `limit` bytes in total.
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

    /// Returns the response, or an error that contains the received part.
    pub(super) fn finish(self, result: Result<(), TransportError>) -> Result<Response<Bytes>, TransportError> {
        let body = if self.pieces.is_empty() { self.piece } else { self.pieces.into() };
        let response = self.head.map(|head| head.map(|()| body));
        match (result, response) {
            (Ok(()), Some(response)) => Ok(response),
            (Ok(()), None) => Err(TransportError::broken("no response")),
            (Err(error), Some(response)) => Err(error.with_partial_response(response)),
            (Err(error), None) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(pieces: &[&'static str], limit: usize) -> (Bytes, bool) {
        let mut buffer = BodyBuffer::default();
        buffer.head(Response::new(()));
        let mut pieces = pieces.iter().map(|piece| Bytes::from_static(piece.as_bytes()));
        let result = pieces.try_for_each(|piece| buffer.push(piece, limit));
        match buffer.finish(result) {
            Ok(response) => (response.into_body(), true),
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
