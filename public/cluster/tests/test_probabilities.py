import math
import unittest
from types import SimpleNamespace

import torch

from icrm.probabilities import generation_probabilities, response_probabilities, weigh
from icrm.settings import Settings


class OneToken(unittest.TestCase):
    def test_temperature_and_nucleus(self):
        logits = torch.log(torch.tensor([[0.5, 0.3, 0.15, 0.05]]))

        def of(label, **how):
            return generation_probabilities(logits, torch.tensor([label]), **how).item()

        self.assertAlmostEqual(of(1), 0.3, places=6)
        self.assertAlmostEqual(of(0, top_p=0.8), 0.5 / 0.8, places=6)
        self.assertEqual(of(2, top_p=0.75), 0)
        self.assertEqual(of(0, top_p=0.1), 1)
        squares = [p**2 for p in (0.5, 0.3, 0.15, 0.05)]
        self.assertAlmostEqual(of(2, temperature=0.5), squares[2] / sum(squares), places=6)


class FixedModel:
    """Gives the token that follows id the probability 1 / (id + 2); the rest goes to token 0."""

    def __call__(self, input_ids, attention_mask):
        logits = torch.full((*input_ids.shape, 8), -1e9)
        p = 1 / (input_ids[:, 1:].float() + 2)
        logits[:, :-1].scatter_(-1, input_ids[:, 1:].unsqueeze(-1), torch.log(p).unsqueeze(-1))
        logits[:, :-1, 0] = torch.log(1 - p)
        return SimpleNamespace(logits=logits)


class Responses(unittest.TestCase):
    def test_every_response_token_has_the_probability_it_was_written_with(self):
        rows = [([1, 2, 3, 4], 2), ([1, 5], 1)]
        first, second = response_probabilities(FixedModel(), rows, 0, Settings(), torch.device("cpu"))
        self.assertTrue(all(math.isclose(a, b, rel_tol=1e-5) for a, b in zip(first, [1 / 5, 1 / 6])))
        self.assertTrue(math.isclose(second[0], 1 / 7, rel_tol=1e-5))

    def test_batches_of_any_size_give_the_same(self):
        def examples():
            sides = [("chosen", [1, 2, 3, 4, 5]), ("rejected", [1, 2, 6])]
            return [{f"{s}_{k}": v for s, ids in sides for k, v in (("ids", ids), ("start", 1), ("q", []))} for _ in range(3)]

        one, other = examples(), examples()
        weigh(FixedModel(), one, 0, Settings(), torch.device("cpu"), 1)
        weigh(FixedModel(), other, 0, Settings(), torch.device("cpu"), 4)
        self.assertEqual(len(one[2]["chosen_q"]), 4)
        for a, b in zip(one, other):
            self.assertTrue(torch.allclose(torch.tensor(a["chosen_q"]), torch.tensor(b["chosen_q"])))

    def test_shuffled_keeps_what_each_response_has(self):
        ids = [1, 2, 3, 4, 5, 6, 7, 2, 3]
        make = lambda: [{"chosen_ids": ids, "chosen_start": 1, "chosen_q": []}]  # noqa: E731
        plain, shuffled = make(), make()
        weigh(FixedModel(), plain, 0, Settings(), torch.device("cpu"), 2)
        weigh(FixedModel(), shuffled, 0, Settings(edge_weight="shuffled"), torch.device("cpu"), 2)
        self.assertEqual(sorted(plain[0]["chosen_q"]), sorted(shuffled[0]["chosen_q"]))
        self.assertNotEqual(plain[0]["chosen_q"], shuffled[0]["chosen_q"])
