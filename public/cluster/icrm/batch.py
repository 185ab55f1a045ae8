"""From tokenised examples to the tensors that the objective reads.

An example is a pair, or a response alone whose steps are labelled. Its columns:

- of a pair `chosen_ids`, `chosen_start`, `chosen_q`, the same of `rejected`, and `margin`
- of a response `ids`, `start`, `q`, and `signs` and `ends` by token

`start` is the place of the first response token in `ids`, and `q` holds the generation probability of every response
token, the first one's included; it is empty where no generator has been asked.
"""

from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from .losses import response_edges

PAIR_SIDES = ("chosen", "rejected")


def rows_of(examples: list[dict]) -> list[dict]:
    """The responses of a batch: of pairs all chosen ones, then all rejected ones."""
    if "ids" in examples[0]:
        return [{name: example[name] for name in ("ids", "start", "q", "signs", "ends")} for example in examples]
    return [
        {"ids": example[f"{side}_ids"], "start": example[f"{side}_start"], "q": example[f"{side}_q"]}
        for side in PAIR_SIDES
        for example in examples
    ]


def _padded(rows: list[list], length: int, fill: float, dtype: torch.dtype) -> Tensor:
    return torch.tensor([row + [fill] * (length - len(row)) for row in rows], dtype=dtype)


@dataclass
class Collator:
    """Right-padded tensors of some examples.

    - `input_ids`, `attention_mask` [N, T], `response` [N, T] (1 = response token), `last` [N] (place of the last token,
      whose reward is the outcome reward)
    - `q`, `edges` [N, T - 1]
    - of pairs `margins` [B] and, with `text`, the targets of text generation on the B chosen rows: `positions` [R] into
      N * T, `labels` [R], `weights` [R]
    - of labelled responses `signs`, `ends` [N, T]
    """

    pad_token_id: int
    text: bool = False

    def __call__(self, examples: list[dict]) -> dict[str, Tensor]:
        rows = rows_of(examples)
        length = max(len(row["ids"]) for row in rows)
        lengths = [len(row["ids"]) for row in rows]
        response = _padded([[0] * row["start"] + [1] * (n - row["start"]) for row, n in zip(rows, lengths)], length, 0, torch.float)
        batch = {
            "input_ids": _padded([list(row["ids"]) for row in rows], length, self.pad_token_id, torch.long),
            "attention_mask": _padded([[1] * n for n in lengths], length, 0, torch.long),
            "response": response,
            "last": torch.tensor([n - 1 for n in lengths]),
            "q": _padded([[0.0] * (row["start"] - 1) + list(row["q"]) for row in rows], length - 1, 0.0, torch.float),
            "edges": response_edges(response),
        }
        if "ids" in examples[0]:
            batch["signs"] = _padded([list(row["signs"]) for row in rows], length, 0, torch.float)
            batch["ends"] = _padded([list(row["ends"]) for row in rows], length, 0, torch.float)
            labelled = batch["signs"].abs()
            batch["edges"] = batch["edges"] * labelled[:, :-1] * labelled[:, 1:]
            return batch
        batch["margins"] = torch.tensor([float(example["margin"]) for example in examples])
        if self.text:
            batch.update(_targets(rows[: len(examples)], length))
        return batch


def _targets(rows: list[dict], length: int) -> dict[str, Tensor]:
    positions, labels, weights = [], [], []
    for n, row in enumerate(rows):
        tokens = row["ids"][row["start"] :]
        positions += [n * length + row["start"] - 1 + t for t in range(len(tokens))]
        labels += tokens
        weights += [1 / len(tokens)] * len(tokens)
    return {
        "positions": torch.tensor(positions),
        "labels": torch.tensor(labels),
        "weights": torch.tensor(weights, dtype=torch.float),
    }


def shuffle_probabilities(q: list[float], random: Random) -> list[float]:
    """The control that keeps the mass: `q` permuted among the edges of one response. The first token ends no edge."""
    edges = list(q[1:])
    random.shuffle(edges)
    return [*q[:1], *edges]


def step_labels(labels: list[bool | None], after_error: str) -> list[bool | None]:
    """Whether every step up to and with each is right; None where there is no label.

    A step that nobody has rated leaves open what comes after it, until one is wrong. What comes after a wrong step is
    wrong too, or has no label under `omitted`, as PRM800K has it.
    """
    found, so_far = [], True
    for label in labels:
        if so_far is False:
            found.append(False if after_error == "wrong" else None)
            continue
        so_far = False if label is False else None if label is None else so_far
        found.append(so_far)
    return found


def token_labels(length: int, start: int, steps: list[int], labels: list[bool | None], after_error: str) -> dict:
    """Signs and ends by token of a response whose steps end at the response tokens `steps`.

    The end token belongs to the last step and is a second end of it, so that its reward, the outcome reward, is taught.
    """
    signs, ends = [0] * length, [0] * length
    first = start
    for place, label in enumerate(step_labels(labels, after_error)):
        end = start + steps[place]
        last = length - 1 if place == len(steps) - 1 else end
        if label is not None:
            signs[first : last + 1] = [1 if label else -1] * (last + 1 - first)
            ends[end] = ends[last] = 1
        first = last + 1
    return {"signs": signs, "ends": ends}
