import json
import tempfile
import unittest
from pathlib import Path

from icrm.history import add_run
from icrm.settings import Settings


class History(unittest.TestCase):
    def test_the_settings_and_the_data_stand_beside_what_was_there(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "trainer_state.json"
            path.write_text(json.dumps({"global_step": 3}), encoding="utf-8")
            add_run(path, Settings(rho=0.5), {"name": "a run"})
            state = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual((state["global_step"], state["icrm"]["name"], state["icrm"]["reward"]["rho"]), (3, "a run", 0.5))
