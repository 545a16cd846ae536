#!/usr/bin/env python3
"""Counts a wijkdeal result bundle again, without wijkdeal.

    recount.py BUNDLE.json...

Python 3.8 or later, nothing else. Written from the published rules, not from
the other program, and as plainly as possible: every voter is followed one group
of equal ballots at a time, with exact fractions. It knows top-k, the list by
votes and Equal Shares with all their parameters, not Phragmen or BOS.
Exit code 0: the winners are the same; 1: they are not; 2: it cannot say.
"""
import hashlib
import json
import sys
from fractions import Fraction
from math import ceil


class LotNeeded(Exception):
    """The rules leave a tie open."""


def sha256(value):
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Pot:
    """One pot: its projects, its money, and groups (weight, area, {project: points})."""

    def __init__(self, election, members, budget, pot_id):
        self.election, self.members, self.budget = election, members, budget
        self.cost = {p: election["projects"][p]["cost"] for p in members}
        ballots = [b for b in election["ballots"]
                   if pot_id is None or b.get("pot") in (None, pot_id)]
        weight = channel_weights(election["weighting"], ballots)
        self.groups, self.people = [], []
        for ballot in ballots:
            people, each = ballot.get("count", 1), weight.get(ballot.get("channel") or "", 1)
            points = points_of(election["ballot_form"], ballot, set(members))
            area = ballot.get("area") if election["pots"]["kind"] == "shared" else None
            self.groups.append((Fraction(people * each), area, points))
            self.people.append(people)
        self.n = sum(self.people)
        self.votes = {p: sum(w for w, _, pts in self.groups if p in pts) for p in members}
        self.score = {p: sum(w * pts.get(p, 0) for w, _, pts in self.groups) for p in members}
        self.left = budget
        self.caps = [cap["max"] for cap in election["caps"]]
        self.winners = []
        self.able = [p for p in members if self.eligible(p)]
        self.rank = self.tie_keys()

    def eligible(self, p):
        rules = self.election["eligibility"]
        share, divisor = Fraction(rules.get("min_share", 0)), rules.get("cost_share_divisor")
        return (not self.election["projects"][p].get("withdrawn")
                and self.score[p] >= rules.get("min_score", 0)
                and self.votes[p] >= ceil(share * self.n)
                and (not divisor or self.votes[p] * divisor * self.budget >= self.cost[p] * self.n))

    def tie_keys(self):
        order, projects, big = self.election["tie_order"], self.election["projects"], 2 ** 63 - 1
        seed = bytes.fromhex(order.get("seed") or "")
        look = {
            "min_cost": lambda p: projects[p]["cost"],
            "max_votes": lambda p: -self.votes[p],
            "max_score": lambda p: -self.score[p],
            "earliest": lambda p: projects[p].get("submitted", big),
            "id": lambda p: projects[p]["id"].encode(),
            "lot": lambda p: seed and hashlib.sha256(seed + projects[p]["id"].encode()).digest(),
        }
        return {p: tuple(look[step](p) for step in order["steps"]) for p in self.members}

    def decided_by(self, p, q):
        """The step that puts p before q; None when they stay equal."""
        pairs = zip(self.election["tie_order"]["steps"], self.rank[p], self.rank[q])
        return next((step for step, a, b in pairs if a != b), None)

    def barred(self, p, capped=True):
        """A conflict or a cap keeps it from winning now."""
        project = self.election["projects"][p]
        ids = {self.election["projects"][w]["id"] for w in self.winners}
        for group in self.election["conflicts"]:
            if project["id"] in group["projects"] and ids & set(group["projects"]):
                return True
        return capped and any(covers(cap, project) and left < self.cost[p]
                              for cap, left in zip(self.election["caps"], self.caps))

    def fits(self, p, capped=True):
        return self.cost[p] <= min(self.left, self.budget) and not self.barred(p, capped)

    def win(self, p, amount=None):
        amount = amount or self.cost[p]
        self.winners.append(p)
        self.left -= amount
        for at, cap in enumerate(self.election["caps"]):
            if covers(cap, self.election["projects"][p]):
                self.caps[at] -= amount

    def equals(self, value):
        """Projects with support, best first, in groups of equal value."""
        able = [p for p in self.able if self.votes[p] > 0]
        for best in sorted({value(p) for p in able}, reverse=True):
            yield sorted((p for p in able if value(p) == best), key=lambda p: (self.rank[p], p))

    def snapshot(self):
        return self.left, list(self.caps), list(self.winners)

    def restore(self, saved):
        self.left, self.caps, self.winners = saved[0], list(saved[1]), list(saved[2])


def covers(cap, project):
    kind, name = next(iter(cap["on"].items()))
    return name in project.get("themes" if kind == "theme" else "areas", [])


def points_of(form, ballot, members):
    picks, points = ballot["picks"], ballot.get("points", [])
    if form["kind"] == "ranking":
        vector = form["points"]
        points = (list(range(len(picks), 0, -1)) if vector == "ballot_length"
                  else (vector["vector"] + [0] * len(picks))[:len(picks)])
    elif form["kind"] != "points":
        points = [1] * len(picks)
    return {p: worth for p, worth in zip(picks, points) if p in members and worth > 0}


def channel_weights(weighting, ballots):
    totals = {}
    for b in ballots if weighting["kind"] == "channels" else []:
        each = 1 if weighting["base"] == "ballots" else len(b["picks"])
        channel = b.get("channel") or ""
        totals[channel] = totals.get(channel, 0) + b.get("count", 1) * each
    share = {c: Fraction(weighting["shares"][c]) for c, total in totals.items() if total}
    return {c: share[c] / sum(share.values()) * sum(totals.values()) / total if total else 0
            for c, total in totals.items()}


def walk(pot, value, misfit="skip", capped=True):
    """Down the list: fund what fits."""
    for equals in pot.equals(value):
        equals = [p for p in equals if p not in pot.winners]
        for p in equals:
            same = [q for q in equals if pot.rank[q] == pot.rank[p] and q not in pot.winners
                    and pot.fits(q, capped)]
            if len(same) > 1:
                saved = pot.snapshot()
                together = all(pot.fits(q, capped) and pot.win(q) is None for q in same)
                pot.restore(saved)
                if not together:
                    raise LotNeeded
            if pot.fits(p, capped):
                pot.win(p)
            elif misfit != "skip" and not pot.barred(p, capped):
                if misfit != "stop" and pot.left * 100 >= pot.cost[p] * misfit["fund_from"]:
                    pot.win(p)
                return


def greedy(pot, rule):
    base = pot.votes if rule["measure"] == "votes" else pot.score
    value = (lambda p: Fraction(base[p], pot.cost[p])) if rule["per_cost"] else (lambda p: base[p])
    walk(pot, value, rule["misfit"])
    if rule["leftover"] == "fill":
        walk(pot, value, capped=False)
    elif rule["leftover"] == "part_of_one" and pot.left > 0:
        for equals in pot.equals(value):
            able = [p for p in equals if p not in pot.winners and not pot.barred(p, False)]
            if sum(pot.rank[p] == pot.rank[able[0]] for p in able) > 1:
                raise LotNeeded
            if able:
                return pot.win(able[0], min(pot.left, pot.cost[able[0]]))


def top_k(pot, rule):
    base = pot.votes if rule["measure"] == "votes" else pot.score
    for equals in pot.equals(lambda p: base[p]):
        able, free = [p for p in equals if not pot.barred(p)], rule["k"] - len(pot.winners)
        if 0 < free < len(able):
            step = pot.decided_by(able[free - 1], able[free])
            if rule["extend_on_tie"] and step in (None, "lot"):
                free = len(able)
            elif step is None:
                raise LotNeeded
        for p in able:
            if free > 0 and not pot.barred(p):
                pot.win(p)
                free -= 1


def one_run(pot, shares, utility):
    """Equal Shares with these starting shares; winners are noted in the pot."""
    money = [shares[area] for _, area, _ in pot.groups]
    pool = {p for p in pot.able if pot.votes[p] > 0}
    while True:
        offers = {}
        for p in sorted(pool):
            backers = [(money[g] / pts[p], w * pts[p])
                       for g, (w, _, pts) in enumerate(pot.groups) if p in pts]
            if pot.barred(p) or sum(price * weight for price, weight in backers) < pot.cost[p]:
                pool.discard(p)
                continue
            rest, weight = Fraction(pot.cost[p]), sum(weight for _, weight in backers)
            for most, own in sorted(backers):
                if most * weight >= rest:
                    break
                rest, weight = rest - most * own, weight - own
            offers[p] = (rest / weight / (pot.cost[p] if utility == "cost" else 1), rest / weight)
        if not offers:
            return
        best = min(value for value, _ in offers.values())
        tied = sorted((p for p in offers if offers[p][0] == best), key=lambda p: pot.rank[p])
        if len(tied) > 1 and pot.rank[tied[0]] == pot.rank[tied[1]]:
            raise LotNeeded
        winner, price = tied[0], offers[tied[0]][1]
        for g, (_, _, pts) in enumerate(pot.groups):
            if winner in pts:
                money[g] -= min(money[g], price * pts[winner])
        pot.win(winner)
        pool.discard(winner)


def equal_shares(pot, rule):
    start = pot.snapshot()
    areas = pot.election["pots"].get("areas") or [{"area": None, "budget": pot.budget}]
    weight = {a["area"]: sum(w for w, area, _ in pot.groups if area == a["area"]) for a in areas}
    exact = {a["area"]: Fraction(a["budget"]) / (weight[a["area"]] or 1) for a in areas}
    one_run(pot, exact, rule["utility"])
    raising, steps, shares = rule["raise"], 0, exact
    while raising:
        lost = [p for p in pot.able if p not in pot.winners]
        supported = [p for p in lost if pot.votes[p] > 0]
        watched = lost if raising["stop"] == "exhaustive_all" else supported
        exhausted = raising["stop"] != "over_budget" and not any(pot.fits(p) for p in watched)
        all_can_pay = all(share > sum(pot.cost.values()) for share in shares.values())
        if not supported or exhausted or all_can_pay:
            break
        steps, step = steps + 1, raising["step"]
        shares = {area: (share if raising["start"] == "exact" else share // step * step) + steps * step
                  for area, share in exact.items()}
        before = pot.snapshot()
        pot.restore(start)
        one_run(pot, shares, rule["utility"])
        if pot.left < 0:
            pot.restore(before)
            break
    if rule["completion"] == "greedy":
        walk(pot, lambda p: pot.score[p])
    if rule["comparison"]:
        ours = pot.snapshot()
        pot.restore(start)
        walk(pot, lambda p: pot.score[p])
        most, lead = len(pot.cost) if rule["comparison"] == "satisfaction" else 1, 0
        for people, (_, _, pts) in zip(pot.people, pot.groups):
            gain = (min(most, len(pts.keys() & set(ours[2])))
                    - min(most, len(pts.keys() & set(pot.winners))))
            lead += people * ((gain > 0) - (gain < 0))
        if lead >= 0:
            pot.restore(ours)


def recount(election):
    projects, winners, flows = election["projects"], [], {}
    rules = {"top_k": top_k, "greedy": greedy, "equal_shares": equal_shares}
    whole = {"id": None, "budget": election["budget"], "takes": "rest"}
    for part in election["pots"].get("pots", [whole]):
        name, rule = part["id"], part.get("rule") or election["rule"]
        members = [p for p, project in enumerate(projects) if project.get("pot") == name
                   or part["takes"] == "rest" and p not in winners]
        pot = Pot(election, members, part["budget"] + flows.get(name, 0), name)
        rules[rule["name"]](pot, rule)
        winners += pot.winners
        to = part.get("leftover_to")
        flows[to] = flows.get(to, 0) + max(pot.left, 0)
    return [projects[p]["id"] for p in winners]


def check(path):
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    if sha256(bundle["election"]) != bundle["election_hash"]:
        return 1, "the election does not match its hash"
    published = bundle["outcome"]["winners"]
    try:
        again = recount(bundle["election"])
    except LotNeeded:
        return int(bundle["outcome"]["decision"]["kind"] != "lot_needed"), "a lot is needed"
    except KeyError as rule:
        return 2, f"this recount does not know the rule {rule}"
    return int(again != published), f"the same winners {again}" if again == published else f"not the published {published}: {again}"


if __name__ == "__main__":
    answers = [(path, *check(path)) for path in sys.argv[1:]]
    print("\n".join(f"{path}: {said}" for path, _, said in answers))
    sys.exit(max((code for _, code, _ in answers), default=2))
