import itertools
import math
import unittest

from icrm import metrics


class RewardBench(unittest.TestCase):
    def test_sections_weigh_subsets_and_count_alike(self):
        wins = [("alpacaeval-easy", True), ("mt-bench-easy", False), ("math-prm", True), ("hep-go", False), ("hep-go", True)]
        found = metrics.reward_bench(wins)
        self.assertAlmostEqual(found["Chat"], 100 / 128)
        self.assertAlmostEqual(found["Reasoning"], (984 + 82) / (984 + 164))
        self.assertAlmostEqual(found["overall"], (found["Chat"] + found["Reasoning"]) / 2)
        self.assertNotIn("Safety", found)

    def test_an_unknown_subset_is_refused(self):
        with self.assertRaisesRegex(ValueError, "'other'"):
            metrics.reward_bench([("other", True)])


class Process(unittest.TestCase):
    steps = [[2.0, -1.0, 0.5], [1.0, 0.7], [0.2, 0.9, -2.0]]
    wrong = [1, -1, 2]

    def test_first_error(self):
        self.assertEqual(metrics.first_error_f1(self.steps, self.wrong, 0.0), 1)
        # At 0.6 the third falls at its first step.
        self.assertAlmostEqual(metrics.first_error_f1(self.steps, self.wrong, 0.6), 2 * 0.5 / 1.5)
        self.assertTrue(math.isnan(metrics.first_error_f1([[1.0]], [-1], 0.0)))

    def test_the_threshold_is_the_lowest_of_the_best(self):
        self.assertEqual(metrics.best_threshold(self.steps, self.wrong), (-1.0 + 0.2) / 2)

    def test_largest_drop_shares_ties(self):
        self.assertEqual(metrics.largest_drop(0.0, [-1.0, -2.0, -1.5], 1), 0.5)
        self.assertEqual(metrics.largest_drop(0.0, [1.0, -2.0], 1), 1)

    def test_auroc_counts_pairs_with_ties_half(self):
        steps, wrong = [[1.0, 0.0], [1.0, 0.5]], [1, 0]
        right = [1.0]
        others = [0.0, 1.0, 0.5]
        expected = sum((a > b) + (a == b) / 2 for a, b in itertools.product(right, others)) / 3
        self.assertAlmostEqual(metrics.step_auroc(steps, wrong), expected)


class BestOfN(unittest.TestCase):
    def test_against_every_draw(self):
        samples = [(1.0, 0.0), (3.0, 1.0), (2.0, 0.5), (3.0, 0.0), (0.0, 1.0)]
        for n in range(1, 6):
            draws = list(itertools.combinations(samples, n))

            def picked(draw):
                best = [gold for reward, gold in draw if reward == max(r for r, _ in draw)]
                return sum(best) / len(best)

            expected = sum(picked(draw) for draw in draws) / len(draws)
            self.assertAlmostEqual(metrics.best_of_n(n, samples), expected)
