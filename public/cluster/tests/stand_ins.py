"""Plain stand-ins for what the pack needs of TRL and Transformers, so that its trainer runs where neither is installed.

They hold the names and the order of calls that TRL 1.13 and Transformers 5 have; `with_trl.py` runs the pack on these themselves.
"""

import json
import sys
import types
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import torch
from torch import nn
from torch.utils.data import DataLoader

from .tiny_decoder import CONFIG, TinyDecoder, random_tensors


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
        self.accelerator = SimpleNamespace(gather_for_metrics=lambda x: x)
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

    def get_eval_dataloader(self, eval_dataset=None):
        return DataLoader(
            self.eval_dataset,
            self.args.per_device_eval_batch_size,
            collate_fn=self.data_collator,
            drop_last=self.args.dataloader_drop_last,
        )

    @torch.no_grad()
    def evaluate(self):
        self.model.eval()
        losses = [self.compute_loss(self.model, batch, return_outputs=True)[0].item() for batch in self.get_eval_dataloader()]
        self.log({"eval_loss": sum(losses) / len(losses)})

    def log(self, logs, start_time=None):
        mode, prefix = ("train", "") if self.model.training else ("eval", "eval_")
        metrics = {f"{prefix}{name}": sum(values) / len(values) for name, values in self._metrics[mode].items()}
        self._metrics[mode].clear()
        self.state.log_history.append({"step": self.state.global_step, **logs, **metrics})

    def train(self, resume_from_checkpoint=None):
        self.create_scheduler(self.args.max_steps)
        batches = self.batches()
        while self.state.global_step < self.args.max_steps:
            self.model.train()
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
            self.log({"loss": total, "grad_norm": norm.item(), "learning_rate": rate})
            if self.args.eval_strategy == "steps" and self.state.global_step % self.args.eval_steps == 0:
                self.evaluate()

    def call(self, event: str):
        for callback in self.callbacks:
            getattr(callback, event, lambda *_: None)(self.args, self.state, None)


class SequenceClassifier(nn.Module):
    """A sequence classifier of Transformers: its value head reads the last token and has no bias."""

    def __init__(self, tensors: dict[str, torch.Tensor]):
        super().__init__()
        self.base_model = TinyDecoder(CONFIG, tensors)
        self.score = nn.Linear(CONFIG["hidden_size"], 1, bias=False)

    @classmethod
    def from_pretrained(cls, name, num_labels, dtype):
        return cls(random_tensors(dtype=dtype))

    def save_pretrained(self, folder, state_dict):
        Path(folder).mkdir(parents=True)
        save_file(state_dict, Path(folder) / "model.safetensors")


def backbone(folder, dtype):
    """`AutoModel.from_pretrained`: what a folder holds without the head."""
    state = load_file(Path(folder) / "model.safetensors")
    model = TinyDecoder(CONFIG, random_tensors())
    model.load_state_dict({name[len("base_model.") :]: x for name, x in state.items() if name.startswith("base_model.")})
    return model.to(dtype)


def output_embeddings(name, dtype):
    """`AutoModelForCausalLM.from_pretrained`, of which the output embedding is read."""
    weight = random_tensors(dtype=dtype)["model.embed_tokens.weight"]
    return SimpleNamespace(get_output_embeddings=lambda: SimpleNamespace(weight=weight))


class PeftModel:
    """Adapters by parameter, as (A, B), and modules that were saved whole, in one file."""

    def __init__(self, model, adapter):
        self.model, self.adapter = model, Path(adapter)

    @classmethod
    def from_pretrained(cls, model, adapter):
        return cls(model, adapter)

    @torch.no_grad()
    def merge_and_unload(self):
        parameters = dict(self.model.named_parameters())
        for name, value in load_file(self.adapter / "adapter_model.safetensors").items():
            if isinstance(value, tuple):
                parameters[name].add_(value[1] @ value[0])
            else:
                parameters[name].copy_(value)
        return self.model


def peft_config(adapter):
    """`PeftConfig.from_pretrained`."""
    return SimpleNamespace(**json.loads((Path(adapter) / "adapter_config.json").read_text(encoding="utf-8")))


def save_file(tensors, path):
    torch.save(tensors, path)


def load_file(path):
    return torch.load(path)


def install() -> None:
    """Lets imports of the libraries find the stand-ins."""

    def module(name: str, **members) -> types.ModuleType:
        sys.modules[name] = types.ModuleType(name)
        vars(sys.modules[name]).update(members)
        return sys.modules[name]

    def opened_by(function) -> SimpleNamespace:
        return SimpleNamespace(from_pretrained=function)

    module("trl", RewardConfig=RewardConfig, RewardTrainer=RewardTrainer)
    module(
        "transformers",
        TrainerCallback=TrainerCallback,
        AutoConfig=opened_by(lambda name, num_labels: SimpleNamespace(hidden_size=CONFIG["hidden_size"])),
        AutoModel=opened_by(backbone),
        AutoModelForCausalLM=opened_by(output_embeddings),
        AutoModelForSequenceClassification=SequenceClassifier,
        AutoTokenizer=opened_by(lambda name: SimpleNamespace(save_pretrained=lambda folder: None)),
        trainer_utils=module("transformers.trainer_utils", get_last_checkpoint=lambda folder: folder),
    )
    module("peft", PeftConfig=opened_by(peft_config), PeftModel=PeftModel)
    module("safetensors", torch=module("safetensors.torch", save_file=save_file, load_file=load_file))
