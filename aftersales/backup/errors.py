class BackupError(Exception):
    """A backup cannot be made, believed or restored; the text says why and what to do."""
