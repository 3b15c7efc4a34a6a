//! Inputs that start with a number, which selects the decoder of the rest.

/// The size of the number: two bytes, little endian.
const LENGTH: usize = 2;

/// Returns the number and the rest.
pub fn parts(input: &[u8]) -> Option<(u16, &[u8])> {
    let (number, rest) = input.split_first_chunk::<LENGTH>()?;
    Some((u16::from_le_bytes(*number), rest))
}

pub fn input(number: u16, rest: &[u8]) -> Vec<u8> {
    [&number.to_le_bytes(), rest].concat()
}

/// Mutates the rest with `change`, which is called with the buffer after the number, its size and its maximum size.
/// Returns the new size of the whole input.
pub fn mutate(
    data: &mut [u8],
    size: usize,
    max_size: usize,
    change: impl FnOnce(&mut [u8], usize, usize) -> Option<usize>,
) -> Option<usize> {
    let rest = data.get_mut(LENGTH..)?;
    let changed = change(rest, size.checked_sub(LENGTH)?, max_size.checked_sub(LENGTH)?)?;
    Some(changed + LENGTH)
}
