"""What the regions say of papers that are wanted anyway: who signs, which originals, what else will do.

It goes into the notes of the paper that it is about. Papers that a region wants beside are rows of the requirement
tables (`materials.by_region.*`).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from app.domain.check_rules import CheckContext
from app.domain.material_places import PaperQuestion
from app.domain.materials import MaterialKind
from app.domain.region_checks import acting_rules, binds
from app.domain.rulebook import Rulebook
from app.domain.texts import Text

_CERTIFICATES = (MaterialKind.SUBJECT_CERTIFICATE, MaterialKind.PRINCIPAL_ID_FRONT)
_LETTERS = (MaterialKind.AUTHORIZATION_LETTER, MaterialKind.COMMITMENT_LETTER)
_UNIT_PAPER = (MaterialKind.SUBJECT_CERTIFICATE,)

PAPERS_OF_FAMILIES: Mapping[str, tuple[MaterialKind, ...]] = MappingProxyType(
    {
        "change.rename_screenshot": (MaterialKind.NAME_CHANGE_LETTER,),
        "materials.domain_real_name_screenshot": (MaterialKind.DOMAIN_CERTIFICATE,),
        "materials.e_licence": _UNIT_PAPER,
        "materials.foreign_invested_local_licence": _UNIT_PAPER,
        "materials.individual_copy_fingerprint": (MaterialKind.PRINCIPAL_ID_FRONT,),
        "materials.letter_validity": _LETTERS,
        "materials.licence_copy_number": _UNIT_PAPER,
        "materials.licence_fields": _UNIT_PAPER,
        "materials.licence_seal": _UNIT_PAPER,
        "materials.originals": _CERTIFICATES,
        "materials.originals_only": _CERTIFICATES,
        "materials.party_building_letter": (MaterialKind.OTHER,),
        "materials.register_status": _UNIT_PAPER,
        "materials.stamped_copies": _CERTIFICATES,
        "materials.temporary_id": (MaterialKind.PRINCIPAL_ID_FRONT,),
        "materials.watermark": _CERTIFICATES,
        "prior_approval.images_per_item": (MaterialKind.PRE_APPROVAL,),
    }
)
"""The papers that the rules of a family speak of."""


def notes_of_region(
    question: PaperQuestion, as_of: date, rulebook: Rulebook
) -> Mapping[MaterialKind, tuple[Text, ...]]:
    """Return what the rules of the subject's region say of each kind of paper."""
    context = CheckContext(question.filing_type, as_of, rulebook, question.regions)
    rules, notes = rulebook.region_rules, dict[MaterialKind, tuple[Text, ...]]()
    for family, rule in acting_rules(question.body, context).items():
        if family in PAPERS_OF_FAMILIES and binds(rule, rules.families[family]):
            for kind in PAPERS_OF_FAMILIES[family]:
                notes[kind] = (*notes.get(kind, ()), rules.message(rule), rules.remedy(rule))
    return notes


def with_notes(notes: Text, others: tuple[Text, ...]) -> Text:
    """Return notes followed by others, which are sentences."""
    if not others:
        return notes
    return Text(
        "。".join((notes.zh.rstrip("。"), "".join(one.zh for one in others))),
        ". ".join((notes.en.rstrip("."), " ".join(one.en for one in others))),
    )
