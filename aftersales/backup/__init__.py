"""One file that holds the whole company: database, uploads, and a manifest by which a restore is proved."""
