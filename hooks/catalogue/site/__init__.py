"""Pages of stories: planned, filled into shells of the theme, written."""
