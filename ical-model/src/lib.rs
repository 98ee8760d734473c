//! What does this calendar say?
