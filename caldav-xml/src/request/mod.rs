//! What a client asks, one file a method.

mod bind;
mod lock;
mod mkcalendar;
mod mkcol;
mod multiput;
mod propfind;
mod proppatch;
mod set;
mod share;

#[cfg(test)]
mod tests;
