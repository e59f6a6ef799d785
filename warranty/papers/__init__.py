"""The papers of 三包 as data for their layouts (6.3, 6.5, 6.6, 6.8); what is printed is what the page shows."""

from warranty.papers.claim import claim_paper, shipping_paper
from warranty.papers.fee import fee_paper
from warranty.papers.report import pictures_of, report_paper

__all__ = ["claim_paper", "fee_paper", "pictures_of", "report_paper", "shipping_paper"]
