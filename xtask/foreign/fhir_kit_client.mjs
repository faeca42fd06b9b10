// A session with fhir-kit-client, as a program of a hospital would hold it.

import { Client } from 'fhir-kit-client';
import { assert, ids, refused, session } from './session.mjs';

const client = new Client({ baseUrl: process.env.POLKU_FHIR, bearerToken: process.env.POLKU_TOKEN });
const system = `urn:example:kit-${process.pid}-${Date.now()}`;
const status = (answer) => Client.httpFor(answer).response.status;
const header = (answer, name) => Client.httpFor(answer).response.headers.get(name);
const no = (wanted, request) =>
  refused(wanted, request, ({ response }) => ({ status: response.status, body: response.data }));
const person = (value, family) => ({
  resourceType: 'Patient',
  identifier: [{ system, value }],
  name: [{ family, given: ['Testi'] }],
  birthDate: '1970-02-03',
});
const weight = (subject, kilograms) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
  subject: { reference: subject },
  effectiveDateTime: '2026-03-04T05:06:07+02:00',
  valueQuantity: { value: kilograms, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
});

let made;
let second;

await session('fhir-kit-client', {
  'capability': async () => {
    const statement = await client.capabilityStatement();
    assert.equal(statement.resourceType, 'CapabilityStatement');
    assert.equal(statement.fhirVersion, '4.0.1');
    assert.ok(statement.rest[0].resource.some((one) => one.type === 'Patient'));
  },
  'create': async () => {
    made = await client.create({ resourceType: 'Patient', body: person('1', 'Kitti') });
    assert.equal(status(made), 201);
    assert.ok(header(made, 'location').endsWith(`/Patient/${made.id}/_history/1`));
    assert.equal(made.meta.versionId, '1');
  },
  'read': async () => {
    const read = await client.read({ resourceType: 'Patient', id: made.id });
    assert.deepEqual(read, made);
    assert.equal(header(read, 'etag'), 'W/"1"');
  },
  'update with If-Match': async () => {
    const body = { ...made, birthDate: '1971-02-03' };
    const options = { headers: { 'If-Match': 'W/"1"' } };
    second = await client.update({ resourceType: 'Patient', id: made.id, body, options });
    assert.equal(second.birthDate, '1971-02-03');
    assert.equal(second.meta.versionId, '2');
  },
  'a stale update is refused': async () => {
    const options = { headers: { 'If-Match': 'W/"1"' } };
    const issue = await no(412, client.update({ resourceType: 'Patient', id: made.id, body: made, options }));
    assert.equal(issue.code, 'conflict');
    const read = await client.read({ resourceType: 'Patient', id: made.id });
    assert.equal(read.meta.versionId, '2');
  },
  'vread': async () => {
    const first = await client.vread({ resourceType: 'Patient', id: made.id, version: '1' });
    assert.equal(first.birthDate, '1970-02-03');
  },
  'conditional create': async () => {
    const options = { headers: { 'If-None-Exist': `identifier=${system}|1` } };
    const again = await client.create({ resourceType: 'Patient', body: person('1', 'Kitti'), options });
    assert.equal(status(again), 200);
    assert.equal(again.id, made.id);
  },
  'conditional update': async () => {
    const searchParams = { identifier: `${system}|1` };
    const body = { ...person('1', 'Kitti'), gender: 'other' };
    const updated = await client.update({ resourceType: 'Patient', searchParams, body });
    assert.equal(updated.id, made.id);
    assert.equal(updated.meta.versionId, '3');
  },
  'patch': async () => {
    const jsonPatch = [{ op: 'replace', path: '/gender', value: 'unknown' }];
    const patched = await client.patch({ resourceType: 'Patient', id: made.id, jsonPatch });
    assert.equal(patched.gender, 'unknown');
  },
  'history': async () => {
    const history = await client.history({ resourceType: 'Patient', id: made.id });
    assert.equal(history.type, 'history');
    assert.deepEqual(history.entry.map((entry) => entry.resource.meta.versionId), ['4', '3', '2', '1']);
    const ofType = await client.typeHistory({ resourceType: 'Patient' });
    assert.equal(ofType.entry[0].resource.id, made.id);
    assert.equal((await client.systemHistory()).type, 'history');
  },
  'transaction with urn:uuid references': async () => {
    const urn = 'urn:uuid:5a3f2c9e-6b1d-4b52-9f57-0d6e1c2b3a40';
    const post = (fullUrl, resource) => ({ fullUrl, resource, request: { method: 'POST', url: resource.resourceType } });
    const entry = [post(urn, person('2', 'Kitti')), ...[60, 61, 62, 63, 64].map((kilograms, at) =>
      post(`urn:uuid:5a3f2c9e-6b1d-4b52-9f57-0d6e1c2b3a5${at}`, weight(urn, kilograms)))];
    const body = { resourceType: 'Bundle', type: 'transaction', entry };
    const answer = await client.transaction({ body });
    assert.equal(answer.type, 'transaction-response');
    assert.ok(answer.entry.every((one) => one.response.status.startsWith('201')));
    second = answer.entry[0].response.location.match(/Patient\/([^/]+)/)[1];
    const found = await client.search({ resourceType: 'Observation', searchParams: { subject: `Patient/${second}` } });
    assert.equal(found.total, 5);
    assert.ok(found.entry.every((one) => one.resource.subject.reference === `Patient/${second}`));
  },
  'a transaction with one bad entry writes nothing': async () => {
    const post = (resource) => ({ resource, request: { method: 'POST', url: resource.resourceType } });
    const bad = { ...person('3', 'Kitti'), gender: 'blue' };
    const body = { resourceType: 'Bundle', type: 'transaction', entry: [post(person('3', 'Kitti')), post(bad)] };
    const issue = await no(422, client.transaction({ body }));
    assert.match(issue.expression[0], /entry\[1\].*gender/);
    const found = await client.search({ resourceType: 'Patient', searchParams: { identifier: `${system}|3` } });
    assert.equal(found.total, 0);
  },
  'batch': async () => {
    const get = (url) => ({ request: { method: 'GET', url } });
    const body = { resourceType: 'Bundle', type: 'batch', entry: [get(`Patient/${made.id}`), get('Patient/nobody')] };
    const answer = await client.batch({ body });
    assert.deepEqual(answer.entry.map((one) => one.response.status.slice(0, 3)), ['200', '404']);
    assert.equal(answer.entry[1].response.outcome.resourceType, 'OperationOutcome');
  },
  'search over several pages': async () => {
    const searchParams = { subject: `Patient/${second}`, _count: 2, _sort: '_id' };
    let page = await client.search({ resourceType: 'Observation', searchParams });
    const seen = [];
    let pages = 0;
    while (page) {
      seen.push(...ids(page));
      pages += 1;
      page = await client.nextPage({ bundle: page });
    }
    assert.equal(pages, 3);
    assert.equal(new Set(seen).size, 5);
  },
  'search by POST': async () => {
    const searchParams = { identifier: `${system}|2` };
    const options = { postSearch: true };
    assert.deepEqual(ids(await client.search({ resourceType: 'Patient', searchParams, options })), [second]);
  },
  'chained search': async () => {
    const searchParams = { 'subject:Patient.identifier': `${system}|2`, 'value-quantity': 'gt62' };
    const found = await client.search({ resourceType: 'Observation', searchParams });
    assert.deepEqual(found.entry.map((one) => one.resource.valueQuantity.value).sort(), [63, 64]);
  },
  '_include and _revinclude': async () => {
    const hits = { subject: `Patient/${second}`, 'value-quantity': '60', _include: 'Observation:subject' };
    const forth = await client.search({ resourceType: 'Observation', searchParams: hits });
    assert.deepEqual(forth.entry.map((one) => one.search.mode), ['match', 'include']);
    assert.equal(forth.entry[1].resource.id, second);
    const back = { _id: second, _revinclude: 'Observation:subject' };
    const found = await client.search({ resourceType: 'Patient', searchParams: back });
    assert.equal(found.entry.filter((one) => one.search.mode === 'include').length, 5);
  },
  '$everything': async () => {
    const all = await client.operation({ name: 'everything', resourceType: 'Patient', id: second, method: 'GET' });
    assert.equal(ids(all).length, 6);
  },
  '$validate': async () => {
    const input = { ...person('4', 'Kitti'), birthDate: 'yesterday' };
    const outcome = await client.operation({ name: 'validate', resourceType: 'Patient', input });
    assert.equal(outcome.issue[0].severity, 'error');
    assert.deepEqual(outcome.issue[0].expression, ['Patient.birthDate']);
  },
  'resolve a reference': async () => {
    const read = await client.resolve({ reference: `Patient/${second}` });
    assert.equal(read.id, second);
  },
  'an unknown search parameter is refused': async () => {
    const searchParams = { shoesize: '42' };
    await no(400, client.search({ resourceType: 'Patient', searchParams }));
  },
  'what is not built as R4 says is refused with its place': async () => {
    const body = { ...person('5', 'Kitti'), shoeSize: 42 };
    const issue = await no(422, client.create({ resourceType: 'Patient', body }));
    assert.deepEqual(issue.expression, ['Patient.shoeSize']);
  },
  'delete': async () => {
    assert.equal(status(await client.delete({ resourceType: 'Patient', id: made.id })), 204);
    await no(410, client.read({ resourceType: 'Patient', id: made.id }));
    await no(404, client.read({ resourceType: 'Patient', id: 'nobody' }));
  },
  'without a token': async () => {
    const stranger = new Client({ baseUrl: process.env.POLKU_FHIR });
    await no(401, stranger.read({ resourceType: 'Patient', id: second }));
  },
});
