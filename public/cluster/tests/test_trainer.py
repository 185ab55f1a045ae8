import json
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

import torch
from torch import nn

from icrm.losses import INITIAL_NORMALISER, KEPT
from icrm.model import TokenRewards, fresh_score
from icrm.objective import NORMALISER
from icrm.settings import Settings

from . import stand_ins
from .test_distributed import examples
from .tiny_decoder import CONFIG, TinyDecoder, random_tensors

stand_ins.install()

from icrm.config import icrm_config  # noqa: E402
from icrm.trainer import ICRMTrainer, learning_rate_share  # noqa: E402


class Classifier(TokenRewards, nn.Module):
    """A sequence classifier as the pack has it: a backbone, a value head, a second head."""

    def __init__(self, config: dict, tensors: dict, weight_ratio: float, seed: int = 1):
        super().__init__()
        self.base_model = TinyDecoder(config, tensors)
        self.score = fresh_score(config["hidden_size"], seed)
        self.text_head = nn.Linear(config["hidden_size"], config["vocab_size"], bias=False)
        self.text_head.weight.data.copy_(tensors["model.embed_tokens.weight"])
        self.weight_ratio = weight_ratio


def trainer(
    settings: Settings, data: list[dict], model: nn.Module | None = None, held_out: list[dict] | None = None, **config
) -> ICRMTrainer:
    own = model or Classifier(CONFIG, random_tensors(dtype=torch.float32), settings.weight_ratio)
    tokenizer = SimpleNamespace(pad_token_id=0, eos_token_id=0)
    args = icrm_config(settings, 1, held_out is not None, **config)
    return ICRMTrainer(own, args, tokenizer, train_dataset=data, eval_dataset=held_out)


def margins_of_one(run: ICRMTrainer, settings: Settings, example: dict) -> torch.Tensor:
    """The margins of one example, read by itself: of a pair one, of labelled steps one a step."""

    def rewards(column: str) -> torch.Tensor:
        ids = torch.tensor([example[column]])
        return run.model(input_ids=ids, attention_mask=torch.ones_like(ids))["rewards"][0]

    if settings.learns_from_steps:
        ends = zip(rewards("ids"), example["signs"], example["ends"])
        return torch.stack([reward * sign for reward, sign, is_end in ends if is_end])
    return (rewards("chosen_ids")[-1] - rewards("rejected_ids")[-1]).reshape(1)


class Training(unittest.TestCase):
    def test_every_method_runs_and_says_what_the_playground_says(self):
        pairs = {"accuracy", "margin", "rewards/chosen", "rewards/rejected"}
        icr = {"loss/icr", "icr/weight", "icr/normaliser"}
        expected = {
            "bt": pairs | {"loss/bt"},
            "grm": pairs | {"loss/bt", "loss/sft"},
            "icrm": pairs | {"loss/bt", "loss/sft"} | icr,
            "outcome": pairs | {"loss/outcome"} | icr,
            "prm": {"accuracy", "margin", "loss/prm"},
            "prm_icrm": {"accuracy", "margin", "loss/prm"} | icr,
        }
        for method, names in expected.items():
            with self.subTest(method=method):
                settings = Settings(method=method, max_steps=3, per_device_train_batch_size=2)
                run = trainer(settings, examples(settings))
                run.train()
                self.assertEqual(set(run.state.log_history[-1]) - {"step", "loss", "grad_norm", "learning_rate"}, names)

    def test_all_micro_batches_of_a_step_read_one_normaliser_and_their_mean_is_the_next(self):
        settings = Settings(max_steps=2, per_device_train_batch_size=1, gradient_accumulation_steps=5)
        run = trainer(settings, examples(settings))
        run.train()
        first, second = run.state.log_history
        # The logged weight is the mean of u over micro-batches, so that Z moves on by it.
        self.assertAlmostEqual(first[NORMALISER], KEPT * INITIAL_NORMALISER + (1 - KEPT) * first["icr/weight"], places=6)
        self.assertAlmostEqual(second[NORMALISER], KEPT * first[NORMALISER] + (1 - KEPT) * second["icr/weight"], places=6)
        self.assertAlmostEqual(run.normaliser.item(), second[NORMALISER], places=6)

    def test_a_resumed_run_goes_on_with_the_normaliser(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "checkpoint-2").mkdir()
            settings = Settings(max_steps=2, per_device_train_batch_size=2)
            run = trainer(settings, examples(settings), output_dir=folder)
            run.train()
            run.call("on_save")
            kept = json.loads((Path(folder) / "checkpoint-2" / "icrm_state.json").read_text(encoding="utf-8"))
            self.assertEqual(kept, {NORMALISER: run.normaliser.item()})
            again = trainer(settings, examples(settings), output_dir=folder)
            again.args.max_steps = 0
            again.train(resume_from_checkpoint=str(Path(folder) / "checkpoint-2"))
            self.assertEqual(again.normaliser.item(), run.normaliser.item())

    def test_held_out_figures_are_those_of_all_examples_whatever_the_batches(self):
        for method in ("icrm", "prm"):
            with self.subTest(method=method):
                settings = Settings(method=method, max_steps=1, per_device_train_batch_size=2, eval_steps=1)
                data = examples(settings)
                if settings.learns_from_steps:
                    # Not every labelled token ends a step.
                    data = [{**example, "ends": [*example["ends"][:-2], 0, example["ends"][-1]]} for example in data]
                run = trainer(settings, data, held_out=data)
                run.train()
                found = run.state.log_history[-1]
                with torch.no_grad():
                    margins = torch.cat([margins_of_one(run, settings, example) for example in data])
                self.assertEqual(len(margins), 5 if method == "icrm" else 9)
                self.assertEqual(found["eval_accuracy"], (margins > 0).double().mean().item())
                self.assertAlmostEqual(found["eval_margin"], margins.mean().item(), places=6)
                self.assertAlmostEqual(found["eval_loss"], -torch.nn.functional.logsigmoid(margins).mean().item(), places=6)
                self.assertEqual(len({name for name in found if name.startswith("eval_")}), 3)

    def test_at_rho_0_the_normaliser_stays(self):
        settings = Settings(rho=0, max_steps=2, per_device_train_batch_size=2)
        run = trainer(settings, examples(settings))
        run.train()
        self.assertEqual(run.normaliser.item(), INITIAL_NORMALISER)


class Config(unittest.TestCase):
    def test_a_step_stays_what_it_is_on_several_processes(self):
        settings = Settings(per_device_train_batch_size=8, gradient_accumulation_steps=3)
        config = icrm_config(settings, 4, True)
        self.assertEqual((config.per_device_train_batch_size, config.gradient_accumulation_steps), (2, 3))
        config = icrm_config(settings, 3, True)
        self.assertEqual((config.per_device_train_batch_size, config.gradient_accumulation_steps), (8, 1))
        with self.assertRaisesRegex(ValueError, "cannot be divided among 5"):
            icrm_config(settings, 5, True)

    def test_settings_come_back(self):
        settings = Settings(method="grm", center_rewards_coefficient=0.01, eval_steps=7, lora_target_modules=["q_proj"], warmup_ratio=0.2)
        self.assertEqual(icrm_config(settings, 1, True).settings, settings)

    def test_the_schedule(self):
        shares = [learning_rate_share(step, 10, 0.2, 0.1) for step in range(10)]
        self.assertEqual(shares[:3], [0.5, 1, 1])
        self.assertAlmostEqual(shares[6], 0.1 + 0.9 / 2)
        self.assertTrue(all(a > b for a, b in zip(shares[2:], shares[3:])))
