"""Trains a reward model as `settings.json` says, on what `icrm.probabilities` has written.

    accelerate launch --config_file accelerate/zero2.yaml -m icrm.train --model google/gemma-2b-it
"""

import argparse
import json
import os
from pathlib import Path

import torch
from accelerate import PartialState
from datasets import load_from_disk
from transformers import AutoTokenizer, EarlyStoppingCallback
from transformers.utils.versions import require_version

from .config import icrm_config
from .history import add_run
from .model import reward_model, save_reward_model
from .probabilities import ABOUT
from .settings import Settings, check_weighing, parsed_changes
from .trainer import ICRMTrainer

# Before 5.2 Transformers has a `warmup_ratio` of its own.
require_version("transformers>=5.2")
require_version("trl>=1.9")


def freeze(model, settings: Settings) -> None:
    """Leaves the heads alone to be trained, and under `top` the upper layers and the final norm."""
    if settings.tuning not in ("head", "top"):
        return
    backbone = model.base_model
    for parameter in backbone.parameters():
        parameter.requires_grad_(False)
    if settings.tuning == "top":
        layers = backbone.layers if hasattr(backbone, "layers") else backbone.h
        norm = backbone.norm if hasattr(backbone, "norm") else backbone.ln_f
        for module in [*layers[-settings.freeze_trainable_layers :], norm]:
            module.requires_grad_(True)


def adapters(settings: Settings):
    """The adapters that `lora` trains beside the heads; None under another tuning."""
    if settings.tuning != "lora":
        return None
    from peft import LoraConfig

    heads = ["score", "text_head"] if settings.uses_text_generation else ["score"]
    return LoraConfig(
        task_type="SEQ_CLS",
        r=settings.lora_r,
        lora_alpha=settings.lora_alpha,
        target_modules=settings.lora_target_modules or "all-linear",
        modules_to_save=heads,
    )


def save(trainer: ICRMTrainer, tokenizer, settings: Settings, folder: Path, about: dict) -> None:
    """What was trained: the whole reward model, or its adapters, which `icrm.merge` adds to the model they were trained on."""
    state = trainer.accelerator.get_state_dict(trainer.model)
    if not trainer.accelerator.is_main_process:
        return
    model = trainer.accelerator.unwrap_model(trainer.model)
    if trainer.args.tuning == "lora":
        model.save_pretrained(folder / "adapter", state_dict=state)
    else:
        save_reward_model(model, state, tokenizer, folder)
    path = folder / "trainer_state.json"
    trainer.state.save_to_json(str(path))
    add_run(path, settings, about)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="the checkpoint that the reward model starts from")
    parser.add_argument("--settings", default="settings.json")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="settings that go before the file's")
    parser.add_argument("--data", default="weighed")
    parser.add_argument("--out", default="saves/reward-model", help="may name environment variables, as in $WANDB_RUN_ID")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--report-to", default="none", help="wandb, tensorboard, ...")
    arguments = parser.parse_args()
    out = Path(os.path.expandvars(arguments.out))

    settings = Settings.load(arguments.settings, **parsed_changes(arguments.set))
    weighed = json.loads((Path(arguments.data) / ABOUT).read_text(encoding="utf-8"))
    check_weighing(settings, weighed)
    if weighed["model"] != arguments.model:
        raise SystemExit(f"{arguments.data} holds the tokens of {weighed['model']}, not of {arguments.model}")
    splits = {split: Path(arguments.data) / split for split in ("train", "held_out")}
    data = {split: load_from_disk(path) for split, path in splits.items() if path.exists()}
    rows = len(data["train"])
    if rows < settings.per_device_train_batch_size:
        raise SystemExit(
            f"{arguments.data}/train holds {rows} rows, fewer than the {settings.per_device_train_batch_size} of a batch; "
            f"say --set per_device_train_batch_size={rows}"
        )
    # Trained as a whole, weights are float32 and computed with in bfloat16; those that are only read are bfloat16.
    dtype = torch.float32 if settings.tuning in ("full", "top") else torch.bfloat16
    ratio = settings.weight_ratio if settings.uses_text_generation else None
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    # Before the config, so that DeepSpeed divides a model that is whole.
    model = reward_model(arguments.model, dtype, settings.seed, ratio)
    freeze(model, settings)
    process = PartialState()
    is_cpu = process.device.type == "cpu"
    stops_early = settings.early_stopping_patience > 0 and "held_out" in data
    config = icrm_config(
        settings,
        process.num_processes,
        "held_out" in data,
        output_dir=str(out),
        logging_steps=1,
        save_steps=settings.eval_steps,
        metric_for_best_model="accuracy" if stops_early else None,
        report_to=arguments.report_to,
        use_cpu=is_cpu,
        bf16=not is_cpu,
    )
    trainer = ICRMTrainer(
        model,
        config,
        tokenizer,
        callbacks=[EarlyStoppingCallback(settings.early_stopping_patience)] if stops_early else None,
        train_dataset=data["train"],
        eval_dataset=data.get("held_out"),
        peft_config=adapters(settings),
    )
    trainer.train(resume_from_checkpoint=arguments.resume or None)
    about = {
        "name": out.name,
        "model": arguments.model,
        "generator": weighed["generator"],
        "data": json.loads(Path(arguments.settings).read_text(encoding="utf-8"))["data"],
    }
    save(trainer, tokenizer, settings, out, about)


if __name__ == "__main__":
    main()
