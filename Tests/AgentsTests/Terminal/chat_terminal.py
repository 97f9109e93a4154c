"""Drives `barwise chat` in a pseudo-terminal and prints what was seen, a JSON object a line.

usage: chat_terminal.py BARWISE OPTION...
"""
import signal
import sys

sys.dont_write_bytecode = True

from terminal import Chat, tell

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
