"""The machine pre-review of an APP (mini-programs and quick apps too): its name, and the platforms that it runs on."""

from collections.abc import Iterator

from app.domain.app_identity import PlatformForms, is_plausible_key, platform_forms
from app.domain.app_names import app_name_findings
from app.domain.check_rules import CheckContext
from app.domain.filing_body import AppPlatform, Service, Subject
from app.domain.findings import Finding
from app.domain.service_rules import ServiceRule
from app.domain.website_names import NameCheck


def app_findings(service: Service, pointer: str, subject: Subject, context: CheckContext) -> Iterator[Finding]:
    """Check the name and the platforms."""
    if service.name:
        asked = NameCheck(service.name, subject.nature, subject.name)
        yield from app_name_findings(asked, f"{pointer}/name", context.as_of, context.rulebook)
    for index, platform in enumerate(service.platforms):
        yield from _platform_findings(platform, f"{pointer}/platforms/{index}", service.name, context)
    yield from _duplicate_findings(service.platforms, f"{pointer}/platforms", context)


def _platform_findings(
    one: AppPlatform, pointer: str, app_name: str | None, context: CheckContext
) -> Iterator[Finding]:
    """Check that a platform is entered whole, under the APP's name and in the forms that it has there."""
    yield from context.missing(
        pointer,
        platform=one.platform,
        package_name=one.package_name,
        public_key=one.public_key,
        fingerprint=one.fingerprint,
    )
    if one.name and app_name and one.name != app_name:
        yield context.finding(ServiceRule.APP_NAME_DIFFERS, f"{pointer}/name", name=app_name)
    if one.public_key and not is_plausible_key(one.public_key, context.as_of, context.rulebook):
        yield context.finding(ServiceRule.PUBLIC_KEY_BAD, f"{pointer}/public_key")
    forms = platform_forms(one.platform, context.as_of, context.rulebook) if one.platform else None
    if forms is not None:
        yield from _form_findings(one, pointer, forms, context)


def _form_findings(one: AppPlatform, pointer: str, forms: PlatformForms, context: CheckContext) -> Iterator[Finding]:
    """Check the forms that differ by platform."""
    if one.package_name and not forms.is_package_name(one.package_name):
        facts = {"platform": forms.label, "example": forms.example}
        yield context.finding(ServiceRule.PACKAGE_NAME_BAD, f"{pointer}/package_name", **facts)
    if one.fingerprint and not forms.is_fingerprint(one.fingerprint):
        facts = {"platform": forms.label, "digest": forms.digest, "digits": str(forms.hex_digits)}
        yield context.finding(ServiceRule.FINGERPRINT_BAD, f"{pointer}/fingerprint", **facts)


def _duplicate_findings(platforms: tuple[AppPlatform, ...], pointer: str, context: CheckContext) -> Iterator[Finding]:
    """Find packages that are entered twice for one platform; several packages on one platform are no fault."""
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(platforms):
        if one.platform is None or one.package_name is None:
            continue
        if (one.platform, one.package_name) in seen:
            yield context.finding(ServiceRule.PLATFORM_DUPLICATE, f"{pointer}/{index}/package_name")
        seen.add((one.platform, one.package_name))
