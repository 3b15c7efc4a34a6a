//! An input that begins with a number, which chooses what reads the rest.

/// Two bytes, the lower one first.
const LENGTH: usize = 2;

/// The number, and what it chooses the reader of.
pub fn parts(input: &[u8]) -> Option<(u16, &[u8])> {
    let (number, rest) = input.split_first_chunk::<LENGTH>()?;
    Some((u16::from_le_bytes(*number), rest))
}

pub fn input(number: u16, rest: &[u8]) -> Vec<u8> {
    [&number.to_le_bytes(), rest].concat()
}

/// Changes the rest by `change`, which gets the buffer behind the number, how much of it is in use, and how much may
/// be; gives the new size of all.
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
