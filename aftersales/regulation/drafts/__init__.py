"""Writing the next version of the regulation: draft, compare, try with stories, publish or give up."""
