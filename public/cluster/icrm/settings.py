"""What follows from the settings of a run, and how they are read from `settings.json`."""

import json
import math
from dataclasses import dataclass, fields
from pathlib import Path

from .settings_table import SettingsTable


@dataclass
class Settings(SettingsTable):
    """What decides a run beside its data; `per_device_train_batch_size` counts rows of a micro-batch over all processes.

    A row is a pair, or where steps are learned from one response.
    """

    def __post_init__(self):
        for setting in fields(Settings):
            _check(setting, getattr(self, setting.name))

    @property
    def uses_consistency(self) -> bool:
        return self.method in ("icrm", "outcome", "prm_icrm") and self.rho > 0

    @property
    def uses_text_generation(self) -> bool:
        return self.method in ("grm", "icrm")

    @property
    def learns_from_steps(self) -> bool:
        return self.method in ("prm", "prm_icrm")

    @property
    def weighing(self) -> dict:
        """What of the settings decides the examples that `icrm.probabilities` writes."""
        found = {"learns_from_steps": self.learns_from_steps}
        if self.learns_from_steps:
            found["after_error"] = self.after_error
        if self.uses_consistency:
            shuffled = self.edge_weight == "shuffled"
            found.update(
                generator_temperature=self.generator_temperature,
                generator_top_p=self.generator_top_p,
                generator_steps=self.generator_steps,
                shuffled_by=self.seed if shuffled else None,
            )
        return found

    @classmethod
    def load(cls, path: str | Path, **changes) -> "Settings":
        """The reward model's settings in a file; `changes` go before them.

        Raises:
            ValueError: naming the setting, what was expected and what was found.
        """
        found = json.loads(Path(path).read_text(encoding="utf-8"))["reward"]
        for name in found:
            if name not in NAMES:
                raise ValueError(f"{path}: {name} is no setting of a reward model")
        return cls(**{**found, **changes})

    def as_dict(self) -> dict:
        """The settings as `settings.json` has them."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = tuple(setting.name for setting in fields(Settings))


def check_weighing(settings: Settings, weighed: dict) -> None:
    """Holds a run against what its examples were made for.

    A method without a consistency term reads no probabilities, so examples that have them serve it too.

    Raises:
        ValueError: naming what differs.
    """
    for name, value in settings.weighing.items():
        if weighed.get(name) != value:
            raise ValueError(
                f"the examples were made with {name} {weighed.get(name)!r}, the settings say {value!r}; "
                "run icrm.probabilities again with these settings"
            )


def parsed_changes(changes: list[str]) -> dict:
    """`NAME=VALUE` of a command line: a number, a list, or a word."""
    found = {}
    for change in changes:
        name, sign, text = change.partition("=")
        if not sign:
            raise ValueError(f"expected NAME=VALUE, found {change!r}")
        if name not in NAMES:
            raise ValueError(f"{name} is no setting of a reward model")
        try:
            found[name] = json.loads(text)
        except json.JSONDecodeError:
            found[name] = text
    return found


def _check(setting, value) -> None:
    name, rule = setting.name, setting.metadata
    if "choices" in rule:
        if value not in rule["choices"]:
            raise ValueError(f"{name}: expected one of {', '.join(rule['choices'])}, found {value!r}")
    elif setting.type in (int, float):
        if not _is_number(value, whole=setting.type is int) or not _lies_within(value, rule):
            kind = "a whole number" if setting.type is int else "a number"
            bounds = [f"{words} {rule[bound]}" for bound, words in _BOUNDS.items() if bound in rule]
            raise ValueError(f"{name}: expected {kind} {' and '.join(bounds)}, found {value!r}")
    elif not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise ValueError(f"{name}: expected a list of names, found {value!r}")


_BOUNDS = {"least": "of at least", "above": "above", "most": "at most", "below": "below"}


def _lies_within(value: float, rule: dict) -> bool:
    return (
        value >= rule.get("least", -math.inf)
        and value > rule.get("above", -math.inf)
        and value <= rule.get("most", math.inf)
        and value < rule.get("below", math.inf)
    )


def _is_number(value, whole: bool) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return False
    return not whole or value == int(value)
