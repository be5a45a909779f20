#!/usr/bin/env python3
"""Account health at scale: writes labels of many accounts in the order of time, and times `undertone health` and `sort` on the same file.

    python3 Benchmarks/health.py BINARY [--accounts 1000000] [--labels 20] [--folder FOLDER] [--keep]

Prints seconds (elapsed and of the processor) and the most memory of each. `sort` groups by account and time, with its default memory and the same two cores.
The output of `health` is compared with that of `health --presorted` on the sorted file.
"""
import argparse
import os
import random
import subprocess
import sys
import time

STAGES = ["refusal", "anger", "acquiesce", "exploration", "adoption", "none"]
SIGNALS = ["churn_threat", "going_back", "champion_advocacy", "expansion_request", "measurable_result", "impatience", "driver_empathy", "advice_seeking"]


def endings(random_source, count=4096):
    """Ends of label lines: stage, confidence, feeling and at times a signal."""
    lines = []
    for _ in range(count):
        stage = random_source.choice(STAGES)
        score = round(random_source.uniform(-1, 1), 3)
        feeling = "negative" if score < -0.25 else "positive" if score > 0.25 else "neutral"
        signals = f',"signals":["{random_source.choice(SIGNALS)}"]' if random_source.random() < 0.3 else ""
        lines.append(f'","stage":"{stage}","confidence":{round(random_source.uniform(0.3, 1), 3)},"sentiment":"{feeling}","score":{score}{signals}}}\n')
    return lines


def rounds(source, accounts):
    """Four rounds of one label for each account, the accounts mixed; the day and the number of the round are put in later."""
    tails = endings(source)
    for variant in range(4):
        step = 1 + 2 * source.randrange(accounts // 4, accounts // 3)
        while accounts % 5 == 0 and step % 5 == 0:
            step += 2
        account, lines = source.randrange(accounts), []
        for _ in range(accounts):
            account = (account + step) % accounts
            lines.append(
                f'{{"id":"ROUND-{account}","account":"acc-{account}","contact":"c{account}-{(variant * 7 + account) % 3}","time":"'
                f"DAY{account % 24:02d}:{account % 60:02d}:00Z{tails[(account * 31 + variant * 1117) % len(tails)]}"
            )
        yield "".join(lines).encode()


def generate(path, accounts, labels):
    """One label an account in each of so many rounds, a round every nine days; three people an account. Every fourth round repeats the stages."""
    variants = list(rounds(random.Random(7), accounts))
    with open(path, "wb") as file:
        for number in range(labels):
            day = time.strftime("%Y-%m-%dT", time.gmtime(1735689600 + number * 9 * 86400))
            file.write(variants[number % 4].replace(b"ROUND", b"%d" % number).replace(b"DAY", day.encode()))


def run(name, command, environment=None):
    start = time.time()
    child = subprocess.Popen(command, shell=True, env=environment, executable="/bin/bash")
    _, status, usage = os.wait4(child.pid, 0)
    elapsed = time.time() - start
    if status != 0:
        sys.exit(f"{name} ended with {status}")
    print(f"{name:34} {elapsed:8.1f} s  {usage.ru_utime + usage.ru_stime:8.1f} s of the processor  {usage.ru_maxrss / 1024:8.0f} MiB", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--labels", type=int, default=20)
    parser.add_argument("--folder", default="/tmp/undertone-health-bench")
    parser.add_argument("--keep", action="store_true", help="leave the generated file")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    path = os.path.join(options.folder, f"labels-{options.accounts}-{options.labels}.ndjson")
    if not os.path.exists(path):
        generate(path, options.accounts, options.labels)
    print(f"{options.accounts * options.labels} labels of {options.accounts} accounts, {os.path.getsize(path) / 1e9:.2f} GB", flush=True)
    tool, folder = os.path.abspath(options.binary), options.folder
    environment = dict(os.environ, LC_ALL="C", TMPDIR=folder)
    run("undertone health", f"exec {tool} health {path} --to csv -o {folder}/whole.csv", environment)
    key = f"-t '\"' -k8,8 -k16,16"
    run("sort by account and time", f"exec sort {key} -o {folder}/sorted.ndjson {path}", environment)
    run("undertone health --presorted", f"exec {tool} health --presorted {folder}/sorted.ndjson --to csv -o {folder}/presorted.csv", environment)
    run("cmp", f"exec cmp {folder}/whole.csv {folder}/presorted.csv", environment)
    for name in ["whole.csv", "presorted.csv", "sorted.ndjson"] + ([] if options.keep else [os.path.basename(path)]):
        os.remove(os.path.join(folder, name))


main()
