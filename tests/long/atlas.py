"""Computes an atlas once more, from the recording and the weights alone, with NumPy: python3 atlas.py RESULT RUN.

RESULT is a published folder of a model of characters that was read with documents of one source, its atlas beside it;
RUN holds its recording. Prints the largest difference of each quantity as JSON.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np

KINDS = {"U8": "u1", "I8": "i1", "U16": "<u2", "U32": "<u4", "I32": "<i4", "F32": "<f4", "F64": "<f8"}


def arrays(path):
    raw = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    body = raw[8 + length :]
    return {
        name: np.frombuffer(body[slice(*entry["data_offsets"])], KINDS[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__"
    }


def ranks(values):
    """Mid-ranks of each row of [segments, length], centred and divided by the length."""
    below = (values[:, None, :] < values[:, :, None]).sum(2)
    equal = (values[:, None, :] == values[:, :, None]).sum(2)
    length = values.shape[1]
    return (below + (equal + 1) / 2 - (length + 1) / 2) / length


result, run = Path(sys.argv[1]), Path(sys.argv[2])
told = json.loads((result / "result.json").read_text())
(listed,) = told["atlases"]
index = json.loads((result / listed["path"]).read_text())
atlas = arrays(result / index["map"]["path"])
tokens = json.loads((result / index["vocabulary"]["path"]).read_text())
recording = arrays(run / "recording.safetensors")
recorded = recording[f"{listed['component']}.{listed['layer']}"].astype(np.float64)
segments = recording["segments"]
warm_up = told["manifest"]["observe"]["warmUp"]
length = min(size - warm_up for _, size in segments)
spans = [start + warm_up + np.arange(size - warm_up) for start, size in segments if size - warm_up >= length]
scored = np.stack([span[:length] for span in spans])
text = recorded[scored]  # [segments, length, neurons]
flat = text.reshape(-1, text.shape[2])
shards = [arrays(result / shard["path"]) for shard in index["shards"]]
joined = {name: np.concatenate([shard[name] for shard in shards]) for name in shards[0]}
worst = {"tokens": abs(len(flat) - index["tokens"])}


def compare(name, ours, theirs):
    worst[name] = float(np.max(np.abs(np.asarray(ours, float) - np.asarray(theirs, float))))


compare("mean", flat.mean(0), atlas["mean"])
compare("deviation", flat.std(0), atlas["deviation"])
compare("lowest", flat.min(0), atlas["lowest"])
compare("highest", flat.max(0), atlas["highest"])
low, high = index["range"]
share = (flat - low) / (high - low)
compare("saturated", np.stack([(share < 0.1).mean(0), (share > 0.9).mean(0)], 1), atlas["saturated"])
bars = joined["histogram"].shape[1]
counts = [np.histogram(column, bins=bars, range=(low, high))[0] for column in flat.T]
compare("histogram", counts, joined["histogram"])
rising = np.sort(flat, 0)
levels = np.array(index["quantiles"]["levels"])
places = np.floor(levels * (len(flat) - 1) + 0.5).astype(int)
compare("quantile", rising[places].T, arrays(result / index["quantiles"]["path"])["quantile"])

correlation = np.corrcoef(flat.T)
np.fill_diagonal(correlation, 0)
near = joined["nearest"]
compare("nearest", np.take_along_axis(correlation, near.astype(int), 1), joined["nearest.correlation"])
best = -np.sort(-np.abs(correlation), 1)[:, : near.shape[1]]
compare("nearest of all", best, np.abs(joined["nearest.correlation"]))

power = (np.abs(np.fft.rfft(text - text.mean(1, keepdims=True), axis=1)) ** 2).mean(0)
amplitude = 2 * np.sqrt(power) / length
if length % 2 == 0:
    amplitude[-1] /= 2
compare("frequency", np.argmax(amplitude, 0) / length, atlas["frequency"])
compare("amplitude", amplitude.max(0), atlas["amplitude"])

weights = arrays(run / "checkpoint" / "weights.safetensors")["decoder.weight"].astype(np.float64)
vocabulary = json.loads((run / "checkpoint" / "model.json").read_text())["vocabulary"]
numbers = {token: number for number, token in enumerate(vocabulary)}
raised = [[numbers[tokens[place]] for place in row] for row in joined["raised"]]
logits = (weights - weights.mean(0)).T
compare("raised", np.take_along_axis(logits, np.array(raised), 1), joined["raised.by"])
compare("raised most", -np.sort(-logits, 1)[:, : len(raised[0])], joined["raised.by"])

where = joined["place"]
values = joined["excerpt.activation"] / 127 * joined["scale"][:, None, None]
centre = values[:, :, index["side"]]
is_place = where != 2**32 - 1
theirs = np.where(is_place, centre, 0)
ours = np.where(is_place, recorded.T[np.arange(len(where))[:, None], np.where(is_place, where, 0)], 0)
compare("excerpts", ours / joined["scale"][:, None], theirs / joined["scale"][:, None])
compare("the highest place", ours[:, index["places"].index("highest")], atlas["highest"])

# Of one source the first half of the documents, in the order in which they are read, is discovery.
read = np.array([[vocabulary[token] for token in row] for row in recording["token"].ravel()[scored]], dtype=object)
each = told["observation"]["segments"] // told["observation"]["documents"]
cut = (len(text) // each + 1) // 2 * each
for name, own in {"discovery": slice(0, cut), "confirmation": slice(cut, None)}.items():
    rows = np.stack([ranks(text[own, :, neuron]) for neuron in range(text.shape[2])], 2)
    flattened = rows.reshape(-1, rows.shape[2])
    for number, feature in enumerate(index["features"]):
        if feature["name"] != "sentence end":
            continue
        mask = np.isin(read[own], [".", "?", "!"])
        pairs = (mask.sum(1) * (length - mask.sum(1)) / length).sum()
        effect = 0.5 + flattened[mask.ravel()].sum(0) / pairs
        compare(f"effect on {name}", np.clip(effect, 0, 1), atlas[f"effect.{name}"][:, number])
print(json.dumps(worst))
