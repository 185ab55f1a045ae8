"""A pack of a run that learned from steps: what is in it is trained on."""

import json
import unittest
from pathlib import Path

from icrm.data import read_records, tokenised
from icrm.settings import Settings
from tests.test_data import Words
from tests.test_trainer import trainer

PACK = Path("of-steps")


class OfSteps(unittest.TestCase):
    def test_both_responses_of_a_pair_are_trained_on_as_many_a_step_as_in_the_playground(self):
        settings = Settings.load(PACK / "settings.json")
        self.assertEqual(settings.per_device_train_batch_size, 2)
        records = read_records(PACK / "data" / "icrm_steps.json")
        self.assertEqual([all(record["labels"]) for record in records], [True, False])
        examples, left_out = tokenised(Words(), records, settings, 200)
        self.assertEqual((len(examples), left_out), (2, {}))
        for example in examples:
            # The decoder of the tests knows few tokens; every edge is as likely as the next.
            example["ids"] = [token % 17 for token in example["ids"]]
            example["q"] = [0.5] * (len(example["ids"]) - example["start"])
            self.assertGreater(sum(example["ends"]), 1)
        run = trainer(settings, examples)
        run.train()
        self.assertEqual(len(run.state.log_history), 2)
        self.assertIn("loss/icr", run.state.log_history[-1])

    def test_the_pack_has_the_stages_that_it_says(self):
        self.assertEqual(json.loads((PACK / "settings.json").read_text(encoding="utf-8"))["data"]["pairs"], 1)
        self.assertTrue((PACK / "llamafactory" / "policy.yaml").exists())
