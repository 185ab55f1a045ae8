import unittest
from random import Random

import torch

from icrm.batch import Collator, shuffle_probabilities, step_labels, token_labels


def pair(chosen, rejected, start=2, margin=0.0):
    columns = {"margin": margin}
    for side, ids in (("chosen", chosen), ("rejected", rejected)):
        columns.update({f"{side}_ids": ids, f"{side}_start": start, f"{side}_q": [0.5] * (len(ids) - start)})
    return columns


class Pairs(unittest.TestCase):
    def setUp(self):
        self.batch = Collator(9, text=True)([pair([1, 2, 3, 4], [1, 2, 5]), pair([1, 2, 6], [1, 2, 7, 8, 0], margin=2)])

    def test_chosen_rows_come_first_and_rows_are_padded_on_the_right(self):
        rows = [[1, 2, 3, 4, 9], [1, 2, 6, 9, 9], [1, 2, 5, 9, 9], [1, 2, 7, 8, 0]]
        self.assertEqual(self.batch["input_ids"].tolist(), rows)
        self.assertEqual(self.batch["attention_mask"].sum(-1).tolist(), [4, 3, 3, 5])
        self.assertEqual(self.batch["last"].tolist(), [3, 2, 2, 4])
        self.assertEqual(self.batch["margins"].tolist(), [0, 2])

    def test_edges_join_response_tokens(self):
        self.assertEqual(self.batch["edges"].tolist(), [[0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 1]])
        self.assertEqual(self.batch["q"].tolist()[0], [0, 0.5, 0.5, 0])

    def test_targets_are_the_tokens_of_the_chosen_responses(self):
        self.assertEqual(self.batch["positions"].tolist(), [1, 2, 6])
        self.assertEqual(self.batch["labels"].tolist(), [3, 4, 6])
        self.assertEqual(self.batch["weights"].tolist(), [0.5, 0.5, 1])


class Steps(unittest.TestCase):
    def test_what_comes_after_a_wrong_step(self):
        self.assertEqual(step_labels([True, False, True], "wrong"), [True, False, False])
        self.assertEqual(step_labels([True, False, True], "omitted"), [True, False, None])
        self.assertEqual(step_labels([True, None, True, False], "wrong"), [True, None, None, False])

    def test_the_end_token_is_a_second_end_of_the_last_step(self):
        found = token_labels(7, 2, [1, 3], [True, False], "wrong")
        self.assertEqual(found["signs"], [0, 0, 1, 1, -1, -1, -1])
        self.assertEqual(found["ends"], [0, 0, 0, 1, 0, 1, 1])

    def test_edges_at_unlabelled_tokens_are_left_out(self):
        labels = token_labels(6, 1, [1, 3], [True, None], "wrong")
        batch = Collator(0)([{"ids": [1, 2, 3, 4, 5, 6], "start": 1, "q": [0.5] * 5, **labels}])
        self.assertEqual(batch["signs"].tolist(), [[0, 1, 1, 0, 0, 0]])
        self.assertEqual(batch["edges"].tolist(), [[0, 1, 0, 0, 0]])


class Shuffled(unittest.TestCase):
    def test_the_mass_stays_and_the_first_token_keeps_its_own(self):
        q = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
        found = shuffle_probabilities(q, Random(1))
        self.assertEqual(found[0], 0.1)
        self.assertEqual(sorted(found), q)
        self.assertNotEqual(found, q)


if __name__ == "__main__":
    unittest.main()
