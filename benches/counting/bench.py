#!/usr/bin/env python3
"""Counts real and made-up votes with wijkdeal and with pabutools, in one run.

    benches/counting/bench.py [--votes FOLDER] [--only TEXT] [--limit SECONDS]
                              [--engine PROGRAM] [--work FOLDER] [--no-synthetic]
                              [--rules RULE,RULE] [--least BALLOTS]

Prints a table: CPU milliseconds for the count alone (reading, and putting equal
ballots together, apart), the ratio, and the most memory. pabutools 1.2.3 (exact fractions) comes from PyPI into a
virtual environment in the work folder. Its runs stop after the limit; the ratio
is then a lower bound, marked with >. Winners that differ are an error.
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
path, limit, rules = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
before = time.process_time()
instance, profile = parse_pabulib(path)
read = time.process_time() - before
grouped = profile.as_multiprofile()


def count(rule):
    if rule == "greedy-votes":
        return greedy_utilitarian_welfare(instance, grouped, sat_class=Cost_Sat)
    if rule == "phragmen":
        return sequential_phragmen(instance, grouped)
    sat = Cardinality_Sat if "card" in rule else Cost_Sat
    step = 1 if rule.endswith("add1") else None
    return method_of_equal_shares(instance, grouped, sat_class=sat, voter_budget_increment=step)


# Each rule in a process of its own, that ends by itself at the limit.
for rule in rules:
    if os.fork() == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + limit, -1))
        before = time.process_time()
        won = count(rule)
        print(json.dumps({"rule": rule, "read_ms": read * 1e3, "count_ms": (time.process_time() - before) * 1e3,
                          "winners": [p.name for p in won],
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


def theirs(python, path, rules, limit):
    done = subprocess.run([python, "-W", "ignore", "-c", PABUTOOLS, path, str(limit), *rules], capture_output=True, text=True)
    return {row["rule"]: row for row in map(json.loads, done.stdout.splitlines())}


def ticks_votes(path):
    """Votes by ticks: the ones pabutools counts with its own measures."""
    with open(path, encoding="utf-8-sig") as file:
        head = file.read(4000)
    return "vote_type;approval" in head or "vote_type;choose-1" in head


def ballots_in(path):
    with open(path, encoding="utf-8-sig") as file:
        return next((int(line[len("num_votes;"):]) for line in file if line.startswith("num_votes;")), 0)


def row(name, result, rule, other, limit):
    own, note = max(result["count_ms"], 0.001), ""
    if other is None:
        ratio, count, read = f">{limit * 1000 / own:.0f}", f">{limit * 1000}", ""
        memory = ""
    else:
        ratio, count, read = f"{other['count_ms'] / own:.0f}", f"{other['count_ms']:.0f}", f"{other['read_ms']:.0f}"
        memory = other["peak_mib"]
        if sorted(other["winners"]) != sorted(result["winners"]):
            note = "  DIFFERENT WINNERS"
    print(f"{name[:44]:44} {result['ballots']:>7} {result['projects']:>4} {rule:14} "
          f"{result['read_ms']:>8.1f} {result['group_ms']:>8.1f} {own:>9.2f} {result['peak_mib']:>5} {read:>7} {count:>9} {memory:>6} {ratio:>8}{note}", flush=True)
    return not note


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--votes", type=Path, default=ROOT.parent / "shared/data/pabulib/stemmen")
    parser.add_argument("--only", default="")
    parser.add_argument("--rules", default=",".join(RULES))
    parser.add_argument("--least", type=int, default=0, help="only votes of at least so many ballots")
    parser.add_argument("--limit", type=int, default=120)
    parser.add_argument("--engine")
    parser.add_argument("--work", type=Path, default=ROOT / "target" / "bench-counting")
    parser.add_argument("--no-synthetic", action="store_true")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    program, python = engine_program(args.engine), python_with_pabutools(args.work)
    print(f"{'vote':44} {'ballots':>7} {'proj':>4} {'rule':14} {'read ms':>8} {'group ms':>8} {'count ms':>9} {'MiB':>5} "
          f"{'pt read':>7} {'pt count':>9} {'pt MiB':>6} {'ratio':>8}")
    good = True
    rules = args.rules.split(",")
    votes = sorted(args.votes.glob("*.pb"), key=lambda path: path.stat().st_size) if args.votes.is_dir() else []
    if not votes:
        print(f"SKIPPED: no real votes in {args.votes}")
    for path in votes:
        if args.only in path.name and ticks_votes(path) and ballots_in(path) >= args.least:
            others = theirs(python, path, rules, args.limit)
            for rule, result in ours(program, path, rules).items():
                good &= row(path.stem, result, rule, others.get(rule), args.limit)
    if not args.no_synthetic:
        synthetic(program, args.work)
    return 0 if good else 1


def synthetic(program, work):
    """Made-up votes, wijkdeal alone. The last column is the time per tick and winner: it does not grow with the vote."""
    print(f"\n{'made-up vote':>18} {'rule':14} {'how':8} {'read ms':>8} {'group ms':>8} {'count ms':>9} {'runs':>5} {'MiB':>5} {'ns/tick/winner':>15}")
    for ballots, projects, exact in [(25_000, 100, ["mes-cost"]), (50_000, 200, ["mes-cost"]), (100_000, 400, ["mes-cost"]),
                                     (100_000, 200, ["mes-cost", "mes-cost-add1", "mes-cost-add1u", "phragmen"]),
                                     (1_000_000, 1_000, ["mes-cost"])]:
        path = work / f"synthetic-{ballots}-{projects}.pb"
        if not path.exists():
            subprocess.run([sys.executable, HERE / "generate.py", str(ballots), str(projects), path], check=True)
        for flags, rules in [([], exact), (["--preview"], ["mes-cost"])]:
            for rule, result in ours(program, path, rules, *flags).items():
                runs = result["runs"] or 1
                each = result["count_ms"] * 1e6 / runs / result["ticks"] / max(1, len(result["winners"]))
                print(f"{ballots:>10} x {projects:<5} {rule:14} {'preview' if flags else 'exact':8} {result['read_ms']:>8.0f} {result['group_ms']:>8.0f} "
                      f"{result['count_ms']:>9.0f} {runs:>5} {result['peak_mib']:>5} {each:>15.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
