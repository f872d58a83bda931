import { defineConfig } from '@playwright/test';

/** `pnpm e2e:firefox`: Debian's Firefox, which Playwright cannot drive, over WebDriver BiDi. Playwright only runs the tests. */
export default defineConfig({
  testDir: 'firefox',
  globalSetup: './fixtures/seeded-folder.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 240_000,
  reporter: [['list']],
});
