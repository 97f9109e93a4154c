"""A program in a pseudo-terminal of its own, driven as a person would."""
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
    """One process of `barwise chat`."""

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
