"""Both languages are complete: every string of the pages, every label of a refusal or event."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "src/constancia/web"
PO = WEB / "locale/es/LC_MESSAGES/django.po"


def entries():
    blocks = PO.read_text().split("\n\n")[1:]
    return [block for block in blocks if "msgid" in block]


def test_every_string_has_its_spanish():
    empty = [block for block in entries() if re.search(r'^msgstr(\[\d\])? ""$(?!\n")', block, re.MULTILINE)]
    assert empty == []


def test_nothing_is_fuzzy_or_left_over():
    assert "fuzzy" not in PO.read_text()
    assert "#~" not in PO.read_text()


def test_values_in_braces_agree():
    for block in entries():
        source, *rest = re.split(r"^msgstr", block, flags=re.MULTILINE)
        wanted = set(re.findall(r"%\((\w+)\)s", source))
        assert all(set(re.findall(r"%\((\w+)\)s", each)) == wanted for each in rest), block


def test_every_string_of_the_pages_is_in_the_file():
    """A string in a template or a view that the file does not hold would stay English on a Spanish page."""
    known = PO.read_text().replace("\\n", "\n").replace('\\"', '"')
    missing = []
    for path in [*WEB.rglob("*.html"), *WEB.glob("*.py"), *WEB.glob("templatetags/*.py")]:
        text = path.read_text()
        found = re.findall(r"{% translate \"([^\"]+)\"", text) + re.findall(r"{% translate '([^']+)'", text)
        found += re.findall(r"\b_\(\s*\"([^\"]+)\"\s*\)", text)
        for block in re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.DOTALL):
            found += [re.sub(r"{{ (\w+) }}", r"%(\1)s", each) for each in re.split(r"{% plural %}", block)]
        missing += [(path.name, each) for each in found if each not in known]
    assert missing == []


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is not on this machine")
def test_the_compiled_file_is_up_to_date(tmp_path):
    made = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "-o", made, PO], check=True, capture_output=True)
    assert made.read_bytes() == PO.with_suffix(".mo").read_bytes()
