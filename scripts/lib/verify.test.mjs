import path from 'node:path';
import {
  addUp,
  closingLine,
  countCheck,
  countJest,
  countPlaywright,
  failedInJest,
  failedInPlaywright,
} from './counts.mjs';
import { root } from './project.mjs';
import { choose, runSteps } from './verify.mjs';

describe('counting', () => {
  const jestReport = {
    numPassedTests: 3,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    numPendingTests: 1,
    numTodoTests: 0,
  };
  const playwrightReport = { stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 } };

  it.each([
    ['passes', countJest(true, jestReport), { passed: 3, failed: 0, skipped: 1 }],
    [
      'a file that does not load',
      countJest(false, { ...jestReport, numRuntimeErrorTestSuites: 2 }),
      { passed: 3, failed: 2, skipped: 1 },
    ],
    [
      'a run that ends badly though each case passed',
      countJest(false, jestReport),
      { passed: 3, failed: 1, skipped: 1 },
    ],
    [
      'a run of no test',
      countJest(true, { ...jestReport, numPassedTests: 0, numPendingTests: 0 }),
      { passed: 0, failed: 1, skipped: 0 },
    ],
    ['a run without a report', countJest(true, undefined), { passed: 0, failed: 1, skipped: 0 }],
    ['journeys', countPlaywright(true, playwrightReport), { passed: 2, failed: 0, skipped: 0 }],
    [
      'a flaky journey',
      countPlaywright(true, { stats: { ...playwrightReport.stats, flaky: 1 } }),
      { passed: 2, failed: 1, skipped: 0 },
    ],
    [
      'no journey at all',
      countPlaywright(true, { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 4 } }),
      { passed: 0, failed: 1, skipped: 4 },
    ],
  ])('%s', (_name, counts, expected) => {
    expect(counts).toEqual(expected);
  });

  it('names what failed, files that did not load included', () => {
    const file = (name, status, assertionResults) => ({ name: path.join(root, name), status, assertionResults });
    expect(
      failedInJest({
        testResults: [
          file('a.test.ts', 'failed', [
            { status: 'passed', fullName: 'a one' },
            { status: 'failed', fullName: 'a two' },
          ]),
          file('b.test.ts', 'failed', []),
          file('c.test.ts', 'passed', []),
        ],
      }),
    ).toEqual(['a.test.ts: a two', 'b.test.ts: did not load, or ended badly']);
    const spec = (title, status) => ({ file: 'x.spec.ts', line: 7, title, tests: [{ status }] });
    expect(
      failedInPlaywright({
        suites: [
          {
            specs: [spec('one', 'expected')],
            suites: [{ specs: [spec('two', 'flaky'), spec('three', 'unexpected')] }],
          },
        ],
      }),
    ).toEqual(['x.spec.ts:7: two', 'x.spec.ts:7: three']);
  });

  it('closes with the line CI reads', () => {
    expect(closingLine(addUp([countCheck(true), countCheck(false), countCheck(true)]))).toBe('sos: 2 passed, 1 failed');
    expect(closingLine({ passed: 1, failed: 0, skipped: 2 })).toBe('sos: 1 passed, 0 failed, 2 skipped');
  });
});

describe('running', () => {
  const passing = async () => ({ ok: true, output: '' });
  const failing = async () => ({ ok: false, output: 'broken' });

  it('goes on after a failure, and fails what stood on it', async () => {
    const ran = [];
    const step = (id, phase, work, needs) => ({
      id,
      phase,
      title: id,
      needs,
      work: async () => (ran.push(id), work()),
    });
    const steps = [step('a', 1, failing), step('b', 2, passing, ['a']), step('c', 2, passing)];
    const done = await runSteps(steps, ['a', 'b', 'c']);
    expect(ran).toEqual(['a', 'c']);
    expect(Object.fromEntries(done.map(({ step: { id }, result }) => [id, result.ok]))).toEqual({
      a: false,
      b: false,
      c: true,
    });
  });

  it('counts a step that throws as failed', async () => {
    const [done] = await runSteps(
      [{ id: 'a', phase: 1, title: 'a', work: () => Promise.reject(new Error('no such thing')) }],
      ['a'],
    );
    expect(done.result).toMatchObject({ ok: false, output: expect.stringContaining('no such thing') });
  });

  it('keeps the steps of a chain one after another', async () => {
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      running -= 1;
      return { ok: true, output: '' };
    };
    const steps = ['a', 'b', 'c'].map((id) => ({ id, phase: 1, title: id, chain: 'apt', work }));
    await runSteps(steps, ['a', 'b', 'c']);
    expect(most).toBe(1);
  });

  it('hands what a tool step found to the steps after it', async () => {
    let got;
    const steps = [
      { id: 'tool', phase: 1, title: '', work: async () => ({ ok: true, output: '', value: '/usr/bin/tool' }) },
      { id: 'user', phase: 2, title: '', work: async (values) => ((got = values.tool), { ok: true, output: '' }) },
    ];
    await runSteps(steps, ['tool', 'user']);
    expect(got).toBe('/usr/bin/tool');
  });
});

describe('choosing', () => {
  const steps = [{ id: 'install' }, { id: 'gpg', isTool: true }, { id: 'e2e', needs: ['install', 'gpg'] }];

  it('takes everything unless told', () => {
    expect(choose(steps, undefined)).toEqual(['install', 'gpg', 'e2e']);
  });

  it('takes the tools along, and no other step', () => {
    expect(choose(steps, 'e2e')).toEqual(['gpg', 'e2e']);
  });

  it('refuses a name it does not know', () => {
    expect(() => choose(steps, 'lnit')).toThrow('there is no step lnit');
  });
});
