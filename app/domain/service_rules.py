"""What the machine pre-review says of services beside what it says of every filing."""

from enum import StrEnum


class ServiceRule(StrEnum):
    """The rules asked for here."""

    FIELD_NOT_OF_KIND = "findings.field_not_of_kind"
    DOMAIN_NAME_BAD = "findings.domain_name_bad"
    DOMAIN_NOT_REGISTRABLE = "findings.domain_not_registrable"
    DOMAIN_TOO_DEEP = "findings.domain_too_deep"
    WWW_DOMAIN = "findings.www_domain"
    APP_NAME_DIFFERS = "findings.app_name_differs"
    PACKAGE_NAME_BAD = "findings.package_name_bad"
    PUBLIC_KEY_BAD = "findings.public_key_bad"
    FINGERPRINT_BAD = "findings.fingerprint_bad"
    PLATFORM_DUPLICATE = "findings.platform_duplicate"
    CONTENT_NEEDS_APPROVAL = "findings.prior_approvals.content_needs"
    CONTENT_MAY_NEED_APPROVAL = "findings.prior_approvals.content_may_need"
    NAME_NEEDS_APPROVAL = "findings.prior_approvals.name_needs"
    NAME_MAY_NEED_APPROVAL = "findings.prior_approvals.name_may_need"
    APPROVAL_PAPER = "findings.prior_approval_paper"
    APPROVAL_NOT_FOR_INDIVIDUAL = "findings.prior_approval_not_for_individual"
    APP_DOMAIN_LEVELS = "services.app_domain_levels"
