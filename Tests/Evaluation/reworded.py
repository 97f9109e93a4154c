#!/usr/bin/env python3
"""reworded.py KIT.jsonl REWORDED.jsonl: the kit's questions in other words, with the golds of the questions they stand for."""
import json, sys
golds = {c['id']: c for c in map(json.loads, open(sys.argv[1]))}
for line in open(sys.argv[2]):
    other = json.loads(line)
    print(json.dumps(golds[other.pop('of')] | other, ensure_ascii=False))
