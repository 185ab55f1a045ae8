"""Generation probabilities of every response token, from a frozen generator: one pass, stored beside the tokens.

    accelerate launch -m icrm.probabilities --model google/gemma-2b-it

It writes `weighed/train` and `weighed/held_out`, data sets that `icrm.train` reads. A method without a consistency term needs
no generator; the records are tokenised all the same.
"""

import argparse
import json
from pathlib import Path
from random import Random

import torch
from torch import Tensor

from .batch import shuffle_probabilities
from .data import read_records, tokenised
from .settings import Settings, parsed_changes

#: The file of the examples that says what they were made for.
ABOUT = "about.json"


def generation_probabilities(logits: Tensor, labels: Tensor, temperature: float = 1.0, top_p: float = 1.0) -> Tensor:
    """p(label) [R] under logits [R, V] divided by `temperature`, within the nucleus of mass `top_p`; 0 outside it.

    The nucleus is the smallest set of most probable tokens that reaches the mass, at least one, made to sum to 1.
    """
    p = torch.softmax(logits.float() / temperature, -1)
    own = p.gather(-1, labels.unsqueeze(-1))
    if top_p >= 1:
        return own.squeeze(-1)
    ordered, order = p.sort(stable=True, dim=-1, descending=True)
    needed = ordered.cumsum(-1) - ordered < top_p
    needed[..., 0] = True
    mass = (ordered * needed).sum(-1, keepdim=True)
    kept = torch.zeros_like(needed).scatter(-1, order, needed)
    return torch.where(kept.gather(-1, labels.unsqueeze(-1)), own / mass, torch.zeros_like(own)).squeeze(-1)


@torch.no_grad()
def response_probabilities(
    model, rows: list[tuple[list[int], int]], pad_token_id: int, settings: Settings, device: torch.device
) -> list[list[float]]:
    """q of every response token of some rows (ids, start), which are read in one batch."""
    length = max(len(ids) for ids, _ in rows)
    input_ids = torch.tensor([ids + [pad_token_id] * (length - len(ids)) for ids, _ in rows], device=device)
    attention_mask = torch.tensor([[1] * len(ids) + [0] * (length - len(ids)) for ids, _ in rows], device=device)
    logits = model(input_ids=input_ids, attention_mask=attention_mask).logits
    found = []
    for n, (ids, start) in enumerate(rows):
        labels = torch.tensor(ids[start:], device=device)
        own = logits[n, start - 1 : len(ids) - 1]
        q = generation_probabilities(own, labels, settings.generator_temperature, settings.generator_top_p)
        found.append(q.cpu().tolist())
    return found


def weigh(model, examples: list[dict], pad_token_id: int, settings: Settings, device, batch_size: int) -> None:
    """Puts q into every example, rows of similar length together; permuted where the settings say so."""
    columns = [name[: -len("ids")] for name in examples[0] if name.endswith("ids")]
    rows = [(example, column) for example in examples for column in columns]
    rows.sort(key=lambda row: len(row[0][f"{row[1]}ids"]))
    for start in range(0, len(rows), batch_size):
        part = rows[start : start + batch_size]
        read = [(example[f"{column}ids"], example[f"{column}start"]) for example, column in part]
        for (example, column), q in zip(part, response_probabilities(model, read, pad_token_id, settings, device)):
            example[f"{column}q"] = q
    if settings.edge_weight == "shuffled":
        for place, example in enumerate(examples):
            for column in columns:
                # A seed of its own for each response, so that the number of processes changes nothing.
                random = Random(f"{settings.seed} {example.get('place', place)} {column}")
                example[f"{column}q"] = shuffle_probabilities(example[f"{column}q"], random)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="the reward model's checkpoint, whose tokenizer is read")
    parser.add_argument("--generator", help="the generator's checkpoint; the model itself if left out")
    parser.add_argument("--adapter", help="adapters of the generator, as LLaMA-Factory leaves them in saves/generator")
    parser.add_argument("--settings", default="settings.json")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="settings that go before the file's")
    parser.add_argument("--out", default="weighed")
    parser.add_argument("--max-length", type=int, default=1024)
    parser.add_argument("--batch-size", type=int, default=16, help="responses that are read at once")
    arguments = parser.parse_args()

    from accelerate import PartialState
    from accelerate.utils import gather_object
    from datasets import Dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer

    settings = Settings.load(arguments.settings, **parsed_changes(arguments.set))
    if settings.uses_consistency and settings.generator_steps > 0 and not (arguments.generator or arguments.adapter):
        raise SystemExit(
            f"The settings adapt the generator for {settings.generator_steps} steps first. Run\n"
            "    llamafactory-cli train llamafactory/generator.yaml\n"
            "and name what it leaves with --adapter saves/generator, or with --generator where all weights were trained."
        )
    state = PartialState()
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    model = None
    if settings.uses_consistency:
        name = arguments.generator or arguments.model
        model = AutoModelForCausalLM.from_pretrained(name, dtype=torch.bfloat16)
        if arguments.adapter:
            from peft import PeftModel

            model = PeftModel.from_pretrained(model, arguments.adapter)
        if model.config.vocab_size < len(tokenizer):
            raise SystemExit(f"{name} does not read the tokens of {arguments.model}: its vocabulary is smaller")
        model = model.to(state.device).eval()
    if state.is_main_process:
        # What a training is held against.
        named = arguments.adapter or arguments.generator or arguments.model
        about = {"model": arguments.model, "generator": named if settings.uses_consistency else None, **settings.weighing}
        Path(arguments.out).mkdir(parents=True, exist_ok=True)
        (Path(arguments.out) / ABOUT).write_text(json.dumps(about), encoding="utf-8")
    names = ("icrm_steps", "icrm_held_out_steps") if settings.learns_from_steps else ("icrm_preferences", "icrm_held_out")
    for name, split in zip(names, ("train", "held_out")):
        try:
            records = read_records(f"data/{name}.json")
        except FileNotFoundError:
            continue
        examples, left_out = tokenised(tokenizer, records, settings, arguments.max_length)
        for place, example in enumerate(examples):
            example["place"] = place
        own = examples[state.process_index :: state.num_processes]
        if model is not None:
            pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
            weigh(model, own, pad, settings, state.device, arguments.batch_size)
        everything = sorted(gather_object(own), key=lambda example: example["place"])
        if state.is_main_process:
            Dataset.from_list(everything).save_to_disk(f"{arguments.out}/{split}")
            print(f"{split}: {len(everything)} examples" + "".join(f"; {n} left out: {why}" for why, n in left_out.items()))


if __name__ == "__main__":
    main()
