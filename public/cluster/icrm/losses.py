"""The terms of the ICRM loss as pure functions of PyTorch tensors.

The notation is the paper's (arXiv 2506.09096, section 3). Of N responses padded to T tokens, `rewards` [N, T] holds the
process rewards r_t. `q` and `edges` [N, T - 1] belong to the step from token t to token t + 1: the probability with which
the generator writes token t + 1, and 1 where both ends are tokens of the response, 0 elsewhere.

Every loss is a mean over something: pairs, edges, step ends. Data-parallel training averages gradients over processes that
hold parts of one batch, and the mean of two means is not the mean of the whole. So each loss takes `across`, which adds up a
number over all processes; the gradients that are averaged are then those of the whole batch in one process.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.checkpoint import checkpoint

EPSILON = 1e-6
INITIAL_NORMALISER = 0.5
KEPT = 0.95
EDGE_SCORES = ("mutual", "unweighted", "product", "difference")
EDGE_WEIGHTS = ("generation", "uniform", "inverse", "shuffled")
BASELINES = ("response", "row")

Across = Callable[[Tensor], Tensor]


def alone(x: Tensor) -> Tensor:
    """`across` of one process."""
    return x


def mean_of_all(total: Tensor, count: Tensor, across: Across = alone) -> Tensor:
    """This process's part of a mean over all processes: the average of the parts is the mean.

    Args:
        total: the sum over what this process holds; gradients flow through it.
        count: over how much of it.
    """
    return total * across(torch.ones_like(count)) / across(count)


def count_of(x: Tensor) -> Tensor:
    """How many rows there are, as a number that `across` adds up."""
    return torch.tensor(float(len(x)), device=x.device)


# Preference pairs and labels -------------------------------------------------------------------------------------------


def bradley_terry(
    chosen: Tensor,
    rejected: Tensor,
    margins: Tensor | float = 0.0,
    label_smoothing: float = 0.0,
    centering: float = 0.0,
    across: Across = alone,
) -> Tensor:
    """-log sigmoid(r_chosen - r_rejected - margin), averaged over pairs.

    Args:
        chosen, rejected: outcome rewards [B].
        margins: [B], by how much the chosen response should win at least.
        label_smoothing: the probability e that a label is wrong: -(1 - e) log sigmoid(x) - e log sigmoid(-x).
        centering: TRL's coefficient c, which adds c (r_chosen + r_rejected)^2.
    """
    x = chosen - rejected - margins
    losses = -(1 - label_smoothing) * F.logsigmoid(x) - label_smoothing * F.logsigmoid(-x)
    losses = losses + centering * (chosen + rejected).square()
    return mean_of_all(losses.sum(), count_of(losses), across)


def outcome_cross_entropy(outcomes: Tensor, labels: Tensor, across: Across = alone) -> Tensor:
    """Binary cross-entropy of sigmoid(r_n) and the label, averaged over responses.

    Args:
        outcomes: outcome rewards [N].
        labels: [N], 1 where the answer is right, 0 where it is wrong.
    """
    losses = -F.logsigmoid(outcomes * (2 * labels - 1))
    return mean_of_all(losses.sum(), count_of(losses), across)


def process_cross_entropy(rewards: Tensor, signs: Tensor, ends: Tensor, across: Across = alone) -> Tensor:
    """Process supervision: binary cross-entropy of sigmoid(r_e) and the step's label, averaged over labelled step ends.

    Args:
        rewards: [N, T].
        signs: [N, T], 1 at the tokens of a step that is right, -1 at those of a wrong one, 0 elsewhere.
        ends: [N, T], 1 where a labelled step ends.
    """
    total = -(F.logsigmoid(rewards * signs) * ends).sum()
    # Where nothing is labelled the loss is 0.
    return total * across(torch.ones_like(total)) / across(ends.sum()).clamp(min=1)


# Text generation -------------------------------------------------------------------------------------------------------


def scale_gradient(hidden: Tensor, ratio: float) -> Tensor:
    """`hidden` in the forward pass; in the backward pass its gradient is multiplied by `ratio`."""
    return hidden * ratio + hidden.detach() * (1 - ratio)


def target_log_probabilities(
    states: Tensor, head: Callable[[Tensor], Tensor], labels: Tensor, at_once: int = 1024
) -> Tensor:
    """log p(label) [R] of the tokens that a language-model head predicts from states [R, H].

    The logits of `at_once` targets are in memory at a time; the backward pass computes them again.
    """

    def part(states: Tensor, labels: Tensor) -> Tensor:
        logits = head(states)
        return logits.gather(-1, labels.unsqueeze(-1)).squeeze(-1) - logits.logsumexp(-1)

    if len(labels) <= at_once:
        return part(states, labels)
    parts = [
        checkpoint(part, s, y, use_reentrant=False) for s, y in zip(states.split(at_once), labels.split(at_once))
    ]
    return torch.cat(parts)


def text_generation(log_probabilities: Tensor, weights: Tensor, pairs: Tensor, across: Across = alone) -> Tensor:
    """-mean over pairs of log p(y | x) / |y| of the chosen responses y.

    Args:
        log_probabilities: [R], of the tokens of all chosen responses.
        weights: [R], 1 / |y| of the response that a token belongs to.
        pairs: how many pairs this process holds.
    """
    return mean_of_all(-(log_probabilities * weights).sum(), pairs, across)


# Consistency -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trajectories:
    """Some responses: rewards [N, T], response [N, T] (1 = response token), q [N, T - 1], edges [N, T - 1]."""

    rewards: Tensor
    response: Tensor
    q: Tensor
    edges: Tensor


@dataclass(frozen=True)
class Consistency:
    """The term, `loss` = A / (Z + eps); the batch's own weight u; and the normaliser Z after its update."""

    loss: Tensor
    weight: Tensor
    normaliser: Tensor


def pairwise_consistency(
    chosen: Trajectories,
    rejected: Trajectories,
    normaliser: Tensor,
    score: str = "mutual",
    weight: str = "generation",
    baseline: str = "response",
    across: Across = alone,
) -> Consistency:
    """Intra-trajectory consistency of preference pairs; rows of both sides belong together.

    d_t of a chosen response is sigmoid(r_t - mean of the rejected one's rewards), of a rejected one
    1 - sigmoid(r_t - mean of the chosen one's), and nothing flows back through the means.

    Args:
        normaliser: Z before this batch; it is updated before it is used.
        baseline: the means are taken over response tokens, or over whole padded rows as in the published code.
    """
    like_chosen = torch.sigmoid(chosen.rewards - _row_mean(rejected, baseline))
    like_rejected = torch.sigmoid(_row_mean(chosen, baseline) - rejected.rewards)
    rows = Trajectories(*(torch.cat([getattr(side, name) for side in (chosen, rejected)]) for name in _FIELDS))
    return _consistency(torch.cat([like_chosen, like_rejected]), rows, normaliser, score, weight, across)


def outcome_consistency(
    trajectories: Trajectories,
    labels: Tensor,
    normaliser: Tensor,
    score: str = "mutual",
    weight: str = "generation",
    across: Across = alone,
) -> Consistency:
    """Consistency with outcome labels [N]: d_t is sigmoid(r_t) where the answer is right, else 1 - sigmoid(r_t)."""
    return step_consistency(trajectories, (2 * labels - 1).unsqueeze(-1), normaliser, score, weight, across)


def step_consistency(
    trajectories: Trajectories,
    signs: Tensor,
    normaliser: Tensor,
    score: str = "mutual",
    weight: str = "generation",
    across: Across = alone,
) -> Consistency:
    """Consistency with step labels: signs [N, T] as in `process_cross_entropy`. Edges at unlabelled tokens must be 0."""
    return _consistency(torch.sigmoid(trajectories.rewards * signs), trajectories, normaliser, score, weight, across)


_FIELDS = ("rewards", "response", "q", "edges")


def _consistency(
    likeness: Tensor, rows: Trajectories, before: Tensor, score: str, weight: str, across: Across
) -> Consistency:
    weights = edge_weights(weight, rows.q, rows.edges, across)
    edges = across(rows.edges.sum()) + EPSILON
    d, following = _ends(likeness.detach())
    batch_weight = across(((d + following) / 2 * weights).sum()) / edges
    normaliser = KEPT * before + (1 - KEPT) * batch_weight
    total = (edge_scores(score, likeness, torch.sigmoid(rows.rewards)) * weights).sum()
    alignment = total * across(torch.ones_like(total)) / edges
    return Consistency(alignment / (normaliser + EPSILON), batch_weight, normaliser)


def edge_scores(score: str, likeness: Tensor, values: Tensor) -> Tensor:
    """Score of every edge [N, T - 1], from d_t [N, T] and, under `difference`, from sigmoid(r_t) [N, T]."""
    d, following = _ends(values if score == "difference" else likeness)
    if score == "mutual":
        return -(following.detach() * _log(d) + d.detach() * _log(following)) / 2
    if score == "unweighted":
        return -(_log(d) + _log(following)) / 2
    if score == "product":
        return 1 - d * following
    if score == "difference":
        return (d - following).square()
    raise ValueError(f"edge score {score!r} is none of {EDGE_SCORES}")


def edge_weights(weight: str, q: Tensor, edges: Tensor, across: Across = alone) -> Tensor:
    """Weight of every edge [N, T - 1], 0 where there is none. Under `shuffled` the data hold permuted q already."""
    if weight in ("generation", "shuffled"):
        return 2 * q * edges
    if weight == "inverse":
        return 2 * (1 - q) * edges
    if weight == "uniform":
        mean = across((q * edges).sum()) / (across(edges.sum()) + EPSILON)
        return 2 * mean * edges
    raise ValueError(f"edge weight {weight!r} is none of {EDGE_WEIGHTS}")


def response_edges(response: Tensor) -> Tensor:
    """Edges [N, T - 1] of response masks [N, T]: all that lead to response tokens but the first, out of the prompt."""
    reached = response[:, 1:]
    return reached * (reached.cumsum(-1) > 1)


def blend(rho: float, consistency: Tensor, other: Tensor) -> Tensor:
    """rho * L_icr + (1 - rho) * L."""
    return rho * consistency + (1 - rho) * other


def _row_mean(trajectories: Trajectories, baseline: str) -> Tensor:
    fixed = trajectories.rewards.detach()
    if baseline == "row":
        return fixed.mean(-1, keepdim=True)
    if baseline == "response":
        response = trajectories.response
        return (fixed * response).sum(-1, keepdim=True) / response.sum(-1, keepdim=True)
    raise ValueError(f"baseline {baseline!r} is none of {BASELINES}")


def _ends(x: Tensor) -> tuple[Tensor, Tensor]:
    """Values [N, T] at both ends of every edge, [N, T - 1] each."""
    return x[:, :-1], x[:, 1:]


def _log(x: Tensor) -> Tensor:
    return torch.log(x + EPSILON)
