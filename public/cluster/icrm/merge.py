"""Adds adapters that `icrm.train` has saved to the model they were trained on. Runs as one process.

    python -m icrm.merge --model google/gemma-2b-it --adapter saves/reward-model/adapter --out saves/merged
"""

import argparse

import torch
from peft import PeftConfig, PeftModel
from transformers import AutoTokenizer

from .model import reward_model, save_reward_model


def merge(model: str, adapter: str, out: str) -> None:
    """Writes the reward model that adapters make of the checkpoint they were trained on."""
    # Adapters of a run with the second head hold it too, and need a place to put it.
    saved = PeftConfig.from_pretrained(adapter).modules_to_save or []
    base = reward_model(model, torch.float32, seed=0, weight_ratio=0 if "text_head" in saved else None)
    merged = PeftModel.from_pretrained(base, adapter).merge_and_unload()
    save_reward_model(merged, merged.state_dict(), AutoTokenizer.from_pretrained(model), out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="the checkpoint that the reward model started from")
    parser.add_argument("--adapter", default="saves/reward-model/adapter")
    parser.add_argument("--out", default="saves/merged")
    arguments = parser.parse_args()
    merge(arguments.model, arguments.adapter, arguments.out)


if __name__ == "__main__":
    main()
