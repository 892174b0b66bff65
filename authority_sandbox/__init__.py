"""A stand-in for the authority's side (省管局, 工信部) on a laptop: it knows nothing of the service that calls it."""
