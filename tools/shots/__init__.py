"""`make screenshots`: the demo company in a scratch folder, every page as its user sees it, in two sizes."""
