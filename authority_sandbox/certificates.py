"""Which certificates (证件) stand for the same subject."""

_PERSONAL = frozenset(
    {
        "resident_id",
        "passport",
        "hk_macao_permit",
        "taiwan_permit",
        "foreigner_permanent_residence",
        "hk_macao_residence_permit",
        "taiwan_residence_permit",
    }
)


def family_of(certificate_type: str) -> str:
    """Return the family: each personal paper is one of its own, all papers of units are one.

    A unit's number is the same on its business licence and on its other papers, so the type does not part them.
    """
    return certificate_type if certificate_type in _PERSONAL else "unit"


def plain_number(number: str) -> str:
    """Return a certificate number as it is compared: no spaces around it, letters in upper case."""
    return number.strip().upper()
