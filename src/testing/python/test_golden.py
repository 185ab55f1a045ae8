"""`icrm.losses` against the golden figures, values and gradients, in float64."""

import unittest

import torch

from icrm import losses
from icrm.losses import Trajectories
from icrm.probabilities import generation_probabilities
from reading import golden, tensor

TOLERANCE = {"rtol": 1e-7, "atol": 1e-9}
BASELINES = {"response": "masked", "row": "repo"}


class Golden(unittest.TestCase):
    def close(self, found, expected, what=""):
        torch.testing.assert_close(torch.as_tensor(found).detach(), tensor(expected), **TOLERANCE, msg=lambda m: f"{what}: {m}")


def side(inputs: dict, name: str) -> Trajectories:
    mask = tensor(inputs[f"{name}_mask"])
    rewards = tensor(inputs[f"{name}_rewards"]).requires_grad_()
    return Trajectories(rewards, mask, tensor(inputs[f"{name}_probs"]), losses.response_edges(mask))


def at(rewards, last):
    return rewards.gather(-1, torch.tensor(last).unsqueeze(-1)).squeeze(-1)


class Pairwise(Golden):
    def test_bradley_terry(self):
        for case in golden("pairwise.json")["cases"]:
            inputs, expected = case["inputs"], case["expected"]
            chosen, rejected = side(inputs, "chosen"), side(inputs, "rejected")
            loss = losses.bradley_terry(
                at(chosen.rewards, inputs["chosen_last"]), at(rejected.rewards, inputs["rejected_last"])
            )
            gradients = torch.autograd.grad(loss, [chosen.rewards, rejected.rewards])
            self.close(loss, expected["bt_loss"], case["id"])
            self.close(gradients[0], expected["grad_bt_chosen"], case["id"])
            self.close(gradients[1], expected["grad_bt_rejected"], case["id"])

    def test_consistency_and_totals(self):
        for case in golden("pairwise.json")["cases"]:
            inputs, expected = case["inputs"], case["expected"]
            for baseline, variant in BASELINES.items():
                figures = expected["variants"][variant]
                for score, mode in figures["modes"].items():
                    with self.subTest(case=case["id"], baseline=baseline, score=score):
                        self.check(inputs, expected, figures, baseline, score, mode)

    def check(self, inputs, expected, figures, baseline, score, mode):
        chosen, rejected = side(inputs, "chosen"), side(inputs, "rejected")
        self.close(chosen.edges, expected["edge_mask_chosen"])
        before = tensor(inputs["smooth_weight_before"])
        term = losses.pairwise_consistency(chosen, rejected, before, score, baseline=baseline)
        self.close(term.loss, mode["align_loss"])
        self.close(term.weight, figures["weight"])
        self.close(term.normaliser, figures["smooth_weight_after"])
        preference = losses.bradley_terry(
            at(chosen.rewards, inputs["chosen_last"]), at(rejected.rewards, inputs["rejected_last"])
        )
        total = losses.blend(0.1, term.loss, preference)
        self.close(total, mode["total"]["0.1"])
        both = [chosen.rewards, rejected.rewards]
        for loss, names in ((term.loss, "grad_align"), (total, "grad_total_0.1")):
            for gradient, name in zip(torch.autograd.grad(loss, both, retain_graph=True), ("chosen", "rejected")):
                self.close(gradient, mode[f"{names}_{name}"], names)

    def test_the_normaliser_runs_on_from_batch_to_batch(self):
        data = golden("pairwise.json")
        cases = {case["id"]: case["inputs"] for case in data["cases"]}
        for baseline, variant in BASELINES.items():
            z = tensor(losses.INITIAL_NORMALISER)
            for link in data["ema_chain"][variant]:
                inputs = cases[link["id"]]
                term = losses.pairwise_consistency(side(inputs, "chosen"), side(inputs, "rejected"), z, baseline=baseline)
                z = term.normaliser
                self.close(z, link["after"])
                self.close(term.loss, link["align_loss"])


class Outcome(Golden):
    def test_cross_entropy_and_consistency(self):
        for case in golden("orm.json")["cases"]:
            inputs, expected = case["inputs"], case["expected"]
            mask, labels = tensor(inputs["mask"]), tensor(inputs["labels"])
            rewards = tensor(inputs["rewards"]).requires_grad_()
            rows = Trajectories(rewards, mask, tensor(inputs["probs"]), losses.response_edges(mask))
            entropy = losses.outcome_cross_entropy(at(rewards, inputs["last"]), labels)
            term = losses.outcome_consistency(rows, labels, tensor(inputs["smooth_weight_before"]))
            self.close(entropy, expected["bce_loss"], case["id"])
            self.close(term.loss, expected["align_loss"], case["id"])
            self.close(term.normaliser, expected["smooth_weight_after"], case["id"])
            self.close(torch.autograd.grad(entropy, rewards)[0], expected["grad_bce"], case["id"])
            self.close(torch.autograd.grad(term.loss, rewards)[0], expected["grad_align"], case["id"])


class Text(Golden):
    def test_text_generation(self):
        for case in golden("sft.json")["cases"]:
            rows = case["B"]
            logits = tensor(case["inputs"]["logits"]).requires_grad_()
            labels = torch.tensor(case["inputs"]["labels"])[:rows, 1:]
            where = labels >= 0
            own = losses.target_log_probabilities(logits[:rows, :-1][where], lambda states: states, labels[where])
            weights = (where / where.sum(-1, keepdim=True))[where]
            loss = losses.text_generation(own, weights, torch.tensor(float(rows)))
            self.close(loss, case["expected"]["loss"])
            self.close(torch.autograd.grad(loss, logits)[0], case["expected"]["grad_logits"])

    def test_the_second_heads_gradient(self):
        case = golden("sft.json")["scaled_head"]
        values = case.get("inputs", case)
        hidden = tensor(values["hidden"] if "hidden" in values else values["h"]).requires_grad_()
        weight = tensor(values["head_weight"] if "head_weight" in values else values["W"]).requires_grad_()
        labels = torch.tensor(values["labels"])
        states = losses.scale_gradient(hidden, values["alpha"])
        loss = -losses.target_log_probabilities(states, lambda x: x @ weight.T, labels).mean()
        expected = case.get("expected", case)
        gradients = torch.autograd.grad(loss, [weight, hidden])
        self.close(loss, expected["loss"])
        self.close(gradients[0], expected["grad_head_weight"])
        self.close(gradients[1], expected["grad_hidden"])

    def test_nucleus(self):
        for case in golden("nucleus.json")["cases"]:
            inputs, expected = case["inputs"], case["expected"]
            logits, labels = tensor(inputs["logits"]), torch.tensor(inputs["labels"])
            for top_p, name in ((inputs["top_p"], "label_prob"), (1.0, "unfiltered_label_prob")):
                found = generation_probabilities(logits, labels, inputs["temperature"], top_p)
                # The generator's logits are read as float32.
                torch.testing.assert_close(found.double(), tensor(expected[name]), rtol=2e-6, atol=1e-7)
