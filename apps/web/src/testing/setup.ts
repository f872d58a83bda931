import '@testing-library/jest-dom';
import { format } from 'node:util';

/** What React or a library reports on the console is a fault of the screen under test, so it fails the test that caused it. */
const unexpected: string[] = [];

beforeEach(() => {
  unexpected.length = 0;
  jest.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => {
    unexpected.push(format(...parts));
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  if (unexpected.length > 0) throw new Error(`unexpected console.error:\n${unexpected.join('\n')}`);
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
