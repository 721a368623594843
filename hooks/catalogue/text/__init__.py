"""Text in and out of HTML and files: knows nothing of stories or modules."""
