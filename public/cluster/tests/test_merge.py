import json
import tempfile
import unittest
from pathlib import Path

import torch

from . import stand_ins
from .tiny_decoder import CONFIG

stand_ins.install()

from icrm.evaluate import Judge  # noqa: E402
from icrm.merge import merge  # noqa: E402
from icrm.model import reward_model  # noqa: E402

ADAPTED = "base_model.model_layers_1_self_attn_q_proj_weight"


def adapter(folder: Path, with_text_head: bool) -> dict[str, torch.Tensor]:
    """Writes the adapters of a run, and says what weights they make."""
    generator = torch.Generator().manual_seed(5)
    model = reward_model("base", torch.float32, seed=3, weight_ratio=0.5 if with_text_head else None)
    a, b = (torch.randn(*shape, generator=generator) for shape in ((2, CONFIG["hidden_size"]), (CONFIG["hidden_size"], 2)))
    whole = {name: torch.randn(x.shape, generator=generator) for name, x in model.named_parameters() if "base_model" not in name}
    stand_ins.save_file({ADAPTED: (a, b), **whole}, folder / "adapter_model.safetensors")
    heads = ["score", *(["text_head"] if with_text_head else [])]
    (folder / "adapter_config.json").write_text(json.dumps({"modules_to_save": heads}), encoding="utf-8")
    return {ADAPTED: model.state_dict()[ADAPTED] + b @ a, **whole}


class Merging(unittest.TestCase):
    def test_the_merged_model_judges_with_what_the_adapters_made(self):
        for with_text_head in (False, True):
            with self.subTest(with_text_head=with_text_head), tempfile.TemporaryDirectory() as name:
                folder, out = Path(name), Path(name) / "merged"
                expected = adapter(folder, with_text_head)
                merge("base", str(folder), str(out))
                written = stand_ins.load_file(out / "model.safetensors")
                self.assertNotIn("text_head.weight", written)
                self.assertNotIn("score.bias", written)
                judge = Judge.load(str(out))
                self.assertTrue(torch.equal(judge.backbone.state_dict()[ADAPTED[len("base_model.") :]], expected[ADAPTED]))
                self.assertTrue(torch.equal(judge.score.weight, expected["score.weight"]))
                self.assertTrue(torch.equal(judge.score.bias, expected["score.bias"]))


class Opening(unittest.TestCase):
    def test_a_classifier_gives_a_reward_at_every_token_under_a_name_that_others_know(self):
        model = reward_model("base", torch.float32, seed=3, weight_ratio=0.5)
        self.assertEqual(type(model).__name__, "SequenceClassifier")
        ids = torch.tensor([[1, 2, 3]])
        read = model(input_ids=ids, attention_mask=torch.ones_like(ids), positions=torch.tensor([0, 1]), targets=ids[0, 1:])
        self.assertEqual((tuple(read["rewards"].shape), tuple(read["text"].shape)), ((1, 3), (2,)))
        self.assertIsNotNone(model.score.bias)
