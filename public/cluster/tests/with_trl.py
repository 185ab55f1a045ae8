"""The commands of the pack on TRL and Transformers themselves, with a model of a few thousand weights, on a CPU:

    python -m unittest tests.with_trl

It takes a few minutes and needs what `requirements.txt` names except DeepSpeed. The other tests need PyTorch alone and run
on stand-ins; this file shows that what is installed has the calls that the stand-ins imitate.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import torch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from datasets import load_from_disk  # noqa: E402
from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: E402
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast  # noqa: E402

from icrm import evaluate, merge, probabilities, train  # noqa: E402
from icrm.batch import Collator  # noqa: E402
from icrm.losses import INITIAL_NORMALISER  # noqa: E402
from icrm.model import reward_model  # noqa: E402
from icrm.objective import objective  # noqa: E402
from icrm.settings import Settings  # noqa: E402

DIGITS = [str(n) for n in range(20)]
PAIRS, HELD_OUT = 8, 5


def write_model(folder: Path) -> None:
    """A decoder with random weights, and a tokenizer whose words are numbers and signs."""
    words = ["<unk>", "<bos>", "<eos>", "+", "=", ";", "?", *DIGITS]
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    special = {"unk_token": "<unk>", "bos_token": "<bos>", "eos_token": "<eos>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=3,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=64,
        bos_token_id=1,
        eos_token_id=2,
    )
    LlamaForCausalLM(config).save_pretrained(folder)


def solution(n: int, slip: int) -> list[str]:
    return [f"{n} + 2 = {n + 2 + slip} ;", f"{n + 2 + slip} + 3 = {n + 5 + slip} ;"]


def pair(n: int) -> dict:
    said = [{"role": "user", "content": f"{n} + 2 + 3 ?"}]
    chosen, rejected = ({"role": "assistant", "content": " ".join(solution(n, slip))} for slip in (0, 1))
    return {"conversations": said, "chosen": chosen, "rejected": rejected, "margin": 0, "form": "text"}


def steps(n: int, slip: int) -> dict:
    labels = [slip == 0, slip == 0]
    return {"prompt": f"{n} + 2 + 3 ?", "completions": solution(n, slip), "labels": labels, "step_separator": " "}


def write_data(folder: Path) -> None:
    folder.mkdir()
    numbers = range(PAIRS + HELD_OUT)
    files = {
        "icrm_preferences": [pair(n) for n in numbers[:PAIRS]],
        "icrm_held_out": [pair(n) for n in numbers[PAIRS:]],
        "icrm_steps": [steps(n, n % 2) for n in numbers[:PAIRS]],
        "icrm_held_out_steps": [steps(n, n % 2) for n in numbers[PAIRS:]],
    }
    for name, records in files.items():
        (folder / f"{name}.json").write_text(json.dumps(records), encoding="utf-8")


def call(main, *arguments: str) -> None:
    with mock.patch.object(sys, "argv", ["", *arguments]):
        main()


def logged(out: str) -> tuple[list[dict], list[dict]]:
    """The steps and the measurements of a run."""
    history = json.loads((Path(out) / "trainer_state.json").read_text(encoding="utf-8"))["log_history"]
    return [entry for entry in history if "loss" in entry], [entry for entry in history if "eval_loss" in entry]


def launch(module: str, *arguments: str) -> None:
    """Runs a command of the pack in two processes."""
    by_two = ["--cpu", "--num_processes", "2", "--num_machines", "1", "--mixed_precision", "no", "--dynamo_backend", "no"]
    command = [sys.executable, "-m", "accelerate.commands.launch", *by_two, "-m", module, "--model", "model", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
    subprocess.run(command, check=True, env=environment)


class WithTrl(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        before = os.getcwd()
        self.addCleanup(lambda: os.chdir(before))
        os.chdir(folder.name)
        write_model(Path("model"))
        write_data(Path("data"))

    def settings(self, **changes) -> Settings:
        """Settings under which every batch holds all pairs, so that their order does not matter."""
        own = {"max_steps": 4, "per_device_train_batch_size": PAIRS, "eval_steps": 2, "learning_rate": 0.01, **changes}
        settings = Settings(**own)
        data = {"name": "sums", "hash": "0" * 64, "pairs": PAIRS, "held_out": HELD_OUT}
        Path("settings.json").write_text(json.dumps({"reward": settings.as_dict(), "data": data}), encoding="utf-8")
        return settings

    def weigh(self) -> None:
        call(probabilities.main, "--model", "model")

    def train(self, out: str, *arguments: str) -> tuple[list[dict], list[dict]]:
        call(train.main, "--model", "model", "--out", out, *arguments)
        return logged(out)

    def close(self, found: dict, expected: dict, names=None):
        for name in names or expected.keys() - {"epoch"}:
            self.assertAlmostEqual(found[name], expected[name], delta=1e-4 * max(1, abs(expected[name])), msg=name)

    def test_every_method_learns_and_measures_what_the_saved_model_gives(self):
        for method in ("bt", "grm", "icrm", "outcome", "prm", "prm_icrm"):
            with self.subTest(method=method):
                settings = self.settings(method=method, max_steps=20, eval_steps=20)
                self.weigh()
                learnt, measured = self.train(method)
                self.assertEqual(len(learnt), 20)
                self.assertLess(learnt[-1]["loss"], learnt[0]["loss"])
                name = "icrm_held_out_steps" if settings.learns_from_steps else "icrm_held_out"
                judge = evaluate.Judge.load(method)
                records = json.loads(Path(f"data/{name}.json").read_text(encoding="utf-8"))
                if settings.learns_from_steps:
                    margins = [
                        reward if label else -reward
                        for record in records
                        for reward, label in zip(judge.steps(record["prompt"], record["completions"], " ")[1:], record["labels"])
                    ]
                else:
                    found = evaluate.figures(judge, records, None)
                    margins = [found["margin"]]
                    self.assertEqual(measured[-1]["eval_accuracy"], found["accuracy"])
                self.assertAlmostEqual(measured[-1]["eval_margin"], sum(margins) / len(margins), places=4)

    def test_the_first_step_is_the_objective(self):
        settings = self.settings()
        self.weigh()
        learnt, _ = self.train("run")
        model = reward_model("model", torch.float32, settings.seed, settings.weight_ratio)
        batch = Collator(2, text=True)(list(load_from_disk("weighed/train")))
        targets = {"positions": batch["positions"], "targets": batch["labels"]}
        read = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], **targets)
        step = objective(settings, batch, read["rewards"], read["text"], torch.tensor(INITIAL_NORMALISER))
        self.close(learnt[0], {"loss": step.loss.item(), **{name: value.item() for name, value in step.metrics.items()}})

    def test_what_is_not_tuned_stays(self):
        for tuning in ("head", "top"):
            with self.subTest(tuning=tuning):
                self.settings(tuning=tuning, freeze_trainable_layers=1)
                self.weigh()
                self.train(tuning)
                before, after = LlamaForCausalLM.from_pretrained("model").model, LlamaForCausalLM.from_pretrained(tuning).model
                moved = {
                    name.split(".")[0] + (f".{name.split('.')[1]}" if name.startswith("layers") else "")
                    for (name, x), y in zip(before.named_parameters(), after.parameters())
                    if not torch.allclose(x.float(), y.float(), atol=1e-2 if tuning == "head" else 1e-6)
                }
                self.assertEqual(moved, set() if tuning == "head" else {"layers.2", "norm"})

    def test_merged_adapters_judge_as_they_did_in_training(self):
        self.settings(tuning="lora", lora_r=2, lora_alpha=4)
        self.weigh()
        _, measured = self.train("run")
        self.assertFalse((Path("run") / "model.safetensors").exists())
        merge.merge("model", "run/adapter", "merged")
        records = json.loads(Path("data/icrm_held_out.json").read_text(encoding="utf-8"))
        found = evaluate.figures(evaluate.Judge.load("merged"), records, None)
        # The backbone is bfloat16 while adapters are trained.
        self.assertAlmostEqual(measured[-1]["eval_margin"], found["margin"], delta=0.05 * abs(found["margin"]) + 0.02)

    def test_a_resumed_run_ends_as_one_that_ran_through(self):
        self.settings()
        self.weigh()
        learnt, measured = self.train("through")
        shutil.copytree("through/checkpoint-2", "again/checkpoint-2")
        resumed, again = self.train("again", "--resume")
        self.assertEqual((len(learnt), len(measured)), (4, 2))
        for found, expected in zip([*resumed, *again], [*learnt, *measured], strict=True):
            self.close(found, expected, expected.keys() - {"epoch"} - {name for name in expected if "runtime" in name or "per_second" in name})

    def test_data_that_fill_no_batch_are_refused(self):
        self.settings(per_device_train_batch_size=PAIRS + 1)
        self.weigh()
        with self.assertRaisesRegex(SystemExit, f"holds {PAIRS} rows, fewer than the {PAIRS + 1} of a batch"):
            self.train("run")

    def test_a_run_ends_early_where_it_gets_no_better(self):
        self.settings(max_steps=30, eval_steps=1, early_stopping_patience=2, learning_rate=1e-9)
        self.weigh()
        learnt, _ = self.train("run")
        self.assertEqual(len(learnt), 3)

    def test_two_processes_weigh_as_one(self):
        self.settings()
        self.weigh()
        launch("icrm.probabilities", "--out", "by-two")
        for split in ("train", "held_out"):
            for one, two in zip(load_from_disk(f"weighed/{split}"), load_from_disk(f"by-two/{split}"), strict=True):
                self.assertEqual(two["chosen_ids"], one["chosen_ids"])
                # The generator is bfloat16, and rows stand in other batches.
                for a, b in zip(two["chosen_q"], one["chosen_q"], strict=True):
                    self.assertAlmostEqual(a, b, delta=0.02 * b)

    def test_two_processes_take_the_steps_of_one(self):
        self.settings()
        self.weigh()
        learnt, measured = self.train("one")
        launch("icrm.train", "--out", "two")
        two, both = logged("two")
        self.assertEqual((len(two), len(both)), (4, 2))
        for found, expected in zip(two, learnt, strict=True):
            self.close(found, expected)
        for found, expected in zip(both, measured, strict=True):
            self.close(found, expected, ["eval_accuracy", "eval_margin", "eval_loss"])


if __name__ == "__main__":
    unittest.main()
