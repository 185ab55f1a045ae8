"""The settings of a run. Names are those of TRL and Transformers wherever these have the setting.

This file is written from the playground's table of settings, which its form, its checks and its command line read too.
"""

from dataclasses import dataclass, field


@dataclass
class SettingsTable:
    """One field a setting: its default, what it does, and what it may be."""

    method: str = field(
        default="icrm",
        metadata={
            "help": "What the reward model learns from, and by which terms.",
            "choices": ("bt", "grm", "icrm", "outcome", "prm", "prm_icrm"),
        },
    )
    rho: float = field(
        default=0.1,
        metadata={
            "help": "How much of the preference loss is consistency. 0 is GRM. Unit: share.",
            "least": 0,
            "most": 1,
        },
    )
    edge_score: str = field(
        default="mutual",
        metadata={
            "help": "How an edge between two neighbouring process rewards is scored.",
            "choices": ("mutual", "unweighted", "product", "difference"),
        },
    )
    edge_weight: str = field(
        default="generation",
        metadata={
            "help": "What an edge weighs: the generation probability of its token, or a control.",
            "choices": ("generation", "uniform", "inverse", "shuffled"),
        },
    )
    baseline: str = field(
        default="response",
        metadata={
            "help": "Means are taken over responses; over whole padded rows as in the published code.",
            "choices": ("response", "row"),
        },
    )
    after_error: str = field(
        default="wrong",
        metadata={
            "help": "What process supervision makes of the steps after the first wrong one.",
            "choices": ("wrong", "omitted"),
        },
    )
    tuning: str = field(
        default="full",
        metadata={
            "help": "All weights; low-rank adapters and the heads; upper layers and the heads; or the heads alone.",
            "choices": ("full", "lora", "top", "head"),
        },
    )
    lora_r: int = field(
        default=32,
        metadata={
            "help": "Width of the low-rank adapters.",
            "least": 1,
            "most": 9007199254740991,
        },
    )
    lora_alpha: float = field(
        default=64,
        metadata={
            "help": "Adapters are scaled by α / rank.",
            "above": 0,
        },
    )
    lora_target_modules: list[str] = field(
        default_factory=list,
        metadata={
            "help": "Names such as q_proj, v_proj; empty adapts all linear layers.",
        },
    )
    freeze_trainable_layers: int = field(
        default=3,
        metadata={
            "help": "The number of upper layers that are trained, with the final norm. The layers below are computed once a record.",
            "least": 1,
            "most": 9007199254740991,
        },
    )
    learning_rate: float = field(
        default=0.001,
        metadata={
            "help": "Peak size of a step. Too high and a run diverges.",
            "above": 0,
        },
    )
    max_steps: int = field(
        default=512,
        metadata={
            "help": "Optimiser steps; the schedule stretches over them.",
            "least": 1,
            "most": 9007199254740991,
        },
    )
    per_device_train_batch_size: int = field(
        default=8,
        metadata={
            "help": "More pairs a step: smoother curves, slower steps. Unit: pairs.",
            "least": 1,
            "most": 9007199254740991,
        },
    )
    warmup_ratio: float = field(
        default=0.03,
        metadata={
            "help": "The learning rate rises over these, then falls as a cosine. Unit: share of steps.",
            "least": 0,
            "most": 1,
        },
    )
    min_lr_rate: float = field(
        default=0,
        metadata={
            "help": "The rate at the end of the cosine. 1 keeps the rate. Unit: share of peak.",
            "least": 0,
            "most": 1,
        },
    )
    weight_decay: float = field(
        default=0,
        metadata={
            "help": "Pulls weights towards 0 (AdamW).",
            "least": 0,
        },
    )
    max_grad_norm: float = field(
        default=1,
        metadata={
            "help": "Larger gradients are scaled down to this. Unit: L2 norm.",
            "above": 0,
        },
    )
    gradient_accumulation_steps: int = field(
        default=1,
        metadata={
            "help": "A larger batch in the memory of a small one. Unit: batches a step.",
            "least": 1,
            "most": 9007199254740991,
        },
    )
    generator_steps: int = field(
        default=0,
        metadata={
            "help": "Trains the generator on the pairs before q is taken: the paper's first stage. Unit: steps.",
            "least": 0,
            "most": 9007199254740991,
        },
    )
    generator_learning_rate: float = field(
        default=0.0001,
        metadata={
            "help": "Peak learning rate of the generator. Too high and it learns the pairs by heart.",
            "above": 0,
        },
    )
    generator_temperature: float = field(
        default=1,
        metadata={
            "help": "q comes from logits / τ: above 1 all edges weigh more alike.",
            "above": 0,
        },
    )
    generator_top_p: float = field(
        default=1,
        metadata={
            "help": "q outside of this mass is 0: those edges weigh nothing. Unit: mass.",
            "above": 0,
            "most": 1,
        },
    )
    weight_ratio: float = field(
        default=0.001,
        metadata={
            "help": "How much of the text head's gradient reaches the backbone. Unit: share.",
            "least": 0,
            "most": 1,
        },
    )
    label_smoothing: float = field(
        default=0,
        metadata={
            "help": "Chance that a label is wrong. Unit: probability.",
            "least": 0,
            "below": 0.5,
        },
    )
    center_rewards_coefficient: float = field(
        default=0,
        metadata={
            "help": "Keeps rewards around 0; TRL recommends 0.01.",
            "least": 0,
        },
    )
    eval_steps: int = field(
        default=128,
        metadata={
            "help": "Steps between held-out measurements. Unit: steps.",
            "least": 1,
            "most": 9007199254740991,
        },
    )
    early_stopping_patience: int = field(
        default=0,
        metadata={
            "help": "A run ends after so many without a better accuracy. Unit: measurements.",
            "least": 0,
            "most": 9007199254740991,
        },
    )
    seed: int = field(
        default=0,
        metadata={
            "help": "Decides the value head and the order of the pairs.",
            "least": 0,
            "most": 4294967295,
        },
    )
