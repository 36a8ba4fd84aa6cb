"""The benchmark's training cases in PyTorch: reads the case, the number of threads and "fused" or "plain" (Adam's
implementation) as arguments, then one JSON line per request ({"steps": n}) and answers with the seconds of each step."""

import json
import sys

import numpy as np
import torch

from arrays import safetensors
from blas import answer

case = json.loads(sys.argv[1])
torch.set_num_threads(int(sys.argv[2]))
weights = safetensors(case["weights"])
architecture = case["architecture"]
vocabulary, units, embedding = architecture["vocabulary"], architecture["units"], architecture["embedding"]
steps, batch = case["steps"], case["batch"]
tokens = torch.from_numpy(
    np.fromfile(case["tokens"], dtype=np.int32).reshape(-1, steps + 1, batch).astype(np.int64)
)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        if embedding:
            self.embedding = torch.nn.Embedding(vocabulary, embedding)
        kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}[architecture["cell"]]
        self.rnn = kind(embedding or vocabulary, units)
        self.drop = torch.nn.Dropout(case["dropout"])
        self.decoder = torch.nn.Linear(units, vocabulary)

    def forward(self, ids):
        read = self.embedding(ids) if embedding else torch.nn.functional.one_hot(ids, vocabulary).float()
        hidden, _ = self.rnn(self.drop(read))
        if case["objective"] == "last":
            hidden = hidden[-1:]
        return self.decoder(self.drop(hidden)).reshape(-1, vocabulary)


network = Network()
network.load_state_dict(weights)
optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, fused=sys.argv[3] == "fused")
done = 0


def step():
    global done
    ids = tokens[done % len(tokens)]
    targets = ids[-1:] if case["objective"] == "last" else ids[1:]
    optimizer.zero_grad(set_to_none=True)
    loss = torch.nn.functional.cross_entropy(network(ids[:-1]), targets.reshape(-1))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    done += 1
    float(loss)


answer(step)
