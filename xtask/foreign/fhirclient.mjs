// A session with fhirclient, the client of SMART on FHIR, as a program on a server would hold it.

import fhir from 'fhirclient';
import { assert, refused, session } from './session.mjs';

const client = new fhir.FhirClient(process.env.POLKU_FHIR);
const system = `urn:example:smart-${process.pid}-${Date.now()}`;
const headers = { authorization: `Bearer ${process.env.POLKU_TOKEN}` };
const ask = (url, options = {}) =>
  client.fhirRequest(url, { ...options, headers: { ...headers, ...options.headers } });
const post = (url, body) => ask(url, {
  method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/fhir+json' },
});
const query = (params) => new URLSearchParams(params).toString();
const no = (wanted, request) => refused(wanted, request, async (fault) => ({
  // What this client raises has the answer in its text.
  status: fault.status, body: JSON.parse(fault.message.slice(fault.message.indexOf('{'))),
}));
const person = (value) => ({
  resourceType: 'Patient', identifier: [{ system, value }], name: [{ family: 'Fiksu' }], birthDate: '1970-02-03',
});

let made;
let second;

await session('fhirclient', {
  'capability': async () => {
    assert.equal(await client.getFhirVersion(), '4.0.1');
    assert.equal(await client.getFhirRelease(), 4);
  },
  'create': async () => {
    made = await client.create(person('1'), { headers });
    assert.equal(made.meta.versionId, '1');
  },
  'read': async () => {
    assert.deepEqual(await ask(`Patient/${made.id}`), made);
  },
  'update with If-Match': async () => {
    const body = { ...made, birthDate: '1971-02-03' };
    const updated = await client.update(body, { headers: { ...headers, 'if-match': 'W/"1"' } });
    assert.equal(updated.meta.versionId, '2');
  },
  'a stale update is refused': async () => {
    await no(412, client.update(made, { headers: { ...headers, 'if-match': 'W/"1"' } }));
  },
  'vread and history': async () => {
    assert.equal((await ask(`Patient/${made.id}/_history/1`)).birthDate, '1970-02-03');
    assert.equal((await ask(`Patient/${made.id}/_history`)).entry.length, 2);
  },
  'conditional create': async () => {
    const once = { ...headers, 'if-none-exist': `identifier=${system}|1` };
    assert.equal((await client.create(person('1'), { headers: once })).id, made.id);
  },
  'patch': async () => {
    const steps = [{ op: 'add', path: '/gender', value: 'other' }];
    assert.equal((await client.patch(`Patient/${made.id}`, steps, { headers })).gender, 'other');
  },
  'transaction with urn:uuid references': async () => {
    const urn = 'urn:uuid:7c8b1e2d-3f4a-4b61-9ca2-c3d4e5f60718';
    const tasks = [1, 2, 3, 4, 5].map((day) => ({
      resourceType: 'Observation', status: 'final', code: { text: 'mood' }, subject: { reference: urn },
      effectiveDateTime: `2026-03-0${day}`, valueInteger: day,
    }));
    const entry = [{ fullUrl: urn, resource: person('2') }, ...tasks.map((resource) => ({ resource }))].map((one) => ({
      ...one, request: { method: 'POST', url: one.resource.resourceType },
    }));
    const answer = await post('', { resourceType: 'Bundle', type: 'transaction', entry });
    second = answer.entry[0].response.location.match(/Patient\/([^/]+)/)[1];
  },
  'batch': async () => {
    const entry = [second, 'nobody'].map((id) => ({ request: { method: 'GET', url: `Patient/${id}` } }));
    const answer = await post('', { resourceType: 'Bundle', type: 'batch', entry });
    assert.deepEqual(answer.entry.map((one) => one.response.status.slice(0, 3)), ['200', '404']);
  },
  'search over several pages': async () => {
    const seen = [];
    let pages = 0;
    const first = `Observation?${query({ subject: `Patient/${second}`, _sort: '-date', _count: 2 })}`;
    for await (const page of client.pages(first, { headers })) {
      pages += 1;
      seen.push(...page.entry.map((one) => one.resource.valueInteger));
    }
    assert.deepEqual([pages, seen], [3, [5, 4, 3, 2, 1]]);
  },
  'chained search': async () => {
    const found = await ask(`Observation?${query({ 'subject:Patient.identifier': `${system}|2`, date: 'ge2026-03-04' })}`);
    assert.equal(found.entry.length, 2);
  },
  '_include': async () => {
    const params = { subject: `Patient/${second}`, date: '2026-03-01', _include: 'Observation:subject' };
    const found = await ask(`Observation?${query(params)}`);
    assert.deepEqual(found.entry.map((one) => one.search.mode), ['match', 'include']);
  },
  'references are resolved': async () => {
    const found = await ask(`Observation?${query({ subject: `Patient/${second}`, _count: 1 })}`);
    const resources = await client.getReferences(found.entry[0].resource, ['subject'], { headers });
    assert.equal(resources[`Patient/${second}`].id, second);
  },
  '$everything': async () => {
    assert.equal((await ask(`Patient/${second}/$everything`)).entry.length, 6);
  },
  'what is not built as R4 says is refused': async () => {
    const issue = await no(422, client.create({ ...person('3'), birthDate: '1.2.2003' }, { headers }));
    assert.deepEqual(issue.expression, ['Patient.birthDate']);
  },
  'delete': async () => {
    await client.delete(`Patient/${made.id}`, { headers });
    await no(410, ask(`Patient/${made.id}`));
  },
  'without a token': async () => {
    await no(401, client.fhirRequest(`Patient/${second}`));
  },
});
