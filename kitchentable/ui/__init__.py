"""The look of every page: templates, tags, forms, styles, icons, error pages and the page checker."""
