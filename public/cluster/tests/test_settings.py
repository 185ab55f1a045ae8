import json
import tempfile
import unittest
from pathlib import Path

from icrm.settings import Settings, check_weighing, parsed_changes


def written(reward: dict) -> Path:
    folder = tempfile.mkdtemp()
    path = Path(folder) / "settings.json"
    path.write_text(json.dumps({"reward": reward}), encoding="utf-8")
    return path


class Loading(unittest.TestCase):
    def test_what_a_file_says_goes_before_the_defaults_and_changes_before_the_file(self):
        settings = Settings.load(written({"generator_top_p": 0.8, "lora_target_modules": ["q_proj"], "rho": 0.2}), rho=0.5)
        self.assertEqual((settings.generator_top_p, settings.lora_target_modules, settings.method), (0.8, ["q_proj"], "icrm"))
        self.assertEqual(settings.rho, 0.5)

    def test_the_packs_own_settings_can_be_read(self):
        own = Path(__file__).parent.parent / "settings.json"
        reward = json.loads(own.read_text(encoding="utf-8"))["reward"]
        settings = Settings.load(own)
        self.assertEqual(settings.as_dict(), reward)

    def test_what_cannot_be_is_refused_by_name(self):
        for name, value in [
            ("rho", 1.5),
            ("edge_score", "other"),
            ("max_steps", 2.5),
            ("per_device_train_batch_size", True),
            ("learning_rate", 0),
            ("label_smoothing", 0.5),
            ("lora_target_modules", "q_proj"),
            ("weight_decay", float("nan")),
        ]:
            with self.subTest(name=name), self.assertRaisesRegex(ValueError, name):
                Settings.load(written({name: value}))
        with self.assertRaisesRegex(ValueError, "colour is no setting"):
            Settings.load(written({"colour": 1}))


class CommandLine(unittest.TestCase):
    def test_changes(self):
        self.assertEqual(parsed_changes(["rho=0.5", "method=bt", 'lora_target_modules=["q"]']), {"rho": 0.5, "method": "bt", "lora_target_modules": ["q"]})
        for wrong in ("rho", "colour=1"):
            with self.assertRaises(ValueError):
                parsed_changes([wrong])


class Weighing(unittest.TestCase):
    def test_examples_made_for_other_settings_are_refused(self):
        made = Settings().weighing
        check_weighing(Settings(rho=0.5, seed=3), made)
        check_weighing(Settings(method="bt", edge_weight="shuffled"), made)
        for other in ({"edge_weight": "shuffled"}, {"generator_temperature": 0.7}, {"method": "prm"}):
            with self.subTest(**other), self.assertRaisesRegex(ValueError, "icrm.probabilities again"):
                check_weighing(Settings(**other), made)
        with self.assertRaises(ValueError):
            check_weighing(Settings(), Settings(method="bt").weighing)
