"""The settings of a run as TRL's trainer takes them."""

from dataclasses import dataclass, field, fields

from trl import RewardConfig

from .settings import Settings

#: Settings that TRL and Transformers have under another name; all others keep theirs.
NAMES = {
    "steps": "max_steps",
    "batch_size": "per_device_train_batch_size",
    "accumulation": "gradient_accumulation_steps",
    "evaluate_every": "eval_steps",
    "centering": "center_rewards_coefficient",
}


@dataclass
class ICRMConfig(RewardConfig):
    """TRL's `RewardConfig` with a field for every setting that it lacks; their meaning stands in `Settings`."""

    method: str = field(default="icrm", metadata={"help": "bt, grm, icrm, outcome, prm or prm_icrm"})
    rho: float = field(default=0.1, metadata={"help": "share of the consistency term in the preference loss"})
    edge_score: str = field(default="mutual", metadata={"help": "mutual, unweighted, product or difference"})
    edge_weight: str = field(default="generation", metadata={"help": "generation, uniform, inverse or shuffled"})
    baseline: str = field(default="response", metadata={"help": "response or row"})
    after_error: str = field(default="wrong", metadata={"help": "wrong or omitted"})
    generator_temperature: float = field(default=1.0, metadata={"help": "divides the generator's logits"})
    generator_top_p: float = field(default=1.0, metadata={"help": "the generator's nucleus"})
    generator_steps: int = field(default=0, metadata={"help": "steps the generator was adapted for"})
    generator_learning_rate: float = field(default=1e-4, metadata={"help": "of that adaptation"})
    weight_ratio: float = field(default=0.001, metadata={"help": "share of the second head's gradient in the backbone"})
    label_smoothing: float = field(default=0.0, metadata={"help": "probability that a preference is wrong"})
    tuning: str = field(default="full", metadata={"help": "full, lora, top or head"})
    lora_rank: int = field(default=32, metadata={"help": "rank of the adapters"})
    lora_alpha: float = field(default=64, metadata={"help": "alpha of the adapters"})
    lora_targets: list[str] = field(default_factory=list, metadata={"help": "adapted layers; empty takes all linear ones"})
    trainable_layers: int = field(default=3, metadata={"help": "upper layers that top trains"})
    warmup_ratio: float = field(default=0.03, metadata={"help": "share of the steps that warm up linearly"})
    final_ratio: float = field(default=0.0, metadata={"help": "share of the peak that the cosine ends on"})
    patience: int = field(default=0, metadata={"help": "measurements without a better one that end the run; 0: never"})

    @property
    def settings(self) -> Settings:
        """The settings back, with the batch of one process in the place of that of all."""
        return Settings(**{setting.name: getattr(self, NAMES.get(setting.name, setting.name)) for setting in fields(Settings)})


def icrm_config(settings: Settings, processes: int, has_held_out: bool, **others) -> ICRMConfig:
    """The config of one of some processes that train together as the settings say.

    Raises:
        ValueError: where neither the batch nor the micro-batches of a step can be divided among them.
    """
    given = {NAMES.get(setting.name, setting.name): getattr(settings, setting.name) for setting in fields(Settings)}
    batch, accumulation = settings.batch_size, settings.accumulation
    if batch % processes == 0:
        batch //= processes
    elif accumulation % processes == 0:
        accumulation //= processes
    else:
        raise ValueError(
            f"{batch} pairs a micro-batch and {accumulation} micro-batches a step cannot be divided among {processes} "
            "processes; change batchSize or accumulation in settings.json, or the number of processes"
        )
    return ICRMConfig(
        **{
            **given,
            "per_device_train_batch_size": batch,
            "gradient_accumulation_steps": accumulation,
            "per_device_eval_batch_size": batch,
            # The rows of an epoch that fill no batch are left to the next ones' order, as in the playground.
            "dataloader_drop_last": True,
            "eval_strategy": "steps" if has_held_out else "no",
            "prediction_loss_only": True,
            "remove_unused_columns": False,
            "max_length": None,
            **others,
        }
    )
