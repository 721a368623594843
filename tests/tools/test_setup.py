"""What `tools/setup` installs of the system: what prints, whole, and nothing where it is there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

PYTHON = f"""#!/bin/sh
case "$*" in
  -m\\ pip*) exit 0 ;;
  *weasyprint*)
    test "$PRINTS" = yes && exit 0
    test "$PRINTS" = "with a warning" || exit 1
    case "$*" in *-W\\ error:HarfBuzz-Subset:DeprecationWarning*) exit 1 ;; *) exit 0 ;; esac ;;
  *) exec "{sys.executable}" "$@" ;;
esac
"""
APT = """#!/bin/sh
test "$1" = install && echo "$*" >>"$INSTALLED"
exit 0
"""


@pytest.fixture
def machine(tmp_path):
    """A machine where packages seem to be installed, and a virtual environment with a Python."""
    for name, text in {
        "venv/bin/python": PYTHON,
        "bin/apt-get": APT,
        "bin/id": "#!/bin/sh\necho 0\n",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("prints", "wanted"),
    [
        ("yes", ""),
        ("no", f"install -y -qq {LIBRARIES}\n"),
        ("with a warning", f"install -y -qq {LIBRARIES}\n"),
    ],
)
def test_what_prints_is_installed_whole(root, machine, prints, wanted):
    installed = machine / "installed"
    installed.touch()
    environment = {
        **os.environ,
        "PATH": f"{machine}/bin{os.pathsep}{os.environ['PATH']}",
        "VENV": str(machine / "venv"),
        "PDF": "",
        "PRINTS": prints,
        "INSTALLED": str(installed),
    }
    program = [root / "tools/setup", "site"]
    for _ in range(2):  # a second time, nothing is left to be done
        subprocess.run(program, env=environment, capture_output=True, check=True)
    assert installed.read_text() == wanted
