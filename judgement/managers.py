from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from judgement.models import Proposal  # noqa: F401 - named in the base class below


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals; who may see which is in selectors."""
