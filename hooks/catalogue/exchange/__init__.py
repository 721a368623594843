"""What other programs and sites get: feeds, data, snippets, maps."""
