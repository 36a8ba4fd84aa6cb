"""Reads a safetensors file of float32 arrays as PyTorch tensors, without the safetensors package."""

import json
import struct

import numpy as np
import torch


def safetensors(path):
    data = open(path, "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    start = 8 + length
    arrays = {}
    header.pop("__metadata__", None)
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        values = np.frombuffer(data[start + first : start + last], dtype=np.float32)
        arrays[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return arrays
