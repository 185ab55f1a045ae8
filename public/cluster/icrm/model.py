"""A decoder that gives a reward at every token, with a second language-model head while it is trained."""

import math

import torch
from torch import Tensor, nn

from .losses import scale_gradient, target_log_probabilities


def read_tokens(
    backbone: nn.Module,
    score: nn.Module,
    text_head: nn.Module | None,
    weight_ratio: float,
    input_ids: Tensor,
    attention_mask: Tensor,
    positions: Tensor | None = None,
    labels: Tensor | None = None,
) -> dict[str, Tensor]:
    """Rewards [N, T] at every token and, given targets, their log-probabilities `text` [R] under the second head.

    The heads compute in float32, whatever the backbone does: rewards of neighbouring tokens are compared closely.

    Args:
        backbone: gives `last_hidden_state` [N, T, H], after the final norm.
        weight_ratio: the share of the second head's gradient that reaches the backbone.
        positions: [R], places in N * T from which the tokens `labels` [R] are predicted.
    """
    hidden = backbone(input_ids=input_ids, attention_mask=attention_mask, use_cache=False).last_hidden_state
    with torch.autocast(hidden.device.type, enabled=False):
        hidden = hidden.float()
        found = {"rewards": score(hidden).squeeze(-1)}
        if text_head is not None and positions is not None:
            states = scale_gradient(hidden.flatten(0, 1)[positions], weight_ratio)
            found["text"] = target_log_probabilities(states, text_head, labels)
    return found


def fresh_score(hidden_size: int, seed: int) -> nn.Linear:
    """A value head N(0, 1 / (H + 1)) with bias 0, from a seed of its own."""
    score = nn.Linear(hidden_size, 1)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        score.weight.copy_(torch.randn(1, hidden_size, generator=generator) / math.sqrt(hidden_size + 1))
        score.bias.zero_()
    return score


class TokenRewards:
    """Goes before a sequence classifier of Transformers among a class's bases: its forward then is `read_tokens`.

    The name of the class stays, so that `config.json` names an architecture that every program knows.
    """

    weight_ratio = 1.0

    def forward(self, input_ids=None, attention_mask=None, positions=None, targets=None, **_):
        # An attribute of the class would stand before the module of that name.
        text_head = getattr(self, "text_head", None)
        return read_tokens(
            self.base_model, self.score, text_head, self.weight_ratio, input_ids, attention_mask, positions, targets
        )


def reward_model(name: str, dtype: torch.dtype, seed: int, weight_ratio: float | None) -> nn.Module:
    """The sequence classifier of a causal language model that gives rewards at every token.

    Args:
        name: of a checkpoint, on the hub or in a folder.
        dtype: of the backbone; the heads are float32.
        weight_ratio: makes the second head, a copy of the output embedding; None leaves it out.
    """
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSequenceClassification

    config = AutoConfig.from_pretrained(name, num_labels=1)
    model = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1, dtype=dtype)
    own = type(model)
    model.__class__ = type(own.__name__, (TokenRewards, own), {"__module__": own.__module__})
    model.score = fresh_score(config.hidden_size, seed)
    if weight_ratio is not None:
        output = AutoModelForCausalLM.from_pretrained(name, dtype=torch.float32).get_output_embeddings().weight
        model.text_head = nn.Linear(output.shape[1], output.shape[0], bias=False)
        model.text_head.weight.data.copy_(output.data)
        model.weight_ratio = weight_ratio
    return model


def save_reward_model(model, state: dict[str, Tensor], tokenizer, folder) -> None:
    """The reward model as others open it: without the second head, and with the value head in a file of its own too.

    A sequence classifier of Transformers reads `score.weight` and knows no bias; `value_head.safetensors` holds weight and
    bias under TRL's names.
    """
    from safetensors.torch import save_file

    heads = ("score.", "text_head.")
    rest = {name: tensor for name, tensor in state.items() if not name.startswith(heads)}
    model.save_pretrained(folder, state_dict={**rest, "score.weight": state["score.weight"]})
    head = {f"v_head.summary.{part}": state[f"score.{part}"].float().contiguous() for part in ("weight", "bias")}
    save_file(head, f"{folder}/value_head.safetensors")
    tokenizer.save_pretrained(folder)
