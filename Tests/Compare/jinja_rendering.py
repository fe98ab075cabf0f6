"""Renders with the real Jinja2, and knows what of its output cannot be compared."""
from jinja2 import Environment, StrictUndefined, Undefined
from jinja2.nodes import Impossible


class NoTextOfItsOwn(Exception):
    """A generator was shown: Python writes its address, which is another each time."""


class Compiling:
    """Whether a template is being compiled: then Jinja2 computes constants, which a rendering need not reach."""

    now = False


def compiled(environment, template):
    Compiling.now = True
    try:
        return environment.from_string(template)
    finally:
        Compiling.now = False


class Silent:
    """A generator that says when its text is asked for, and is like any other in all else."""

    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.items)

    def __repr__(self):
        raise Impossible() if Compiling.now else NoTextOfItsOwn()

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


class Shown:
    """Whether the word was asked for that Jinja2 shows for what nothing defines, inside of lists and under %r."""

    undefined = False


def shown_undefined(self):
    if Compiling.now:
        raise Impossible()
    Shown.undefined = True
    return "Undefined"


Undefined.__repr__ = shown_undefined

GENERATING = ("unique", "batch", "reverse", "items")


def environments():
    real = Environment(undefined=StrictUndefined)
    silent = Environment(undefined=StrictUndefined)
    for name in GENERATING:
        silent.filters[name] = silenced(name, silent.filters[name])
    return real, silent


REAL, SILENT = environments()


def render(template, context):
    """`{"text": …}` as Jinja2 renders it, spaces at both ends left out as Showcaller does, or `{"error": …}`.

    A text for which the word "Undefined" was written has `"shows_undefined": true` as well: Showcaller refuses it, since
    nobody wants that on air.
    """
    Shown.undefined = False
    try:
        text = compiled(REAL, template).render(**context).strip(" \t\n")
        text.encode()
    except Exception as error:  # whatever Jinja2 or Python raises is a refusal
        return {"error": "%s: %s" % (type(error).__name__, str(error)[:200])}
    if Shown.undefined:
        return {"text": text, "shows_undefined": True}
    if any(name in template for name in GENERATING):
        try:
            compiled(SILENT, template).render(**context)
        except NoTextOfItsOwn:
            return {"error": "NoTextOfItsOwn: an address would be shown"}
        except Exception:  # a test looked at the class of a value: the text above is what counts
            pass
    return {"text": text}
