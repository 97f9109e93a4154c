"""Writes SYNTHETIC one-minute bars of 2024 and 2025 that look like a Nasdaq future. Not market data.

    python3 scripts/make_demo_bars.py demo-data/NQ.csv

The same bytes every time. New York wall clock, trading days from 18:00 of the evening before to 17:00; weekends, New
Year and Christmas are closed. Minutes are livelier around the open and the close of the cash session.
"""
import datetime as dt
import math
import os
import random
import sys

TICK = 0.25
CLOSED = {(1, 1), (12, 25)}


def trading_days(first, last):
    day = first
    while day <= last:
        if day.weekday() < 5 and (day.month, day.day) not in CLOSED:
            yield day
        day += dt.timedelta(days=1)


def activity(minute):
    """How lively a minute of the clock is; 1 is a quiet morning."""
    if 570 <= minute < 960:  # 09:30 to 16:00
        return 1.6 + 2.6 * math.exp(-(minute - 570) / 25) + 1.8 * math.exp(-(959 - minute) / 12)
    if 120 <= minute < 570:
        return 0.9 + (0.5 if 180 <= minute < 240 else 0) + (0.7 if 510 <= minute < 515 else 0)
    return 0.55


def write(path):
    rng = random.Random(20240102)
    gauss, uniform = rng.gauss, rng.random
    price, calm = 16800.0, 1.0
    levels = [activity(minute) for minute in range(1440)]
    clock = [f"{minute // 60:02}:{minute % 60:02}:00" for minute in range(1440)]
    rows = ["timestamp,open,high,low,close,volume\n"]
    for day in trading_days(dt.date(2024, 1, 2), dt.date(2025, 12, 31)):
        calm = min(2.4, max(0.55, calm * math.exp(gauss(0, 0.12)) ** 0.9))
        drift = gauss(0.012, 0.11)
        evening = (day - dt.timedelta(days=1)).isoformat()
        price += gauss(0, 6) * calm
        for minute in [*range(1080, 1440), *range(0, 1020)]:
            date = evening if minute >= 1080 else day.isoformat()
            size = 2.1 * levels[minute] * calm * price / 17000
            open_ = round(price / TICK) * TICK
            close = max(TICK, round((price + gauss(drift * 0.2, size)) / TICK) * TICK)
            high = max(open_, close) + int(abs(gauss(0, size * 0.6)) / TICK) * TICK
            low = min(open_, close) - int(abs(gauss(0, size * 0.6)) / TICK) * TICK
            volume = 1 + int(180 * levels[minute] ** 2 * calm * (0.4 + uniform()))
            rows.append(f"{date} {clock[minute]},{open_:.2f},{high:.2f},{low:.2f},{close:.2f},{volume}\n")
            price = close
    partial = path + ".partial"
    with open(partial, "w", newline="") as file:
        file.writelines(rows)
    os.replace(partial, path)
    print(f"{path}: {len(rows) - 1} SYNTHETIC one-minute bars, for trying the program only")


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else "demo-data/NQ.csv")
