"""A decoder of the Llama family, small and plain, for tests: it reads tensors by their Hugging Face names."""

from types import SimpleNamespace

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    return weight * x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps)


def rotate(x: Tensor, theta: float) -> Tensor:
    """Rotary embedding of [N, heads, T, D]."""
    half = x.shape[-1] // 2
    frequencies = theta ** (-torch.arange(half, dtype=x.dtype) * 2 / x.shape[-1])
    angles = torch.arange(x.shape[-2], dtype=x.dtype)[:, None] * frequencies
    first, second = x[..., :half], x[..., half:]
    cosine, sine = angles.cos(), angles.sin()
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine], -1)


class TinyDecoder(nn.Module):
    """As `AutoModel` is called: `last_hidden_state` [N, T, H] after the final norm."""

    def __init__(self, config: dict, tensors: dict[str, Tensor]):
        super().__init__()
        self.config = config
        self.names = {name: name.replace(".", "_") for name in tensors if not name.startswith("lm_head")}
        for name, own in self.names.items():
            self.register_parameter(own, nn.Parameter(tensors[name].clone()))

    def tensor(self, name: str) -> Tensor:
        return getattr(self, self.names[f"model.{name}.weight"])

    def forward(self, input_ids: Tensor, attention_mask: Tensor, use_cache: bool = False) -> SimpleNamespace:
        x = F.embedding(input_ids, self.tensor("embed_tokens"))
        for layer in range(self.config["num_hidden_layers"]):
            x = self.layer(x, attention_mask, f"layers.{layer}")
        return SimpleNamespace(last_hidden_state=rms_norm(x, self.tensor("norm"), self.config["rms_norm_eps"]))

    def layer(self, x: Tensor, mask: Tensor, at: str) -> Tensor:
        eps = self.config["rms_norm_eps"]
        y = rms_norm(x, self.tensor(f"{at}.input_layernorm"), eps)
        x = x + self.attention(y, mask, f"{at}.self_attn")
        y = rms_norm(x, self.tensor(f"{at}.post_attention_layernorm"), eps)
        gate = F.silu(F.linear(y, self.tensor(f"{at}.mlp.gate_proj")))
        up = F.linear(y, self.tensor(f"{at}.mlp.up_proj"))
        return x + F.linear(gate * up, self.tensor(f"{at}.mlp.down_proj"))

    def attention(self, x: Tensor, mask: Tensor, at: str) -> Tensor:
        heads, kv = self.config["num_attention_heads"], self.config["num_key_value_heads"]
        n, t, width = x.shape

        def split(name: str, count: int) -> Tensor:
            return F.linear(x, self.tensor(f"{at}.{name}")).view(n, t, count, -1).transpose(1, 2)

        theta = self.config.get("rope_theta", 10000.0)
        q, k, v = rotate(split("q_proj", heads), theta), rotate(split("k_proj", kv), theta), split("v_proj", kv)
        k, v = (part.repeat_interleave(heads // kv, 1) for part in (k, v))
        seen = torch.ones(t, t, dtype=torch.bool).tril() & mask.bool()[:, None, None, :]
        scores = (q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).masked_fill(~seen, torch.finfo(x.dtype).min)
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(n, t, -1)
        return F.linear(mixed, self.tensor(f"{at}.o_proj"))


CONFIG = {
    "vocab_size": 17,
    "hidden_size": 8,
    "intermediate_size": 12,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "rms_norm_eps": 1e-6,
}


def random_tensors(config: dict = CONFIG, seed: int = 0, dtype: torch.dtype = torch.float64) -> dict[str, Tensor]:
    """Weights for `TinyDecoder`."""
    generator = torch.Generator().manual_seed(seed)
    width, inner = config["hidden_size"], config["intermediate_size"]
    kv = width * config["num_key_value_heads"] // config["num_attention_heads"]
    shapes = {"embed_tokens": (config["vocab_size"], width)}
    for layer in range(config["num_hidden_layers"]):
        at = f"layers.{layer}"
        shapes.update(
            {
                f"{at}.self_attn.q_proj": (width, width),
                f"{at}.self_attn.k_proj": (kv, width),
                f"{at}.self_attn.v_proj": (kv, width),
                f"{at}.self_attn.o_proj": (width, width),
                f"{at}.mlp.gate_proj": (inner, width),
                f"{at}.mlp.up_proj": (inner, width),
                f"{at}.mlp.down_proj": (width, inner),
            }
        )
    found = {
        f"model.{name}.weight": torch.randn(*shape, generator=generator, dtype=dtype) * 0.4 for name, shape in shapes.items()
    }
    norms = ["norm"] + [
        f"layers.{layer}.{name}"
        for layer in range(config["num_hidden_layers"])
        for name in ("input_layernorm", "post_attention_layernorm")
    ]
    return {**found, **{f"model.{name}.weight": torch.ones(width, dtype=dtype) for name in norms}}
