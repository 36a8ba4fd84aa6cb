"""Reads with PyTorch as the recording does, many segments side by side, every gate and the loss of each token kept: a step is so
many tokens of each segment from the zero state. Answers {"steps": n} with the seconds of each."""

import json
import sys

import torch

from arrays import safetensors
from blas import answer

case = json.loads(sys.argv[1])
torch.set_num_threads(int(sys.argv[2]))

weights = safetensors(case["weights"])
units, streams, length = case["architecture"]["units"], case["streams"], case["length"]
embedding = weights["embedding.weight"]
input_weight, recurrent_weight = weights["rnn.weight_ih_l0"], weights["rnn.weight_hh_l0"]
bias = weights["rnn.bias_ih_l0"] + weights["rnn.bias_hh_l0"]
decoder, decoder_bias = weights["decoder.weight"], weights["decoder.bias"]
ids = torch.randint(0, embedding.shape[0], (length, streams), generator=torch.Generator().manual_seed(2))


@torch.no_grad()
def step():
    hidden, cell = torch.zeros(streams, units), torch.zeros(streams, units)
    recorded, losses = [], []
    read = torch.nn.functional.linear(embedding[ids.reshape(-1)], input_weight, bias).reshape(length, streams, -1)
    for t in range(length):
        z = torch.addmm(read[t], hidden, recurrent_weight.t())
        i, f, g, o = z.chunk(4, 1)
        i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
        cell = f * cell + i * g
        hidden = o * torch.tanh(cell)
        recorded.append(torch.stack((i, f, g, o, cell, hidden)))
        if t + 1 < length:
            logits = torch.nn.functional.linear(hidden, decoder, decoder_bias)
            losses.append(torch.nn.functional.cross_entropy(logits, ids[t + 1], reduction="none"))
    torch.stack(recorded).numpy(), torch.stack(losses).numpy()


answer(step)
