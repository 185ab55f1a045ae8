"""The loss of a batch and its metrics, under the playground's names."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from .losses import (
    Across,
    Consistency,
    Trajectories,
    alone,
    blend,
    bradley_terry,
    count_of,
    mean_of_all,
    outcome_consistency,
    outcome_cross_entropy,
    pairwise_consistency,
    process_cross_entropy,
    step_consistency,
    text_generation,
)
from .settings import Settings

NORMALISER = "icr/normaliser"


@dataclass(frozen=True)
class Step:
    """A batch's loss, its metrics without gradient, and the normaliser Z after it (None without a consistency term).

    Over several processes loss and metrics are this process's part: their average over processes is the batch's.
    """

    loss: Tensor
    metrics: dict[str, Tensor]
    normaliser: Tensor | None


def objective(
    settings: Settings,
    batch: dict[str, Tensor],
    rewards: Tensor,
    text: Tensor | None,
    normaliser: Tensor,
    across: Across = alone,
) -> Step:
    """The total loss: L_sft + rho L_icr + (1 - rho) L_bt of `icrm`, and what the other methods leave of it.

    Args:
        batch: as `Collator` makes it.
        rewards: [N, T], in float32.
        text: log-probabilities [R] of the targets under the second head; None without one.
        normaliser: Z before this batch.
    """
    if settings.learns_from_steps:
        return _of_steps(settings, batch, rewards, normaliser, across)
    chosen, rejected = rewards.gather(-1, batch["last"].unsqueeze(-1)).squeeze(-1).chunk(2)
    margins = chosen - rejected
    pairs = count_of(margins)
    metrics = {
        "accuracy": mean_of_all((margins > 0).float().sum(), pairs, across),
        "margin": mean_of_all(margins.sum(), pairs, across),
        "rewards/chosen": mean_of_all(chosen.sum(), pairs, across),
        "rewards/rejected": mean_of_all(rejected.sum(), pairs, across),
    }
    if settings.method == "outcome":
        labels = torch.cat([torch.ones_like(chosen), torch.zeros_like(rejected)])
        preference = outcome_cross_entropy(torch.cat([chosen, rejected]), labels, across)
        metrics["loss/outcome"] = preference
    else:
        preference = bradley_terry(
            chosen, rejected, batch["margins"], settings.label_smoothing, settings.center_rewards_coefficient, across
        )
        metrics["loss/bt"] = preference
    loss, after = preference, None
    if settings.uses_consistency:
        how = {"score": settings.edge_score, "weight": settings.edge_weight, "across": across}
        rows = _trajectories(batch, rewards)
        if settings.method == "outcome":
            term = outcome_consistency(rows, labels, normaliser, **how)
        else:
            sides = (Trajectories(*side) for side in zip(*(getattr(rows, name).chunk(2) for name in _FIELDS)))
            term = pairwise_consistency(*sides, normaliser, baseline=settings.baseline, **how)
        loss, after = _with_consistency(settings, term, loss, metrics)
    if settings.uses_text_generation:
        written = text_generation(text, batch["weights"], pairs, across)
        metrics["loss/sft"] = written
        loss = loss + written
    return Step(loss, _detached(metrics), after)


def _of_steps(
    settings: Settings, batch: dict[str, Tensor], rewards: Tensor, normaliser: Tensor, across: Across
) -> Step:
    signs, ends = batch["signs"], batch["ends"]
    labelled = rewards * signs
    count = across(ends.sum()).clamp(min=1)
    part = across(torch.ones_like(count)) / count
    loss = process_cross_entropy(rewards, signs, ends, across)
    metrics = {
        "accuracy": ((labelled > 0) * ends).sum() * part,
        "margin": (labelled * ends).sum() * part,
        "loss/prm": loss,
    }
    after = None
    if settings.uses_consistency:
        rows = _trajectories(batch, rewards)
        term = step_consistency(rows, signs, normaliser, settings.edge_score, settings.edge_weight, across)
        loss, after = _with_consistency(settings, term, loss, metrics)
    return Step(loss, _detached(metrics), after)


@torch.no_grad()
def margins_of(settings: Settings, batch: dict[str, Tensor], rewards: Tensor) -> Tensor:
    """What held-out figures are made of: [B, 4], one row an example, whose columns sum to the figures of all examples.

    The columns: how many margins the example has; how many of them are above 0; their sum; the sum of -log sigmoid of them.
    The margin of a pair is r_chosen - r_rejected. A labelled response has a margin at every labelled step end: the reward
    where the step is right, the reward's negative where it is wrong.

    Args:
        rewards: [N, T], in float32.
    """
    if settings.learns_from_steps:
        margins, counted = rewards * batch["signs"], batch["ends"]
    else:
        chosen, rejected = rewards.gather(-1, batch["last"].unsqueeze(-1)).chunk(2)
        margins = chosen - rejected
        counted = torch.ones_like(margins)
    columns = (torch.ones_like(margins), (margins > 0).float(), margins, -F.logsigmoid(margins))
    return torch.stack([(column * counted).sum(-1) for column in columns], -1)


_FIELDS = ("rewards", "response", "q", "edges")


def _trajectories(batch: dict[str, Tensor], rewards: Tensor) -> Trajectories:
    return Trajectories(rewards, batch["response"], batch["q"], batch["edges"])


def _with_consistency(
    settings: Settings, term: Consistency, other: Tensor, metrics: dict[str, Tensor]
) -> tuple[Tensor, Tensor]:
    metrics.update({"loss/icr": term.loss, "icr/weight": term.weight, NORMALISER: term.normaliser})
    return blend(settings.rho, term.loss, other), term.normaliser


def _detached(metrics: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: value.detach() for name, value in metrics.items()}
