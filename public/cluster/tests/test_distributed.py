import os
import tempfile
import unittest
from pathlib import Path

import torch
import torch.distributed as distributed
import torch.multiprocessing as multiprocessing

from icrm.batch import Collator
from icrm.losses import INITIAL_NORMALISER
from icrm.model import fresh_score, read_tokens
from icrm.objective import NORMALISER, objective
from icrm.settings import Settings

from .tiny_decoder import CONFIG, TinyDecoder, random_tensors

# Ways to train that differ in what is averaged over.
WAYS = [
    Settings(method="icrm", center_rewards_coefficient=0.01),
    Settings(method="icrm", edge_weight="uniform", edge_score="difference"),
    Settings(method="outcome", edge_weight="inverse"),
    Settings(method="prm_icrm", rho=0.3),
]


def examples(settings: Settings) -> list[dict]:
    """Five of different lengths, so that two processes hold different numbers of edges, targets and rows."""
    generator = torch.Generator().manual_seed(3)

    def response(length: int) -> dict:
        ids = torch.randint(0, CONFIG["vocab_size"], (length,), generator=generator).tolist()
        return {"ids": ids, "start": 2, "q": torch.rand(length - 2, generator=generator).tolist()}

    if settings.learns_from_steps:
        labels = [[1, 1, -1], [1, 0, 0], [-1, -1, -1], [1, 1, 1], [1, -1, -1]]
        return [
            {**row, "signs": [0, 0, *signs], "ends": [0, 0, 1, *[abs(s) for s in signs[1:]]]}
            for row, signs in zip((response(5) for _ in labels), labels)
        ]
    lengths = [(5, 4), (9, 6), (4, 8), (7, 7), (6, 3)]
    return [
        {"margin": 0.0, **{f"{side}_{k}": v for side, n in zip(("chosen", "rejected"), pair) for k, v in response(n).items()}}
        for pair in lengths
    ]


def step(settings: Settings, part: list[dict], across) -> tuple[dict[str, torch.Tensor], dict[str, float]]:
    """Gradients by parameter and the metrics of one batch."""
    backbone = TinyDecoder(CONFIG, random_tensors(dtype=torch.float32))
    score = fresh_score(CONFIG["hidden_size"], seed=1)
    head = torch.nn.Linear(CONFIG["hidden_size"], CONFIG["vocab_size"], bias=False)
    head.weight.data.copy_(backbone.tensor("embed_tokens").data)
    batch = Collator(0, settings.uses_text_generation)(part)
    targets = {"positions": batch["positions"], "labels": batch["labels"]} if "labels" in batch else {}
    read = read_tokens(backbone, score, head, 0.5, batch["input_ids"], batch["attention_mask"], **targets)
    found = objective(settings, batch, read["rewards"], read.get("text"), torch.tensor(INITIAL_NORMALISER), across)
    found.loss.backward()
    modules = {"backbone": backbone, "score": score, "head": head}
    gradients = {f"{at}.{name}": p.grad for at, module in modules.items() for name, p in module.named_parameters()}
    return {k: v for k, v in gradients.items() if v is not None}, {k: v.item() for k, v in found.metrics.items()}


def process(rank: int, place: str, rendezvous: str) -> None:
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=f"file://{rendezvous}", rank=rank, world_size=2)

    def across(x: torch.Tensor) -> torch.Tensor:
        total = x.detach().clone()
        distributed.all_reduce(total)
        return total

    for number, settings in enumerate(WAYS):
        own = examples(settings)
        gradients, metrics = step(settings, own[:3] if rank == 0 else own[3:], across)
        # What data-parallel training does: the mean over processes.
        mean = {name: across(gradient) / 2 for name, gradient in gradients.items()}
        shown = {name: across(torch.tensor(value)).item() / 2 for name, value in metrics.items()}
        if rank == 0:
            torch.save((mean, shown), Path(place) / f"{number}.pt")
    distributed.destroy_process_group()


class TwoProcesses(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
        arguments = (cls.folder.name, str(Path(cls.folder.name) / "rendezvous"))
        multiprocessing.spawn(process, arguments, nprocs=2)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_gradients_metrics_and_normaliser_are_those_of_one_process(self):
        for number, settings in enumerate(WAYS):
            with self.subTest(method=settings.method, weight=settings.edge_weight):
                gradients, metrics = step(settings, examples(settings), lambda x: x.detach())
                two, shown = torch.load(Path(self.folder.name) / f"{number}.pt")
                self.assertEqual(set(two), set(gradients))
                for name, gradient in gradients.items():
                    self.assertTrue(torch.allclose(two[name], gradient, rtol=1e-5, atol=1e-7), name)
                self.assertIn(NORMALISER, metrics)
                for name, value in metrics.items():
                    self.assertAlmostEqual(shown[name], value, places=6, msg=name)
