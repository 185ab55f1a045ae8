"""Scores a file with a trained reward model and prints its figures.

    python -m icrm.evaluate --model saves/reward-model --data rewardbench.jsonl
    python -m icrm.evaluate --model saves/reward-model --data processbench.jsonl --validation gsm8k.jsonl
    python -m icrm.evaluate --model saves/reward-model --data samples.jsonl

What a record is, its fields say:

- `prompt`, `chosen`, `rejected` and, of RewardBench 1, `subset`: accuracy, by section and overall
- the same with `num_correct`, as RewardBench 2 has it, `chosen` and `rejected` lists of texts: best of four, and Ties
- `problem`, `steps`, `label` (the first wrong step, -1 for none), as ProcessBench has them: first-error F1, largest drop,
  step AUROC; the threshold of F1 comes from `--validation`
- `prompt`, `completions`, `labels`, as TRL's stepwise data and `data/icrm_held_out_steps.json` have them: the same
- `prompt`, `responses`, `gold` (one number a response): best of N

A prompt is a text, or messages; `data/icrm_held_out.json` has it as `conversations`.
"""

import argparse
import json
from pathlib import Path

import torch

from .data import prompt_ids, read_records, response_ids, separator_of, step_ends
from .metrics import (
    best_of_n,
    best_threshold,
    first_error_f1,
    largest_drop,
    reward_bench,
    reward_bench_2,
    step_auroc,
)


class Judge:
    """A trained reward model and its tokenizer."""

    def __init__(self, backbone, score, tokenizer, device):
        self.backbone, self.score, self.tokenizer, self.device = backbone, score, tokenizer, device

    @classmethod
    def load(cls, folder: str) -> "Judge":
        """What `icrm.train` has saved: a decoder, and `value_head.safetensors` beside it."""
        from safetensors.torch import load_file
        from transformers import AutoModel, AutoTokenizer

        device = "cuda" if torch.cuda.is_available() else "cpu"
        head = load_file(Path(folder) / "value_head.safetensors")
        weight, bias = head["v_head.summary.weight"], head["v_head.summary.bias"]
        score = torch.nn.Linear(weight.shape[1], 1)
        score.load_state_dict({"weight": weight, "bias": bias})
        backbone = AutoModel.from_pretrained(folder, dtype=torch.bfloat16 if device == "cuda" else torch.float32)
        return cls(backbone.to(device).eval(), score.to(device), AutoTokenizer.from_pretrained(folder), device)

    @torch.no_grad()
    def rewards(self, prompt: str | list[dict], response: str) -> tuple[int, list[float]]:
        """Where the response begins, and the reward at every token of prompt and response."""
        is_text = isinstance(prompt, str)
        messages = [{"role": "user", "content": prompt}] if is_text else prompt
        before = prompt_ids(self.tokenizer, messages, is_text)
        ids = before + response_ids(self.tokenizer, response, is_text)
        read = torch.tensor([ids], device=self.device)
        hidden = self.backbone(input_ids=read, attention_mask=torch.ones_like(read)).last_hidden_state
        return len(before), self.score(hidden.float()).squeeze(-1)[0].tolist()

    def outcome(self, prompt: str | list[dict], response: str | dict | list[dict]) -> float:
        """The reward of a whole response: a text, a message, or a conversation that ends with it."""
        if isinstance(response, list):
            response = response[-1]
        return self.rewards(prompt, response if isinstance(response, str) else response["content"])[1][-1]

    def steps(self, prompt: str, steps: list[str], separator: str = "\n") -> list[float]:
        """The rewards at the end of the prompt and of every step."""
        response, ends = step_ends(self.tokenizer, steps, separator)
        start, rewards = self.rewards(prompt, response)
        return [rewards[start - 1], *(rewards[start + end] for end in ends)]


def figures(judge: Judge, records: list[dict], validation: list[dict] | None) -> dict[str, float]:
    """The figures of records of one kind.

    Raises:
        ValueError: naming what a record lacks.
    """
    first = records[0]
    if "steps" in first or "completions" in first:
        return _of_steps(judge, records, validation)
    if "responses" in first:
        return _of_samples(judge, records)
    if "num_correct" in first:
        return _of_questions(judge, records)
    if "chosen" in first and "rejected" in first:
        return _of_pairs(judge, records)
    raise ValueError(
        f"a record has chosen and rejected, steps and label, completions and labels, or responses and gold; found {sorted(first)}"
    )


def _of_pairs(judge: Judge, records: list[dict]) -> dict[str, float]:
    prompts = [_prompt(record) for record in records]
    margins = [judge.outcome(p, r["chosen"]) - judge.outcome(p, r["rejected"]) for p, r in zip(prompts, records)]
    won = [margin > 0 for margin in margins]
    found = {"pairs": len(won), "accuracy": sum(won) / len(won), "margin": sum(margins) / len(margins)}
    if all("subset" in record for record in records):
        found.update(reward_bench([(record["subset"], win) for record, win in zip(records, won)]))
    return found


def _prompt(record: dict) -> str | list[dict]:
    if "prompt" in record:
        return record["prompt"]
    said = record["conversations"]
    return said[0]["content"] if record.get("form") == "text" else said


def _of_questions(judge: Judge, records: list[dict]) -> dict[str, float]:
    def rewards(record: dict, side: str) -> list[float]:
        return [judge.outcome(record["prompt"], text) for text in record[side]]

    answers = [(r["subset"], str(r["id"]), rewards(r, "chosen"), rewards(r, "rejected")) for r in records]
    return {"questions": len(records), **reward_bench_2(answers)}


def _of_steps(judge: Judge, records: list[dict], validation: list[dict] | None) -> dict[str, float]:
    def scored(some):
        known = [found for found in map(_solution, some) if found is not None]
        return [judge.steps(*solution) for *solution, _ in known], [wrong for *_, wrong in known]

    rewards, wrong = scored(records)
    steps = [own[1:] for own in rewards]
    drops = [largest_drop(own[0], own[1:], first) for own, first in zip(rewards, wrong) if first >= 0]
    found = {"trajectories": len(wrong), "step AUROC": step_auroc(steps, wrong)}
    if drops:
        found["largest drop at the first error"] = sum(drops) / len(drops)
    if validation is not None:
        chosen_on, truth = scored(validation)
        threshold = best_threshold([own[1:] for own in chosen_on], truth)
        found["first-error F1"] = first_error_f1(steps, wrong, threshold)
    return found


def _solution(record: dict) -> tuple[str, list[str], str, int] | None:
    """Problem, steps, what stands between them, and the first wrong step; None where nobody has rated a step before it."""
    if "steps" in record:
        return record["problem"], record["steps"], "\n", int(record["label"])
    labels = record["labels"]
    wrong = labels.index(False) if False in labels else -1
    known = None not in (labels if wrong < 0 else labels[:wrong])
    return (record["prompt"], record["completions"], separator_of(record), wrong) if known else None


def _of_samples(judge: Judge, records: list[dict]) -> dict[str, float]:
    scored = [[(judge.outcome(r["prompt"], text), gold) for text, gold in zip(r["responses"], r["gold"])] for r in records]
    most = min(len(samples) for samples in scored)
    counts = [2**k for k in range(most.bit_length()) if 2**k <= most]
    return {f"best of {n}": sum(best_of_n(n, samples) for samples in scored) / len(scored) for n in counts}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--validation", help="records that the threshold of first-error F1 is chosen on")
    arguments = parser.parse_args()
    validation = read_records(arguments.validation) if arguments.validation else None
    print(json.dumps(figures(Judge.load(arguments.model), read_records(arguments.data), validation), indent=2))


if __name__ == "__main__":
    main()
