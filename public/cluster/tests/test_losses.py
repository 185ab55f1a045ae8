import math
import unittest

import torch

from icrm import losses
from icrm.losses import Trajectories

LN3 = math.log(3)


def rows(rewards, q, edges, response=None):
    rewards = torch.tensor(rewards, dtype=torch.float64)
    response = torch.ones_like(rewards) if response is None else torch.tensor(response, dtype=torch.float64)
    return Trajectories(rewards, response, torch.tensor(q, dtype=torch.float64), torch.tensor(edges, dtype=torch.float64))


class ByHand(unittest.TestCase):
    def test_bradley_terry(self):
        chosen, rejected = torch.tensor([LN3, 2.0]), torch.tensor([0.0, 1.0])
        # sigmoid(ln 3) = 3/4; the second pair's margin of 1 is what it wins by.
        found = losses.bradley_terry(chosen, rejected, torch.tensor([0.0, 1.0]))
        self.assertAlmostEqual(found.item(), (-math.log(0.75) - math.log(0.5)) / 2, places=6)

    def test_smoothing_and_centering(self):
        found = losses.bradley_terry(torch.tensor([LN3]), torch.tensor([0.0]), 0.0, label_smoothing=0.1, centering=0.01)
        expected = -0.9 * math.log(0.75) - 0.1 * math.log(0.25) + 0.01 * LN3**2
        self.assertAlmostEqual(found.item(), expected, places=6)

    def test_process_supervision(self):
        found = losses.process_cross_entropy(
            torch.tensor([[9, LN3, 9, LN3, -9]]), torch.tensor([[1, 1, -1, -1, 0]]), torch.tensor([[0, 1, 0, 1, 0]])
        )
        self.assertAlmostEqual(found.item(), -(math.log(0.75) + math.log(0.25)) / 2, places=5)

    def test_nothing_labelled_gives_no_loss(self):
        zeros = torch.zeros(1, 3)
        self.assertEqual(losses.process_cross_entropy(torch.ones(1, 3), zeros, zeros).item(), 0)

    def test_consistency_from_right_to_wrong(self):
        term = losses.step_consistency(rows([[LN3, LN3]], [[0.5]], [[1.0]]), torch.tensor([[1, -1]]), torch.tensor(0.5))
        # d = 3/4 and 1/4, s = -(1/4 ln 3/4 + 3/4 ln 1/4) / 2, w = 1, u = 1/2, so that Z stays.
        self.assertAlmostEqual(term.weight.item(), 0.5, places=5)
        self.assertAlmostEqual(term.normaliser.item(), 0.5, places=5)
        self.assertAlmostEqual(term.loss.item(), 1.11164, places=4)

    def test_edges_leave_out_the_one_from_the_prompt(self):
        found = losses.response_edges(torch.tensor([[0, 0, 1, 1, 1, 0], [0, 1, 0, 0, 0, 0]]))
        self.assertEqual(found.tolist(), [[0, 0, 1, 1, 0], [0, 0, 0, 0, 0]])

    def test_the_second_head_gets_its_gradient_and_the_backbone_a_share(self):
        hidden = torch.ones(2, 3, requires_grad=True)
        losses.scale_gradient(hidden, 0.25).sum().backward()
        self.assertTrue(torch.equal(hidden.grad, torch.full((2, 3), 0.25)))

    def test_parts_of_the_targets_give_what_all_give(self):
        torch.manual_seed(0)
        head = torch.nn.Linear(4, 7, bias=False)
        states, labels = torch.randn(5, 4, requires_grad=True), torch.tensor([0, 6, 3, 3, 1])
        whole = torch.autograd.grad(losses.target_log_probabilities(states, head, labels).sum(), [states, head.weight])
        parts = torch.autograd.grad(losses.target_log_probabilities(states, head, labels, 2).sum(), [states, head.weight])
        for one, other in zip(whole, parts):
            self.assertTrue(torch.allclose(one, other, atol=1e-6))


class Gradients(unittest.TestCase):
    """Against central differences in float64, with what stands under sg held where it was."""

    def test_every_score_with_every_weight(self):
        chosen = rows([[0.4, -1.2, 0.9, 2], [1, 0.1, 0, 0]], [[0.3, 0.9, 0.6], [0.2, 0.5, 0]], [[0, 1, 1], [1, 0, 0]])
        rejected = rows([[-0.3, 0.1, -2, 1.5], [0, 1, 3, 0.5]], [[0.8, 0.1, 0.5], [0.9, 0.4, 0.7]], [[1, 0, 0], [0, 1, 1]])
        z = torch.tensor(0.7, dtype=torch.float64)
        for score in losses.EDGE_SCORES:
            for weight in losses.EDGE_WEIGHTS:
                with self.subTest(score=score, weight=weight):
                    self.check(chosen, rejected, z, score, weight)

    def check(self, chosen, rejected, z, score, weight):
        own = chosen.rewards.clone().requires_grad_()
        moved = Trajectories(own, chosen.response, chosen.q, chosen.edges)
        term = losses.pairwise_consistency(moved, rejected, z, score, weight)
        (found,) = torch.autograd.grad(term.loss, own)
        weights = losses.edge_weights(weight, torch.cat([chosen.q, rejected.q]), torch.cat([chosen.edges, rejected.edges]))
        means = [side.rewards.mean(-1, keepdim=True) for side in (chosen, rejected)]
        held = torch.cat([torch.sigmoid(chosen.rewards - means[1]), torch.sigmoid(means[0] - rejected.rewards)])
        edges = chosen.edges.sum() + rejected.edges.sum() + losses.EPSILON

        def plain(rewards):
            d = torch.cat([torch.sigmoid(rewards - means[1]), torch.sigmoid(means[0] - rejected.rewards)])
            v = torch.sigmoid(torch.cat([rewards, rejected.rewards]))
            log = torch.log(d + losses.EPSILON)
            s = {
                "mutual": -(held[:, 1:] * log[:, :-1] + held[:, :-1] * log[:, 1:]) / 2,
                "unweighted": -(log[:, :-1] + log[:, 1:]) / 2,
                "product": 1 - d[:, :-1] * d[:, 1:],
                "difference": (v[:, :-1] - v[:, 1:]) ** 2,
            }[score]
            return (s * weights).sum() / edges / (term.normaliser + losses.EPSILON)

        self.assertAlmostEqual(plain(chosen.rewards).item(), term.loss.item(), places=9)
        for place in range(chosen.rewards.numel()):
            step = torch.zeros_like(chosen.rewards)
            step.view(-1)[place] = 1e-5
            slope = (plain(chosen.rewards + step) - plain(chosen.rewards - step)) / 2e-5
            self.assertAlmostEqual(found.view(-1)[place].item(), slope.item(), places=7)

    def test_losses_of_pairs_labels_and_texts(self):
        def numbers(*shape):
            return torch.randn(*shape, dtype=torch.float64, generator=generator).requires_grad_()

        generator = torch.Generator().manual_seed(4)
        margins, labels = torch.tensor([0.0, 0.5, 2.0]), torch.tensor([1.0, 0.0, 1.0])
        signs = torch.tensor([[0.0, 1, 1, -1], [1, 0, -1, -1]])
        ends, weights, targets = torch.tensor([[0.0, 0, 1, 1], [1, 0, 0, 1]]), torch.tensor([0.5, 0.5, 1.0]), torch.tensor([4, 0, 2])
        head = numbers(5, 4)

        def text(states, head):
            own = losses.target_log_probabilities(states, lambda x: x @ head.T, targets, at_once=2)
            return losses.text_generation(own, weights, torch.tensor(2.0))

        for loss, inputs in [
            (lambda c, r: losses.bradley_terry(c, r, margins, label_smoothing=0.1, centering=0.01), (numbers(3), numbers(3))),
            (lambda r: losses.outcome_cross_entropy(r, labels), (numbers(3),)),
            (lambda r: losses.process_cross_entropy(r, signs, ends), (numbers(2, 4),)),
            (text, (numbers(3, 4), head)),
        ]:
            self.assertTrue(torch.autograd.gradcheck(loss, inputs))

    def test_rewards_of_any_size_have_finite_gradients(self):
        own = torch.tensor([[-300.0, 300.0, 0.0]], requires_grad=True)
        side = Trajectories(own, torch.ones(1, 3), torch.full((1, 2), 0.5), torch.ones(1, 2))
        for score in losses.EDGE_SCORES:
            term = losses.pairwise_consistency(side, side, torch.tensor(0.5), score)
            (gradient,) = torch.autograd.grad(term.loss + losses.bradley_terry(own[:, 0], own[:, 1]), own)
            self.assertTrue(torch.isfinite(gradient).all(), score)

    def test_unknown_names_are_refused(self):
        side = rows([[0.0, 1.0]], [[0.5]], [[1.0]])
        for kind in ("score", "weight", "baseline"):
            with self.assertRaisesRegex(ValueError, "'other' is none of"):
                losses.pairwise_consistency(side, side, torch.tensor(0.5), **{kind: "other"})
