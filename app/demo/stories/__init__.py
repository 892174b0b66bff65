"""One story for each filing type (备案类型)."""

from collections.abc import Callable, Mapping

from app.demo.agreement import Ending
from app.demo.stage import Stage
from app.demo.stories.access import add_access, cancel_access
from app.demo.stories.added_services import add_service_elsewhere, add_service_here
from app.demo.stories.changes import change_both, change_service, change_subject
from app.demo.stories.claim import claim
from app.demo.stories.deregistrations import deregister_service, deregister_subject
from app.demo.stories.first_filing import first_filing
from app.demo.stories.migration import migrate_service
from app.demo.stories.transfer import transfer_account

Story = Callable[[Stage], Ending]

STORIES: Mapping[str, Story] = {
    "first_filing": first_filing,
    "add_service_here": add_service_here,
    "add_service_elsewhere": add_service_elsewhere,
    "add_access": add_access,
    "change_subject": change_subject,
    "change_service": change_service,
    "change_both": change_both,
    "deregister_subject": deregister_subject,
    "deregister_service": deregister_service,
    "cancel_access": cancel_access,
    "claim": claim,
    "migrate_service": migrate_service,
    "transfer_account": transfer_account,
}
