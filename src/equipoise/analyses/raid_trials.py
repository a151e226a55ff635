"""One raid played through, event by event: launches, hits and misses, magazines; and many of them, counted.

The course of a raid is fixed but for the draws: one number a look, below the chance of a kill or not. Random draws
make a trial; all combinations of draws, each with its chance, make the exact answer.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from equipoise.analyses.raid_looks import READY_STEP_S
from equipoise.kernels import law

MOST_LOOKS = 6  # looks at one missile, all batteries together
WAITING, LAUNCHING, FLYING, KILLED, GONE = 0, 1, 2, 3, 4


class Game(NamedTuple):
    """All that does not change from trial to trial."""

    flight: Any  # (missile): row of the tables below
    moment_s: Any  # (missile)
    commit_s: Any  # (flight, battery), after the missile's launch
    launch_s: Any  # (flight, battery, step)
    hit_s: Any
    shots_per_look: Any  # (battery)
    assessment_s: Any
    magazine: Any
    group: Any  # (battery): twins, whose looks are the same, have one number
    reserved: Any  # (battery, missile): interceptors kept for a missile
    tracks: int  # missiles followed at once, 0 for any number
    reload_s: float  # infinite for never


class Play(NamedTuple):
    """The state of one raid."""

    phase: Any  # (missile)
    next_s: Any  # (missile): when something happens to it next
    since_s: Any  # (missile): since when it may be shot at
    leader: Any  # (missile): battery that is about to launch
    hit_s: Any
    looks: Any
    hit: Any  # (missile): whether the interceptors under way will kill
    tracked: Any
    left: Any  # (battery)
    spare: Any  # (battery): interceptors kept for no missile
    reserved: Any  # (battery, missile)
    not_before_s: Any  # (battery): end of its reloading
    busy_until_s: Any  # (battery, channel); no channel for any number
    dry_s: Any  # (battery): when its magazine first was empty, infinite for never
    fired: Any  # (battery)
    taken: Any  # (battery): interceptors of the look under hand


def new_play(missiles: int, batteries: int, channels: int) -> Play:
    """Return room for the state of one raid."""
    return Play(
        phase=np.zeros(missiles, dtype=np.int64),
        next_s=np.zeros(missiles),
        since_s=np.zeros(missiles),
        leader=np.zeros(missiles, dtype=np.int64),
        hit_s=np.zeros(missiles),
        looks=np.zeros(missiles, dtype=np.int64),
        hit=np.zeros(missiles, dtype=np.bool_),
        tracked=np.zeros(missiles, dtype=np.bool_),
        left=np.zeros(batteries, dtype=np.int64),
        spare=np.zeros(batteries, dtype=np.int64),
        reserved=np.zeros((batteries, missiles), dtype=np.int64),
        not_before_s=np.zeros(batteries),
        busy_until_s=np.zeros((batteries, channels)),
        dry_s=np.zeros(batteries),
        fired=np.zeros(batteries, dtype=np.int64),
        taken=np.zeros(batteries, dtype=np.int64),
    )


@law
def look_of(game, missile, battery, ready_s):
    """Return (launch, hit) of a battery's earliest look at a missile from a moment on; NaN where there is none."""
    row = game.flight[missile]
    commit_s = game.moment_s[missile] + game.commit_s[row, battery]
    if math.isnan(commit_s):
        return math.nan, math.nan
    step = 0 if ready_s <= commit_s else math.ceil((ready_s - commit_s) / READY_STEP_S - 1e-9)
    if step >= game.launch_s.shape[2]:
        return math.nan, math.nan
    moment_s = game.moment_s[missile]
    return moment_s + game.launch_s[row, battery, step], moment_s + game.hit_s[row, battery, step]


@law
def free_s(play, battery, now_s):
    """Return from when on a battery may launch: loaded, and with a channel free."""
    ready_s = max(now_s, play.not_before_s[battery])
    if play.busy_until_s.shape[1] > 0:
        ready_s = max(ready_s, play.busy_until_s[battery].min())
    return ready_s


@law
def begin(game, play):
    """Set the state to that before the first launch."""
    play.phase[:], play.next_s[:], play.looks[:] = WAITING, math.inf, 0
    play.tracked[:] = False
    play.left[:], play.spare[:], play.fired[:] = game.magazine, game.magazine, 0
    play.not_before_s[:], play.dry_s[:], play.busy_until_s[:] = -math.inf, math.inf, -math.inf
    for battery in range(len(play.left)):
        for missile in range(len(play.phase)):
            play.reserved[battery, missile] = game.reserved[battery, missile]
            play.spare[battery] -= game.reserved[battery, missile]
    for missile in range(len(play.phase)):
        for battery in range(len(play.left)):
            commit_s = game.moment_s[missile] + game.commit_s[game.flight[missile], battery]
            if commit_s < play.next_s[missile]:
                play.next_s[missile] = commit_s
        if play.next_s[missile] == math.inf:
            play.phase[missile] = GONE


@law
def next_look(game, play, missile, battery, now_s):
    """Return (launch, hit) of a battery's next look at a missile that is not past; NaN where there is none."""
    launch_s, hit_s = look_of(game, missile, battery, free_s(play, battery, play.since_s[missile]))
    if launch_s < now_s:
        launch_s, hit_s = look_of(game, missile, battery, free_s(play, battery, now_s))
    return launch_s, hit_s


@law
def chosen_battery(game, play, missile, now_s):
    """Return (battery, launch, hit) of the next look at a missile.

    Batteries that keep interceptors for it come first, then the earliest launch. -1 where no battery has an
    interceptor for it; -2 where none could reach it any more.
    """
    best, best_kept, best_launch_s, best_hit_s = -2, False, math.inf, math.nan
    for battery in range(len(play.left)):
        launch_s, hit_s = next_look(game, play, missile, battery, now_s)
        if math.isnan(launch_s):
            continue
        kept = play.reserved[battery, missile] > 0
        if not kept and play.spare[battery] <= 0:
            best = max(best, -1)
        elif best < 0 or (kept and not best_kept) or (kept == best_kept and launch_s < best_launch_s):
            best, best_kept, best_launch_s, best_hit_s = battery, kept, launch_s, hit_s
    return best, best_launch_s, best_hit_s


@law
def end_for(game, play, missile, phase):
    """Be done with a missile; return whether an interceptor or a track came free by it."""
    freed = game.tracks > 0
    play.phase[missile], play.next_s[missile], play.tracked[missile] = phase, math.inf, False
    for battery in range(len(play.left)):
        freed = freed or play.reserved[battery, missile] > 0
        play.spare[battery] += play.reserved[battery, missile]
        play.reserved[battery, missile] = 0
    return freed


@law
def settle(game, play, missile, now_s):
    """Decide what a missile that flies on meets next; return whether an interceptor or a track came free by it."""
    battery, launch_s, hit_s = -2, math.inf, math.nan
    if play.looks[missile] < MOST_LOOKS:
        battery, launch_s, hit_s = chosen_battery(game, play, missile, now_s)
    if battery == -2:
        return end_for(game, play, missile, GONE)
    if battery == -1:
        play.phase[missile], play.next_s[missile], play.tracked[missile] = WAITING, math.inf, False
        return game.tracks > 0
    play.phase[missile], play.next_s[missile] = LAUNCHING, launch_s
    play.leader[missile], play.hit_s[missile] = battery, hit_s
    return False


@law
def may_follow(game, play, missile):
    """Return whether a missile has a track, giving it a free one."""
    if not play.tracked[missile] and (game.tracks == 0 or play.tracked.sum() < game.tracks):
        play.tracked[missile] = True
    return play.tracked[missile]


@law
def wake(game, play, now_s):
    """Look again at the missiles that wait for a track or an interceptor, until nothing more comes free."""
    freed = True
    while freed:
        freed = False
        for missile in range(len(play.phase)):
            waits = play.phase[missile] == WAITING and play.next_s[missile] == math.inf
            if waits and may_follow(game, play, missile):
                settle(game, play, missile, now_s)
                freed = freed or play.phase[missile] == GONE


@law
def take_from_twins(game, play, missile, wanted, now_s):
    """Take up to so many interceptors from the leader's group: those kept for the missile first, then spare ones."""
    play.taken[:] = 0
    group = game.group[play.leader[missile]]
    for kept in (True, False):
        for battery in range(len(play.left)):
            if game.group[battery] == group and free_s(play, battery, now_s) <= now_s:
                stock = play.reserved[battery, missile] if kept else play.spare[battery]
                count = min(wanted, stock)
                if kept:
                    play.reserved[battery, missile] -= count
                else:
                    play.spare[battery] -= count
                play.taken[battery] += count
                wanted -= count


@law
def fire(game, play, battery, launch_s, hit_s):
    """Launch what was taken from a battery: a channel is busy till the hit, and an empty magazine may be reloaded."""
    play.left[battery] -= play.taken[battery]
    play.fired[battery] += play.taken[battery]
    if play.busy_until_s.shape[1] > 0:
        play.busy_until_s[battery, play.busy_until_s[battery].argmin()] = hit_s
    if play.left[battery] == 0:
        play.dry_s[battery] = min(play.dry_s[battery], launch_s)
        if game.reload_s < math.inf:
            play.left[battery], play.spare[battery] = game.magazine[battery], game.magazine[battery]
            play.not_before_s[battery] = launch_s + game.reload_s


@law
def surviving(chance, survival, count):
    """Return the chance to survive so many more interceptors, by one product a shot, whoever fires them."""
    for _ in range(count):
        chance *= survival
    return chance


@law
def salvo(game, play, missile, survival, now_s):
    """Launch one look at a missile; return the chance that it survives and when that is known.

    Twins that are loaded and free join in, as if they were one battery.
    """
    leader, hit_s = play.leader[missile], play.hit_s[missile]
    take_from_twins(game, play, missile, game.shots_per_look[leader], now_s)
    survives = 1.0
    for battery in range(len(play.left)):
        if play.taken[battery] > 0:
            survives = surviving(survives, survival[battery], play.taken[battery])
            fire(game, play, battery, now_s, hit_s)
    return survives, hit_s + game.assessment_s[leader]


@law
def launch(game, play, missile, survival, draws, now_s):
    """Launch at a missile, or choose again where the battery no longer can; return the chance of what is drawn."""
    leader = play.leader[missile]
    has = play.reserved[leader, missile] + play.spare[leader] > 0
    if not has or free_s(play, leader, now_s) > now_s:
        if settle(game, play, missile, now_s):
            wake(game, play, now_s)
        return 1.0
    survives, known_s = salvo(game, play, missile, survival, now_s)
    play.hit[missile] = draws[missile, play.looks[missile]] < 1.0 - survives
    play.looks[missile] += 1
    play.phase[missile], play.next_s[missile] = FLYING, known_s
    return 1.0 - survives if play.hit[missile] else survives


@law
def play_through(game, play, survival, draws):
    """Play one raid to its end and return the chance of the looks that were drawn."""
    begin(game, play)
    chance = 1.0
    while True:
        missile = play.next_s.argmin()
        now_s = play.next_s[missile]
        if now_s == math.inf:
            return chance
        freed = False
        if play.phase[missile] == LAUNCHING:
            chance *= launch(game, play, missile, survival, draws, now_s)
        elif play.phase[missile] == FLYING and play.hit[missile]:
            freed = end_for(game, play, missile, KILLED)
        elif may_follow(game, play, missile):
            play.since_s[missile] = now_s
            freed = settle(game, play, missile, now_s)
        else:
            play.since_s[missile], play.next_s[missile] = now_s, math.inf
        if freed:
            wake(game, play, now_s)


class Tally(NamedTuple):
    """Whole numbers counted over trials, which add up the same in any order."""

    leakers: Any  # (missiles + 1)
    left: Any  # (battery)
    fired: Any
    empty: Any  # (battery): trials in which it ran dry
    first_dry: Any  # (battery): trials in which it was the first to


def new_tally(missiles: int, batteries: int) -> Tally:
    """Return a tally of nothing."""
    columns = (np.zeros(batteries, dtype=np.int64) for _ in range(4))
    return Tally(np.zeros(missiles + 1, dtype=np.int64), *columns)


@law
def leakers_in(play):
    """Return how many missiles got through."""
    return len(play.phase) - (play.phase == KILLED).sum()


@law
def count_trials(game, play, survival, draws, tally):
    """Play one raid for every row of draws (trial, missile, look) and count how they end."""
    for trial in range(len(draws)):
        play_through(game, play, survival, draws[trial])
        tally.leakers[leakers_in(play)] += 1
        for battery in range(len(play.left)):
            tally.left[battery] += play.left[battery]
            tally.fired[battery] += play.fired[battery]
            tally.empty[battery] += play.dry_s[battery] < math.inf
        first = play.dry_s.argmin()
        tally.first_dry[first] += play.dry_s[first] < math.inf


@law
def count_ways(game, play, survival, most_looks, draws, chances):
    """Add up the chance of every number of leakers over every way in which the looks may end.

    Each missile is killed at its first, second, ... look, or never; `most_looks` says how many it may have. Ways in
    which a missile should be killed at a look that never comes are no ways.
    """
    killed_at = np.zeros(len(most_looks), dtype=np.int64)
    missile = 0
    while missile < len(most_looks):
        draws[:] = 1.0
        for n in range(len(most_looks)):
            if killed_at[n] > 0:
                draws[n, killed_at[n] - 1] = 0.0
        chance = play_through(game, play, survival, draws)
        if ((play.phase == KILLED) == (killed_at > 0)).all():
            chances[leakers_in(play)] += chance
        missile = 0
        while missile < len(most_looks) and killed_at[missile] == most_looks[missile]:
            killed_at[missile] = 0
            missile += 1
        if missile < len(most_looks):
            killed_at[missile] += 1


@law
def most_looks_at(game, missile):
    """Return how many looks there are at a missile if every battery may launch at will: the fastest in turn."""
    looks, ready_s = 0, -math.inf
    while looks < MOST_LOOKS:
        known_s = math.inf
        for battery in range(len(game.magazine)):
            _, hit_s = look_of(game, missile, battery, ready_s)
            if not math.isnan(hit_s):
                known_s = min(known_s, hit_s + game.assessment_s[battery])
        if known_s == math.inf:
            break
        looks, ready_s = looks + 1, known_s
    return looks
