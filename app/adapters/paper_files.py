"""What a process that reads a stranger's file may open: the program's own files, and none of the service's (Landlock).

It runs as the same user as the service, whose keyring and papers lie in files that this user can read, and whose
environment and memory `/proc` shows to this user. A kernel without Landlock (before 5.13, or built without it) leaves
that open; everything else that bounds the process holds there too.
"""

import ctypes
import os
import platform
import struct
import sys
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ_FILE, _READ_DIRECTORY = 1 << 2, 1 << 3
_EVERY_RIGHT = (1 << 13) - 1
_BENEATH_A_PATH = 1
_MACHINES = ("x86_64", "aarch64")
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/proc/self", "/dev/null", "/dev/urandom")
_INSTALLED = ("site-packages", "dist-packages")
_LIBC = ctypes.CDLL(None, use_errno=True)


def open_no_files_but_the_programs() -> bool:
    """Restrict this process and its threads for good; True where the kernel agreed. Wants `no_new_privs`."""
    if platform.machine() not in _MACHINES:
        return False
    rules = struct.pack("=Q", _EVERY_RIGHT)
    handle = _LIBC.syscall(_CREATE_RULESET, rules, len(rules), 0)
    if handle < 0:
        return False
    try:
        for path in _programs_own():
            _allow_reading(handle, path)
        return bool(_LIBC.syscall(_RESTRICT_SELF, handle, 0) == 0)
    finally:
        os.close(handle)


def _programs_own() -> set[str]:
    """Return Python, what is installed with it, our package, and what belongs to the system."""
    package = Path(__file__).resolve().parents[1]
    installed = (path for path in sys.path if Path(path).name in _INSTALLED)
    return {sys.prefix, sys.base_prefix, sys.exec_prefix, str(package), *installed, *_SYSTEM}


def _allow_reading(rules: int, path: str) -> None:
    try:
        there = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not every system has all of them
        return
    try:
        rights = _READ_FILE | _READ_DIRECTORY if Path(path).is_dir() else _READ_FILE
        _LIBC.syscall(_ADD_RULE, rules, _BENEATH_A_PATH, struct.pack("=Qi", rights, there), 0)
    finally:
        os.close(there)
