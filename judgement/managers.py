from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    pass


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals; who may see which is in selectors."""
