//! Paginated lists: pages with cursors (v2), and lists of ids with one object each (v1).

mod background;
mod cursor;
mod expand;
mod items;
mod pages;

use background::background;
pub use expand::{Expand, ExpandError};
pub use items::Items;
pub use pages::{Page, Pages};
