"""The history of a run as the playground opens it."""

import json
from datetime import datetime, timezone
from pathlib import Path

from .settings import Settings


def add_run(path: Path, settings: Settings, about: dict) -> None:
    """Adds to `trainer_state.json` what Transformers does not know: the settings, and what was trained on what.

    Args:
        settings: those of all processes together.
        about: `name`, `model`, `generator` and `data` (name, hash, pairs, held_out).
    """
    state = json.loads(path.read_text(encoding="utf-8"))
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    state["icrm"] = {**about, "created_at": now, "reward": settings.as_dict()}
    path.write_text(json.dumps(state, indent=2), encoding="utf-8")
