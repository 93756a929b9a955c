//! The trigger language as a whole: what is read, what it comes to mean, and what is said about mistakes.

mod form;
mod meaning;
mod messages;
