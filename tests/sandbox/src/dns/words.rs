//! The words of a record's data.

/// Words that are read one after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'t> {
    rest: &'t str,
}

impl<'t> Words<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text.trim() }
    }

    /// Returns the text that was not read yet.
    pub(super) fn rest(&mut self) -> &'t str {
        std::mem::take(&mut self.rest)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    /// Returns the next word. White space between quotes does not end it.
    fn next(&mut self) -> Option<&'t str> {
        let mut is_quoted = false;
        let mut is_escaped = false;
        let is_end = |character: char| {
            let ends = character.is_whitespace() && !is_quoted && !is_escaped;
            is_quoted ^= character == '"' && !is_escaped;
            is_escaped = character == '\\' && !is_escaped;
            ends
        };
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        (!word.is_empty()).then_some(word)
    }
}
