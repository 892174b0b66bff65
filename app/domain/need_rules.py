"""The ids of the rules that speak of the need to file, each with its words and its source."""

from enum import StrEnum


class NeedRule(StrEnum):
    """The rules asked for here: why something must be filed or not, and what to know about it."""

    # Must it be filed?
    DOMAIN_ALONE = "filing_needs.domain_alone"
    OUTSIDE_MAINLAND = "filing_needs.outside_mainland"
    NO_OWN_NAME = "filing_needs.no_own_name"
    MAIL_NAME = "filing_needs.mail_name"
    BARE_IP = "filing_needs.bare_ip"
    APP_ON_MAINLAND = "filing_needs.app_on_mainland"
    STORAGE_NAME = "filing_needs.storage_name"
    WAF_SITE = "filing_needs.waf_site"
    SITE_BUILDER_SITE = "filing_needs.site_builder_site"
    GOVERNMENT_SITE = "filing_needs.government_site"
    WEBSITE_ON_MAINLAND = "filing_needs.website_on_mainland"
    # With whom?
    FILED_WITH_ANYBODY = "filing_needs.filed_with_anybody"
    FILED_HERE = "filing_needs.filed_here"
    FILED_WITH_ITS_PROVIDER = "filing_needs.filed_with_its_provider"
    # Is an access filing needed here?
    MAIL_ACCESS_OPTIONAL = "filing_needs.mail_access_optional"
    ACCESS_OF_FILED = "filing_needs.access_of_filed"
    FILING_BRINGS_ACCESS = "filing_needs.filing_brings_access"
    ACCESS_OF_SUBDOMAIN = "filing_needs.access_of_subdomain"
    NOTHING_SERVED_HERE = "filing_needs.nothing_served_here"
    # Is a licence needed?
    LICENCE_FOR_PAID = "filing_needs.licence_for_paid"
    FREE_NEEDS_NO_LICENCE = "filing_needs.free_needs_no_licence"
    LICENCE_IF_PAID = "filing_needs.licence_if_paid"
    # What to know.
    OPENS_AFTER_NUMBER = "filing_needs.opens_after_number"
    APP_OPENS_AFTER_NUMBER = "filing_needs.app_opens_after_number"
    UNFILED_IS_BLOCKED = "filing_needs.unfiled_is_blocked"
    PAUSE_RESOLUTION = "filing_needs.pause_resolution"
    ACCESS_AT_RISK = "filing_needs.access_at_risk"
    BOTH_NAMES = "filing_needs.both_names"
    ONLY_FILED_NAMES = "filing_needs.only_filed_names"
    NUMBERS_IN_FOOTER = "filing_needs.numbers_in_footer"
    REGISTERED_BEFOREHAND = "filing_needs.registered_beforehand"
    REAL_NAME_DAYS = "filing_needs.real_name_days"
    REAL_NAME_TERM = "filing_needs.real_name_term"
    RESOLVES_TO_THE_FILED = "filing_needs.resolves_to_the_filed"
    # Of the name.
    NAMES_BELOW_ARE_COVERED = "filing_needs.names_below_are_covered"
    NAME_NOT_ELIGIBLE = "filing_needs.name_not_eligible"
    NAME_OF_GOVERNMENT = "filing_needs.name_of_government"
    NOT_A_GOVERNMENT_BODY = "filing_needs.not_a_government_body"
    WHO_COUNTS = "filing_needs.who_counts_as_government"
    # Of questions that make no sense.
    INPUTS = "filing_needs.inputs"
    INPUT_NOT_OF_SCENARIO = "filing_needs.input_not_of_scenario"
    INPUTS_CONTRADICT = "filing_needs.inputs_contradict"
