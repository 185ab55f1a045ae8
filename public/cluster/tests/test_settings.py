import json
import tempfile
import unittest
from dataclasses import fields
from pathlib import Path

from icrm.settings import Settings, playground_name


def written(reward: dict) -> Path:
    folder = tempfile.mkdtemp()
    path = Path(folder) / "settings.json"
    path.write_text(json.dumps({"reward": reward}), encoding="utf-8")
    return path


class Loading(unittest.TestCase):
    def test_names_are_the_playgrounds(self):
        settings = Settings.load(written({"generatorTopP": 0.8, "loraTargets": ["q_proj"], "maxGradNorm": 2}), rho=0.5)
        self.assertEqual((settings.generator_top_p, settings.lora_targets, settings.max_grad_norm), (0.8, ["q_proj"], 2))
        self.assertEqual(settings.rho, 0.5)

    def test_the_packs_own_settings_can_be_read(self):
        own = Path(__file__).parent.parent / "settings.json"
        reward = json.loads(own.read_text(encoding="utf-8"))["reward"]
        settings = Settings.load(own)
        self.assertEqual({playground_name(f.name): getattr(settings, f.name) for f in fields(settings)}, reward)

    def test_what_cannot_be_is_refused_by_name(self):
        for name, value in [
            ("rho", 1.5),
            ("edgeScore", "other"),
            ("steps", 2.5),
            ("batchSize", True),
            ("learningRate", 0),
            ("labelSmoothing", 0.5),
            ("loraTargets", "q_proj"),
            ("weightDecay", float("nan")),
        ]:
            with self.subTest(name=name), self.assertRaisesRegex(ValueError, name):
                Settings.load(written({name: value}))
        with self.assertRaisesRegex(ValueError, "colour is no setting"):
            Settings.load(written({"colour": 1}))
