#!/usr/bin/env python3
"""Makes random templates and contexts within the documented subset and renders them with Jinja2.

Usage: make_template_cases.py SEED COUNT > cases.jsonl

Each line is an object with `template`, `vars` and either `text` (the text of Jinja2, without spaces at both ends) or `error`
(the exception that it raises).
"""
import json
import random
import resource
import sys

from jinja_rendering import render
from template_maker import Maker, context


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    # A template may ask Python for a text of any length: better an error than this host's memory.
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    for number in range(count):
        # From one expression to statements five deep.
        depth = 1 + number % 5
        template = Maker(rng, depth).template()
        variables = context(rng)
        case = {"template": template, "vars": variables}
        case.update(render(template, variables))
        print(json.dumps(case, ensure_ascii=False))


main()
