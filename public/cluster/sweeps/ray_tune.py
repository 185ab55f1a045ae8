"""The space for Ray Tune: python sweeps/ray_tune.py MODEL [TRIALS]. Run it where settings.json is; `pip install "ray[tune]"`.

It leaves `ray.csv`, which the playground's Sweep page opens.
"""

import json
import math
import os
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from icrm.sweep import SPACE, assigned, objective_of, train, write_table  # noqa: E402


def drawn(source: random.Random, variation: dict):
    """A value of one field at random."""
    if "choices" in variation:
        return source.choice(variation["choices"])
    low, high = variation.get("range") or variation["logRange"]
    if variation["counted"] and "range" in variation:
        return source.randint(low, high)
    value = math.exp(source.uniform(math.log(low), math.log(high))) if "logRange" in variation else source.uniform(low, high)
    return round(value) if variation["counted"] else value


def main() -> None:
    from ray import tune

    model = sys.argv[1]
    space = json.loads((ROOT / SPACE).read_text(encoding="utf-8"))
    source = random.Random(space["seed"])
    # A field with a condition has no value where the condition does not hold, which Tune has no words for: so a
    # configuration is drawn as a whole.
    trials = [assigned(space, lambda _, variation: drawn(source, variation)) for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 24)]

    def trainable(config: dict) -> None:
        os.chdir(ROOT)
        number = config["number"]
        results = [train(trials[number], seed, model, f"saves/ray/{number}-{seed}") for seed in space["seeds"]]
        tune.report({"objective": objective_of(space, results), "number": number, "results": json.dumps(results)})

    gpus = int(os.environ.get("GPUS_PER_TRIAL", "1"))
    tuner = tune.Tuner(
        tune.with_resources(trainable, {"cpu": 1, "gpu": gpus}),
        param_space={"number": tune.grid_search(list(range(len(trials))))},
        tune_config=tune.TuneConfig(metric="objective", mode=space["objective"]["goal"][:3]),
    )
    ended = {result.metrics["number"]: json.loads(result.metrics["results"]) for result in tuner.fit() if not result.error}
    write_table("ray.csv", [(values, ended.get(number)) for number, values in enumerate(trials)])


if __name__ == "__main__":
    main()
