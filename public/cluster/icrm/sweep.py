"""A sweep of the playground's space on a cluster: what Optuna, Ray Tune and arrays of jobs have in common.

As an array of jobs, one configuration with one seed each, and then what came of all of them as one table:

    python -m icrm.sweep run --index 0 --model google/gemma-2b-it
    python -m icrm.sweep collect
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from .settings import Settings

SPACE = "sweeps/space.json"
CONFIGURATIONS = "sweeps/configurations.json"
#: The column that holds the runs of a configuration, by seed.
RESULTS = "results"


def is_counted(name: str) -> bool:
    """Whether a setting is a whole number."""
    return next(setting.type is int for setting in fields(Settings) if setting.name == name)


def assigned(space: dict, choose: Callable[[str, dict], object]) -> dict:
    """A configuration: `choose` gives each field that means something under those before it a value.

    Fields with conditions (`when`) come after those that their conditions name.

    Args:
        choose: takes the field's name and its variation (`choices`, `range` or `logRange`).
    """
    open_fields, found = dict(space["vary"]), {}
    while open_fields:
        free = [name for name, own in open_fields.items() if not any(other in open_fields for other in own.get("when") or {})]
        if not free:
            raise ValueError(f"the conditions of {', '.join(open_fields)} go round in a circle")
        for name in free:
            variation = open_fields.pop(name)
            conditions = (variation.get("when") or {}).items()
            if all(found.get(other, space["base"].get(other)) in allowed for other, allowed in conditions):
                found[name] = choose(name, {**variation, "counted": is_counted(name)})
    return found


def train(values: dict, seed: int, model: str, out: str, launch: list[str] | None = None) -> dict:
    """Trains one configuration with one seed and says what came of it. Values of lists come as lists.

    Raises:
        subprocess.CalledProcessError: where the training failed.
    """
    begun = time.time()
    changes = [f"{name}={json.dumps(value)}" for name, value in {**values, "seed": seed}.items()]
    launched = launch or ["accelerate", "launch", "--config_file", "accelerate/zero2.yaml"]
    subprocess.run([*launched, "-m", "icrm.train", "--model", model, "--out", out, "--set", *changes], check=True)
    return outcome(Path(out), seed, time.time() - begun)


def outcome(folder: Path, seed: int, seconds: float) -> dict:
    """What `trainer_state.json` says: held-out figures under the playground's names, and metrics of the last step."""
    state = json.loads((folder / "trainer_state.json").read_text(encoding="utf-8"))
    metrics = {}
    own = {"epoch", "step"}
    for entry in state["log_history"]:
        if "loss" in entry:
            metrics.update({name: value for name, value in entry.items() if name not in own})
        elif "eval_accuracy" in entry:
            metrics.update({f"heldout/{name}": entry[f"eval_{name}"] for name in ("accuracy", "margin", "loss")})
    return {"seed": seed, "step": state["global_step"], "seconds": round(seconds, 1), "metrics": metrics}


def objective_of(space: dict, results: list[dict]) -> float:
    """The mean over seeds of what the sweep looks for."""
    metric = space["objective"]["metric"]
    return sum(result["metrics"][metric] for result in results) / len(results)


def write_table(path: str | Path, rows: list[tuple[dict, list[dict] | None]]) -> None:
    """Configurations with the runs of their seeds, None where they failed, in the columns of Optuna's table.

    The playground's Sweep page opens it once `sweeps/space.json` is in sight.
    """
    names = sorted({name for values, _ in rows for name in values})
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["number", *(f"params_{name}" for name in names), f"user_attrs_{RESULTS}", "state"])
        for number, (values, results) in enumerate(rows):
            cells = [_cell(values[name]) if name in values else "" for name in names]
            writer.writerow([number, *cells, json.dumps(results) if results else "", "COMPLETE" if results else "FAIL"])


def _cell(value) -> str:
    return json.dumps(value) if isinstance(value, list) else str(value)


def collected(configurations: list[dict], folder: Path) -> list[tuple[dict, list[dict] | None]]:
    """What the jobs of an array have left, configuration by configuration."""
    found: dict[str, tuple[dict, list[dict]]] = {}
    for index, job in enumerate(configurations):
        _, results = found.setdefault(json.dumps(job["values"]), (job["values"], []))
        path = folder / str(index) / "result.json"
        if path.exists():
            results.append(json.loads(path.read_text(encoding="utf-8")))
    return [(values, results or None) for values, results in found.values()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="train one of sweeps/configurations.json")
    run.add_argument("--index", type=int, required=True, help="its place, from 0")
    run.add_argument("--model", required=True)
    run.add_argument("--out", default="saves/sweep")
    collect = commands.add_parser("collect", help="write what came of all of them as one table")
    collect.add_argument("--from", dest="folder", default="saves/sweep")
    collect.add_argument("--out", default="sweep.csv")
    arguments = parser.parse_args()
    configurations = json.loads(Path(CONFIGURATIONS).read_text(encoding="utf-8"))
    if arguments.command == "collect":
        write_table(arguments.out, collected(configurations, Path(arguments.folder)))
        return
    if not 0 <= arguments.index < len(configurations):
        sys.exit(f"there are {len(configurations)} configurations with their seeds; --index is from 0")
    job = configurations[arguments.index]
    out = os.path.join(arguments.out, str(arguments.index))
    result = train(job["values"], job["seed"], arguments.model, out)
    (Path(out) / "result.json").write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
