import { z } from 'zod';
import { activeHolders, type KeyRef, type Roster, type RosterHolder } from './roster.js';

export const audienceSchema = z.enum(['case', 'team', 'named', 'partner', 'outsider']);
export type Audience = z.infer<typeof audienceSchema>;

/** Who somebody is within one case. */
export type Party = 'member' | 'outsider' | 'responder' | 'partner_desk' | 'recovery';

export const entryKindSchema = z.enum([
  'report',
  'message',
  'team_note',
  'assessment',
  'consent',
  'action',
  'referral',
  'file',
  'ack',
]);
export type EntryKind = z.infer<typeof entryKindSchema>;

interface AudienceRule {
  readonly writers: readonly Party[];
  /** `all` active responders of the team, or only those the sender chose. */
  readonly responders: 'all' | 'chosen';
  /** Whether the keys of the case's own people (the member, or the outsider of the first entry) receive. */
  readonly participants: boolean;
  readonly partnerDesk: boolean;
  /** Whether the recovery recipient is added always, or only when the sender agreed (confidentiality C1). */
  readonly recovery: 'always' | 'if_agreed';
}

/** The one table: audience → who may write → exact recipients. Client, gate and tests all read it here. */
export const AUDIENCE_RULES = {
  case: rule({ writers: ['member', 'responder'], participants: true }),
  team: rule({ writers: ['responder'] }),
  named: rule({ writers: ['member', 'responder'], responders: 'chosen', participants: true, recovery: 'if_agreed' }),
  partner: rule({ writers: ['responder', 'partner_desk'], partnerDesk: true }),
  outsider: rule({ writers: ['outsider', 'responder'], participants: true }),
} as const satisfies Record<Audience, AudienceRule>;

/** Which kinds a party may write at all, whatever the audience. */
export const KIND_WRITERS: Readonly<Record<EntryKind, readonly Party[]>> = {
  report: ['member', 'outsider'],
  message: ['member', 'outsider', 'responder', 'partner_desk'],
  team_note: ['responder'],
  assessment: ['responder'],
  consent: ['member', 'outsider'],
  action: ['responder'],
  referral: ['responder', 'partner_desk'],
  file: ['member', 'outsider', 'responder', 'partner_desk'],
  ack: ['responder'],
};

/** Kinds that must never leave the team, so that no slip of the audience shows them to a member. */
const TEAM_ONLY: readonly EntryKind[] = ['team_note', 'assessment'];

/** A confidential case known to a single responder would be lost with them. */
export const NAMED_MINIMUM = 2;

export interface AudienceContext {
  readonly roster: Roster;
  readonly teamId: string;
  readonly at: Date;
  /** The keys of the case's own people: its member(s), or for `outsider` the key fixed by the first entry. */
  readonly participants: readonly KeyRef[];
  /** Fingerprints of the responders the sender chose; for `named` only. */
  readonly named?: readonly string[] | undefined;
  /** Fingerprint of the partner desk; for `partner` only. */
  readonly partner?: string | undefined;
  readonly recoveryAgreed?: boolean | undefined;
}

export interface Recipient extends KeyRef {
  readonly party: Party;
}

export type RecipientsProblem =
  | 'unknown_team'
  | 'no_responders'
  | 'no_participants'
  | 'named_too_few'
  | 'named_not_in_team'
  | 'partner_not_in_roster';

export type ExpectedRecipients =
  | { readonly ok: true; readonly recipients: readonly Recipient[] }
  | { readonly ok: false; readonly problem: RecipientsProblem };

function rule(given: Pick<AudienceRule, 'writers'> & Partial<AudienceRule>): AudienceRule {
  return { responders: 'all', participants: false, partnerDesk: false, recovery: 'always', ...given };
}

export function mayWrite(party: Party, audience: Audience, kind: EntryKind): boolean {
  if (TEAM_ONLY.includes(kind) && audience !== 'team') return false;
  return AUDIENCE_RULES[audience].writers.includes(party) && KIND_WRITERS[kind].includes(party);
}

/**
 * Who may be given an entry after it was written. What the sender chose person by person stays with those persons, and a partner desk
 * gets entries of its own, never an old one.
 */
export function mayReceiveLater(audience: Audience, party: Party): boolean {
  if (party === 'responder') return AUDIENCE_RULES[audience].responders === 'all';
  if (party === 'recovery') return AUDIENCE_RULES[audience].recovery === 'always';
  return false;
}

/** Exactly who must hold a grant on an entry: no more, and nobody missing. */
export function expectedRecipients(audience: Audience, context: AudienceContext): ExpectedRecipients {
  const problem = contextProblem(audience, context);
  if (problem) return { ok: false, problem };
  const chosen = AUDIENCE_RULES[audience];
  const member: Party = audience === 'outsider' ? 'outsider' : 'member';
  const recipients = [
    ...chosenResponders(audience, context).map(toRecipient),
    ...(chosen.partnerDesk ? partnerDesk(context).map(toRecipient) : []),
    ...(includesRecovery(audience, context) ? holdersOf(context, 'recovery').map(toRecipient) : []),
    ...(chosen.participants ? context.participants.map((key) => ({ ...keyRefOf(key), party: member })) : []),
  ];
  return { ok: true, recipients: distinctKeys(recipients) };
}

export type RecipientsDifference = 'extra' | 'missing';

/**
 * What is wrong with the recipients a signed entry names. Who the sender chose is known only to the sender, so for `named`
 * without a given choice any two or more of the team's responders are accepted, and the recovery recipient with or without.
 */
export function recipientsDifference(
  audience: Audience,
  keyHashes: readonly string[],
  context: AudienceContext,
): readonly RecipientsDifference[] {
  const expected = expectedRecipients(audience, withInferredChoice(audience, keyHashes, context));
  if (!expected.ok) return ['missing'];
  const wanted = new Set(expected.recipients.map(({ keySha256 }) => keySha256));
  const given = new Set(keyHashes);
  const extra = given.size !== keyHashes.length || [...given].some((hash) => !wanted.has(hash));
  const missing = [...wanted].some((hash) => !given.has(hash));
  return [...(extra ? (['extra'] as const) : []), ...(missing ? (['missing'] as const) : [])];
}

function withInferredChoice(
  audience: Audience,
  keyHashes: readonly string[],
  context: AudienceContext,
): AudienceContext {
  const isNamed = ({ keySha256 }: KeyRef): boolean => keyHashes.includes(keySha256);
  const fingerprints = (holders: readonly RosterHolder[]): string[] =>
    holders.filter(isNamed).map(({ fingerprint }) => fingerprint);
  if (audience === 'named' && context.named === undefined) {
    const recoveryAgreed = holdersOf(context, 'recovery').some(isNamed);
    return { ...context, named: fingerprints(holdersOf(context, 'responder')), recoveryAgreed };
  }
  if (audience === 'partner' && context.partner === undefined) {
    return { ...context, partner: fingerprints(holdersOf(context, 'partner_desk'))[0] };
  }
  return context;
}

function contextProblem(audience: Audience, context: AudienceContext): RecipientsProblem | undefined {
  if (!context.roster.teams.some(({ id }) => id === context.teamId)) return 'unknown_team';
  if (holdersOf(context, 'responder').length === 0) return 'no_responders';
  if (AUDIENCE_RULES[audience].participants && context.participants.length === 0) return 'no_participants';
  if (audience === 'partner' && partnerDesk(context).length !== 1) return 'partner_not_in_roster';
  return audience === 'named' ? namedProblem(context) : undefined;
}

function namedProblem(context: AudienceContext): RecipientsProblem | undefined {
  const named = new Set(context.named ?? []);
  const found = holdersOf(context, 'responder').filter(({ fingerprint }) => named.has(fingerprint));
  if (found.length !== named.size) return 'named_not_in_team';
  return found.length < NAMED_MINIMUM ? 'named_too_few' : undefined;
}

function chosenResponders(audience: Audience, context: AudienceContext): readonly RosterHolder[] {
  const all = holdersOf(context, 'responder');
  if (AUDIENCE_RULES[audience].responders === 'all') return all;
  return all.filter(({ fingerprint }) => context.named?.includes(fingerprint) ?? false);
}

function includesRecovery(audience: Audience, context: AudienceContext): boolean {
  return AUDIENCE_RULES[audience].recovery === 'always' || context.recoveryAgreed === true;
}

function partnerDesk(context: AudienceContext): readonly RosterHolder[] {
  return holdersOf(context, 'partner_desk').filter(({ fingerprint }) => fingerprint === context.partner);
}

function holdersOf(context: AudienceContext, role: RosterHolder['role']): readonly RosterHolder[] {
  return activeHolders(context.roster, context.teamId, context.at, role);
}

function toRecipient(holder: RosterHolder): Recipient {
  return { ...keyRefOf(holder), party: holder.role };
}

function keyRefOf({ fingerprint, keySha256 }: KeyRef): KeyRef {
  return { fingerprint, keySha256 };
}

function distinctKeys(recipients: readonly Recipient[]): readonly Recipient[] {
  return recipients.filter(
    ({ keySha256 }, index) => recipients.findIndex((other) => other.keySha256 === keySha256) === index,
  );
}
