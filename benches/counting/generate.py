#!/usr/bin/env python3
"""Writes a made-up vote as a .pb file: the same numbers give the same file.

    generate.py BALLOTS PROJECTS FILE
"""
import random
import sys


def main():
    ballots, projects, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    draw = random.Random(2024)
    costs = [draw.randint(5, 200) * 500 for _ in range(projects)]
    budget = sum(costs) * 2 // 5
    liked = [draw.uniform(0.2, 1.8) for _ in range(projects)]
    total, cumulative = 0.0, []
    for weight in liked:
        total += weight
        cumulative.append(total)
    ids = [str(number) for number in range(1, projects + 1)]
    with open(path, "w", encoding="utf-8") as out:
        out.write("META\nkey;value\ndescription;Made-up vote\ncountry;Netherlands\n")
        out.write("unit;Nowhere\ninstance;2024\n")
        out.write(f"num_projects;{projects}\nnum_votes;{ballots}\nbudget;{budget}\n")
        out.write("vote_type;approval\nrule;unknown\ndate_begin;2024\ndate_end;2024\n")
        out.write("PROJECTS\nproject_id;cost;name\n")
        for number, cost in zip(ids, costs):
            out.write(f"{number};{cost};Plan {number}\n")
        out.write("VOTES\nvoter_id;vote\n")
        for voter in range(1, ballots + 1):
            picks = set(draw.choices(ids, cum_weights=cumulative, k=draw.randint(4, 16)))
            out.write(f"{voter};{','.join(sorted(picks))}\n")


if __name__ == "__main__":
    main()
