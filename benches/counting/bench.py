#!/usr/bin/env python3
"""Counts real and made-up votes with wijkdeal and with pabutools, in one run.

    benches/counting/bench.py [--votes FOLDER] [--only TEXT] [--limit SECONDS]
                              [--engine PROGRAM] [--work FOLDER] [--no-synthetic]

Prints a table: CPU milliseconds for the count alone (reading apart), the ratio,
and the most memory. pabutools 1.2.3 (exact fractions) comes from PyPI into a
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
import json, resource, sys, time
sys.setrecursionlimit(100000)
from pabutools import fractions
fractions.FRACTION = "gmpy2"
from pabutools.election import Cost_Sat, Cardinality_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen
path, rule, limit = sys.argv[1], sys.argv[2], int(sys.argv[3])
before = time.process_time()
instance, profile = parse_pabulib(path)
read = time.process_time() - before
grouped = profile.as_multiprofile()
resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + limit, -1))
before = time.process_time()
if rule == "greedy-votes":
    won = greedy_utilitarian_welfare(instance, grouped, sat_class=Cost_Sat)
elif rule == "phragmen":
    won = sequential_phragmen(instance, grouped)
else:
    sat = Cardinality_Sat if "card" in rule else Cost_Sat
    step = 1 if rule.endswith("add1") else None
    won = method_of_equal_shares(instance, grouped, sat_class=sat, voter_budget_increment=step)
print(json.dumps({"read_ms": read * 1e3, "count_ms": (time.process_time() - before) * 1e3,
                  "winners": [p.name for p in won],
                  "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
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


def theirs(python, path, rule, limit):
    done = subprocess.run([python, "-c", PABUTOOLS, path, rule, str(limit)], capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 and done.stdout else None


def ticks_votes(path):
    """Votes by ticks: the ones pabutools counts with its own measures."""
    with open(path, encoding="utf-8-sig") as file:
        head = file.read(4000)
    return "vote_type;approval" in head or "vote_type;choose-1" in head


def row(name, result, rule, other, limit):
    own, note = result["count_ms"], ""
    if other is None:
        ratio, count, read = f">{limit * 1000 / own:.0f}", f">{limit * 1000}", ""
    else:
        ratio, count, read = f"{other['count_ms'] / own:.0f}", f"{other['count_ms']:.0f}", f"{other['read_ms']:.0f}"
        if sorted(other["winners"]) != sorted(result["winners"]):
            note = "  DIFFERENT WINNERS"
    print(f"{name[:44]:44} {result['ballots']:>7} {result['projects']:>4} {rule:14} "
          f"{result['read_ms']:>8.1f} {own:>9.2f} {result['peak_mib']:>5} {read:>7} {count:>9} {ratio:>8}{note}", flush=True)
    return not note


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--votes", type=Path, default=ROOT.parent / "shared/data/pabulib/stemmen")
    parser.add_argument("--only", default="")
    parser.add_argument("--limit", type=int, default=120)
    parser.add_argument("--engine")
    parser.add_argument("--work", type=Path, default=ROOT / "target" / "bench-counting")
    parser.add_argument("--no-synthetic", action="store_true")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    program, python = engine_program(args.engine), python_with_pabutools(args.work)
    print(f"{'vote':44} {'ballots':>7} {'proj':>4} {'rule':14} {'read ms':>8} {'count ms':>9} {'MiB':>5} "
          f"{'pt read':>7} {'pt count':>9} {'ratio':>8}")
    good = True
    votes = sorted(args.votes.glob("*.pb")) if args.votes.is_dir() else []
    if not votes:
        print(f"SKIPPED: no real votes in {args.votes}")
    for path in votes:
        if args.only in path.name and ticks_votes(path):
            for rule, result in ours(program, path, RULES).items():
                good &= row(path.stem, result, rule, theirs(python, path, rule, args.limit), args.limit)
    if not args.no_synthetic:
        synthetic(program, args.work)
    return 0 if good else 1


def synthetic(program, work):
    print("\nmade-up votes, wijkdeal alone")
    for ballots, projects, exact in [(100_000, 200, ["mes-cost", "mes-cost-add1", "mes-cost-add1u", "phragmen"]),
                                     (1_000_000, 1_000, ["mes-cost"])]:
        path = work / f"synthetic-{ballots}-{projects}.pb"
        if not path.exists():
            subprocess.run([sys.executable, HERE / "generate.py", str(ballots), str(projects), path], check=True)
        for flags, rules in [([], exact), (["--preview"], ["mes-cost"])]:
            for rule, result in ours(program, path, rules, *flags).items():
                print(f"{ballots:>8} x {projects:<5} {rule:14} {'preview' if flags else 'exact':8} "
                      f"read {result['read_ms']:>7.0f} ms  count {result['count_ms']:>8.0f} ms  "
                      f"runs {result['runs'] or 1:>4}  {result['peak_mib']} MiB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
