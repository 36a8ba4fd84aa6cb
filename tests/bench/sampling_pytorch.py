"""Samples with PyTorch, one token at a time, recording every gate: answers {"steps": n} with the seconds of each."""

import json
import sys

import torch

from arrays import safetensors
from blas import answer

case = json.loads(sys.argv[1])
torch.set_num_threads(int(sys.argv[2]))

weights = safetensors(case["weights"])
units = case["architecture"]["units"]
embedding = weights["embedding.weight"]
input_weight, recurrent_weight = weights["rnn.weight_ih_l0"], weights["rnn.weight_hh_l0"]
bias = weights["rnn.bias_ih_l0"] + weights["rnn.bias_hh_l0"]
decoder, decoder_bias = weights["decoder.weight"], weights["decoder.bias"]
state = [torch.zeros(1, units), torch.zeros(1, units)]
token = 1
recorded = []


@torch.no_grad()
def step():
    global token
    hidden, cell = state
    read = torch.nn.functional.linear(embedding[token : token + 1], input_weight, bias)
    z = read + torch.nn.functional.linear(hidden, recurrent_weight)
    i, f, g, o = z.chunk(4, 1)
    i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
    cell = f * cell + i * g
    hidden = o * torch.tanh(cell)
    state[0], state[1] = hidden, cell
    recorded.append((i, f, g, o, cell, hidden))
    probability = torch.softmax(torch.nn.functional.linear(hidden, decoder, decoder_bias), 1)
    token = int(torch.multinomial(probability, 1))


answer(step, begin=recorded.clear)
