"""The pack's records as tokens: what `Collator` reads, before a generator has weighed the edges.

A prompt is written by the chat template, where the tokenizer has one, to where the assistant begins; without one a text
stands as it is and a conversation becomes a transcript. The response follows as it is, and the end token, whose reward is the
outcome reward. These are the playground's rules.
"""

import json
from pathlib import Path

from .batch import token_labels
from .settings import Settings

_NAMES = {"system": "System", "user": "Human", "assistant": "Assistant", "tool": "Tool"}


def read_records(path: str | Path) -> list[dict]:
    """A JSON array, or JSON Lines."""
    text = Path(path).read_text(encoding="utf-8")
    if text.lstrip().startswith("["):
        return json.loads(text)
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def prompt_ids(tokenizer, messages: list[dict], is_text: bool) -> list[int]:
    """Token ids to where the response begins. A text is one message of a person."""
    if tokenizer.chat_template:
        written = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        return tokenizer(written, add_special_tokens=False)["input_ids"]
    if is_text:
        return tokenizer(messages[0]["content"])["input_ids"]
    turns = [f"{_NAMES[message['role']]}: {message['content']}" for message in messages]
    return tokenizer("\n\n".join([*turns, "Assistant:"]))["input_ids"]


def response_ids(tokenizer, content: str, is_text: bool) -> list[int]:
    """Token ids of a response and the end token."""
    transcript = not tokenizer.chat_template and not is_text
    text = f" {content}" if transcript else content
    return [*tokenizer(text, add_special_tokens=False)["input_ids"], tokenizer.eos_token_id]


def tokenised_pair(tokenizer, record: dict) -> dict:
    """A record of `icrm_preferences.json` as columns of a pair."""
    is_text = record.get("form") == "text"
    prompt = prompt_ids(tokenizer, record["conversations"], is_text)
    columns = {"margin": float(record.get("margin") or 0)}
    for side in ("chosen", "rejected"):
        columns[f"{side}_ids"] = prompt + response_ids(tokenizer, record[side]["content"], is_text)
        columns[f"{side}_start"] = len(prompt)
        columns[f"{side}_q"] = []
    return columns


def step_ends(tokenizer, steps: list[str], separator: str) -> tuple[str, list[int]]:
    """A response of some steps, and the place among its tokens where each of them ends.

    A step ends at the last token of the response broken off behind it; the last one at the end token.
    """
    response = separator.join(steps)
    ends = []
    for count in range(1, len(steps) + 1):
        before = separator.join(steps[:count])
        tokens = len(tokenizer(before, add_special_tokens=False)["input_ids"])
        ends.append(tokens if len(before) >= len(response.rstrip()) else tokens - 1)
    return response, ends


def separator_of(record: dict) -> str:
    """What stands between two steps of a record; a line break, TRL's default, where it does not say."""
    separator = record.get("step_separator")
    return "\n" if separator is None else separator


def tokenised_steps(tokenizer, record: dict, after_error: str) -> dict:
    """A record of `icrm_steps.json`, TRL's stepwise data, as columns of a labelled response."""
    prompt = prompt_ids(tokenizer, [{"role": "user", "content": record["prompt"]}], is_text=True)
    response, ends = step_ends(tokenizer, record["completions"], separator_of(record))
    ids = prompt + response_ids(tokenizer, response, is_text=True)
    labels = token_labels(len(ids), len(prompt), ends, record["labels"], after_error)
    return {"ids": ids, "start": len(prompt), "q": [], **labels}


def _unusable(record: dict) -> str | None:
    """Why the steps of a record cannot be labelled; None where they can."""
    if any(not step.strip() for step in record["completions"]):
        return "a step without text"
    return None if len(record["labels"]) == len(record["completions"]) else "not one label a step"


def tokenised(tokenizer, records: list[dict], settings: Settings, max_length: int) -> tuple[list[dict], dict[str, int]]:
    """Examples of all records that fit, and how many were left out for which reason.

    Raises:
        ValueError: where the tokenizer has no end token, or no record is left.
    """
    if tokenizer.eos_token_id is None:
        raise ValueError("the tokenizer names no end token (eos_token), whose reward is the outcome reward")
    examples, left_out = [], {}
    for record in records:
        if settings.learns_from_steps:
            reason = _unusable(record)
            if reason is not None:
                left_out[reason] = left_out.get(reason, 0) + 1
                continue
            example = tokenised_steps(tokenizer, record, settings.after_error)
            sides = [example["ids"]]
        else:
            example = tokenised_pair(tokenizer, record)
            sides = [example["chosen_ids"], example["rejected_ids"]]
        if max(len(side) for side in sides) > max_length:
            reason = f"longer than {max_length} tokens"
        elif len(sides) == 2 and sides[0] == sides[1]:
            reason = "the same tokens on both sides"
        elif len(sides) == 1 and not any(example["signs"]):
            reason = "no step with a label"
        else:
            examples.append(example)
            continue
        left_out[reason] = left_out.get(reason, 0) + 1
    if not examples:
        raise ValueError(f"none of {len(records)} records can be read: {left_out}")
    return examples, left_out
