#!/usr/bin/env python3
"""reworded.py GOLDS.jsonl... REWORDED.jsonl: questions in other words, with the golds of those they stand for."""
import json, sys
golds = {c['id']: c for path in sys.argv[1:-1] for c in map(json.loads, open(path))}
for line in open(sys.argv[-1]):
    other = json.loads(line)
    print(json.dumps(golds[other.pop('of')] | other, ensure_ascii=False))
