import { CRYPTO_WORKER_CSP, DATA_CSP, DOCUMENT_CSP } from '@sos/domain';

import { openBench, type Bench } from '../testing/bench.js';
import { APP_HTML, writeBuild } from '../testing/release.js';
import { policyProblems } from './webcat.js';

test('the policies of the app are ones that could be enrolled', () => {
  for (const policy of [DOCUMENT_CSP, CRYPTO_WORKER_CSP, DATA_CSP]) expect(policyProblems(policy)).toEqual([]);
});

test.each([
  ["script-src 'self' 'unsafe-inline'", "script-src may not have 'unsafe-inline'"],
  ["script-src 'self' 'unsafe-eval'", "script-src may not have 'unsafe-eval'"],
  ['script-src https://cdn.example', 'script-src may not have https://cdn.example'],
  ["script-src 'self'; worker-src blob:", 'worker-src may not have blob:'],
  ["SCRIPT-SRC 'strict-dynamic'", "script-src may not have 'strict-dynamic'"],
  ["style-src 'unsafe-inline'", "style-src may not have 'unsafe-inline'"],
  ["default-src 'none', default-src 'self'", 'more than one policy'],
])('a policy with %s is refused', (more, problem) => {
  expect(policyProblems(`default-src 'none'; ${more}`)).toEqual([expect.stringContaining(problem)]);
});

test('without default-src none, what it stood for has to be said', () => {
  expect(policyProblems("default-src 'self'")).toEqual([
    'object-src is missing',
    'worker-src is missing',
    'frame-src is missing',
  ]);
  expect(policyProblems("default-src 'self'; object-src 'none'; worker-src 'self'; child-src 'none'")).toEqual([]);
});

let bench: Bench;
beforeEach(() => (bench = openBench()));
afterEach(() => bench.close());

test.each([
  ['<script>start()</script>', 'a script written into the page'],
  ['<script src="/assets/gone.js"></script>', '/assets/gone.js'],
  ['<script src="https://cdn.example/x.js"></script>', 'https://cdn.example/x.js'],
  ['<meta http-equiv="Content-Security-Policy" content="script-src *">', '<meta http-equiv'],
  ['<style>p{}</style>', 'a style written into the page'],
  ['<p style="color:red">', 'style on <p>'],
])('no manifest is written for an app whose entry has %s', async (html, words) => {
  const app = APP_HTML.replace('</head>', `${html}</head>`);
  writeBuild(bench.path('build'), {}, { 'apps/web/dist/client/app.html': app });
  const { code, warnings } = await bench.sos('release', 'manifest', bench.path('build'), '--out', bench.path('m.json'));
  expect({ code, warnings }).toEqual({ code: 1, warnings: expect.stringContaining(words) });
});
