#!/usr/bin/env python3
"""Checks the exported timeline of an idea or an advies against the fingerprints of the whole logbook.

    python3 timeline.py tijdlijn.json keten-0.csv [keten-1.csv ...]

Uses nothing of the platform: only the standard library and the rules on the page /logboek. Every event
has a hash of its own over all its fields, each preceded by its length in eight bytes; the chain hashes
the previous link and the own hash. Says which line is not right, or names the newest fingerprint.
"""
import csv
import json
import sys
from hashlib import sha256


def own_hash(event):
    """The hash of one event, from what the file tells about it."""
    proof = event["proof"]
    fields = [
        event["at"].removesuffix("Z"),
        proof["mark"],
        proof["role"],
        event["action"],
        proof["subject"],
        str(proof["subject_id"]),
        event["why"] or "",
        proof["facts"],
        "true",
    ]
    hasher = sha256()
    for field in fields:
        raw = field.encode()
        hasher.update(len(raw).to_bytes(8, "big") + raw)
    return hasher.hexdigest()


def read_chain(paths):
    """The links of the logbook: place to (own, chained); stops at the first that does not follow."""
    links, before = {}, b""
    for path in paths:
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter=";"):
                place, own = int(row["plaats"]), bytes.fromhex(row["eigen"])
                before = sha256(before + own).digest()
                if place != len(links) + 1 or before.hex() != row["keten"]:
                    sys.exit(f"WRONG: link {place} of the logbook does not follow from the one before")
                links[place] = (row["eigen"], row["keten"])
    return links


def main():
    record, *chain = sys.argv[1:]
    links = read_chain(chain)
    with open(record, encoding="utf-8") as file:
        events = json.load(file)["events"]
    for event in events:
        place = event["place"]
        if own_hash(event) != event["proof"]["leaf"]:
            sys.exit(f"WRONG: line {place} says something else than what was written")
        if links.get(place) != (event["proof"]["leaf"], event["hash"]):
            sys.exit(f"WRONG: line {place} is not in the logbook")
    print(f"{len(events)} lines are right; the logbook has {len(links)}, up to {links[len(links)][1]}")


main()
