"""Filing numbers (备案号): one serial per province and year, one sequence of services per subject."""

from datetime import datetime

from authority_sandbox.database import Connection
from authority_sandbox.working_days import BEIJING

# By the first two digits of a region code.
# fmt: off
ABBREVIATIONS = {
    "11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙",
    "21": "辽", "22": "吉", "23": "黑",
    "31": "沪", "32": "苏", "33": "浙", "34": "皖", "35": "闽", "36": "赣", "37": "鲁",
    "41": "豫", "42": "鄂", "43": "湘", "44": "粤", "45": "桂", "46": "琼",
    "50": "渝", "51": "蜀", "52": "黔", "53": "滇", "54": "藏",
    "61": "陕", "62": "陇", "63": "青", "64": "宁", "65": "新",
}
# fmt: on
SUFFIXES = {"website": "", "app": "A", "mini_program": "X", "quick_app": "K"}

_NEXT_SERIAL = """
    insert into number_serials (abbreviation, year, last_serial) values ($1, $2, 1)
    on conflict (abbreviation, year) do update set last_serial = number_serials.last_serial + 1
    returning last_serial
"""


async def next_subject_number(connection: Connection, region: str, now: datetime) -> str:
    """Allocate a subject number (主体备案号) of the region's province, never one that is taken."""
    abbreviation = ABBREVIATIONS[region[:2]]
    year = now.astimezone(BEIJING).year
    while True:
        serial: int = await connection.fetchval(_NEXT_SERIAL, abbreviation, year)
        number = f"{abbreviation}ICP备{year:04d}{serial:06d}号"
        if not await connection.fetchval("select exists (select from subjects where subject_number = $1)", number):
            return number


async def next_service_number(connection: Connection, subject_number: str, kind: str) -> str:
    """Allocate a service number of a subject; the sequence is shared by all kinds and never reused."""
    sequence: int = await connection.fetchval(
        "update subjects set last_sequence = last_sequence + 1 where subject_number = $1 returning last_sequence",
        subject_number,
    )
    return f"{subject_number}-{sequence}{SUFFIXES[kind]}"
