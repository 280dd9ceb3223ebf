"""A process counts the processors that it may run on, and the time that its control groups give it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from pmsite import processors as counted
from pmsite.processors import processors

MANY = 12
CASES: dict[str, tuple[int, dict[str, str]]] = {
    "no control groups": (MANY, {}),
    "no limit": (MANY, {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"}),
    "a container": (4, {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "400000 100000\n"}),
    "only whole processors count": (2, {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "290000 100000\n"}),
    "less than one is one": (1, {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "20000 100000\n"}),
    "more than there are": (MANY, {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "9900000 100000\n"}),
    "a group below others": (
        3,
        {
            "proc/self/cgroup": "0::/work.slice/build.scope\n",
            "sys/fs/cgroup/work.slice/cpu.max": "300000 100000\n",
            "sys/fs/cgroup/work.slice/build.scope/cpu.max": "500000 100000\n",
        },
    ),
    "a group that nobody sees from inside": (
        2,
        {"proc/self/cgroup": "0::/docker/abc\n", "sys/fs/cgroup/cpu.max": "200000 100000\n"},
    ),
    "a group outside of the container's own": (
        5,
        {"proc/self/cgroup": "0::/../../other\n", "sys/fs/cgroup/cpu.max": "500000 100000\n", "other/cpu.max": "100000 100000\n"},
    ),
    "the first version": (
        2,
        {
            "proc/self/cgroup": "5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n",
            "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "200000\n",
            "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        },
    ),
    "the first version, below": (
        3,
        {
            "proc/self/cgroup": "2:cpuacct:/\n1:cpu:/build\n0::/\n",
            "sys/fs/cgroup/cpu/build/cpu.cfs_quota_us": "150000\n",
            "sys/fs/cgroup/cpu/build/cpu.cfs_period_us": "50000\n",
        },
    ),
    "the first version without a limit": (
        MANY,
        {
            "proc/self/cgroup": "1:cpu:/\n",
            "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
            "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        },
    ),
    "half of the files": (MANY, {"proc/self/cgroup": "1:cpu:/\n", "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "100000\n"}),
    "words that nobody knows": (MANY, {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "some 100000\n"}),
    "no period": (MANY, {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "100000 0\n"}),
    "lines that nobody knows": (MANY, {"proc/self/cgroup": "something else\n"}),
    "bytes that are no text": (MANY, {"proc/self/cgroup": "\udcff\n"}),
}


@pytest.mark.parametrize(("expected", "files"), CASES.values(), ids=CASES)
def test_processors_are_counted(expected: int, files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "_to_run_on", lambda: MANY)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert processors(tmp_path) == expected


def test_this_process_has_at_least_one() -> None:
    assert 1 <= processors() < math.inf
