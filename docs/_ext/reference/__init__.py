"""The reference pages, written from the code itself while the documentation is built; nothing here is kept by hand."""
