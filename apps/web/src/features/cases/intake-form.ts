import type { Answers, Severity } from '@sos/domain';
import { SEVERITIES } from '@sos/domain';

/**
 * The questions as data. Its hash goes into every signed report, so a report is always read with the questions it answered:
 * a changed form is a new version beside the old ones, never an edit.
 */
const THREATS = [
  'death_threat',
  'threat',
  'physical_attack',
  'sexual_violence',
  'killing',
  'disappearance',
  'arbitrary_detention',
  'torture',
  'judicial_harassment',
  'forced_eviction',
  'land_dispossession',
  'raid',
  'surveillance',
  'digital_attack',
  'online_harassment',
  'smear',
  'travel_ban',
  'dismissal',
  'closure',
  'protest_repression',
  'reprisal',
  'other',
] as const;
const ASSISTANCE = [
  'public_letter',
  'private_letter',
  'petition',
  'emergency_funding',
  'legal_defence',
  'trial_observation',
  'accompaniment',
  'relocation',
  'medical',
  'psychosocial',
  'digital_help',
  'un_submission',
  'media',
  'solidarity',
  'monitoring',
  'not_sure',
] as const;
export const CONSENT_USES = [
  'share_partners',
  'private_letters',
  'public_without_names',
  'publish_name',
  'un_submission',
  'statistics',
] as const;
export type ConsentUse = (typeof CONSENT_USES)[number];
export const CONSENT_CHOICES = ['yes', 'no', 'ask_first'] as const;
export type ConsentChoice = (typeof CONSENT_CHOICES)[number];

export const INTAKE_FORM = {
  form: 'intake',
  version: 1,
  steps: [
    {
      id: 'safety',
      questions: [{ id: 'deviceSafe', kind: 'one', options: ['yes', 'no', 'unsure', 'rather_not'], required: true }],
    },
    {
      id: 'urgency',
      questions: [
        { id: 'urgency', kind: 'one', options: SEVERITIES, required: true },
        { id: 'hideUrgency', kind: 'check' },
      ],
    },
    {
      id: 'what',
      questions: [
        { id: 'threatTypes', kind: 'many', options: THREATS, required: true },
        { id: 'summary', kind: 'long', required: true },
        { id: 'nextEvent', kind: 'text' },
      ],
    },
    {
      id: 'who',
      questions: [
        {
          id: 'subject',
          kind: 'one',
          options: ['individual', 'family', 'community', 'organisation', 'movement', 'several', 'rather_not'],
          required: true,
        },
        {
          id: 'relationship',
          kind: 'one',
          options: ['myself', 'for_member', 'with_knowledge', 'without_knowledge', 'rather_not'],
        },
        { id: 'people', kind: 'long' },
      ],
    },
    {
      id: 'where',
      questions: [
        { id: 'country', kind: 'country' },
        { id: 'place', kind: 'text' },
      ],
    },
    {
      id: 'help',
      questions: [
        { id: 'assistance', kind: 'many', options: ASSISTANCE },
        { id: 'doneSoFar', kind: 'long' },
        { id: 'worse', kind: 'long' },
      ],
    },
    {
      id: 'contact',
      questions: [
        {
          id: 'channel',
          kind: 'one',
          options: ['platform', 'signal', 'phone', 'pgp_mail', 'intermediary'],
          required: true,
        },
        { id: 'contactDetails', kind: 'text' },
        { id: 'safeTimes', kind: 'text' },
        { id: 'contactNotes', kind: 'long' },
      ],
    },
    { id: 'consent', questions: [{ id: 'consent', kind: 'consent' }] },
    { id: 'files', questions: [{ id: 'files', kind: 'files' }] },
  ],
} as const;

export type Step = (typeof INTAKE_FORM.steps)[number];
export type StepId = Step['id'];
export type Question = Step['questions'][number];
export type QuestionId = Question['id'];
export type OptionId = Extract<Question, { options: readonly string[] }>['options'][number];

export type FormValue = string | readonly string[] | boolean;
/** Everything typed so far, in memory only. */
export interface IntakeState {
  readonly values: Readonly<Partial<Record<QuestionId, FormValue>>>;
  readonly consent: Readonly<Partial<Record<ConsentUse, ConsentChoice>>>;
  readonly files: readonly File[];
}
export const EMPTY_INTAKE: IntakeState = { values: {}, consent: {}, files: [] };

/** Kept outside the signed answers: the level is signed beside them, consent is an entry of its own, files have manifests. */
const NOT_ANSWERS: readonly QuestionId[] = ['urgency', 'hideUrgency', 'consent', 'files'];

export function isBlank(value: FormValue | undefined): boolean {
  return (
    value === undefined ||
    value === false ||
    value === '' ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Required questions of a step that have no answer yet. */
export function missingIn(step: Step, { values }: IntakeState): readonly QuestionId[] {
  const questions: readonly Question[] = step.questions;
  return questions.filter((question) => 'required' in question && isBlank(values[question.id])).map(({ id }) => id);
}

export function severityOf({ values }: IntakeState): Severity | undefined {
  return SEVERITIES.find((level) => level === values.urgency);
}

/** What a report signs: every answer given, by question. */
export function toAnswers({ values }: IntakeState): Answers {
  const questions: readonly Question[] = INTAKE_FORM.steps.flatMap((step): readonly Question[] => step.questions);
  const given = questions.flatMap(({ id }) => {
    const value = values[id];
    if (value === undefined || NOT_ANSWERS.includes(id) || isBlank(value)) return [];
    return [[id, typeof value === 'object' ? [...value] : value] as const];
  });
  return Object.fromEntries(given);
}

/** Silence is never a yes: whoever leaves a use open is asked first. */
export function toConsent({ consent }: IntakeState): Record<ConsentUse, ConsentChoice> {
  const uses = CONSENT_USES.map((use) => [use, consent[use] ?? 'ask_first'] as const);
  // One pair for each use, so the record is whole.
  return Object.fromEntries(uses) as Record<ConsentUse, ConsentChoice>;
}

export function isQuestionId(id: string): id is QuestionId {
  return INTAKE_FORM.steps.some((step) => step.questions.some((question) => question.id === id));
}

export function isOptionId(id: string): id is OptionId {
  return INTAKE_FORM.steps.some((step) =>
    step.questions.some((question) => 'options' in question && question.options.some((option) => option === id)),
  );
}
