import {
  EMPTY_INTAKE,
  INTAKE_FORM,
  missingIn,
  severityOf,
  toAnswers,
  toConsent,
  type IntakeState,
} from './intake-form.js';
import { createIntakeMemory } from './intake-memory.js';
import { formHash } from './form-hash.js';

const filled: IntakeState = {
  values: {
    deviceSafe: 'yes',
    urgency: 'critical',
    hideUrgency: true,
    threatTypes: ['raid', 'smear'],
    summary: 'They came at dawn.',
    people: '  ',
    country: '',
    channel: 'platform',
    subject: 'rather_not',
  },
  consent: { statistics: 'yes' },
  files: [],
};

test('the device’s safety is the first question', () => {
  expect(INTAKE_FORM.steps[0].questions[0].id).toBe('deviceSafe');
});

test('only what is needed to help is required', () => {
  const required = INTAKE_FORM.steps.flatMap((step) => missingIn(step, EMPTY_INTAKE));
  expect(required).toEqual(['deviceSafe', 'urgency', 'threatTypes', 'summary', 'subject', 'channel']);
  expect(INTAKE_FORM.steps.flatMap((step) => missingIn(step, filled))).toEqual([]);
});

test('blanks are no answer', () => {
  const what = INTAKE_FORM.steps[2];
  expect(missingIn(what, { ...filled, values: { summary: '   ', threatTypes: [] } })).toEqual([
    'threatTypes',
    'summary',
  ]);
});

test('a report signs what was given and nothing else; the level is signed beside it', () => {
  expect(toAnswers(filled)).toEqual({
    deviceSafe: 'yes',
    threatTypes: ['raid', 'smear'],
    summary: 'They came at dawn.',
    subject: 'rather_not',
    channel: 'platform',
  });
  expect(severityOf(filled)).toBe('critical');
});

test('silence is never consent', () => {
  expect(toConsent(filled)).toMatchObject({
    statistics: 'yes',
    publish_name: 'ask_first',
    public_without_names: 'ask_first',
  });
});

test('the hash of the questions is fixed for this version: a change needs a new version', () => {
  expect(formHash()).toMatchInlineSnapshot(`"8d92400d556fe8a397811ae01aa3afc9df83ccef398f97bf2314b4e27a49e2cb"`);
});

test('what is typed survives the screen and goes when it is told to', () => {
  const memory = createIntakeMemory();
  memory.change({ values: { summary: 'first' } });
  memory.change({ consent: { statistics: 'no' } });
  expect(memory.read()).toMatchObject({ values: { summary: 'first' }, consent: { statistics: 'no' } });
  memory.clear();
  expect(memory.read()).toBe(EMPTY_INTAKE);
});
