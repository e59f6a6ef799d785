"""The strict shape of a book, one module a concern; `document.Document` is the whole."""
