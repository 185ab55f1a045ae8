"""What the tests of this folder read."""

import json
import os
import struct
from pathlib import Path

import torch

GOLDEN = Path(os.environ["GOLDEN"])


def golden(name: str) -> dict:
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def engine() -> dict:
    """What the engine has computed for these tests, in the folder of the pack."""
    return json.loads(Path("engine.json").read_text(encoding="utf-8"))


def safetensors(path: Path) -> dict[str, torch.Tensor]:
    """A file of float32 tensors: the length of the header, the header, the numbers."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    found = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        numbers = torch.frombuffer(bytearray(data[start:end]), dtype=torch.float32)
        found[name] = numbers.reshape(entry["shape"])
    return found


def tensor(values, dtype=torch.float64) -> torch.Tensor:
    return torch.tensor(values, dtype=dtype)
