"""The settings of a run under the playground's names, as `settings.json` has them."""

import json
import math
from dataclasses import dataclass, field, fields
from pathlib import Path

from .losses import BASELINES, EDGE_SCORES, EDGE_WEIGHTS

METHODS = ("bt", "grm", "icrm", "outcome", "prm", "prm_icrm")
TUNINGS = ("full", "lora", "top", "head")
AFTER_ERROR = ("wrong", "omitted")


def _one_of(default: str, choices: tuple[str, ...]):
    return field(default=default, metadata={"choices": choices})


def _number(default: float, least: float, most: float = float("inf"), above: bool = False, below: bool = False):
    """A number from `least` to `most`; with `above` and `below` without these themselves."""
    return field(default=default, metadata={"range": (least, most, above, below)})


@dataclass
class Settings:
    """What decides a run beside its data. Names are those of the playground in Python's spelling."""

    method: str = _one_of("icrm", METHODS)
    #: Share of the consistency term in the preference loss.
    rho: float = _number(0.1, 0, 1)
    edge_score: str = _one_of("mutual", EDGE_SCORES)
    edge_weight: str = _one_of("generation", EDGE_WEIGHTS)
    baseline: str = _one_of("response", BASELINES)
    #: What process supervision makes of the steps after the first wrong one.
    after_error: str = _one_of("wrong", AFTER_ERROR)
    #: Generation probabilities are taken from logits / temperature.
    generator_temperature: float = _number(1.0, 0, above=True)
    #: Generation probabilities outside this nucleus are 0; 1 keeps all.
    generator_top_p: float = _number(1.0, 0, 1, above=True)
    #: Steps the generator is adapted on the training responses first, by LLaMA-Factory.
    generator_steps: int = _number(0, 0)
    generator_learning_rate: float = _number(1e-4, 0, above=True)
    #: Share of the second head's gradient that reaches the backbone.
    weight_ratio: float = _number(0.001, 0, 1)
    label_smoothing: float = _number(0.0, 0, 0.5, below=True)
    centering: float = _number(0.0, 0)
    tuning: str = _one_of("full", TUNINGS)
    lora_rank: int = _number(32, 1)
    lora_alpha: float = _number(64, 0, above=True)
    #: Names of the adapted layers; empty adapts all linear layers.
    lora_targets: list[str] = field(default_factory=list)
    #: Upper layers that `top` trains.
    trainable_layers: int = _number(3, 1)
    #: Optimiser steps.
    steps: int = _number(512, 1)
    #: Pairs a micro-batch, over all processes.
    batch_size: int = _number(8, 1)
    #: Micro-batches a step.
    accumulation: int = _number(1, 1)
    learning_rate: float = _number(1e-3, 0, above=True)
    #: Share of the steps that warm up linearly.
    warmup_ratio: float = _number(0.03, 0, 1)
    #: Share of the peak learning rate that the cosine ends on.
    final_ratio: float = _number(0.0, 0, 1)
    weight_decay: float = _number(0.0, 0)
    max_grad_norm: float = _number(1.0, 0, above=True)
    #: Steps between measurements on the held-out pairs.
    evaluate_every: int = _number(128, 1)
    #: Measurements without a better held-out accuracy after which the run ends; 0 never ends early.
    patience: int = _number(0, 0)
    seed: int = _number(0, 0, 2**32 - 1)

    def __post_init__(self):
        for setting in fields(self):
            _check(playground_name(setting.name), getattr(self, setting.name), setting)

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

    @property
    def playground(self) -> dict:
        """The settings as `settings.json` has them."""
        return {playground_name(setting.name): getattr(self, setting.name) for setting in fields(self)}

    @classmethod
    def load(cls, path: str | Path, **changes) -> "Settings":
        """The reward model's settings in a file, `changes` under Python's names going before them.

        Raises:
            ValueError: naming the setting, what was expected and what was found.
        """
        named = {playground_name(setting.name): setting.name for setting in fields(cls)}
        found = json.loads(Path(path).read_text(encoding="utf-8"))["reward"]
        for name in found:
            if name not in named:
                raise ValueError(f"{path}: {name} is no setting of a reward model")
        return cls(**{**{named[name]: value for name, value in found.items()}, **changes})


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
        if name not in {setting.name for setting in fields(Settings)}:
            raise ValueError(f"{name} is no setting of a reward model")
        try:
            found[name] = json.loads(text)
        except json.JSONDecodeError:
            found[name] = text
    return found


def playground_name(name: str) -> str:
    """`edge_score` is `edgeScore` there."""
    first, *rest = name.split("_")
    return first + "".join("P" if part == "p" else part.capitalize() for part in rest)


def _check(name: str, value, setting) -> None:
    if "choices" in setting.metadata:
        choices = setting.metadata["choices"]
        if value not in choices:
            raise ValueError(f"{name}: expected one of {', '.join(choices)}, found {value!r}")
    elif "range" in setting.metadata:
        least, most, above, below = setting.metadata["range"]
        if not _is_number(value, whole=setting.type is int) or not (
            (least < value if above else least <= value) and (value < most if below else value <= most)
        ):
            kind = "a whole number" if setting.type is int else "a number"
            low = f"above {least}" if above else f"of at least {least}"
            high = "" if most == float("inf") else f" and {'below' if below else 'at most'} {most}"
            raise ValueError(f"{name}: expected {kind} {low}{high}, found {value!r}")
    elif not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise ValueError(f"{name}: expected a list of names, found {value!r}")


def _is_number(value, whole: bool) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return False
    return not whole or value == int(value)
