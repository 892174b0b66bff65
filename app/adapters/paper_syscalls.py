"""What a process that reads a stranger's file has no use for is taken from it by the kernel (seccomp).

It may read, compute, and answer over the connection that it holds. It can't start a program or a process, reach the
network, look into another process, or change a file. Linux on x86-64 and ARM64; elsewhere the limits alone hold.
"""

import ctypes
import platform
import struct

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_LOAD_WORD, _JUMP_IF_EQUAL, _JUMP_IF_SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _KILL, _NOT_PERMITTED = 0x7FFF0000, 0x80000000, 0x00050000 | 1
_NOT_THERE = 0x00050000 | 38
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT, _THIRD_ARGUMENT_AT = 0, 4, 16, 32
_TO_WRITE = 0o1 | 0o2 | 0o100
_CLONE_THREAD = 0x00010000
_X32_BIT = 0x40000000

# Of each architecture: its name in the kernel's audit, clone, clone3, openat, prlimit64, and what is refused.
_CALLS = {
    "x86_64": (0xC000003E, 56, 435, 257, 302, {
        "socket": 41, "connect": 42, "bind": 49, "listen": 50, "fork": 57, "vfork": 58, "execve": 59, "kill": 62,
        "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87, "symlink": 88, "chmod": 90,
        "chown": 92, "lchown": 94, "ptrace": 101, "setuid": 105, "setgid": 106, "mount": 165, "umount2": 166,
        "tkill": 200, "tgkill": 234, "mknod": 133, "truncate": 76, "unlinkat": 263, "renameat": 264, "linkat": 265,
        "symlinkat": 266, "mkdirat": 258, "mknodat": 259, "fchmodat": 268, "fchownat": 260, "process_vm_readv": 310,
        "process_vm_writev": 311, "renameat2": 316, "bpf": 321, "execveat": 322, "userfaultfd": 323,
        "io_uring_setup": 425, "pidfd_open": 434, "pidfd_getfd": 438, "unshare": 272, "setns": 308, "keyctl": 250,
        "add_key": 248, "request_key": 249, "perf_event_open": 298, "socketpair": 53, "setrlimit": 160, "open": 2,
        "openat2": 437, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "pidfd_send_signal": 424, "setpriority": 141,
        "sched_setscheduler": 144, "sched_setparam": 142, "sched_setattr": 314, "ioprio_set": 251, "shmget": 29,
        "shmat": 30, "shmctl": 31, "semctl": 66, "msgctl": 71,
    }),
    "aarch64": (0xC00000B7, 220, 435, 56, 261, {
        "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "connect": 203, "execve": 221, "kill": 129,
        "tkill": 130, "tgkill": 131, "ptrace": 117, "setuid": 146, "setgid": 144, "mount": 40, "umount2": 39,
        "mknodat": 33, "mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38, "truncate": 45,
        "fchmodat": 53, "fchownat": 54, "process_vm_readv": 270, "process_vm_writev": 271, "renameat2": 276,
        "bpf": 280, "execveat": 281, "userfaultfd": 282, "io_uring_setup": 425, "pidfd_open": 434, "pidfd_getfd": 438,
        "unshare": 97, "setns": 268, "keyctl": 219, "add_key": 217, "request_key": 218, "perf_event_open": 241,
        "setrlimit": 164, "openat2": 437, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "pidfd_send_signal": 424,
        "setpriority": 140, "sched_setscheduler": 119, "sched_setparam": 118, "sched_setattr": 274, "ioprio_set": 30,
        "shmget": 194, "shmat": 196, "shmctl": 195, "semctl": 191, "msgctl": 187,
    }),
}  # fmt: skip
_LIBC = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def deny_what_work_never_needs() -> bool:
    """Take those calls from this process and what it could become; True where the kernel agreed."""
    _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if platform.machine() not in _CALLS:
        return False
    steps = _steps(*_CALLS[platform.machine()])
    held = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.cast(held, ctypes.c_void_p).value)
    return bool(_LIBC.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _steps(
    architecture: int, clone: int, clone3: int, openat: int, prlimit: int, refused: dict[str, int]
) -> list[tuple[int, int, int, int]]:
    """Return the filter: foreign ways of calling kill, what is refused fails, files open for reading, limits are asked
    of the process itself alone, a thread may be begun, the rest goes.

    `clone3` hides its flags from a filter, so it is said not to be there, and the C library falls back to `clone`.
    """
    return [
        (_LOAD_WORD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD_WORD, 0, 0, _NUMBER_AT),
        (_JUMP_IF_SET, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL),
        *(
            step
            for number in refused.values()
            for step in ((_JUMP_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _NOT_PERMITTED))
        ),
        (_JUMP_IF_EQUAL, 0, 1, clone3),
        (_RETURN, 0, 0, _NOT_THERE),
        (_JUMP_IF_EQUAL, 0, 4, openat),
        (_LOAD_WORD, 0, 0, _THIRD_ARGUMENT_AT),
        (_JUMP_IF_SET, 0, 1, _TO_WRITE),
        (_RETURN, 0, 0, _NOT_PERMITTED),
        (_RETURN, 0, 0, _ALLOW),
        (_JUMP_IF_EQUAL, 0, 4, prlimit),
        (_LOAD_WORD, 0, 0, _FIRST_ARGUMENT_AT),
        (_JUMP_IF_EQUAL, 1, 0, 0),
        (_RETURN, 0, 0, _NOT_PERMITTED),
        (_RETURN, 0, 0, _ALLOW),
        (_JUMP_IF_EQUAL, 0, 3, clone),
        (_LOAD_WORD, 0, 0, _FIRST_ARGUMENT_AT),
        (_JUMP_IF_SET, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _NOT_PERMITTED),
        (_RETURN, 0, 0, _ALLOW),
    ]
