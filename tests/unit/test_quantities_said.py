"""A measured quantity on a page: in the unit in which people say it, in the language of the page, never more exact than is true."""

import pytest
from django.utils import translation

from constancia.web.templatetags.constancia import quantity

SAID = [
    ("0.016667 h", "1 min", "1 min"),
    ("0.001 h", "4 s", "4 s"),
    ("107.157512 d", "2571.8 h (107.2 d)", "2571,8 h (107,2 d)"),
    ("408 h", "408 h (17 d)", "408 h (17 d)"),
    ("24 h", "24 h", "24 h"),
    ("2.5 m2_per_person", "2.5 m² per person", "2,5 m² por persona"),
    ("3 work_days", "3 work days", "3 días hábiles"),
    ("0", "0", "0"),
    ("", "", ""),
    ("many h", "many h", "many h"),
    ("5 furlongs", "5 furlongs", "5 furlongs"),
]


@pytest.mark.parametrize(("written", "english", "spanish"), SAID)
def test_a_quantity_is_said_as_people_say_it(written, english, spanish):
    with translation.override("en"):
        assert quantity(written) == english
    with translation.override("es"):
        assert quantity(written) == spanish
