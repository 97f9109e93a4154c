"""Drives `barwise chat` in a pseudo-terminal, as a person would, and prints what was seen, a JSON object a line.

usage: chat_terminal.py BARWISE OPTION...
"""
import json
import os
import pty
import re
import select
import signal
import sys
import time

PATIENCE = 60


class Chat:
    """One process of the program with a terminal of its own."""

    def __init__(self, arguments):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm", LANG="en_US.UTF-8", COLUMNS="120")
            os.execv(arguments[0], arguments)
        self.seen = ""

    def read(self):
        """Whether there is more to come."""
        ready, _, _ = select.select([self.master], [], [], 0.2)
        if not ready:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.seen += data.decode("utf-8", "replace")
        return bool(data)

    def until(self, pattern):
        """What was shown up to the pattern, which is then behind us."""
        end = time.monotonic() + PATIENCE
        while True:
            plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.seen)
            found = re.search(pattern, plain)
            if found:
                self.seen = plain[found.end():]
                return plain[:found.end()]
            if time.monotonic() > end or not self.read():
                print(json.dumps({"missing": pattern, "seen": plain[-2000:]}), flush=True)
                os.kill(self.pid, signal.SIGKILL)
                sys.exit(1)

    def type(self, text):
        os.write(self.master, text.encode())

    def end(self, number=None):
        """Exit code, or minus the signal that ended it."""
        if number is not None:
            os.kill(self.pid, number)
        else:
            while self.read():
                pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.master)
        return os.waitstatus_to_exitcode(status)


def tell(**facts):
    print(json.dumps(facts, ensure_ascii=False), flush=True)


program = [sys.argv[1], "chat", *sys.argv[2:]]
chat = Chat(program)
chat.until(r"> \r$")
# A word is mended while it is typed: backspace, and the beginning of the line.
chat.type("olatilitx\x7fy\x01v\r")
tell(step="asked", text=chat.until(r"3\. [^\r\n]+[\s\S]*\? \r$"))
chat.type("1\r")
tell(step="chosen", text=chat.until(r"NQ, all loaded data[\s\S]*> \r$"))
chat.type("only Mondays\r")
tell(step="followed", text=chat.until(r"Monday[\s\S]*> \r$"))
chat.type("/undo\r")
tell(step="undone", text=chat.until(r"Taken back: only Mondays[\s\S]*> \r$"))
# What was typed and not sent is dropped; the chat goes on.
chat.type("never said\x03")
tell(step="interrupted", text=chat.until(r"never said[\s\S]*> \r$"))
# Up twice: what was said before the last.
chat.type("\x1b[A\x1b[A\r")
tell(step="again", text=chat.until(r"only Mondays[\s\S]* in all\s*> \r$"))
chat.type("/new\r")
tell(step="new", text=chat.until(r"new conversation[\s\S]*> \r$"))
chat.type("volatility\r")
chat.until(r"3\. [^\r\n]+[\s\S]*\? \r$")
tell(step="killed", code=chat.end(signal.SIGKILL))

chat = Chat(program + ["--session", "last"])
tell(step="reopened", text=chat.until(r"3\. [^\r\n]+[\s\S]*\? \r$"))
chat.type("2\r")
tell(step="replied", text=chat.until(r"NQ, all loaded data[\s\S]*> \r$"))
chat.type("\x04")
tell(step="left", code=chat.end())
