"""Writes what a pack leaves behind, into `written/`, for the playground to open: see `written.ts`."""

import json
import struct
import sys
import types
import unittest
from pathlib import Path

import torch

from icrm.history import add_run
from icrm.model import save_reward_model
from icrm.settings import Settings
from reading import GOLDEN, engine
from test_engine import classifier, engine_name
from tests.test_trainer import trainer

OUT = Path("written")


def save_file(tensors: dict, path) -> None:
    """A stand-in for `safetensors.torch.save_file`."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        numbers = tensor.detach().contiguous().float().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(numbers)]}
        data += numbers
    text = json.dumps(header).encode()
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def saved(model):
    """`save_pretrained` of a sequence classifier of Transformers, for the decoder of these tests."""

    def save_pretrained(folder, state_dict):
        folder = Path(folder)
        folder.mkdir(parents=True)
        config = json.loads((GOLDEN / "decoder_llama" / "config.json").read_text(encoding="utf-8"))
        labels = {"id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}}
        config = {**config, "architectures": ["LlamaForSequenceClassification"], **labels}
        (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
        save_file(state_dict, folder / "model.safetensors")

    model.save_pretrained = save_pretrained
    return model


class Written(unittest.TestCase):
    def test_a_trained_reward_model_its_history_and_an_adapter(self):
        curve = engine()["curve"]
        settings = Settings(**curve["settings"])
        model = classifier(settings.weight_ratio)
        run = trainer(settings, curve["examples"], model)
        run.train()
        names = {name: engine_name(name) if name.startswith("base_model") else name for name, _ in model.named_parameters()}
        state = {names[name]: parameter for name, parameter in model.named_parameters()}
        package = types.ModuleType("safetensors")
        torch_module = types.ModuleType("safetensors.torch")
        torch_module.save_file = save_file
        sys.modules.update({"safetensors": package, "safetensors.torch": torch_module})
        tokenizer = types.SimpleNamespace(save_pretrained=lambda folder: None)
        folder = OUT / "reward-model"
        save_reward_model(saved(model), state, tokenizer, str(folder))

        history = {"global_step": 20, "max_steps": 20, "log_history": run.state.log_history}
        (OUT / "trainer_state.json").write_text(json.dumps(history), encoding="utf-8")
        data = json.loads(Path("settings.json").read_text(encoding="utf-8"))["data"]
        about = {"name": "reward-model", "model": "decoder_llama", "generator": None, "data": data}
        add_run(OUT / "trainer_state.json", settings, about)

        with torch.no_grad():
            ids = torch.tensor([[1, 2, 3, 4, 5, 6]])
            rewards = model(input_ids=ids, attention_mask=torch.ones_like(ids))["rewards"][0].tolist()
        (OUT / "rewards.json").write_text(json.dumps({"ids": ids[0].tolist(), "rewards": rewards}), encoding="utf-8")
        self.adapter(model, rewards)

    def adapter(self, model, rewards):
        """An adapter as PEFT names its tensors, of a sequence classifier whose heads were trained beside it."""
        base = classifier(0.0)
        torch.manual_seed(0)
        folder = OUT / "adapter"
        folder.mkdir(parents=True)
        a, b = torch.randn(2, 32), torch.randn(32, 2)
        at = "base_model.model.model.layers.1.self_attn.q_proj"
        heads = {"score.weight": model.score.weight, "score.bias": model.score.bias, "text_head.weight": model.text_head.weight}
        tensors = {f"{at}.lora_A.weight": a, f"{at}.lora_B.weight": b}
        save_file({**tensors, **{f"base_model.model.{name}": tensor for name, tensor in heads.items()}}, folder / "adapter_model.safetensors")
        config = {
            "peft_type": "LORA",
            "task_type": "SEQ_CLS",
            "r": 2,
            "lora_alpha": 3,
            "target_modules": ["q_proj"],
            "modules_to_save": ["score", "text_head"],
            "rank_pattern": {},
            "alpha_pattern": {},
            "use_rslora": False,
        }
        (folder / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
        with torch.no_grad():
            base.base_model.tensor("layers.1.self_attn.q_proj").add_(3 / 2 * b @ a)
            base.score.load_state_dict(model.score.state_dict())
            ids = torch.tensor([[1, 2, 3, 4, 5, 6]])
            found = base(input_ids=ids, attention_mask=torch.ones_like(ids))["rewards"][0].tolist()
        self.assertNotEqual(found, rewards)
        (OUT / "adapted.json").write_text(json.dumps({"ids": ids[0].tolist(), "rewards": found}), encoding="utf-8")
