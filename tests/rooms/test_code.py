"""The walls between the catalogue, the hooks and the rest: who may know whom, and who may decide."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest
import yaml
from mkdocs.plugins import EVENTS

FORBIDDEN_IN_THE_CATALOGUE = {
    "mkdocs", "properdocs", "jinja2", "material",
    "requests", "urllib3", "http", "socket", "ssl", "ftplib", "smtplib", "aiohttp",
}  # fmt: skip
PARSERS = {
    "re", "yaml", "json", "html", "xml", "csv", "frontmatter", "markdown", "pymdownx", "tomllib",
    "ast", "configparser", "cmarkgfm", "nh3",
}  # fmt: skip
CLOCKS = {"today", "now", "utcnow", "localtime", "gmtime", "ctime", "strftime"}
MOST_LINES = 60


def modules(folder):
    found = sorted(folder.glob("*.py"))
    assert found
    return found


def catalogue(root):
    """Every module of the catalogue."""
    found = sorted((root / "hooks/catalogue").rglob("*.py"))
    assert len(found) > 50
    return found


def imports(file):
    """The names of all modules that *file* imports, wherever in it: ``urllib.request``, ``yaml``."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            if name in ("import_module", "__import__"):
                assert isinstance(node.args[0], ast.Constant), "an import that nobody can check"
                yield node.args[0].value


def test_the_catalogue_imports_no_engine_no_templates_and_no_network(root):
    wrong = {
        f"{file.name}: {name}"
        for file in catalogue(root)
        for name in imports(file)
        if name.split(".")[0] in FORBIDDEN_IN_THE_CATALOGUE or name.startswith("urllib.request")
    }
    assert wrong == set()


def test_the_catalogue_works_where_no_engine_and_no_templates_are_installed(root):
    """Also by way of others: what it imports must not import them either."""
    files = (f.relative_to(root / "hooks").with_suffix("") for f in catalogue(root))
    names = [".".join(f.parts) for f in files if f.stem[:2] != "__"]
    program = f"""
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {FORBIDDEN_IN_THE_CATALOGUE & {"mkdocs", "jinja2", "material"}}:
            raise ImportError(name)
sys.meta_path.insert(0, Wall())
import importlib
for name in {names}:
    importlib.import_module(name)
"""
    subprocess.run([sys.executable, "-c", program], cwd=root / "hooks", check=True)


def test_the_settings_list_every_hook_and_no_other(root):
    text = (root / "mkdocs.yml").read_text("utf-8")
    listed = re.findall(r"^  - (hooks/\w+\.py)", text, re.MULTILINE)
    assert sorted(listed) == [f"hooks/{file.name}" for file in modules(root / "hooks")]
    assert yaml.safe_load(text)["plugins"] == [] or "hooks" in yaml.safe_load(text)


def test_hooks_run_in_the_order_of_the_settings(root):
    """A priority would make another order, which nobody sees in that table of contents."""
    for file in modules(root / "hooks"):
        assert "event_priority" not in file.read_text("utf-8"), file.name


def test_hooks_are_thin(root):
    for file in modules(root / "hooks"):
        tree = ast.parse(file.read_text("utf-8"))
        docstrings = {
            line
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
            and ast.get_docstring(node)
            for line in range(node.body[0].lineno, node.body[0].end_lineno + 1)
        }
        code = [
            line
            for number, line in enumerate(file.read_text("utf-8").split("\n"), 1)
            if line.strip() and not line.strip().startswith("#") and number not in docstrings
        ]
        assert len(code) <= MOST_LINES, f"{file.name} has {len(code)} lines of code"


def test_hooks_do_not_know_each_other(root):
    names = {file.stem for file in modules(root / "hooks")}
    for file in modules(root / "hooks"):
        assert not {name.split(".")[0] for name in imports(file)} & names, file.name


def test_hooks_parse_nothing(root):
    for file in modules(root / "hooks"):
        assert not {name.split(".")[0] for name in imports(file)} & PARSERS, file.name


def test_the_garbage_collection_is_steered_in_one_place(root):
    files = [*modules(root / "hooks"), *catalogue(root)]
    assert [file.name for file in files if "gc" in imports(file)] == ["garbage.py"]


def test_hooks_define_events_that_exist_and_otherwise_only_private_helpers(root):
    """A misspelt event is never called, and nobody is told."""
    events = {f"on_{name}" for name in EVENTS}
    for file in modules(root / "hooks"):
        names = {n.name for n in ast.parse(file.read_text()).body if isinstance(n, ast.FunctionDef)}
        assert {n for n in names if not n.startswith("_")} <= events, file.name
        assert names & events, f"{file.name} takes part in no event"


def test_hooks_and_catalogue_say_what_they_are_in_their_first_line(root):
    for file in [*modules(root / "hooks"), *catalogue(root)]:
        docstring = ast.get_docstring(ast.parse(file.read_text("utf-8")))
        assert docstring, file.name
        assert len(docstring.split("\n")[0]) > 15, file.name


def test_what_day_it_is_is_asked_in_one_place(root):
    """Two answers would show a story here that is gone there: see ``week.build_day``."""
    asking = {
        file.relative_to(root).as_posix()
        for folder in ("hooks", "tools")
        for file in (root / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS
    }
    assert asking == {"hooks/catalogue/build/day.py"}


# -- whose Dutch stands where ----------------------------------------------------------------

# Common Dutch words that are no English ones.
DUTCH = frozenset(
    {
        "aan", "als", "alle", "alleen", "bij", "boven", "dan", "dat", "de", "deze", "dit", "een",
        "elk", "en", "er", "geen", "het", "hoe", "hier", "ik", "je", "kies", "kun", "laat", "maar",
        "moet", "naar", "niet", "nog", "om", "onder", "ook", "schrijf", "staan", "staat", "tot",
        "uit", "van", "voor", "waar", "wat", "wie", "wordt", "zet", "ze", "zich", "zijn",
    }
)  # fmt: skip
EDITORS_DUTCH = {
    "problems/hints.py",
    "problems/messages.py",
    "problems/rules.py",
    "sources/schema.py",
    "teaching/blocks.py",
    "editing/commands.py",
    "editing/guides.py",
    "editing/issue_form.py",
}
# The pages for editors that are made of the code, and the form that the repository's host shows.
# What is said under a pull request stands in tools/review.py: it runs where no catalogue is installed.
TOOLS_DUTCH = {"review.py"}
READERS_WORDS = {
    "modules/markdown.py"
}  # a list of vague link texts, to recognise and never to show


def statements(node):
    body = getattr(node, "body", ())
    return body if isinstance(body, list) else ()


def sentences(file):
    """The texts in the code of *file*, docstrings left out."""
    tree = ast.parse(file.read_text("utf-8"))
    described = {
        id(node.value)
        for parent in ast.walk(tree)
        for node in statements(parent)
        if isinstance(node, ast.Expr)
    }
    within = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else "…" for p in node.values]
            yield node.lineno, "".join(parts)
        elif isinstance(node, ast.Constant) and id(node) not in described | within:
            yield node.lineno, str(node.value)


def is_dutch(text):
    words = re.findall(r"[a-zéëïöü]+", text.lower())
    return " " in text.strip() and sum(word in DUTCH for word in words) >= 2


def test_dutch_for_editors_stands_in_its_own_modules_and_nowhere_else(root):
    found = [
        f"{file.name}:{line}: {text!r}"
        for file in (root / "hooks").rglob("*.py")
        if file.relative_to(file.parents[1]).as_posix() not in EDITORS_DUTCH | READERS_WORDS
        for line, text in sentences(file)
        if is_dutch(text)
    ]
    assert not found, "\n".join(found)


def test_of_the_tools_only_the_one_that_comments_speaks_dutch(root):
    speaking = {
        file.name
        for file in (root / "tools").glob("*.py")
        if any(is_dutch(text) for _, text in sentences(file))
    }
    assert speaking == TOOLS_DUTCH


@pytest.mark.parametrize("name", sorted(EDITORS_DUTCH))
def test_the_search_for_dutch_finds_it_where_it_should_be(root, name):
    texts = [text for _, text in sentences(root / "hooks/catalogue" / name)]
    assert sum(is_dutch(text) for text in texts) >= 3


def test_scripts_say_nothing_themselves(root):
    """A script takes its words from the page, where the templates took them from the locale."""
    for file in (root / "theme").rglob("*.js"):
        code = re.sub(r"//.*|/\*.*?\*/", "", file.read_text("utf-8"))
        for text in re.findall(r'"([^"\n]*)"|`([^`]*)`', code):
            assert not is_dutch("".join(text)), (file.name, text)
