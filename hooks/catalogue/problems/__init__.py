"""What can be wrong with a source, gathered and told in the words an editor reads."""
