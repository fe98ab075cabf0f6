"""Renders with the real Jinja2, and knows what of its output cannot be compared."""
from jinja2 import Environment, StrictUndefined


class NoTextOfItsOwn(Exception):
    """A generator was shown: Python writes its address, which is another each time."""


class Silent:
    """A generator that says when its text is asked for, and is like any other in all else."""

    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.items)

    def __repr__(self):
        raise NoTextOfItsOwn()

    __str__ = __repr__


def silenced(name, filter_):
    """`filter_` with results that cannot be shown, where Jinja2's have no text of their own."""

    def apply(*arguments, **keywords):
        result = filter_(*arguments, **keywords)
        return Silent(result) if hasattr(result, "__next__") else result

    # Jinja2 marks the filters that it hands its environment.
    for mark in ("jinja_pass_arg",):
        if hasattr(filter_, mark):
            setattr(apply, mark, getattr(filter_, mark))
    return apply


GENERATING = ("unique", "batch", "reverse", "items")


def environments():
    real = Environment(undefined=StrictUndefined)
    silent = Environment(undefined=StrictUndefined)
    for name in GENERATING:
        silent.filters[name] = silenced(name, silent.filters[name])
    return real, silent


REAL, SILENT = environments()


def render(template, context):
    """`{"text": …}` as Jinja2 renders it, spaces at both ends left out as Showcaller does, or `{"error": …}`."""
    try:
        text = REAL.from_string(template).render(**context).strip(" \t\n")
        text.encode()
    except Exception as error:  # whatever Jinja2 or Python raises is a refusal
        return {"error": "%s: %s" % (type(error).__name__, str(error)[:200])}
    if any(name in template for name in GENERATING):
        try:
            SILENT.from_string(template).render(**context)
        except NoTextOfItsOwn:
            return {"error": "NoTextOfItsOwn: an address would be shown"}
        except Exception:  # a test looked at the class of a value: the text above is what counts
            pass
    return {"text": text}
