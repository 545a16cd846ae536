#!/usr/bin/env python3
"""Counts real and made-up votes with wijkdeal and with pabutools, in one run.

    benches/counting/bench.py [--votes FOLDER] [--only TEXT] [--limit SECONDS]
                              [--engine PROGRAM] [--work FOLDER] [--no-synthetic]
                              [--rules RULE,RULE] [--least BALLOTS] [--times N]

Prints a table: CPU milliseconds from the ballots as they were read to the result,
the ratio, and the most memory. pabutools 1.2.3 (exact fractions) comes from PyPI
into a virtual environment in the work folder. It counts the ballots one by one,
and with equal ballots put together first (that time included); the quicker way is
compared. Between brackets the count alone, for both with equal ballots put
together beforehand. Runs of pabutools stop after the limit, but with --times N not
before they take N times as long as wijkdeal does; the ratio is then a lower bound,
marked with >. Winners that differ are an error.
"""
import argparse
import json
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RULES = ["greedy-votes", "mes-cost", "mes-card", "mes-cost-add1", "phragmen"]

PABUTOOLS = r'''
import json, os, resource, sys, time
sys.setrecursionlimit(100000)
from pabutools import fractions
fractions.FRACTION = "gmpy2"
from pabutools.election import Cost_Sat, Cardinality_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen
path, limits = sys.argv[1], dict(pair.split("=") for pair in sys.argv[2:])
before = time.process_time()
instance, profile = parse_pabulib(path)
read = time.process_time() - before
before = time.process_time()
grouped = profile.as_multiprofile()
group = time.process_time() - before


def count(rule, ballots):
    if rule == "greedy-votes":
        return greedy_utilitarian_welfare(instance, ballots, sat_class=Cost_Sat)
    if rule == "phragmen":
        return sequential_phragmen(instance, ballots)
    sat = Cardinality_Sat if "card" in rule else Cost_Sat
    step = 1 if rule.endswith("add1") else None
    return method_of_equal_shares(instance, ballots, sat_class=sat, voter_budget_increment=step)


# Each way in a process of its own, that ends by itself at the limit. What is quick is done again until it can be measured.
for rule, limit in limits.items():
    for way, ballots in ("plain", profile), ("grouped", grouped):
        if os.fork() == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + int(limit), -1))
            before, times = time.process_time(), 0
            while times == 0 or time.process_time() - before < 0.2 and times < 100:
                won, times = count(rule, ballots), times + 1
            print(json.dumps({"rule": rule, "way": way, "read_ms": read * 1e3, "group_ms": group * 1e3,
                              "count_ms": (time.process_time() - before) * 1e3 / times, "winners": [p.name for p in won],
                              "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}), flush=True)
            os._exit(0)
        os.wait()
'''


def engine_program(given):
    if given:
        return given
    build = ["cargo", "build", "--release", "--bench", "counting", "--message-format=json"]
    out = subprocess.run(build, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "counting":
            return message["executable"]
    sys.exit("the benchmark program was not built")


def python_with_pabutools(work):
    folder = work / "venv"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "pabutools==1.2.3", "gmpy2"], check=True)
    return python


def ours(program, path, rules, *flags):
    out = subprocess.run([program, *flags, path, *rules], check=True, capture_output=True, text=True).stdout
    return {row["rule"]: row for row in map(json.loads, out.splitlines())}


def theirs(python, path, limits):
    """Per rule what each way came to; nothing of a way that was stopped."""
    pairs = [f"{rule}={limit}" for rule, limit in limits.items()]
    done = subprocess.run([python, "-W", "ignore", "-c", PABUTOOLS, path, *pairs], capture_output=True, text=True)
    found = {rule: {} for rule in limits}
    for row in map(json.loads, done.stdout.splitlines()):
        found[row["rule"]][row["way"]] = row
    return found


def ticks_votes(path):
    """Votes by ticks: the ones pabutools counts with its own measures."""
    with open(path, encoding="utf-8-sig") as file:
        head = file.read(4000)
    return "vote_type;approval" in head or "vote_type;choose-1" in head


def ballots_in(path):
    with open(path, encoding="utf-8-sig") as file:
        return next((int(line[len("num_votes;"):]) for line in file if line.startswith("num_votes;")), 0)


def row(name, result, rule, ways, limit):
    own, own_grouped = max(result["count_ms"], 0.001), max(result["grouped_ms"], 0.001)
    plain, grouped = ways.get("plain"), ways.get("grouped")
    whole = [way["count_ms"] + (way["group_ms"] if way is grouped else 0) for way in (plain, grouped) if way]
    least, mark = (min(whole), "") if whole else (limit * 1000, ">")
    alone, alone_mark = (grouped["count_ms"], "") if grouped else (limit * 1000, ">")
    note = "".join("  DIFFERENT WINNERS" for way in ways.values() if sorted(way["winners"]) != sorted(result["winners"]))
    some = plain or grouped or {"read_ms": 0, "peak_mib": 0}
    print(f"{name[:44]:44} {result['ballots']:>7} {result['projects']:>4} {rule:14} {result['read_ms']:>8.1f} {own:>9.2f} "
          f"({own_grouped:>8.2f}) {result['peak_mib']:>5} {some['read_ms']:>7.0f} {mark + format(least, '.0f'):>8} "
          f"({alone_mark + format(alone, '.1f'):>8}) {some['peak_mib']:>6} {mark + format(least / own, '.0f'):>6} "
          f"({alone_mark + format(alone / own_grouped, '.0f'):>5}){note}", flush=True)
    return not note


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--votes", type=Path, default=ROOT.parent / "shared/data/pabulib/stemmen")
    parser.add_argument("--only", default="")
    parser.add_argument("--rules", default=",".join(RULES))
    parser.add_argument("--least", type=int, default=0, help="only votes of at least so many ballots")
    parser.add_argument("--limit", type=int, default=120, help="CPU seconds for a count of pabutools")
    parser.add_argument("--times", type=int, default=0, help="never stop pabutools before it takes so many times as long")
    parser.add_argument("--engine")
    parser.add_argument("--work", type=Path, default=ROOT / "target" / "bench-counting")
    parser.add_argument("--no-synthetic", action="store_true")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    program, python = engine_program(args.engine), python_with_pabutools(args.work)
    print(f"{'vote':44} {'ballots':>7} {'proj':>4} {'rule':14} {'read ms':>8} {'count ms':>9} {'(alone)':>10} {'MiB':>5} "
          f"{'pt read':>7} {'pt count':>8} {'(alone)':>10} {'pt MiB':>6} {'ratio':>6} {'(alone)':>7}")
    good = True
    rules = args.rules.split(",")
    votes = sorted(args.votes.glob("*.pb"), key=lambda path: path.stat().st_size) if args.votes.is_dir() else []
    if not votes:
        print(f"SKIPPED: no real votes in {args.votes}")
    for path in votes:
        if args.only in path.name and ticks_votes(path) and ballots_in(path) >= args.least:
            results = ours(program, path, rules)
            # A second more than it takes: the limit is in whole seconds.
            limits = {rule: max(args.limit, int(result["count_ms"] * args.times / 1000) + 1) for rule, result in results.items()}
            others = theirs(python, path, limits)
            for rule, result in results.items():
                good &= row(path.stem, result, rule, others[rule], limits[rule])
    if not args.no_synthetic:
        synthetic(program, args.work)
    return 0 if good else 1


def synthetic(program, work):
    """Made-up votes, wijkdeal alone. The last column is the time per tick and winner: it does not grow with the vote."""
    print(f"\n{'made-up vote':>18} {'rule':14} {'how':8} {'read ms':>8} {'count ms':>9} {'(alone)':>10} {'runs':>5} {'MiB':>5} {'ns/tick/winner':>15}")
    for ballots, projects, exact in [(25_000, 100, ["mes-cost"]), (50_000, 200, ["mes-cost"]), (100_000, 400, ["mes-cost"]),
                                     (100_000, 200, ["mes-cost", "mes-cost-add1", "mes-cost-add1u", "phragmen"]),
                                     (1_000_000, 1_000, ["mes-cost"])]:
        path = work / f"synthetic-{ballots}-{projects}.pb"
        if not path.exists():
            subprocess.run([sys.executable, HERE / "generate.py", str(ballots), str(projects), path], check=True)
        for flags, rules in [([], exact), (["--preview"], ["mes-cost"])]:
            for rule, result in ours(program, path, rules, *flags).items():
                runs = result["runs"] or 1
                each = result["grouped_ms"] * 1e6 / runs / result["ticks"] / max(1, len(result["winners"]))
                print(f"{ballots:>10} x {projects:<5} {rule:14} {'preview' if flags else 'exact':8} {result['read_ms']:>8.0f} "
                      f"{result['count_ms']:>9.0f} ({result['grouped_ms']:>8.0f}) {runs:>5} {result['peak_mib']:>5} {each:>15.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
