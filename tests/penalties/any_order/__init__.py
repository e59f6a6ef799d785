"""A company whose people do anything in any order, and what must hold after every act (B.3)."""
