// Takes the steps of a session in order and counts them. A step that fails says what it expected,
// and ends the session: the later ones stand on it.

import assert from 'node:assert/strict';

export async function session(name, steps) {
  const all = Object.entries(steps);
  let passed = 0;
  let failed = 0;
  for (const [step, work] of all) {
    try {
      await work();
      passed += 1;
      console.log(`${name}: ${step} ... ok`);
    } catch (fault) {
      failed = all.length - passed;
      const answer = fault.response?.data ?? fault.body;
      console.log(`${name}: ${step} ... FAILED\n${fault.stack}\n${JSON.stringify(answer) ?? ''}`);
      break;
    }
  }
  console.log(`test result: ${failed ? 'FAILED' : 'ok'}. ${passed} passed; ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

/** That a request is refused with this status, and why as an OperationOutcome for a person. */
export async function refused(status, request, read) {
  let fault;
  try {
    await request;
  } catch (caught) {
    fault = caught;
  }
  assert.ok(fault, `expected the status ${status}, but the request went through`);
  const answer = await read(fault);
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(answer.body.resourceType, 'OperationOutcome');
  const issue = answer.body.issue[0];
  assert.ok(issue.code && issue.details.text, `an issue has a code and a text: ${JSON.stringify(issue)}`);
  return issue;
}

export function ids(bundle) {
  return (bundle.entry ?? []).map((entry) => entry.resource.id);
}

export { assert };
