"""The pack against the playground's engine: the same checkpoint, examples and q."""

import json
import unittest
from pathlib import Path

import torch

from icrm.batch import Collator, token_labels
from icrm.losses import INITIAL_NORMALISER
from icrm.objective import objective
from icrm.settings import Settings
from reading import GOLDEN, engine, safetensors
from tests.test_trainer import Classifier, learning_rate_share, trainer

CHECKPOINT = GOLDEN / "decoder_llama"
#: Relative; gradients are relative to the largest of their tensor.
TOLERANCE = 1e-5
#: What twenty steps of Adam make of differences in the last digit of float32.
CURVE_TOLERANCE = 3e-5


def classifier(weight_ratio: float) -> Classifier:
    config = json.loads((CHECKPOINT / "config.json").read_text(encoding="utf-8"))
    model = Classifier(config, safetensors(CHECKPOINT / "model.safetensors"), weight_ratio)
    head = safetensors(CHECKPOINT / "value_head.safetensors")
    model.score.load_state_dict({part: head[f"v_head.summary.{part}"] for part in ("weight", "bias")})
    return model


def engine_name(name: str) -> str:
    """What the engine calls a parameter of `Classifier`."""
    if name.startswith("score"):
        return name.replace("score", "v_head.summary")
    if name.startswith("text_head"):
        return name
    own = name.removeprefix("base_model.")
    return {other.replace(".", "_"): other for other in safetensors(CHECKPOINT / "model.safetensors")}[own]


class SameLoss(unittest.TestCase):
    def test_terms_and_gradients(self):
        for way in engine()["ways"]:
            settings = Settings(**way["settings"])
            with self.subTest(method=settings.method, score=settings.edge_score, weight=settings.edge_weight):
                self.check(settings, way)

    def check(self, settings: Settings, way: dict):
        model = classifier(settings.weight_ratio)
        batch = Collator(0, settings.uses_text_generation)(way["examples"])
        targets = {"positions": batch["positions"], "targets": batch["labels"]} if "labels" in batch else {}
        read = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], **targets)
        step = objective(settings, batch, read["rewards"], read.get("text"), torch.tensor(INITIAL_NORMALISER))
        self.assertEqual(set(step.metrics), set(way["metrics"]))
        self.close(step.loss, way["loss"], "loss")
        for name, value in step.metrics.items():
            self.close(value, way["metrics"][name], name)
        step.loss.backward()
        compared = 0
        for name, parameter in model.named_parameters():
            expected = way["gradients"].get(engine_name(name))
            if expected is None:
                self.assertIsNone(parameter.grad, name)
                continue
            found = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
            expected = torch.tensor(expected).reshape(found.shape)
            # The bias of the value head cancels in most terms: what is left of it is rounding, and small beside the weight's.
            scale = expected if not name.startswith("score") else torch.tensor(way["gradients"]["v_head.summary.weight"])
            self.assertLess((found - expected).abs().max().item(), TOLERANCE * scale.abs().max().item() + 1e-9, name)
            compared += 1
        self.assertEqual(compared, len(way["gradients"]))

    def close(self, found: torch.Tensor, expected: float, what: str):
        self.assertLess(abs(found.item() - expected), TOLERANCE * max(abs(expected), 1e-2), what)


class SameCurve(unittest.TestCase):
    def test_twenty_steps(self):
        curve = engine()["curve"]
        settings = Settings(**curve["settings"])
        run = trainer(settings, curve["examples"], classifier(settings.weight_ratio))
        run.train()
        self.assertEqual(len(curve["steps"]), 20)
        for found, expected in zip(run.state.log_history, curve["steps"]):
            for name in set(expected) - {"tokens_per_second"}:
                difference = abs(found[name] - expected[name])
                self.assertLess(difference, CURVE_TOLERANCE * max(abs(expected[name]), 1e-2), f"{name}, {expected['step']}")
        # It has learned: the comparison is not one of runs that stand still.
        self.assertLess(curve["steps"][-1]["loss"], 0.9 * curve["steps"][0]["loss"])

    def test_the_schedule(self):
        schedule = engine()["schedule"]
        for step, rate in enumerate(schedule["rates"]):
            found = learning_rate_share(step, schedule["max_steps"], schedule["warmup_ratio"], schedule["min_lr_rate"])
            self.assertAlmostEqual(found, rate, places=12)


class SameSettings(unittest.TestCase):
    def test_every_setting_with_its_default(self):
        expected = engine()["defaults"]
        self.assertEqual(Settings().as_dict(), expected)

    def test_labels_by_token(self):
        for way in engine()["ways"]:
            settings = Settings(**way["settings"])
            for example in way["examples"] if settings.learns_from_steps else []:
                ends = [step["end"] for step in example["steps"]]
                labels = [step["right"] for step in example["steps"]]
                found = token_labels(len(example["ids"]), example["start"], ends, labels, settings.after_error)
                self.assertEqual(found, {name: example[name] for name in ("signs", "ends")})


class Scripts(unittest.TestCase):
    def test_every_file_is_python(self):
        for path in Path().rglob("*.py"):
            with self.subTest(path=str(path)):
                compile(path.read_text(encoding="utf-8"), str(path), "exec")
