import 'reflect-metadata';

import { AUDIT_EVENTS } from '@sos/domain';

import { composeModules } from './composition.js';
import type { Guards } from './platform/access.js';
import { absent } from './platform/absent.js';
import type { Pages } from './platform/pages.types.js';
import type { Platform } from './platform/platform.types.js';
import { buildApiSchema } from './schema.js';
import { TRACES } from './testing/traces.js';

test('every mutation says what it leaves in the audit log, and every row is a mutation', async () => {
  const schema = await buildApiSchema(composeModules(absent() as Platform, absent() as Pages).all, absent() as Guards);
  expect(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort()).toEqual(Object.keys(TRACES).sort());
});

const named = Object.entries(TRACES).flatMap(([mutation, trace]) =>
  'because' in trace ? [] : [[mutation, trace] as const],
);
const unnamed = Object.entries(TRACES).flatMap(([mutation, trace]) =>
  'because' in trace ? [[mutation, trace.because] as const] : [],
);

test.each(named)('%s leaves events there are', (_mutation, events) => {
  expect(events.length).toBeGreaterThan(0);
  expect(AUDIT_EVENTS).toEqual(expect.arrayContaining([...events]));
});

test.each(unnamed)('%s leaves none, for a reason in words', (_mutation, because) => {
  expect(because.split(' ').length).toBeGreaterThan(4);
});
