"""Plain stand-ins for what the pack needs of TRL and Transformers, so that its trainer runs where neither is installed.

They hold the names and the order of calls that TRL 1.9 and Transformers 5 have; whether these work together as they are cannot
be seen from here.
"""

import sys
import types
from collections import defaultdict
from dataclasses import dataclass
from types import SimpleNamespace

import torch
from torch.utils.data import DataLoader


@dataclass
class RewardConfig:
    """Fields of `transformers.TrainingArguments` and `trl.RewardConfig` that the pack sets."""

    output_dir: str = "out"
    max_steps: int = -1
    per_device_train_batch_size: int = 8
    per_device_eval_batch_size: int = 8
    gradient_accumulation_steps: int = 1
    learning_rate: float = 1e-4
    weight_decay: float = 0.0
    max_grad_norm: float = 1.0
    seed: int = 42
    eval_strategy: str = "no"
    eval_steps: int | None = None
    logging_steps: float = 10
    save_steps: float = 500
    report_to: str = "none"
    metric_for_best_model: str | None = None
    dataloader_drop_last: bool = False
    prediction_loss_only: bool = False
    remove_unused_columns: bool = True
    max_length: int | None = 1024
    center_rewards_coefficient: float | None = None

    def __post_init__(self):
        """There is one to be called."""


class TrainerCallback:
    pass


class RewardTrainer:
    """The loop of `transformers.Trainer`: micro-batches, clipping, step, schedule, callbacks, log."""

    def __init__(self, model, args, data_collator, processing_class, train_dataset, eval_dataset=None, callbacks=None, peft_config=None):
        self.model, self.args, self.data_collator = model, args, data_collator
        self.processing_class = processing_class
        self.train_dataset = self._prepare_dataset(train_dataset, processing_class, args, "train")
        self.eval_dataset = eval_dataset
        self.callbacks = list(callbacks or [])
        self.state = SimpleNamespace(global_step=0, is_world_process_zero=True, log_history=[])
        self._metrics = {"train": defaultdict(list), "eval": defaultdict(list)}
        # Biases and norms do not decay.
        groups = [
            {"params": [p for p in model.parameters() if (p.ndim > 1) is decays], "weight_decay": decay}
            for decays, decay in ((True, args.weight_decay), (False, 0.0))
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=args.learning_rate, betas=(0.9, 0.999), eps=1e-8)
        self.lr_scheduler = None

    def add_callback(self, callback):
        self.callbacks.append(callback)

    def batches(self):
        while True:
            yield from DataLoader(
                self.train_dataset,
                self.args.per_device_train_batch_size,
                collate_fn=self.data_collator,
                drop_last=self.args.dataloader_drop_last,
            )

    def train(self, resume_from_checkpoint=None):
        self.create_scheduler(self.args.max_steps)
        self.model.train()
        batches = self.batches()
        while self.state.global_step < self.args.max_steps:
            total = 0.0
            for _ in range(self.args.gradient_accumulation_steps):
                loss = self.compute_loss(self.model, next(batches)) / self.args.gradient_accumulation_steps
                loss.backward()
                total += loss.item()
            norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.args.max_grad_norm)
            rate = self.optimizer.param_groups[0]["lr"]
            self.optimizer.step()
            self.lr_scheduler.step()
            self.optimizer.zero_grad()
            self.state.global_step += 1
            self.call("on_step_end")
            metrics = {name: sum(values) / len(values) for name, values in self._metrics["train"].items()}
            self._metrics["train"].clear()
            own = {"step": self.state.global_step, "loss": total, "grad_norm": norm.item(), "learning_rate": rate}
            self.state.log_history.append({**own, **metrics})

    def call(self, event: str):
        for callback in self.callbacks:
            getattr(callback, event, lambda *_: None)(self.args, self.state, None)


def install() -> None:
    """Lets `import trl` and `import transformers` find the stand-ins."""
    trl, transformers, utils = (types.ModuleType(name) for name in ("trl", "transformers", "transformers.trainer_utils"))
    trl.RewardConfig, trl.RewardTrainer = RewardConfig, RewardTrainer
    transformers.TrainerCallback, transformers.trainer_utils = TrainerCallback, utils
    utils.get_last_checkpoint = lambda folder: folder
    sys.modules.update({"trl": trl, "transformers": transformers, "transformers.trainer_utils": utils})
