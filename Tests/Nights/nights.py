"""Plays many simulated nights: python3 nights.py --first 0 --nights 10000 [--soak] FLAGS OF swift test"""

import argparse
import sys

from night_runner import play

PORTION = 1000


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--nights", type=int, default=2000)
    parser.add_argument("--soak", action="store_true", help="go on until interrupted, or until a night fails")
    options, flags = parser.parse_known_args()

    played = 0
    seconds = 0.0
    failures = []
    seed = options.first
    try:
        while options.soak or played < options.nights:
            nights = PORTION if options.soak else min(PORTION, options.nights - played)
            outcome = play(flags, seed, nights)
            if outcome.crash or outcome.other:
                print(outcome.crash or outcome.output[-4000:])
                return 1
            played += nights
            seconds += outcome.seconds
            failures += outcome.failures
            print(
                f"seeds {seed} to {seed + nights - 1}: {len(outcome.failures)} failed, "
                f"{played / seconds:.0f} nights a second",
                flush=True,
            )
            for failed, problem in outcome.failures:
                print(f"  seed {failed}: {problem}", flush=True)
            seed += nights
            if options.soak and failures:
                break
    except KeyboardInterrupt:
        print()
    print(f"{played} nights played, {len(failures)} failed")
    return 1 if failures or played == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
