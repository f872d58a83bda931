import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { format } from 'node:util';

// A busy machine loads a screen's code late; a test waits for what comes, and only what never comes takes this long (ms).
configure({ asyncUtilTimeout: 10_000 });

/** What React or a library reports on the console is a fault of the screen under test, so it fails the test that caused it. */
const unexpected: string[] = [];

beforeEach(() => {
  unexpected.length = 0;
  for (const level of ['error', 'warn'] as const) {
    jest.spyOn(console, level).mockImplementation((...parts: unknown[]) => {
      unexpected.push(`console.${level}: ${format(...parts)}`);
    });
  }
});

afterEach(() => {
  jest.restoreAllMocks();
  if (unexpected.length > 0) throw new Error(`unexpected:\n${unexpected.join('\n')}`);
});

// jsdom has no screen to measure; the one of the tests is wide.
Object.defineProperty(globalThis, 'matchMedia', {
  configurable: true,
  value: (media: string) => ({
    media,
    matches: true,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
});
