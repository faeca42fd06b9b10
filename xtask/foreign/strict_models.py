"""Everything that Polku gives out, read by fhir.resources: strict models of FHIR R4B.

Walks every type of the CapabilityStatement page by page, in all the forms that answers take, and
reads each answer whole. Where the model differs from R4, `model_differs.toml` says so and why.
"""

import collections
import json
import os
import re
import sys
import tomllib
import urllib.error
import urllib.request
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError

URL = os.environ["POLKU_FHIR"]
TOKEN = os.environ["POLKU_TOKEN"]
DIFFERS = tomllib.loads(Path(__file__).with_name("model_differs.toml").read_text())
SHOWN_MAX = 40

read = collections.Counter()
excused = collections.Counter()
wrong = collections.OrderedDict()


def ask(path, method="GET", body=None, **headers):
    """The answer as JSON; statuses that refuse are answers, too."""
    url = path if path.startswith("http") else f"{URL}/{path}"
    headers = {"Authorization": f"Bearer {TOKEN}", **{name.replace("_", "-"): text for name, text in headers.items()}}
    data = None
    if body is not None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers.setdefault("Content-Type", "application/fhir+json")
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as refusal:
        return json.loads(refusal.read())


def model(name):
    try:
        module = import_module(f"fhir.resources.R4B.{name.lower()}")
    except ImportError:
        return None
    return getattr(module, name)


def why_excused(rtype, place, says):
    """The reason of the first line that excuses this finding."""
    place = ".".join("n" if isinstance(step, int) else str(step) for step in place)
    for line in DIFFERS["difference"]:
        of_type = line["type"] in (rtype, "*")
        if of_type and re.fullmatch(line["place"], place) and re.search(line["says"], says):
            return line["reason"]
    return None


def lines(value, place=()):
    """What JSON in FHIR may not have, though the models let it pass: nothing where something should be."""
    if value is None and not place[-2].startswith("_"):
        yield place, "null"
    elif value in ("", [], {}):
        yield place, "empty"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from lines(inner, (*place, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from lines(inner, (*place, at)) if inner is not None else ()


def codes(value, place=()):
    """Codes and references outside what the model lists, which it does not refuse by itself."""
    if isinstance(value, list):
        for at, inner in enumerate(value):
            yield from codes(inner, (*place, at))
        return
    if not hasattr(type(value), "model_fields"):
        return
    for name, field in type(value).model_fields.items():
        inner = getattr(value, name)
        if inner is None:
            continue
        here = (*place, field.alias or name)
        extra = field.json_schema_extra or {}
        listed = extra.get("enum_values") or []
        # A plus says that the list goes on.
        listed = [] if "+" in listed else listed
        for one in inner if isinstance(inner, list) else [inner]:
            if listed and isinstance(one, str) and one not in listed:
                yield here, f"code {one!r} is none of {', '.join(listed)}"
            target = re.fullmatch(r"([A-Z][A-Za-z]+)/[^/]+", getattr(one, "reference", None) or "")
            types = extra.get("enum_reference_types")
            if target and types and "Resource" not in types and target[1] not in types:
                yield here, f"reference to {target[1]}, none of {', '.join(types)}"
        yield from codes(inner, here)


def findings(strict, resource):
    """Everything that is said of one resource, as places and words."""
    for place, says in lines(resource):
        yield place, says
    try:
        parsed = strict.model_validate_json(json.dumps(resource))
    except ValidationError as fault:
        for error in fault.errors():
            yield error["loc"], error["msg"]
        return
    yield from codes(parsed)


def check(resource, where):
    """Reads one resource with its model; a Bundle's entries are read one by one."""
    rtype = resource["resourceType"]
    if rtype == "Bundle":
        for at, entry in enumerate(resource.get("entry", [])):
            if "resource" in entry:
                check(entry["resource"], f"{where} entry[{at}]")
            outcome = entry.get("response", {}).get("outcome")
            if outcome:
                check(outcome, f"{where} entry[{at}].response.outcome")
        # The shell alone, with entries of the same shape: each was read by its own model above.
        resource = {**resource}
        if "entry" in resource:
            resource["entry"] = [
                {**entry, "resource": {"resourceType": "Basic", "code": {"text": "read above"}}}
                if "resource" in entry
                else entry
                for entry in resource["entry"]
            ]
    read[rtype] += 1
    strict = model(rtype)
    if strict is None:
        missing = DIFFERS["types"].get(rtype)
        if missing:
            excused[f"{rtype}: {missing}"] += 1
        else:
            wrong[(rtype, "", "fhir.resources has no such type")] = where
        return
    for place, says in findings(strict, resource):
        reason = why_excused(rtype, place, says)
        if reason:
            excused[f"{rtype}: {reason}"] += 1
        else:
            place = ".".join("n" if isinstance(step, int) else str(step) for step in place)
            wrong.setdefault((rtype, place, says), f"{where} {rtype}/{resource.get('id')}")


def pages(path):
    """All pages of a search or a history."""
    while path:
        page = ask(path)
        if page.get("resourceType") != "Bundle":
            wrong[("Bundle", "", f"expected a Bundle: {json.dumps(page)[:200]}")] = path
            return
        check(page, path)
        yield page
        path = next((link["url"] for link in page["link"] if link["relation"] == "next"), None)


def walk():
    """Everything that is there, as searches, summaries, reads, histories and operations give it."""
    statement = ask("metadata")
    check(statement, "metadata")
    for rtype in (one["type"] for one in statement["rest"][0]["resource"]):
        first = None
        for page in pages(f"{rtype}?_count=200"):
            for entry in page.get("entry", []):
                first = first or entry["resource"]["id"]
        if first is None:
            check(ask(f"{rtype}/nobody"), f"{rtype}/nobody")
            continue
        for _ in pages(f"{rtype}/_history?_count=200"):
            pass
        for path in [
            f"{rtype}/{first}",
            f"{rtype}/{first}/_history",
            f"{rtype}/{first}/_history/1",
            f"{rtype}/{first}/$meta",
            f"{rtype}/{first}/$validate",
            f"{rtype}?_summary=text&_count=20",
            f"{rtype}?_summary=data&_count=20",
            f"{rtype}?_summary=true&_count=20",
            f"{rtype}?_summary=count",
            f"{rtype}?_total=accurate&_count=1",
            f"{rtype}?shoesize=42",
        ]:
            check(ask(path), path)


def answers_to_writes():
    """What is said to writes, good and bad."""
    for id in [entry["resource"]["id"] for entry in ask("Patient?_count=5")["entry"]]:
        for _ in pages(f"Patient/{id}/$everything?_count=20"):
            pass
    post = {"method": "POST", "url": "Patient"}
    entries = [
        {"request": post, "resource": {"resourceType": "Patient", "name": [{"family": "Malli"}]}},
        {"request": {"method": "GET", "url": "Patient?_count=2"}},
        {"request": {"method": "GET", "url": "Patient/nobody"}},
        {"request": post, "resource": {"resourceType": "Patient", "gender": "blue"}},
    ]
    for kind in ["batch", "transaction"]:
        for some in [entries, entries[:2]]:
            bundle = {"resourceType": "Bundle", "type": kind, "entry": some}
            check(ask("", "POST", bundle), f"POST {kind}")
            check(ask("", "POST", bundle, Prefer="return=OperationOutcome"), f"POST {kind}")
    check(ask("Patient", "POST", b"{", Accept_Language="fi"), "POST half a document")
    check(ask("Patient", "POST", {"resourceType": "Patient", "x": 1}, Accept_Language="sv"), "POST Patient")
    check(ask("Patient", "PUT", {"resourceType": "Patient"}), "PUT without a condition")
    check(ask("Nothing"), "no such type")
    check(ask("Subscription/$dead-letters"), "dead letters")


def report():
    total = sum(read.values())
    print(f"read {total} resources of {len(read)} types: " + ", ".join(f"{k} {n}" for k, n in sorted(read.items())))
    for reason, times in sorted(excused.items()):
        print(f"excused {times} times: {reason}")
    for (rtype, place, says), where in list(wrong.items())[:SHOWN_MAX]:
        print(f"NOT R4B {rtype} {place}: {says} (first at {where})")
    if len(wrong) > SHOWN_MAX:
        print(f"… and {len(wrong) - SHOWN_MAX} more")
    wanted = int(os.environ.get("POLKU_RESOURCES_MIN", "1"))
    if total < wanted:
        print(f"read only {total} resources, expected at least {wanted}: is the county empty?")
        return False
    return not wrong


walk()
answers_to_writes()
good = report()
passed = sum(read.values()) - len(wrong)
print(f"test result: {'ok' if good else 'FAILED'}. {passed} passed; {0 if good else max(len(wrong), 1)} failed")
sys.exit(not good)
