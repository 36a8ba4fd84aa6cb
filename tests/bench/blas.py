"""What PyTorch's contestants have in common: the library that multiplies their matrices, how fast it is, and how they answer."""

import ctypes
import json
import resource
import sys
import time

import torch


def library():
    """'OpenBLAS SkylakeX', by what is loaded into this process; MKL where PyTorch is built with it."""
    try:
        loaded = {line.split()[-1] for line in open("/proc/self/maps") if "openblas" in line}
    except OSError:
        loaded = set()
    for path in sorted(loaded):
        name = getattr(ctypes.CDLL(path), "openblas_get_corename", None)
        if name is not None:
            name.restype = ctypes.c_char_p
            return f"OpenBLAS {name().decode()}"
    return "MKL" if torch.backends.mkl.is_available() else "unknown"


def gflops(seconds=0.5, size=1024):
    """The best of several products of two square matrices, 10^9 operations a second."""
    a, b = torch.full((size, size), 0.5), torch.full((size, size), 0.5)
    best, end = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        began = time.perf_counter()
        torch.matmul(a, b)
        best = max(best, 2 * size**3 / 1e9 / (time.perf_counter() - began))
    return best


def ready():
    """What a contestant says first."""
    return {"ready": torch.__version__, "library": library(), "gflops": gflops()}


def processor():
    """Seconds of processor time, of all threads."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def answer(step, begin=lambda: None):
    """Answers each {"steps": n} with the seconds of each step.

    begin: called before the steps of an answer, untimed."""
    print(json.dumps(ready()), flush=True)
    for line in sys.stdin:
        begin()
        seconds = []
        before = processor()
        for _ in range(json.loads(line)["steps"]):
            began = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - began)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        used = (processor() - before) / len(seconds)
        print(json.dumps({"seconds": seconds, "megabytes": memory, "processor": used}), flush=True)
