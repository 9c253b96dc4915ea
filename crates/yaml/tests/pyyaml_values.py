"""What PyYAML reads from texts, for comparison with this crate.

Standard input: any number of texts, each as its length in bytes on a line, then its UTF-8 bytes.
Standard output: a line for each, with four fields divided by tabs:

    what safe_load gives            JSON, or "!" and the kind of error
    where its error is              line:column, both from 0, or "-"
    what safe_load_all gives        a JSON list, behind it "!" and the kind of error if there is one
    where its error is

The JSON form is described in src/json.rs.
"""

import base64
import datetime
import io
import json
import re
import sys

import yaml

assert yaml.__version__ == "6.0.3", yaml.__version__

LIMIT = 1_000_000
LARGEST_EXACT = 2**53 - 1

KINDS = [
    (yaml.reader.ReaderError, "Reader"),
    (yaml.scanner.ScannerError, "Scanner"),
    (yaml.parser.ParserError, "Parser"),
    (yaml.composer.ComposerError, "Composer"),
    (yaml.constructor.ConstructorError, "Constructor"),
    (RecursionError, "TooDeep"),
    ((ValueError, OverflowError, KeyError, IndexError, AttributeError, TypeError), "Value"),
]


class TooLong(Exception):
    pass


class Printer:
    def __init__(self):
        self.size = 0

    def count(self, text):
        # Texts count again on every level around them; only very long forms matter.
        self.size += len(text)
        if self.size > LIMIT:
            raise TooLong
        return text

    def form(self, value, path):
        if isinstance(value, bool) or value is None:
            return self.count(json.dumps(value))
        if isinstance(value, int):
            if abs(value) > LARGEST_EXACT:
                return self.count('{"$int":"%s"}' % hex(value))
            return self.count(str(value))
        if isinstance(value, float):
            if value != value:
                return self.count('{"$float":".nan"}')
            if value in (float("inf"), float("-inf")):
                return self.count('{"$float":"%s.inf"}' % ("-" if value < 0 else ""))
            return self.count(repr(value))
        if isinstance(value, str):
            if any("\ud800" <= c <= "\udfff" for c in value):
                return self.count('{"$codepoints":[%s]}' % ",".join(str(ord(c)) for c in value))
            return self.count(json.dumps(value, ensure_ascii=False))
        if isinstance(value, bytes):
            return self.count('{"$bytes":"%s"}' % base64.b64encode(value).decode())
        if isinstance(value, datetime.datetime):
            return self.count('{"$datetime":"%s"}' % value.isoformat())
        if isinstance(value, datetime.date):
            return self.count('{"$date":"%s"}' % value.isoformat())
        if isinstance(value, set):
            items = sorted(self.form(item, path) for item in value)
            return self.count('{"$set":[%s]}' % ",".join(items))
        if isinstance(value, tuple):
            # A pair of an omap: no level of its own.
            return self.count('{"$tuple":[%s]}' % ",".join(self.form(item, path) for item in value))
        if id(value) in path:
            return self.count('{"$cycle":%d}' % (len(path) - path.index(id(value))))
        path = path + (id(value),)
        if isinstance(value, list):
            return self.count("[%s]" % ",".join(self.form(item, path) for item in value))
        assert isinstance(value, dict), type(value)
        parts = [(key, self.form(key, path), self.form(item, path)) for key, item in value.items()]
        plain = all(
            isinstance(key, str) and not key.startswith("$") and text.startswith('"')
            for key, text, _ in parts
        )
        if plain:
            return self.count("{%s}" % ",".join("%s:%s" % part[1:] for part in parts))
        return self.count('{"$map":[%s]}' % ",".join("[%s,%s]" % part[1:] for part in parts))


def printed(value):
    try:
        return Printer().form(value, ())
    except TooLong:
        return "too long"


def kind(error):
    for classes, name in KINDS:
        if isinstance(error, classes):
            return name
    return "unknown " + type(error).__name__


def place(error, text):
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position]
        lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", before)
        return "%d:%d" % (len(lines) - 1, len(lines[-1].replace("\ufeff", "")))
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return "%d:%d" % (mark.line, mark.column) if mark else "-"


def depth():
    frame, count = sys._getframe(1), 0
    while frame:
        frame, count = frame.f_back, count + 1
    return count


def as_from_top_level(function, text):
    """Calls with as much stack left as a script's top level has."""
    sys.setrecursionlimit(1000 + depth() - 1)
    try:
        return function(text)
    finally:
        sys.setrecursionlimit(20_000)


def load(text):
    try:
        value = as_from_top_level(yaml.safe_load, text)
    except Exception as error:
        return "!" + kind(error), place(error, text)
    return printed(value), "-"


def load_all(text):
    values = []
    documents = yaml.safe_load_all(text)
    while True:
        try:
            values.append(printed(as_from_top_level(next, documents)))
        except StopIteration:
            return "[%s]" % ",".join(values), "-"
        except Exception as error:
            return "[%s]!%s" % (",".join(values), kind(error)), place(error, text)


def main():
    sys.setrecursionlimit(20_000)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while header := source.readline():
        data = source.read(int(header))
        # As open(path, encoding="utf-8").read() does it, line ends included.
        text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8").read()
        target.write("\t".join(load(text) + load_all(text)).encode() + b"\n")
    target.flush()


main()
