mod form;
mod meaning;
mod messages;
