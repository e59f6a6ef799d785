"""A bare Django beside the product: what the same work costs without any of ours."""
