"""From a region's code to that of its province; `app.domain.regions` knows their names."""


def province_of(region: str) -> str:
    """Return the code of the province that a 6-digit region code (GB/T 2260) lies in: 410105 → 410000."""
    return f"{region[:2]}0000"
