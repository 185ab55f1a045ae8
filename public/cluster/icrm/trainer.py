"""TRL's reward trainer with the ICRM loss."""

import json
import math
from pathlib import Path

import torch
import torch.distributed as distributed
from torch import Tensor
from torch.optim.lr_scheduler import LambdaLR
from transformers import TrainerCallback
from transformers.trainer_utils import get_last_checkpoint
from trl import RewardTrainer

from .batch import Collator
from .config import ICRMConfig
from .losses import INITIAL_NORMALISER
from .objective import NORMALISER, margins_of, objective

STATE = "icrm_state.json"


def across_processes(x: Tensor) -> Tensor:
    """The sum of a number over all processes, without gradient; the number itself where there is one process."""
    total = x.detach().clone()
    if distributed.is_available() and distributed.is_initialized():
        distributed.all_reduce(total)
    return total


def learning_rate_share(step: int, steps: int, warmup_ratio: float, min_lr_rate: float) -> float:
    """Share of the peak learning rate at step 0 ... steps - 1: a linear warm-up, then half a cosine to `min_lr_rate`."""
    warmup = math.floor(steps * warmup_ratio + 0.5)
    if step < warmup:
        return (step + 1) / warmup
    progress = min(1.0, (step - warmup) / max(1, steps - warmup))
    return min_lr_rate + (1 - min_lr_rate) * (1 + math.cos(math.pi * progress)) / 2


class NormaliserState(TrainerCallback):
    """Moves the trainer's normaliser on after every optimiser step, and keeps it with every checkpoint."""

    def __init__(self, trainer: "ICRMTrainer"):
        self.trainer = trainer

    def on_step_end(self, args, state, control, **_):
        self.trainer.finish_step()

    def on_save(self, args, state, control, **_):
        if state.is_world_process_zero:
            path = Path(args.output_dir) / f"checkpoint-{state.global_step}" / STATE
            path.write_text(json.dumps({NORMALISER: self.trainer.normaliser.item()}), encoding="utf-8")


class ICRMTrainer(RewardTrainer):
    """Trains a `reward_model` on examples that `icrm.probabilities` has made.

    The loss of a batch is that of all processes together: DDP, DeepSpeed and FSDP average gradients over processes, and
    `objective` gives each its part. The normaliser Z is the same on every rank. Micro-batches of one step all read the Z of
    the step before, and their mean is the next one.
    """

    def __init__(self, model, args: ICRMConfig, processing_class, callbacks=None, **others):
        settings = args.settings
        pad = processing_class.pad_token_id
        collator = Collator(pad if pad is not None else processing_class.eos_token_id, settings.uses_text_generation)
        super().__init__(
            model=model, args=args, data_collator=collator, processing_class=processing_class, callbacks=callbacks, **others
        )
        self.settings = settings
        self.normaliser = torch.tensor(INITIAL_NORMALISER)
        self.micro_batches: list[Tensor] = []
        self.measured: list[Tensor] = []
        self.add_callback(NormaliserState(self))

    def _prepare_dataset(self, dataset, processing_class, args, dataset_name):
        """Examples come tokenised."""
        return dataset

    def get_eval_dataloader(self, eval_dataset=None):
        """Every held-out example is measured, those that fill no batch as well."""
        drops, self.args.dataloader_drop_last = self.args.dataloader_drop_last, False
        try:
            return super().get_eval_dataloader(eval_dataset)
        finally:
            self.args.dataloader_drop_last = drops

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        if not model.training:
            return self._measure(model, inputs, return_outputs)
        targets = {"positions": inputs["positions"], "targets": inputs["labels"]} if "labels" in inputs else {}
        read = model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], **targets)
        normaliser = self.normaliser.to(read["rewards"].device)
        step = objective(
            self.settings, inputs, read["rewards"].float(), read.get("text"), normaliser, across_processes
        )
        if step.normaliser is not None:
            self.micro_batches.append(step.normaliser.detach())
        for name, part in step.metrics.items():
            # The average of the parts is the figure of the whole batch.
            self._metrics["train"][name].append((across_processes(part) / across_processes(torch.ones_like(part))).item())
        return (step.loss, read) if return_outputs else step.loss

    def _measure(self, model, inputs, return_outputs):
        read = model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
        own = margins_of(self.settings, inputs, read["rewards"].float())
        # Without the rows that fill the last batch up, so that every process has the same number of them.
        self.measured.append(self.accelerator.gather_for_metrics(own))
        loss = own[:, 3].sum() / own[:, 0].sum().clamp(min=1)
        return (loss, read) if return_outputs else loss

    def log(self, logs, start_time=None):
        """As in TRL; held-out figures are those of all examples together, whatever batches they came in."""
        if self.measured:
            count, right, margin, loss = torch.cat(self.measured).double().sum(0).tolist()
            self.measured = []
            logs.update({"eval_accuracy": right / count, "eval_margin": margin / count, "eval_loss": loss / count})
        super().log(logs, start_time)

    def finish_step(self) -> None:
        """Takes the mean over a step's micro-batches for Z."""
        if self.micro_batches:
            self.normaliser = torch.stack(self.micro_batches).mean()
            self.micro_batches = []

    def create_scheduler(self, num_training_steps: int, optimizer=None):
        """The playground's schedule."""
        if self.lr_scheduler is None:
            warmup, final = self.settings.warmup_ratio, self.settings.min_lr_rate
            self.lr_scheduler = LambdaLR(
                optimizer if optimizer is not None else self.optimizer,
                lambda step: learning_rate_share(step, num_training_steps, warmup, final),
            )
        return self.lr_scheduler

    def train(self, resume_from_checkpoint=None, **others):
        """As in Transformers; a resumed run goes on with the normaliser of its checkpoint."""
        if resume_from_checkpoint is True:
            resume_from_checkpoint = get_last_checkpoint(self.args.output_dir)
        if resume_from_checkpoint:
            state = json.loads((Path(resume_from_checkpoint) / STATE).read_text(encoding="utf-8"))
            self.normaliser = torch.tensor(state[NORMALISER])
        return super().train(resume_from_checkpoint=resume_from_checkpoint, **others)
