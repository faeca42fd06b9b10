"""A session with fhirpy, as a program of a researcher would hold it."""

import asyncio
import os
import sys
import time
import traceback

from fhirpy import AsyncFHIRClient
from fhirpy.base.exceptions import (
    AuthorizationError,
    MultipleResourcesFound,
    OperationOutcome,
    ResourceNotFound,
)

URL = os.environ["POLKU_FHIR"]
BEARER = f"Bearer {os.environ['POLKU_TOKEN']}"
SYSTEM = f"urn:example:fhirpy-{os.getpid()}-{time.time_ns()}"


def client(**headers):
    """A client; what FHIR says in headers and fhirpy has no words for goes along as it is."""
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    return AsyncFHIRClient(URL, authorization=BEARER, extra_headers=extra)


polku = client()


def person(value, family):
    return polku.resource(
        "Patient",
        identifier=[{"system": SYSTEM, "value": value}],
        name=[{"family": family, "given": ["Testi"]}],
        birthDate="1970-02-03",
    )


async def refused(kind, request):
    """That a request is refused as fhirpy says it; returns what was raised."""
    try:
        await request
    except kind as fault:
        return fault
    raise AssertionError(f"expected {kind.__name__}, but the request went through")


class Session:
    """What one step leaves to the next ones."""

    async def capability(self):
        statement = await polku.execute("metadata", method="get")
        assert statement.fhirVersion == "4.0.1", statement.fhirVersion

    async def create(self):
        self.made = person("1", "Pyy")
        await self.made.save()
        assert self.made.id and self.made["meta"]["versionId"] == "1", self.made
        self.first = self.made.serialize()

    async def read(self):
        read = await polku.reference("Patient", self.made.id).to_resource()
        assert read.serialize() == self.first, (read, self.first)
        await read.refresh()
        assert read.serialize() == self.first, "a refresh of what is fresh changes nothing"

    async def update_with_if_match(self):
        body = {**self.first, "birthDate": "1971-02-03"}
        careful = client(If_Match='W/"1"')
        updated = await careful.resource("Patient", **body).save()
        assert updated["meta"]["versionId"] == "2" and updated["birthDate"] == "1971-02-03", updated

    async def stale_update_is_refused(self):
        # 412 has this name here, whatever its reason.
        careful = client(If_Match='W/"1"')
        fault = await refused(MultipleResourcesFound, careful.resource("Patient", **self.first).save())
        assert "OperationOutcome" in str(fault), fault
        assert (await polku.get("Patient", self.made.id))["meta"]["versionId"] == "2"

    async def vread(self):
        read = await polku.execute(f"Patient/{self.made.id}/_history/1", method="get")
        assert read.birthDate == "1970-02-03", read

    async def history(self):
        history = await polku.execute(f"Patient/{self.made.id}/_history", method="get")
        versions = [entry.resource.meta.versionId for entry in history.entry]
        assert versions == ["2", "1"], versions

    async def conditional_create(self):
        once = client(If_None_Exist=f"identifier={SYSTEM}|1")
        again = await once.resource("Patient", **person("1", "Pyy").serialize()).save()
        assert again.id == self.made.id, again

    async def conditional_create_in_the_address_is_no_plain_create(self):
        """fhirpy writes the search into the address, which R4 does not know: never a second one."""
        search = polku.resources("Patient").search(identifier=f"{SYSTEM}|1")
        fault = await refused(OperationOutcome, search.get_or_create(person("1", "Pyy")))
        assert fault.resource["issue"][0]["severity"] == "error", fault
        assert len(await search.fetch_all()) == 1

    async def conditional_update(self):
        search = polku.resources("Patient").search(identifier=f"{SYSTEM}|1")
        updated, created = await search.update(polku.resource("Patient", **{**person("1", "Pyy"), "gender": "other"}))
        assert not created and updated.id == self.made.id and updated["gender"] == "other", updated

    async def patch(self):
        patching = client(Content_Type="application/json-patch+json")
        steps = [{"op": "replace", "path": "/gender", "value": "unknown"}]
        patched = await patching.execute(f"Patient/{self.made.id}", method="patch", data=steps)
        assert patched.gender == "unknown", patched

    async def patch_of_another_kind_is_refused(self):
        """fhirpy's own patch sends a part of the resource, which R4 does not know."""
        fault = await refused(OperationOutcome, polku.patch("Patient", self.made.id, gender="male"))
        assert fault.resource["issue"][0]["code"] == "not-supported", fault

    async def transaction(self):
        urn = "urn:uuid:6b7a0f1c-2d3e-4f50-8a91-b2c3d4e5f607"
        observations = [
            polku.resource(
                "Observation",
                status="final",
                code={"coding": [{"system": "http://loinc.org", "code": "8867-4"}]},
                subject={"reference": urn},
                effectiveDateTime="2026-03-04",
                valueQuantity={"value": beats, "system": "http://unitsofmeasure.org", "code": "/min"},
            )
            for beats in range(70, 77)
        ]
        entries = [{"fullUrl": urn, "resource": person("2", "Pyy").serialize()}]
        entries += [{"resource": one.serialize()} for one in observations]
        for entry in entries:
            entry["request"] = {"method": "POST", "url": entry["resource"]["resourceType"]}
        answer = await polku.resource("Bundle", type="transaction", entry=entries).save()
        assert answer["type"] == "transaction-response", answer
        self.second = (await polku.resources("Patient").search(identifier=f"{SYSTEM}|2").get()).id

    async def batch(self):
        entries = [
            {"request": {"method": "GET", "url": f"Patient/{self.second}"}},
            {"request": {"method": "GET", "url": "Patient/nobody"}},
        ]
        answer = await polku.resource("Bundle", type="batch", entry=entries).save()
        statuses = [entry["response"]["status"][:3] for entry in answer["entry"]]
        assert statuses == ["200", "404"], statuses

    async def search_over_several_pages(self):
        pulses = polku.resources("Observation").search(subject=f"Patient/{self.second}").sort("_id").limit(2)
        found = await pulses.fetch_all()
        assert len({one.id for one in found}) == 7 == len(found), found
        assert len(await pulses.fetch()) == 2

    async def search_by_kinds(self):
        pulses = polku.resources("Observation").search(subject=f"Patient/{self.second}")
        over = await pulses.search(value_quantity__gt="73||/min").fetch_all()
        assert len(over) == 3, over
        first = await polku.resources("Patient").search(family="Pyy", birthdate__lt="1970-03-01").first()
        assert first and first.get_by_path("name.0.family") == "Pyy", first

    async def count(self):
        """fhirpy asks for a count with a parameter of another server's own."""
        lenient = client(Prefer="handling=lenient")
        number = await lenient.resources("Observation").search(subject=f"Patient/{self.second}").count()
        assert number == 7, number

    async def chained(self):
        search = {"subject:Patient.identifier": f"{SYSTEM}|2"}
        found = await polku.resources("Observation").search(**search).fetch_all()
        assert len(found) == 7, found

    async def has(self):
        found = await polku.resources("Patient").has("Observation", "patient", code="8867-4").search(
            identifier=SYSTEM + "|").fetch_all()
        assert [one.id for one in found] == [self.second], found

    async def include_and_revinclude(self):
        pulses = polku.resources("Observation").search(subject=f"Patient/{self.second}")
        bundle = await pulses.include("Observation", "subject").fetch_raw()
        modes = [entry.search.mode for entry in bundle.entry]
        assert modes.count("include") == 1, modes
        back = polku.resources("Patient").search(_id=self.second).revinclude("Observation", "subject")
        bundle = await back.fetch_raw()
        assert len(bundle.entry) == 8, bundle

    async def everything(self):
        bundle = await polku.execute(f"Patient/{self.second}/$everything", method="get")
        assert len(bundle.entry) == 8, bundle

    async def validate(self):
        assert await person("3", "Pyy").is_valid()
        bad = polku.resource("Patient", birthDate="yesterday")
        assert not await bad.is_valid()

    async def unknown_parameter_is_refused(self):
        fault = await refused(OperationOutcome, polku.resources("Patient").search(shoesize="42").fetch())
        assert fault.resource["resourceType"] == "OperationOutcome", fault

    async def what_is_not_built_as_r4_says_is_refused(self):
        bad = polku.resource("Patient", birthDate="1.2.2003")
        fault = await refused(OperationOutcome, bad.save())
        assert fault.resource["issue"][0]["expression"] == ["Patient.birthDate"], fault

    async def delete(self):
        await self.made.delete()
        await refused(ResourceNotFound, polku.get("Patient", self.made.id))

    async def without_a_token(self):
        stranger = AsyncFHIRClient(URL)
        await refused(AuthorizationError, stranger.get("Patient", self.second))


async def take():
    session = Session()
    steps = [name for name, work in vars(Session).items() if asyncio.iscoroutinefunction(work)]
    for passed, name in enumerate(steps):
        try:
            await getattr(session, name)()
            print(f"fhirpy: {name.replace('_', ' ')} ... ok", flush=True)
        except Exception:
            print(f"fhirpy: {name.replace('_', ' ')} ... FAILED\n{traceback.format_exc()}", flush=True)
            return passed, len(steps) - passed
    return len(steps), 0


passed, failed = asyncio.run(take())
print(f"test result: {'FAILED' if failed else 'ok'}. {passed} passed; {failed} failed")
sys.exit(failed > 0)
