"""What can be found: entries, words, the index."""
