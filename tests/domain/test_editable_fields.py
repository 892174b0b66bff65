"""Which places may be changed."""

import pytest

from app.domain.editable_fields import editable_fields, every_place, fields_found_fault_with
from app.domain.filing_body import FilingBody, Person, Service, ServiceKind, Subject
from app.domain.filing_types import FilingType
from app.domain.filings import OnFile
from app.domain.frozen_fields import Frozen, frozen_fields
from tests.domain.a_filing import a_body, a_person, a_website, an_enterprise
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

BODY = FilingBody(
    services=(Service("svc_1", ServiceKind.WEBSITE), Service("svc_2", ServiceKind.APP)),
)
OF_THE_ORDER = ("/emergency_contacts", "/remark")


def frozen(
    filing_type: FilingType = FilingType.FIRST_FILING, body: FilingBody = BODY, record: FilingBody | None = None
) -> Frozen:
    on_file = None if record is None else OnFile(record, complete=True, subject_number="京ICP备2026000001号")
    return frozen_fields(filing_type, body, on_file, TODAY, RULEBOOK)


def test_everything_but_what_was_verified_may_be_changed() -> None:
    places = set(editable_fields(BODY, frozen()))

    assert {
        "/subject/name",
        "/subject/principal",
        "/subject/certificate/address",
        "/services/0/name",
        "/services/1/principal",
        "/services/1/domains",
        "/remark",
    } <= places
    assert (
        not {
            "/subject/nature",
            "/subject/certificate",
            "/subject/certificate/number",
            "/services/0/domains",
            "/services/1/name",
            "/services/0/id",
        }
        & places
    )


@pytest.mark.parametrize(
    "filing_type", [FilingType.DEREGISTER_SUBJECT, FilingType.DEREGISTER_SERVICE, FilingType.CANCEL_ACCESS]
)
def test_of_what_leaves_the_record_only_what_it_lacks_may_be_entered(filing_type: FilingType) -> None:
    body = FilingBody(
        Subject(name="示例科技有限公司", principal=Person(name="张三")),
        (Service("svc_1", ServiceKind.WEBSITE, access=a_website().access),),
    )

    places = set(editable_fields(body, frozen(filing_type, body, body)))

    assert {"/subject/region", "/subject/principal/mobile", "/subject/principal/certificate"} <= places
    assert {"/services/0/name", *OF_THE_ORDER} <= places
    assert not {"/subject/name", "/subject/principal", "/subject/principal/name", "/services/0/kind"} & places
    assert not [place for place in places if place.startswith("/services/0/access")]


def test_a_change_of_the_subject_opens_all_of_it_but_nature_and_region() -> None:
    record = FilingBody(an_enterprise())

    places = editable_fields(record, frozen(FilingType.CHANGE_SUBJECT, record, record))

    assert {"/subject/certificate", "/subject/name", "/subject/principal"} <= set(places)
    assert not {"/subject/nature", "/subject/region"} & set(places)


def test_a_change_of_a_service_opens_its_domains_for_taking_out_and_of_the_subject_what_is_lacking() -> None:
    record = a_body(an_enterprise(principal=a_person(email=None)))

    places = editable_fields(record, frozen(FilingType.CHANGE_SERVICE, record, record))

    assert {"/services/0/domains", "/services/0/name", "/subject/principal/email"} <= set(places)
    assert not {"/services/0/kind", "/subject/principal", "/subject/principal/mobile"} & set(places)


def test_a_reviewer_may_point_at_every_place_whether_it_may_be_changed_or_not() -> None:
    places = every_place(BODY)

    assert {"/subject/nature", "/subject/certificate", "/services/1/name", "/services/0/domains", "/remark"} <= set(
        places
    )
    assert "/services/0/id" not in places


def test_a_fault_of_a_person_opens_the_whole_person_and_the_remark_and_nothing_else() -> None:
    opened = fields_found_fault_with(BODY, ("/services/0/principal/mobile", "/services/0/name"), frozen())

    assert opened == ("/services/0/principal", "/services/0/name", "/remark")


def test_a_fault_in_what_was_verified_opens_only_the_remark() -> None:
    assert fields_found_fault_with(BODY, ("/subject/certificate/number",), frozen()) == ("/remark",)


def test_a_fault_of_a_whole_certificate_opens_what_of_it_was_not_verified() -> None:
    opened = fields_found_fault_with(BODY, ("/subject/certificate",), frozen())

    assert opened == (
        "/subject/certificate/address",
        "/subject/certificate/valid_from",
        "/subject/certificate/valid_until",
        "/remark",
    )


def test_a_fault_of_a_person_who_stays_as_filed_opens_what_the_record_lacks_of_the_person() -> None:
    record = a_body(an_enterprise(principal=a_person(mobile=None, email=None)))

    opened = fields_found_fault_with(
        record, ("/subject/principal/name",), frozen(FilingType.DEREGISTER_SUBJECT, record, record)
    )

    assert set(opened) == {
        "/subject/principal/mobile",
        "/subject/principal/email",
        "/subject/principal/is_legal_representative",
        "/subject/principal/certificate/address",
        "/remark",
    }
