"""How the documentation is built: Markdown in, pages out, nothing fetched from anywhere."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent / "src")]

from constancia import __version__  # noqa: E402 - found by the line above

project = "Constancia"
author = "the maintainers of Constancia"
release = __version__
language = "en"

extensions = ["myst_parser", "reference.extension"]
exclude_patterns = ["_build", "_ext"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
smartquotes = False

html_theme = "furo"
html_title = "Constancia"
html_logo = "../src/constancia/web/static/constancia.svg"
html_static_path = ["_static"]
html_css_files = ["constancia.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_theme_options = {"footer_icons": []}
