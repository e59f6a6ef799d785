"""What `make` calls. `setup` and `run` use the standard library only: they work before anything is installed."""
