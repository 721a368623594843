"""The day that a build is of."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def build_day() -> date:
    """Return the day that this build is of: ``SOURCE_DATE_EPOCH`` (reproducible-builds.org), else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return now.date()
