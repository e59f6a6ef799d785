"""`make bench`: every line of the speed goals beside its floor, in the same run, on PostgreSQL and gunicorn."""
