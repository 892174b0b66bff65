"""Which province a person's certificate is of."""

from app.domain.filing_body import Certificate, CertificateType
from app.domain.provinces import province_of
from app.domain.regions import Regions


def home_of(certificate: Certificate, regions: Regions) -> str | None:
    """Return the province (6 digits) of the address printed on a certificate; None where nothing tells it.

    As long as no address is told, the number's first digits are a hint: they keep the place where it was first given.
    """
    home = regions.province_named_in(certificate.address) if certificate.address else None
    if home is None and certificate.type is CertificateType.RESIDENT_ID and certificate.number:
        home = province_of(certificate.number)
    return home
