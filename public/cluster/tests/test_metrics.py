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


class RewardBench2(unittest.TestCase):
    def test_a_draw_at_the_top_earns_its_share(self):
        of = metrics.best_of_four
        self.assertEqual([of([2], [1, 0, 0]), of([2], [2, 0, 0]), of([2], [2, 2, 2]), of([2], [3, 0, 0])], [1, 1 / 2, 1 / 4, 0])
        with self.assertRaisesRegex(ValueError, "one right answer, found 2"):
            of([1, 2], [0])

    def test_ties_by_hand(self):
        # Gap 3 - 1 = 2, spread 0, and its ref has a gap of 1; gap 2 - 1 = 1, spread 4 - 2 = 2, and its ref is lost by 1.
        answers = [("tied:1", [3, 3], [1, 0]), ("ref:1", [2], [1]), ("tied:2", [4, 2], [1]), ("ref:2", [0], [1])]
        expected = 0.3 * 1 + 0.3 / 2 + 0.2 / 2 + 0.2 / 2 + 0.01 * (1 + math.tanh(-1 / 2 - 1)) / 2
        self.assertAlmostEqual(metrics.ties(answers), expected, places=12)
        self.assertEqual(metrics.ties([("tied:1", [0, 0], [0]), ("ref:1", [0], [0])]), 0)
        self.assertTrue(math.isnan(metrics.ties(answers[:1])))
        with self.assertRaisesRegex(ValueError, "'third:1'"):
            metrics.ties([("third:1", [1], [0])])

    def test_overall_is_the_mean_of_six_and_of_no_fewer(self):
        four = [(subset, "7", [1], [0, 0, 0]) for subset in metrics.SUBSETS_2[:5]]
        self.assertNotIn("overall", metrics.reward_bench_2(four))
        found = metrics.reward_bench_2([*four, ("Ties", "tied:7", [2, 2], [0]), ("Ties", "ref:7", [2], [0])])
        self.assertAlmostEqual(found["overall"], (5 + 1.01) / 6)
        with self.assertRaisesRegex(ValueError, "'Chat'"):
            metrics.reward_bench_2([("Chat", "1", [1], [0])])


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
