"""The ids of the rules that type verification asks for, and its refusals in the order of the decision table."""

from enum import StrEnum


class RefusalCode(StrEnum):
    """Why no filing type is given. The order is that of the decision table; the profile's reasons come after it."""

    ORDER_IN_PROGRESS = "order_in_progress"
    CERTIFICATE_HAS_OPEN_ORDER = "certificate_has_open_order"
    SERVICE_HAS_OPEN_ORDER = "service_has_open_order"
    UNDER_REVIEW_ELSEWHERE = "under_review_elsewhere"
    ACCOUNT_BOUND_TO_OTHER_SUBJECT = "account_bound_to_other_subject"
    SUBJECT_IN_OTHER_ACCOUNT = "subject_in_other_account"
    BLACKLISTED = "blacklisted"
    DOMAIN_NOT_ELIGIBLE = "domain_not_eligible"
    DOMAIN_FILED_SUBJECT_NOT = "domain_filed_subject_not"
    SHELL_SUBJECT = "shell_subject"
    ALREADY_FILED_HERE = "already_filed_here"
    DOMAIN_OWNED_BY_OTHER_SUBJECT = "domain_owned_by_other_subject"
    INCONSISTENT_RECORD = "inconsistent_record"
    SUBJECT_NOT_SERVED = "subject_not_served"
    TYPE_NOT_ON_CHANNEL = "type_not_on_channel"
    SPLIT_ORDER = "split_order"


class TypeRule(StrEnum):
    """The rules asked for by type verification; `type.refusals.*` has a file for each RefusalCode."""

    LABELS = "type.labels"
    SHELL_DIRECT_ADD_PROVINCES = "type.shell_direct_add_provinces"
    GOVERNMENT_NAME_NATURES = "type.government_name_natures"
    GOVERNMENT_NAME_DOUBTFUL_NATURES = "type.government_name_doubtful_natures"

    FIRST_FILING = "type.first_filing"
    ADD_SERVICE_HERE = "type.add_service_here"
    ADD_SERVICE_ELSEWHERE = "type.add_service_elsewhere"
    ADD_ACCESS = "type.add_access"
    CLAIM = "type.claim"

    ORDER_IN_PROGRESS = "type.refusals.order_in_progress"
    CERTIFICATE_HAS_OPEN_ORDER = "type.refusals.certificate_has_open_order"
    SERVICE_HAS_OPEN_ORDER = "type.refusals.service_has_open_order"
    UNDER_REVIEW_ELSEWHERE = "type.refusals.under_review_elsewhere"
    ACCOUNT_BOUND_TO_OTHER_SUBJECT = "type.refusals.account_bound_to_other_subject"
    SUBJECT_IN_OTHER_ACCOUNT = "type.refusals.subject_in_other_account"
    BLACKLISTED = "type.refusals.blacklisted"
    DOMAIN_NOT_ELIGIBLE = "type.refusals.domain_not_eligible"
    DOMAIN_FILED_SUBJECT_NOT = "type.refusals.domain_filed_subject_not"
    SHELL_SUBJECT = "type.refusals.shell_subject"
    ALREADY_FILED_HERE = "type.refusals.already_filed_here"
    DOMAIN_OWNED_BY_OTHER_SUBJECT = "type.refusals.domain_owned_by_other_subject"
    INCONSISTENT_RECORD = "type.refusals.inconsistent_record"
    SUBJECT_NOT_SERVED = "type.refusals.subject_not_served"
    TYPE_NOT_ON_CHANNEL = "type.refusals.type_not_on_channel"
    SPLIT_ORDER = "type.refusals.split_order"

    NOT_REGISTRABLE = "type.domain.not_registrable"
    SUFFIX_UNAPPROVED = "type.domain.suffix_unapproved"
    REGISTRAR_UNAPPROVED = "type.domain.registrar_unapproved"
    EXPIRED = "type.domain.expired"
    OWNED_BY_ANOTHER = "type.domain.owned_by_another"
    GOVERNMENT_NAME_NOT_ALLOWED = "type.domain.government_name_not_allowed"

    DIFFERENT_TYPES = "type.split.different_types"
    TOO_MANY_SERVICES = "type.split.too_many_services"

    DOMAIN_UNKNOWN = "type.warnings.domain_unknown"
    DOMAIN_NOT_VERIFIED = "type.warnings.domain_not_verified"
    GOVERNMENT_NAME_DOUBTFUL = "type.warnings.government_name_doubtful"
    APP_NAME_FILED_BY_ANOTHER = "type.warnings.app_name_filed_by_another"
    RECORDED_UNDER_OTHER_PAPERS = "type.warnings.recorded_under_other_papers"
    EARLIER_SERVICES = "type.warnings.earlier_services"
    PHONE_ON_RECORD = "type.warnings.phone_on_record"
