import json
import tempfile
import unittest
from pathlib import Path

import torch

from icrm.data import read_records, tokenised
from icrm.evaluate import Judge, figures
from icrm.model import fresh_score
from icrm.settings import Settings

from .tiny_decoder import CONFIG, TinyDecoder, random_tensors


class Words:
    """A tokenizer of the words that it has met; 1 begins a text, 2 ends it."""

    eos_token_id = 2

    def __init__(self, chat_template=None):
        self.chat_template = chat_template
        self.ids: dict[str, int] = {}

    def __call__(self, text, add_special_tokens=True):
        words = [self.ids.setdefault(word, len(self.ids) + 3) for word in text.split()]
        return {"input_ids": [1, *words] if add_special_tokens else words}

    def apply_chat_template(self, messages, tokenize, add_generation_prompt):
        return " ".join(f"<{message['role']}> {message['content']}" for message in messages) + " <assistant>"

    def words(self, ids):
        named = {1: "<bos>", 2: "<eos>", **{i: word for word, i in self.ids.items()}}
        return [named[i] for i in ids]


def pair(form, margin=0, prompt=("q",)):
    asked = [{"role": "user", "content": text} for text in prompt]
    answers = {side: {"role": "assistant", "content": text} for side, text in (("chosen", "a b"), ("rejected", "c"))}
    return {"conversations": asked, **answers, "margin": margin, "form": form}


class Pairs(unittest.TestCase):
    def read(self, tokenizer, record):
        ((example,), left_out) = tokenised(tokenizer, [record], Settings(), 100)
        self.assertEqual(left_out, {})
        return example, tokenizer.words(example["chosen_ids"])

    def test_text_without_a_template_is_as_it_is(self):
        example, words = self.read(Words(), pair("text", margin=2))
        self.assertEqual(words, ["<bos>", "q", "a", "b", "<eos>"])
        self.assertEqual((example["chosen_start"], example["rejected_start"], example["margin"]), (2, 2, 2))

    def test_a_conversation_without_a_template_is_a_transcript(self):
        _, words = self.read(Words(), pair(None))
        self.assertEqual(words, ["<bos>", "Human:", "q", "Assistant:", "a", "b", "<eos>"])

    def test_a_template_writes_the_prompt_with_its_own_special_tokens(self):
        for form in ("text", None):
            _, words = self.read(Words("template"), pair(form))
            self.assertEqual(words, ["<user>", "q", "<assistant>", "a", "b", "<eos>"])

    def test_what_is_left_out_is_counted_by_its_reason(self):
        same = {**pair("text"), "rejected": {"role": "assistant", "content": "a b"}}
        examples, left_out = tokenised(Words(), [pair("text"), same, pair("text", prompt=("q " * 9,))], Settings(), 8)
        self.assertEqual((len(examples), left_out), (1, {"the same tokens on both sides": 1, "longer than 8 tokens": 1}))
        with self.assertRaisesRegex(ValueError, "none of 1 records"):
            tokenised(Words(), [same], Settings(), 8)


class Steps(unittest.TestCase):
    def test_steps_end_at_their_last_token_and_the_last_at_the_end_token(self):
        for completions, rest in ((["a b", "c"], {}), (["a b ", "c"], {"step_separator": ""})):
            record = {"prompt": "q", "completions": completions, "labels": [True, False], **rest}
            ((example,), _) = tokenised(Words(), [record], Settings(method="prm"), 100)
            self.assertEqual(example["ends"], [0, 0, 0, 1, 0, 1])
            self.assertEqual(example["signs"], [0, 0, 1, 1, -1, -1])

    def test_what_gives_no_label_is_left_out(self):
        def record(completions, labels):
            return {"prompt": "q", "completions": completions, "labels": labels}

        records = [record(["a"], [True]), record(["a", " "], [True, True]), record(["a"], []), record(["a"], [None])]
        examples, left_out = tokenised(Words(), records, Settings(method="prm"), 100)
        self.assertEqual(len(examples), 1)
        self.assertEqual(left_out, {"a step without text": 1, "not one label a step": 1, "no step with a label": 1})


class Files(unittest.TestCase):
    def test_an_array_and_lines(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "records"
            for text in (json.dumps([{"a": 1}, {"a": 2}]), '{"a": 1}\n\n{"a": 2}\n'):
                path.write_text(text, encoding="utf-8")
                self.assertEqual(read_records(path), [{"a": 1}, {"a": 2}])


class Judging(unittest.TestCase):
    def setUp(self):
        tokenizer = Words()
        score = fresh_score(CONFIG["hidden_size"], seed=1)
        self.judge = Judge(TinyDecoder(CONFIG, random_tensors(dtype=torch.float32)), score, tokenizer, "cpu")

    def test_the_reward_of_a_prefix_does_not_depend_on_what_follows(self):
        _, whole = self.judge.rewards("q", "a b c")
        _, part = self.judge.rewards("q", "a b")
        self.assertTrue(torch.allclose(torch.tensor(whole[:4]), torch.tensor(part[:4]), atol=1e-6))
        self.assertEqual(self.judge.outcome("q", "a b c"), whole[-1])

    def test_steps_are_read_at_their_ends(self):
        start, rewards = self.judge.rewards("q", "a b\nc")
        self.assertEqual(self.judge.steps("q", ["a b", "c"]), [rewards[start - 1], rewards[start + 1], rewards[start + 3]])

    def test_a_record_says_what_it_is_by_its_fields(self):
        pairs = figures(self.judge, [{"prompt": "q", "chosen": "a", "rejected": "b", "subset": "hep-go"}], None)
        self.assertEqual(set(pairs), {"pairs", "accuracy", "margin", "Reasoning", "overall"})
        question = {"prompt": "q", "chosen": ["a"], "rejected": ["b", "c", "d"], "num_correct": 1, "subset": "Math", "id": 3}
        four = figures(self.judge, [question], None)
        rewards = [self.judge.outcome("q", text) for text in "abcd"]
        self.assertEqual(four, {"questions": 1, "Math": float(rewards[0] == max(rewards))})
        steps = [{"problem": "q", "steps": ["a", "b"], "label": 1}, {"problem": "q", "steps": ["c"], "label": -1}]
        expected = figures(self.judge, steps, steps)
        self.assertIn("first-error F1", expected)
        labels = [[True, False], [True], [None]]
        stepwise = [{"prompt": "q", "completions": c, "labels": own} for c, own in zip((["a", "b"], ["c"], ["c"]), labels)]
        self.assertEqual(figures(self.judge, stepwise, stepwise), expected)
        own = pair("text")
        self.assertEqual(figures(self.judge, [own], None), figures(self.judge, [{"prompt": "q", "chosen": "a b", "rejected": "c"}], None))
        samples = [{"prompt": "q", "responses": ["a", "b", "c", "d"], "gold": [1, 0, 0, 1]}]
        found = figures(self.judge, samples, None)
        self.assertEqual((set(found), found["best of 1"]), ({"best of 1", "best of 2", "best of 4"}, 0.5))
        with self.assertRaisesRegex(ValueError, "found .'text'"):
            figures(self.judge, [{"text": "a"}], None)
