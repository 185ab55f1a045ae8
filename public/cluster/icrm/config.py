"""The settings of a run as TRL's trainer takes them."""

from dataclasses import dataclass

from trl import RewardConfig

from .settings import Settings


@dataclass
class ICRMConfig(Settings, RewardConfig):
    """TRL's `RewardConfig` with the settings of a run: those that it lacks, and its own with the playground's defaults."""

    def __post_init__(self):
        Settings.__post_init__(self)
        RewardConfig.__post_init__(self)

    @property
    def settings(self) -> Settings:
        """The settings back, with the batch of one process in the place of that of all."""
        return Settings(**self.as_dict())


def icrm_config(settings: Settings, processes: int, has_held_out: bool, **others) -> ICRMConfig:
    """The config of one of some processes that train together as the settings say.

    Raises:
        ValueError: where neither the batch nor the micro-batches of a step can be divided among them.
    """
    batch, accumulation = settings.per_device_train_batch_size, settings.gradient_accumulation_steps
    if batch % processes == 0:
        batch //= processes
    elif accumulation % processes == 0:
        accumulation //= processes
    else:
        raise ValueError(
            f"{batch} rows a micro-batch and {accumulation} micro-batches a step cannot be divided among {processes} processes; "
            "change per_device_train_batch_size or gradient_accumulation_steps in settings.json, or the number of processes"
        )
    return ICRMConfig(
        **{
            **settings.as_dict(),
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
