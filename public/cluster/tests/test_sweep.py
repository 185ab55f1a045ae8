import csv
import importlib.util
import json
import random
import tempfile
import unittest
from pathlib import Path

from icrm.settings import Settings
from icrm.sweep import CONFIGURATIONS, SPACE, assigned, collected, objective_of, outcome, write_table

ROOT = Path(__file__).resolve().parent.parent


def script(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "sweeps" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class SuggestsTheLeast:
    """What a trial of Optuna is asked."""

    def suggest_categorical(self, name, choices):
        return choices[0]

    def suggest_int(self, name, low, high, log):
        return low

    def suggest_float(self, name, low, high, log):
        return low


SPACE_OF_ALL = {
    "base": {"method": "bt"},
    "vary": {
        "rho": {"range": [0.1, 0.5], "when": {"method": ["icrm"]}},
        "method": {"choices": ["bt", "icrm"]},
        "per_device_train_batch_size": {"range": [2, 8]},
        "learning_rate": {"logRange": [1e-6, 1e-4]},
        "lora_target_modules": {"choices": [["q_proj"], []]},
    },
}


class Space(unittest.TestCase):
    def test_a_field_under_a_condition_follows_what_it_depends_on(self):
        found = assigned(SPACE_OF_ALL, lambda name, variation: variation["choices"][1] if name == "method" else 0.2)
        self.assertEqual((found["method"], found["rho"]), ("icrm", 0.2))
        found = assigned(SPACE_OF_ALL, lambda name, variation: variation["choices"][0] if name == "method" else 0.2)
        self.assertNotIn("rho", found)

    def test_optuna_and_ray_draw_configurations_that_can_be_trained(self):
        optuna, ray = script("optuna_study"), script("ray_tune")
        found = assigned(SPACE_OF_ALL, lambda name, variation: optuna.suggested(SuggestsTheLeast(), name, variation))
        self.assertEqual(found, {"method": "bt", "per_device_train_batch_size": 2, "learning_rate": 1e-6, "lora_target_modules": ["q_proj"]})
        source = random.Random(1)
        for _ in range(50):
            Settings(**assigned(SPACE_OF_ALL, lambda _, variation: ray.drawn(source, variation)))

    def test_the_packs_own_space_and_configurations_can_be_trained(self):
        space = json.loads((ROOT / SPACE).read_text(encoding="utf-8"))
        Settings.load(ROOT / "settings.json", **assigned(space, lambda _, v: (v.get("range") or v.get("logRange") or v["choices"])[0]))
        jobs = json.loads((ROOT / CONFIGURATIONS).read_text(encoding="utf-8"))
        self.assertGreater(len(jobs), 1)
        for job in jobs:
            Settings.load(ROOT / "settings.json", **job["values"], seed=job["seed"])


class Results(unittest.TestCase):
    def test_what_a_run_came_to_and_the_table_of_all(self):
        history = [
            {"step": 1, "loss": 2, "loss/bt": 1},
            {"step": 1, "eval_accuracy": 0.75, "eval_margin": 0.1, "eval_loss": 1},
            {"step": 2, "loss": 1, "loss/bt": 0.5},
            {"step": 2, "train_runtime": 3},
        ]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "trainer_state.json").write_text(json.dumps({"global_step": 2, "log_history": history}), encoding="utf-8")
            found = outcome(folder, 5, 1.25)
            self.assertEqual(found["metrics"], {"loss": 1, "loss/bt": 0.5, "heldout/accuracy": 0.75, "heldout/margin": 0.1, "heldout/loss": 1})
            (folder / "0").mkdir()
            (folder / "0" / "result.json").write_text(json.dumps(found), encoding="utf-8")
            jobs = [{"values": {"rho": 0.1}, "seed": 5}, {"values": {"method": "bt"}, "seed": 5}]
            write_table(folder / "sweep.csv", collected(jobs, folder))
            with open(folder / "sweep.csv", newline="", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
        self.assertEqual([row["state"] for row in rows], ["COMPLETE", "FAIL"])
        self.assertEqual((rows[0]["params_rho"], rows[0]["params_method"], rows[1]["params_method"]), ("0.1", "", "bt"))
        self.assertEqual(json.loads(rows[0]["user_attrs_results"]), [found])
        self.assertEqual(objective_of({"objective": {"metric": "heldout/accuracy"}}, [found, found]), 0.75)
