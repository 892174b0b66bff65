"""What the pre-review says of a certificate, in words."""

import pytest

from app.domain.checks_subject import subject_findings
from app.domain.filing_body import Certificate, SubjectNature
from app.domain.filing_body import CertificateType as Type
from app.domain.findings import Finding
from app.domain.subject_catalog import certificates_of, label_of_certificate
from tests.domain.a_filing import CONTEXT, an_enterprise
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK


def found(code: str, nature: SubjectNature, certificate: Certificate) -> list[Finding]:
    subject = an_enterprise(nature=nature, certificate=certificate)
    return [one for one in subject_findings(subject, CONTEXT) if one.code == code]


@pytest.mark.parametrize("nature", SubjectNature)
def test_a_paper_is_either_listed_for_a_nature_or_refused_with_the_papers_that_are(nature: SubjectNature) -> None:
    allowed = certificates_of(nature, TODAY, RULEBOOK)
    labels = [label_of_certificate(each, TODAY, RULEBOOK) for each in allowed]

    refused = {type_: found("cert_type_not_for_nature", nature, Certificate(type_, "1")) for type_ in Type}

    assert {type_ for type_, findings in refused.items() if not findings} == set(allowed)
    for one in (each for findings in refused.values() for each in findings):
        assert one.pointer == "/subject/certificate/type"
        assert "catalog.certificates" in one.message.zh
        assert "catalog.certificates" in one.message.en
        assert all(each.zh in one.message.zh and each.en in one.message.en for each in labels)


def test_an_unknown_beginning_of_a_credit_code_is_named() -> None:
    certificate = Certificate(Type.BUSINESS_LICENSE, "94410100MA9A1B2C3B")
    (one,) = found("credit_code_prefix_unknown", SubjectNature.ENTERPRISE, certificate)

    assert "94" in one.message.zh
    assert "94" in one.message.en


def test_a_paper_that_always_ends_is_named() -> None:
    certificate = Certificate(Type.HK_MACAO_PERMIT, "H1234567801")
    (one,) = found("cert_end_required", SubjectNature.INDIVIDUAL, certificate)

    assert "港澳居民来往内地通行证" in one.message.zh
    assert one.pointer == "/subject/certificate/valid_until"
