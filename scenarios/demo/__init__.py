"""The demo company: people of every role, an installed base, and tickets in every state, made by the real services.

Everything is told relative to today and is the same every day; nothing is written but by acts.
"""
