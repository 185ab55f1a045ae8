"""The space as an Optuna study: python sweeps/optuna_study.py MODEL [TRIALS]. Run it where settings.json is; `pip install optuna`.

Several of it may run at once: they share the study. It leaves `optuna.csv`, which the playground's Sweep page opens.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from icrm.sweep import RESULTS, SPACE, assigned, objective_of, train  # noqa: E402


def suggested(trial, name: str, variation: dict):
    """A value of one field, as Optuna suggests it; a list is suggested as its JSON."""
    if "choices" in variation:
        choices = variation["choices"]
        if not any(isinstance(choice, list) for choice in choices):
            return trial.suggest_categorical(name, choices)
        return json.loads(trial.suggest_categorical(name, [json.dumps(choice) for choice in choices]))
    low, high = variation.get("range") or variation["logRange"]
    log = "logRange" in variation
    return trial.suggest_int(name, low, high, log=log) if variation["counted"] else trial.suggest_float(name, low, high, log=log)


def main() -> None:
    import optuna

    model = sys.argv[1]
    space = json.loads(Path(SPACE).read_text(encoding="utf-8"))

    def objective(trial) -> float:
        values = assigned(space, lambda name, variation: suggested(trial, name, variation))
        results = [train(values, seed, model, f"saves/optuna/{trial.number}-{seed}") for seed in space["seeds"]]
        trial.set_user_attr(RESULTS, json.dumps(results))
        return objective_of(space, results)

    study = optuna.create_study(
        study_name="icrm",
        storage="sqlite:///optuna.db",
        load_if_exists=True,
        direction="minimize" if space["objective"]["goal"] == "minimise" else "maximize",
        sampler=optuna.samplers.TPESampler(seed=space["seed"]),
    )
    study.optimize(objective, n_trials=int(sys.argv[2]) if len(sys.argv) > 2 else 24, catch=(Exception,))
    study.trials_dataframe().to_csv("optuna.csv", index=False)


if __name__ == "__main__":
    main()
