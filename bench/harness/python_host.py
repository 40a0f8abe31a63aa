"""The process at the other end of the line, for contenders that run in Python: `python python_host.py <module.py>`.

A contender module defines versions() -> dict and prepare(task, params) -> (run, answer); the protocol is that of
node-host.mjs. Imports and the loading of data lie outside every timed part. A module may import from its own folder and
from the folder `common` beside that.
"""

import importlib.util
import json
import math
import os
import resource
import sys
import time

# Replies go to the real stdout; whatever a library prints goes to stderr and cannot break the protocol.
replies = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)

slots = {}


def load(path):
    spec = importlib.util.spec_from_file_location("contender", path)
    module = importlib.util.module_from_spec(spec)
    folder = os.path.dirname(path)
    sys.path[:0] = [folder, os.path.join(os.path.dirname(folder), "common")]
    spec.loader.exec_module(module)
    return module


def timed(work, repeats):
    """Mean milliseconds of a call over `repeats` calls in a row."""
    start = time.perf_counter()
    for _ in range(repeats):
        work["last"] = work["run"]()
    return (time.perf_counter() - start) * 1000 / repeats


def hello(contender, message):
    return {"versions": contender.versions()}


def prepare(contender, message):
    run, answer = contender.prepare(message["task"], message["params"])
    start = time.perf_counter()
    result = run()
    first = (time.perf_counter() - start) * 1000
    slot = len(slots) + 1
    slots[slot] = {"run": run, "last": result}
    return {"slot": slot, "firstMs": first, "answer": answer(result)}


def warm(contender, message):
    start = time.perf_counter()
    recent = []
    while not recent or (time.perf_counter() - start) * 1000 < message["forMs"]:
        recent.append(timed(slots[message["slot"]], 1))
    return {"repeats": max(1, min(1000, math.ceil(message["targetMs"] / min(recent[-5:]))))}


def measure(contender, message):
    return {"ms": timed(slots[message["slot"]], message["repeats"])}


def release(contender, message):
    slots[message["slot"]] = None
    return {"released": True}


def memory(contender, message):
    """Peak resident set of this process. Linux: VmHWM, because ru_maxrss there begins at the size of the process that forked us."""
    if os.path.exists("/proc/self/status"):
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return {"peakMb": int(line.split()[1]) / 1024}
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return {"peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit}


operations = {
    "hello": hello,
    "prepare": prepare,
    "warm": warm,
    "measure": measure,
    "release": release,
    "memory": memory,
}

contender_module = load(sys.argv[1])
for line in sys.stdin:
    request = json.loads(line)
    if request["op"] == "quit":
        break
    try:
        reply = operations[request["op"]](contender_module, request)
    except Exception as error:  # whatever a rival throws becomes its line "not available: why"
        reply = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
    replies.write(json.dumps(reply) + "\n")
