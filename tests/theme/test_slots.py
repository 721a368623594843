"""Slots in templates: what would be wrong on ten thousand pages, and say nothing, is an error."""

from __future__ import annotations

import pytest
from catalogue.site.shell import Shell, Slot, SlotError, each, when
from jinja2 import Environment

ENVIRONMENT = Environment(autoescape=True)
ENVIRONMENT.globals |= {"each": each, "when": when, "slots": Slot()}

SILENT = [
    "{% if slots.story.is_example %}voorbeeld{% endif %}",
    "{{ 'voorbeeld' if slots.story.is_example }}",
    "{{ slots.story.summary or 'geen' }}",
    "{% if not slots.story.is_example %}echt{% endif %}",
    "{% if slots.story.sector.id == 'ziekenhuis' %}ziekenhuis{% endif %}",
    "{% if slots.story.sector.id is eq('ziekenhuis') %}ziekenhuis{% endif %}",
    "{% if slots.story.sector.id in ['ziekenhuis', 'thuis'] %}ziekenhuis{% endif %}",
    "{% if slots.story.minutes > 3 %}lang{% endif %}",
    "{% for theme in slots.story.themes %}{{ theme.label }}{% endfor %}",
    "{{ slots.story.themes | length }}",
    "{{ slots.story.themes | first }}",
    "{{ slots.story.themes | join(', ') }}",
    "{{ slots.story.themes[0] }}",
    "{{ slots.story['title'] }}",
    "{{ slots.story.minutes + 1 }}",
    "{{ slots.story.minutes | int }}",
    "{{ slots.story.allows('print') }}",
]


@pytest.mark.parametrize("template", SILENT)
def test_a_template_that_asks_for_the_value_of_a_slot_is_stopped(template):
    with pytest.raises(SlotError, match=r"'story.*write {"):
        ENVIRONMENT.from_string(template).render()


def test_what_a_template_may_do_with_a_slot_shows_its_value():
    template = """{{ slots.story.title }} {{ "gebaar-" ~ slots.story.gesture.id ~ ".svg" }}
    {%- call when(slots.story.is_example) %} (voorbeeld){% endcall %}
    {%- call(theme) each(slots.story.themes) %} [{{ theme.label }}]{% endcall %}"""
    shell = Shell.parse(ENVIRONMENT.from_string(template).render())
    values = {
        "story.title": "<b>",
        "story.gesture.id": "tijd",
        "story.is_example": True,
        "story.themes": [{"label": "Rust"}, {"label": "Hoop"}],
    }
    assert shell.fill(values) == "&lt;b&gt; gebaar-tijd.svg (voorbeeld) [Rust] [Hoop]"
