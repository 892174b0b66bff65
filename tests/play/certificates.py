"""Certificates of the cast, drawn with the service's own font and photographed a little askew."""

import io
from importlib.resources import files
from pathlib import Path

from app.demo.people import Applicant, Person
from app.domain.recognition import CertificateDocument
from bench.recognition.cards import drawn
from bench.recognition.holders import Card
from bench.recognition.shots import photographed

FONT = (Path(str(files("app.papers"))) / "fonts" / "NotoSansCJKscSubset-Regular.ttf", 0)
A_LITTLE: dict[str, list[float]] = {
    "rotation_degrees": [-4, 4],
    "perspective": [0, 0.02],
    "blur_sigma": [0.3, 0.8],
    "noise_sigma": [0, 4],
    "jpeg_quality": [75, 90],
    "brightness": [0.9, 1.0],
    "shade": [0, 0.1],
    "margin": [0.05, 0.06],
    "background": [90, 120],
}


def id_front(person: Person, **changes: str) -> Card:
    """The side with the portrait."""
    number = person.certificate_number
    fields = {
        "name": person.name,
        "sex": "男" if int(number[16]) % 2 else "女",
        "nation": "汉",
        "birth": f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
        "address": str(person.certificate()["address"]),
        "number": number,
    }
    return Card(CertificateDocument.RESIDENT_ID_FRONT, "card", fields | changes)


def id_back() -> Card:
    """The side with the issuing authority."""
    fields = {"authority": "郑州市公安局金水分局", "valid_from": "2018-05-01", "valid_to": "2038-05-01"}
    return Card(CertificateDocument.RESIDENT_ID_BACK, "card", fields)


def license_of(who: Applicant, layout: str = "two_columns") -> Card:
    """A business licence."""
    fields = {
        "name": who.subject_name,
        "unified_social_credit_code": who.certificate_number,
        "type": "有限责任公司(自然人独资)",
        "legal_representative": who.principal.name,
        "capital": "壹佰万元整",
        "established_on": "2019-05-01",
        "valid_from": "2019-05-01",
        "valid_to": "长期",
        "address": str(who.subject()["certificate"]["address"]),
        "scope": "计算机软硬件的技术开发；技术咨询；技术服务。",
    }
    return Card(CertificateDocument.BUSINESS_LICENSE, layout, fields)


def photo(card: Card, width: int = 1200) -> bytes:
    """A JPEG of a card on a table."""
    return photographed(drawn(card, FONT, width), A_LITTLE, seed=7)


def scan(card: Card, width: int = 1600) -> bytes:
    """A PDF of one page, the card on it."""
    out = io.BytesIO()
    drawn(card, FONT, width).save(out, "PDF", resolution=150.0)
    return out.getvalue()
