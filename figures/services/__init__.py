"""Acts on figures: they are handed out, nothing else."""

from figures.services.export import export_figures

__all__ = ["export_figures"]
