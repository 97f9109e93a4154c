"""Stops a turn of `barwise chat` with Ctrl-C while a model that never answers is waited for, in a pseudo-terminal, and
prints what was seen, a JSON object a line.

usage: stop_terminal.py BARWISE OPTION...
"""
import os
import socket
import sys

sys.dont_write_bytecode = True

from terminal import PATIENCE, Chat, tell

# It takes the connection, and what is said to it, and is silent.
server = socket.create_server(("127.0.0.1", 0))
server.settimeout(PATIENCE)
os.environ["BARWISE_MODEL"] = "openai:any@http://127.0.0.1:%d/v1" % server.getsockname()[1]
os.environ["OPENAI_API_KEY"] = "no-key"

chat = Chat([sys.argv[1], "chat", *sys.argv[2:]])
chat.until(r"> \r$")
chat.type("mean range on skookum mondays\r")
connection, _ = server.accept()
connection.settimeout(PATIENCE)
tell(step="waiting", text=connection.recv(64).decode("utf-8", "replace"))
chat.type("\x03")
tell(step="stopped", text=chat.until(r"Stopped\.[\s\S]*> \r$"))
# The program is there, and so is the chat.
chat.type("mean range by weekday\r")
tell(step="answered", text=chat.until(r"Definitions[\s\S]*> \r$"))
chat.type("\x04")
tell(step="left", code=chat.end())
