"""What Prometheus reads at `/metrics`: requests as counted here, and what the database knows about timers."""
