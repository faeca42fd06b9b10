"""Schemathesis over the OpenAPI document that Polku serves, in one round of several.

R4's types are large and lead back to themselves: made whole, one body takes a second. So each round
takes a sample of every type's elements and goes down a few steps; another round takes another sample.
"""

import json
import os
import random
import subprocess
import sys
import urllib.request
from pathlib import Path

URL = os.environ["POLKU_FHIR"]
TOKEN = os.environ["POLKU_TOKEN"]
PER_OPERATION, SEED, WORKERS = int(sys.argv[1]), int(sys.argv[2]), 2
ELEMENTS, PARAMETERS, DEPTH = 5, 6, 3

chance = random.Random(SEED)


def sampled(schema, depth, schemas):
    """A schema without links: of each object the required elements and a sample of the others."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if depth == 0:
            return {"type": "object", "properties": {"id": {"type": "string"}}}
        return sampled(schemas[name], depth - 1, schemas)
    schema = dict(schema)
    if "items" in schema:
        schema["items"] = sampled(schema["items"], depth, schemas)
        schema["maxItems"] = 2
    if "anyOf" in schema:
        schema["anyOf"] = [sampled(one, depth, schemas) for one in schema["anyOf"]]
    if "properties" in schema:
        required = schema.get("required", [])
        others = sorted(set(schema["properties"]) - set(required))
        names = list(required) + chance.sample(others, min(ELEMENTS, len(others)))
        schema["properties"] = {
            name: sampled(schema["properties"][name], depth, schemas) for name in names if name in schema["properties"]
        }
        schema.pop("patternProperties", None)
    return schema


def of_round(document):
    """The document with sampled bodies and parameters."""
    schemas = document["components"]["schemas"]
    shared = document["components"]["parameters"]
    for item in document["paths"].values():
        for operation in item.values():
            operation["responses"] = {"default": {"description": "any"}}
            parameters = [shared[one["$ref"].rsplit("/", 1)[1]] if "$ref" in one else one for one in operation["parameters"]]
            needed = [one for one in parameters if one.get("required")]
            others = [one for one in parameters if not one.get("required")]
            operation["parameters"] = needed + chance.sample(others, min(PARAMETERS, len(others)))
            body = operation.get("requestBody")
            if body and "$ref" in body:
                body = document["components"]["requestBodies"][body["$ref"].rsplit("/", 1)[1]]
                operation["requestBody"] = body
            for media in (body or {}).get("content", {}).values():
                media["schema"] = sampled(media["schema"], DEPTH, schemas)
    document["components"] = {"securitySchemes": document["components"]["securitySchemes"]}
    return document


def worker(number, document):
    """Starts Schemathesis on every so manyth path."""
    part = dict(document)
    paths = sorted(document["paths"])
    part["paths"] = {path: document["paths"][path] for path in paths[number::WORKERS]}
    file = Path(f"openapi-{number}.json").resolve()
    file.write_text(json.dumps(part))
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", str(file), "--url", URL,
        "--header", f"Authorization: Bearer {TOKEN}", "--checks", "not_a_server_error", "--phases", "fuzzing",
        "--max-examples", str(PER_OPERATION), "--seed", str(SEED), "--no-shrink", "--continue-on-failure",
        "--generation-database", "none", "--suppress-health-check", "all", "--warnings", "off", "--no-color",
    ]
    hooks = {**os.environ, "SCHEMATHESIS_HOOKS": "fuzz_hooks", "PYTHONPATH": str(Path(__file__).parent)}
    return subprocess.Popen(command, env=hooks)


with urllib.request.urlopen(f"{URL}/openapi.json") as answer:
    document = of_round(json.load(answer))
if len(sys.argv) > 3:
    document["paths"] = {path: item for path, item in document["paths"].items() if path.split("/")[1] in sys.argv[3:]}
statuses = [one.wait() for one in [worker(number, document) for number in range(WORKERS)]]
# Whether there was a 5xx is counted by the server; a fuzzer that stumbles is a fault of its own.
sys.exit(max(statuses) if max(statuses) > 1 else 0)
