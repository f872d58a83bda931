import { defineConfig } from '@playwright/test';

const CHROMIUM_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'specs',
  globalSetup: './fixtures/seeded-folder.ts',
  outputDir: 'test-results',
  // One server per worker, and two cores: more workers only wait for each other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: process.env['SOS_E2E_REPORT'] ?? 'test-results/report.json' }]],
  use: {
    actionTimeout: 20_000,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Recording every step costs time that every run pays. A failure leaves its page and a picture; `SOS_E2E_TRACE=1` records it whole.
    trace: process.env['SOS_E2E_TRACE'] ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env['CHROMIUM_PATH'] ? { executablePath: process.env['CHROMIUM_PATH'] } : {}),
      args: asRoot ? ['--no-sandbox', ...CHROMIUM_FLAGS] : CHROMIUM_FLAGS,
    },
  },
});
