"""The rules that the catalogue of rejections asks for: one a code, and the two tables about codes and numbers."""

from enum import StrEnum


class RejectionRule(StrEnum):
    """The rules of the codes; the code is the last part of the id.

    `findings.*` are those that the machine pre-review asks for too: what it and a reviewer both say is one rule.
    """

    SITE_NAME_BAD = "rejections.site_name_bad"
    SITE_CONTENT_BAD = "rejections.site_content_bad"
    PRIOR_APPROVAL_MISSING = "rejections.prior_approval_missing"
    DOMAIN_NO_REALNAME = "rejections.domain_no_realname"
    DOMAIN_HOLDER_MISMATCH = "rejections.domain_holder_mismatch"
    DOMAIN_REGISTRAR_UNAPPROVED = "rejections.domain_registrar_unapproved"
    TLD_UNAPPROVED = "rejections.tld_unapproved"
    DOMAIN_EXPIRED = "rejections.domain_expired"
    DOMAIN_RESOLVING = "rejections.domain_resolving"
    FILED_SITE_UNREACHABLE = "rejections.filed_site_unreachable"
    FOOTER_MISSING = "rejections.footer_missing"
    PRINCIPAL_NOT_LEGAL_REP = "findings.principal_not_legal_rep"
    PHONE_NOT_LOCAL = "rejections.phone_not_local"
    PHONE_USED_ELSEWHERE = "rejections.phone_used_elsewhere"
    PHONE_SAME_FOR_BOTH = "findings.phone_same_for_both"
    PHONE_UNREACHABLE = "rejections.phone_unreachable"
    EMERGENCY_PHONE_DUPLICATE = "findings.emergency_phone_duplicate"
    CERT_IMAGE_BAD = "rejections.cert_image_bad"
    CERT_EXPIRING = "findings.cert_expiring"
    LIVENESS_FAILED = "rejections.liveness_failed"
    CROSS_PROVINCE = "rejections.cross_province"
    GOV_DATA_MISMATCH = "rejections.gov_data_mismatch"
    TYPE_WRONG = "rejections.type_wrong"
    SUBJECT_ALREADY_FILED = "rejections.subject_already_filed"
    OPEN_ORDER_SAME_CERT = "rejections.open_order_same_cert"
    SERVER_EXPIRED = "rejections.server_expired"
    SUBJECT_CONFLICT = "rejections.subject_conflict"
    DOMAIN_CONFLICT = "rejections.domain_conflict"
    SHELL_SUBJECT = "rejections.shell_subject"
    PRINCIPAL_CERT_REUSED = "rejections.principal_cert_reused"
    SMS_TIMEOUT = "rejections.sms_timeout"
    SMS_ATTEMPTS = "rejections.sms_attempts"
    AUTHORITY_REFUSED = "rejections.authority_refused"
    SUBJECT_BLACKLISTED = "rejections.subject_blacklisted"
    SERVICE_BLACKLISTED = "rejections.service_blacklisted"
    SUBJECT_NATURE_REFUSED = "rejections.subject_nature_refused"
    PROVINCE_FIXED = "rejections.province_fixed"
    CERT_REFUSED = "rejections.cert_refused"
    CONTACT_DATA_BAD = "rejections.contact_data_bad"
    MOBILE_BAD = "findings.mobile_bad"
    EMAIL_BAD = "findings.email_bad"
    FIELD_REQUIRED = "findings.field_required"
    REGION_UNKNOWN = "findings.region_unknown"
    DOMAIN_BAD = "rejections.domain_bad"
    SITE_NAME_TAKEN = "rejections.site_name_taken"
    HOME_URL_TAKEN = "rejections.home_url_taken"
    HOME_URL_BAD = "rejections.home_url_bad"
    HOME_URL_WITHOUT_DOMAIN = "findings.home_url_without_domain"
    LANGUAGE_UNKNOWN = "findings.language_unknown"
    IP_INVALID = "findings.ip_invalid"
    IP_CONFLICT = "rejections.ip_conflict"
    VERIFICATION_SHEET_MISMATCH = "rejections.verification_sheet_mismatch"
    ALREADY_REPORTED = "rejections.already_reported"
    NOT_ON_RECORD = "rejections.not_on_record"
    NOT_OURS_TO_CHANGE = "rejections.not_ours_to_change"
    ALREADY_DEREGISTERED = "rejections.already_deregistered"
    ALREADY_REQUESTED = "rejections.already_requested"
    LAST_ACCESS = "rejections.last_access"
    CHANGE_UNDER_WAY = "rejections.change_under_way"
    DEREGISTRATION_UNDER_WAY = "rejections.deregistration_under_way"
    TOO_MANY_CHANGES = "rejections.too_many_changes"
    IP_NOT_REPORTED = "rejections.ip_not_reported"
    PROVIDER_REPORT_FAULTY = "rejections.provider_report_faulty"
    PROVIDER_RIGHT_MISSING = "rejections.provider_right_missing"

    @property
    def rejection_code(self) -> str:
        """Return the code that clients see."""
        return self.value.rsplit(".", 1)[-1]


class RejectionTable(StrEnum):
    """The tables: who uses each code and where, and what the authority's result numbers mean."""

    CATALOGUE = "rejections.catalogue"
    AUTHORITY_RESULTS = "rejections.authority_results"
