"""Asks one question in `barwise chat` in a pseudo-terminal, and prints what a person sees meanwhile: a JSON list of
screens, one for each that differs from the one before.

usage: chat_prose.py BARWISE QUESTION OPTION...
"""
import json
import os
import pty
import re
import select
import sys
import time

PATIENCE = 60
PIECE = re.compile(r"\x1b\[(\??[0-9;]*)([A-Za-z])|\x1b|[^\x1b]")


class Screen:
    """What a terminal makes of the bytes: as much of one as the program uses."""

    def __init__(self):
        self.rows, self.row, self.column, self.rest = [[]], 0, 0, ""

    def take(self, text):
        text = self.rest + text
        # The end may be the beginning of a code.
        cut = re.search(r"\x1b(\[[?0-9;]*)?$", text)
        self.rest = cut.group(0) if cut else ""
        for piece in PIECE.finditer(text[: len(text) - len(self.rest)]):
            if piece.group(2):
                self.code(piece.group(1), piece.group(2))
            elif piece.group(0) == "\r":
                self.column = 0
            elif piece.group(0) == "\n":
                self.row += 1
                if self.row == len(self.rows):
                    self.rows.append([])
            elif piece.group(0) >= " ":
                line = self.rows[self.row]
                line.extend(" " * (self.column + 1 - len(line)))
                line[self.column] = piece.group(0)
                self.column += 1

    def code(self, value, name):
        number = int(value) if value.isdigit() else 1
        if name == "A":
            self.row = max(0, self.row - number)
        elif name == "C":
            self.column += number
        elif name in "JK":
            del self.rows[self.row][self.column:]
            if name == "J":
                del self.rows[self.row + 1:]
        elif name not in "mhl":
            sys.exit(f"a code that no screen was made for: {value}{name}")

    def text(self):
        return "\n".join("".join(row).rstrip() for row in self.rows)


pid, master = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", LANG="en_US.UTF-8", COLUMNS="72")
    os.execv(sys.argv[1], [sys.argv[1], "chat", *sys.argv[3:]])
screen, screens = Screen(), []


def until(pattern):
    """Looks on until the screen ends so."""
    end = time.monotonic() + PATIENCE
    while not re.search(pattern, screen.text()):
        if time.monotonic() > end:
            print(json.dumps([screen.text(), "missing: " + pattern]))
            sys.exit(1)
        if select.select([master], [], [], 0.2)[0]:
            screen.take(os.read(master, 4096).decode("utf-8", "replace"))
            if not screens or screens[-1] != screen.text():
                screens.append(screen.text())


until(r"\n>$")
os.write(master, sys.argv[2].encode() + b"\r")
until(r" in all\n\n>$")
os.write(master, b"\x04")
os.waitpid(pid, 0)
print(json.dumps(screens))
