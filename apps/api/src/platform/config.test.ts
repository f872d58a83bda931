import { configurationReasons } from './config.js';
import { EnvironmentProblem, readEnvironment } from './env.js';

const PRODUCTION = {
  SOS_MODE: 'production',
  DATABASE_URL: 'postgres://sos:secret@db/sos',
  SITE_ORIGIN: 'https://sos.example.org',
  APP_ORIGIN: 'https://app.sos.example.org',
  SMTP_URL: 'smtps://mail.example.org',
  CONTACT_ADDRESS: 'help@example.org',
};
const reasonsFor = (changes: Record<string, string | undefined>) =>
  configurationReasons(readEnvironment({ ...PRODUCTION, ...changes }));

test('a whole production configuration is accepted, and so is an empty demo', () => {
  expect(reasonsFor({})).toEqual([]);
  expect(configurationReasons(readEnvironment({}))).toEqual([]);
  expect(readEnvironment({ PORT: '4300' })).toMatchObject({
    siteOrigin: 'http://localhost:4300',
    appOrigin: 'http://localhost:4301',
    mode: 'demo',
  });
});

test.each([
  [{ DATABASE_URL: undefined }, /DATABASE_URL/],
  [{ APP_ORIGIN: 'https://sos.example.org' }, /are the same/],
  [{ SITE_ORIGIN: 'http://sos.example.org' }, /^SITE_ORIGIN must start with https/],
  [{ APP_ORIGIN: 'http://app.example.org' }, /^APP_ORIGIN must start with https/],
  [{ SMTP_URL: '' }, /SMTP_URL/],
  [{ CONTACT_ADDRESS: undefined }, /CONTACT_ADDRESS/],
  [{ SOS_ROLE: 'worker', SOS_MODE: 'demo', DATABASE_URL: undefined }, /SOS_ROLE=worker needs DATABASE_URL/],
])('%j is refused in one sentence', (changes, sentence) => {
  const reasons = reasonsFor(changes);
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toMatch(sentence);
});

test('an onion address may be plain http', () => {
  expect(
    reasonsFor({ SITE_ORIGIN: `http://${'a'.repeat(56)}.onion`, APP_ORIGIN: `http://${'b'.repeat(56)}.onion` }),
  ).toEqual([]);
});

test('what cannot be read is named, and its value is not', () => {
  expect(() => readEnvironment({ PORT: 'hunter2', SITE_ORIGIN: 'hunter2' })).toThrow(
    new EnvironmentProblem('These settings are not usable: PORT, SITE_ORIGIN.'),
  );
});
