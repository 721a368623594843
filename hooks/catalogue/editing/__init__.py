"""Tools of editors and owners: the command line, forms, guides, the preview."""
