import { randomUUID } from 'node:crypto';

import { isUuid } from './ids.js';

test('accepts random UUIDs', () => {
  for (let i = 0; i < 50; i += 1) expect(isUuid(randomUUID())).toBe(true);
});

test.each([
  '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  'c232ab00-9414-11ec-b3c8-9f6bdeced846',
  '',
  '../../etc/passwd',
  'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
])('refuses %j: it is not a lower-case random UUID', (value) => {
  expect(isUuid(value)).toBe(false);
});
