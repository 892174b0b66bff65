"""Which places may be changed."""

from app.domain.editable_fields import editable_fields, fields_found_fault_with
from app.domain.filing_body import FilingBody, Service, ServiceKind

BODY = FilingBody(
    services=(Service("svc_1", ServiceKind.WEBSITE), Service("svc_2", ServiceKind.APP)),
)


def test_everything_but_what_was_verified_may_be_changed() -> None:
    places = editable_fields(BODY)

    assert {"/subject/name", "/subject/principal", "/services/0/name", "/services/1/principal", "/remark"} <= set(
        places
    )
    assert not {"/subject/nature", "/subject/certificate/number", "/services/0/domains", "/services/1/name"} & set(
        places
    )


def test_a_fault_of_a_person_opens_the_whole_person_and_the_remark_and_nothing_else() -> None:
    opened = fields_found_fault_with(BODY, ("/services/0/principal/mobile", "/services/0/name"))

    assert opened == ("/services/0/principal", "/services/0/name", "/remark")


def test_a_fault_in_what_was_verified_opens_only_the_remark() -> None:
    assert fields_found_fault_with(BODY, ("/subject/certificate/number",)) == ("/remark",)


def test_a_fault_of_a_whole_certificate_opens_what_of_it_was_not_verified() -> None:
    opened = fields_found_fault_with(BODY, ("/subject/certificate",))

    assert opened == (
        "/subject/certificate/address",
        "/subject/certificate/valid_from",
        "/subject/certificate/valid_until",
        "/remark",
    )
