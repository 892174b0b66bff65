"""Folders of rule files, made for one test."""

from pathlib import Path

GOOD = """\
id: sms.validity
kind: number
unit: hours
summary: {zh: 短信核验码的有效期, en: How long a code lives}
versions:
  - in_force_from: 2018-09-10
    value: 48
    citations: [{title: 试点说明, section: 有效期}]
  - in_force_from: 2020-08-17
    value: 24
    citations: [{title: 帮助中心, section: 短信核验, url: "https://example.cn/sms"}]
"""


def a_folder(root: Path, **files: str) -> Path:
    """Write rule files; `sms__validity` becomes sms/validity.yaml."""
    for name, content in files.items():
        file = root.joinpath(*name.split("__")).with_suffix(".yaml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return root


def a_rule(kind: str, value: str, rule_id: str = "sms.validity") -> str:
    """Write a rule with one version, whose value is given as YAML flow text."""
    return (
        f"id: {rule_id}\nkind: {kind}\nsummary: {{zh: 规则, en: A rule}}\nversions:\n"
        f"  - in_force_from: 2020-08-17\n    value: {value}\n    citations: [{{title: 帮助中心, section: ''}}]\n"
    )
