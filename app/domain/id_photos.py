"""Which paper bears the photo that somebody's face is compared with."""

from collections.abc import Sequence

from app.domain.filing_body import FilingBody, Person
from app.domain.material_places import number_of
from app.domain.materials import Material, MaterialKind
from app.domain.named_people import people_of

_KINDS = (MaterialKind.PRINCIPAL_ID_FRONT, MaterialKind.AGENT_ID_FRONT)


def id_photo(body: FilingBody, materials: Sequence[Material], pointer: str) -> Material | None:
    """Return the newest paper with the photo of the person at a place: one person hands it in once, for any role."""
    people = people_of(body)
    number = number_of(people.get(pointer) or Person())
    same = {place for place, person in people.items() if number is not None and number_of(person) == number}
    mine = [one for one in materials if one.kind in _KINDS and one.for_pointer in {pointer, *same}]
    # A paper of just this place says most; the newest is what was mended.
    return max(mine, key=lambda one: (one.for_pointer == pointer, one.created_at, one.id), default=None)
