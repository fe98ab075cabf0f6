"""Renders with the real Jinja2."""
from jinja2 import Environment, StrictUndefined

ENVIRONMENT = Environment(undefined=StrictUndefined)


def render(template, context):
    """`{"text": …}` as Jinja2 renders it, spaces at both ends left out as Showcaller does, or `{"error": …}`."""
    try:
        text = ENVIRONMENT.from_string(template).render(**context).strip(" \t\n")
        text.encode()
    except Exception as error:  # any error of Jinja2 or Python is a refusal
        return {"error": "%s: %s" % (type(error).__name__, str(error)[:200])}
    return {"text": text}
