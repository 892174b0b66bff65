"""Taking over the body of an older filing leaves what was verified, and what is on file, as it is."""

from dataclasses import replace

import pytest

from app.domain.filing_body import CertificateType, FilingBody, Subject
from app.usecases.filing_copies import copied_body
from tests.domain.a_filing import a_website, an_enterprise

OLD = FilingBody(an_enterprise(name="旧名称有限公司"), (a_website(id="svc_old"),), remark="备注")


def verified(**certificate: object) -> FilingBody:
    known = an_enterprise().certificate
    assert known is not None
    verified = replace(known, address=None, valid_from=None, **certificate)  # type: ignore[arg-type]  # of the test
    subject = Subject(nature=OLD.subject.nature, region="410100", certificate=verified)
    return FilingBody(subject, (a_website(id="svc_new", domains=("new.cn",)),))


def test_what_was_entered_is_taken_over_and_the_verified_name_and_id_stay() -> None:
    body = copied_body(OLD, verified(), subject_stays=False)

    assert (body.subject.name, body.remark) == ("旧名称有限公司", "备注")
    assert body.subject.certificate == OLD.subject.certificate
    assert [(one.id, one.domains) for one in body.services] == [("svc_new", ("new.cn",))]
    assert body.services[0].principal == OLD.services[0].principal


def test_the_verified_type_of_a_certificate_stays_beside_what_the_old_filing_knows_of_it() -> None:
    body = copied_body(OLD, verified(type=CertificateType.UNIFIED_SOCIAL_CREDIT_CODE), subject_stays=False)

    assert OLD.subject.certificate is not None
    expected = replace(OLD.subject.certificate, type=CertificateType.UNIFIED_SOCIAL_CREDIT_CODE)
    assert body.subject.certificate == expected


def test_nothing_is_taken_over_of_another_certificate() -> None:
    new = verified(number="91410100MA9XXXX03D")

    assert copied_body(OLD, new, subject_stays=False).subject.certificate == new.subject.certificate


@pytest.mark.parametrize("name", ["新名称有限公司", None])
def test_a_subject_that_is_on_file_and_no_matter_of_the_filing_stays_as_it_is(name: str | None) -> None:
    on_file = replace(verified(), subject=an_enterprise(name=name))

    body = copied_body(OLD, on_file, subject_stays=True)

    assert body.subject == on_file.subject
    assert body.remark == "备注"
