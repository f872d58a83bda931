import { createI18n } from '@sos/i18n';
import { CAMPAIGN_STATUSES, freeSlug, LANGUAGES, slugFrom, uuidSchema } from '@sos/domain';
import { randomBytes, randomUUID } from 'node:crypto';

import { AppError, notFound } from '../../platform/errors.js';
import type { Clock, Logger, SettingsReader, Vaulted } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import { hashOfText } from './campaign-hash.js';
import { parseDraft, parseMove, type DraftCampaign, type InputIssue, type MoveInput } from './campaign-input.js';
import {
  currentTexts,
  currentVersion,
  maySee,
  mayWrite,
  movesOf,
  refusalOf,
  statusesVisibleTo,
  textsHashOf,
} from './campaign.policy.js';
import {
  campaignKeyPlace,
  SYSTEM_ACTOR,
  type DeskCampaignRepository,
  type DeskRecord,
  type HashedDraft,
  type MoveDecision,
  type MoveRecord,
} from './desk-campaign.repository.js';
import { toTextView, type TextView } from './text-view.js';

export interface DeskView extends Omit<DeskRecord, 'texts' | 'addressees' | 'approvals' | 'transitions'> {
  readonly authorName: string;
  readonly isAuthor: boolean;
  readonly texts: TextView[];
  readonly textsHash: string;
  readonly addressees: DeskRecord['addressees'];
  readonly moves: { to: string; needsReason: boolean }[];
  readonly history: { from: string; to: string; actorName: string; at: Date }[];
  readonly approvals: { version: number; approverName: string; at: Date }[];
}

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly campaign: DeskView }
  | { readonly kind: 'frozen'; readonly status: string }
  | { readonly kind: 'invalid'; readonly issues: readonly InputIssue[] };

export type MoveOutcome =
  { readonly kind: 'moved'; readonly campaign: DeskView } | { readonly kind: 'refused'; readonly code: string };

const SYSTEM_NAME = 'SOS';
const KEY_BYTES = 32;

/** The coordinators' and authors' desk: one text, two people, and a history that only grows. */
export class DeskCampaignService {
  constructor(
    private readonly campaigns: DeskCampaignRepository,
    private readonly vaulted: Vaulted,
    private readonly settings: SettingsReader,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async list(viewer: Viewer): Promise<readonly DeskView[]> {
    const records = await this.campaigns.listVisible(viewer.accountId, statusesVisibleTo(viewer));
    return this.#views(records, viewer);
  }

  async read(viewer: Viewer, id: string): Promise<DeskView> {
    return this.#view(await this.#visible(viewer, id), viewer);
  }

  async save(viewer: Viewer, input: unknown): Promise<SaveOutcome> {
    const parsed = parseDraft(input, this.clock.now());
    if (!parsed.ok) return { kind: 'invalid', issues: parsed.issues };
    const draft = withHashes(parsed.draft);
    const id = parsed.id === null ? await this.#create(viewer, draft) : parsed.id;
    if (parsed.id !== null) {
      const status = await this.#replace(viewer, parsed.id, draft);
      if (status !== null) return { kind: 'frozen', status };
    }
    return { kind: 'saved', campaign: await this.read(viewer, id) };
  }

  async move(viewer: Viewer, input: unknown): Promise<MoveOutcome> {
    const wanted = parseMove(input);
    if (!wanted) throw new AppError('INVALID_INPUT');
    const to = refineStatus(wanted.to);
    const { id } = await this.#visible(viewer, wanted.id);
    const suspension = to === 'suspended' ? await suspensionTexts(wanted.reasons) : undefined;
    const at = this.clock.now();
    const decision = await this.campaigns.move(id, (campaign) =>
      decide(viewer, campaign, { ...wanted, to, at, suspension }),
    );
    if (decision.kind === 'refused') return decision;
    this.logger.info('campaign.moved', { id, to });
    return { kind: 'moved', campaign: await this.read(viewer, id) };
  }

  /** Run by the scheduler: nobody has to be awake when a deadline passes. */
  async closeOverdue(): Promise<void> {
    const at = this.clock.now();
    for (const id of await this.campaigns.listOverdue(at)) {
      const { kind } = await this.campaigns.move(id, ({ status }) =>
        status === 'open'
          ? { kind: 'move', move: { to: 'closed', actorId: SYSTEM_ACTOR, at } }
          : { kind: 'refused', code: 'not_allowed_from_here' },
      );
      if (kind === 'move') this.logger.info('campaign.moved', { id, to: 'closed' });
    }
  }

  async #create(viewer: Viewer, draft: HashedDraft): Promise<string> {
    const id = randomUUID();
    const original = draft.texts.find((text) => text.original);
    const slug = await this.#freeSlug(original?.title ?? '');
    const keyFor = (use: 'duplicate' | 'data') =>
      Uint8Array.from(this.vaulted.wrapKey(randomBytes(KEY_BYTES), campaignKeyPlace(id, use)));
    const organisationId = viewer.organisations[0]?.id ?? null;
    const campaign = {
      id,
      slug,
      authorId: viewer.accountId,
      organisationId,
      timeZone: (await this.settings.read()).timeZone,
      duplicateKey: keyFor('duplicate'),
      dataKey: keyFor('data'),
    };
    await this.campaigns.create(campaign, draft, this.clock.now());
    this.logger.info('campaign.created', { id });
    return id;
  }

  /** @returns the status that forbids writing, or null when it was written. */
  async #replace(viewer: Viewer, id: string, draft: HashedDraft): Promise<string | null> {
    const campaign = await this.#visible(viewer, id);
    if (!mayWrite(viewer, campaign)) throw new AppError('FORBIDDEN');
    if (campaign.status !== 'draft') return campaign.status;
    const replaced = await this.campaigns.replaceDraft(id, draft, this.clock.now());
    return replaced ? null : (await this.#visible(viewer, id)).status;
  }

  /** Unique among all campaigns; a race for the same title ends at the database's unique index. */
  async #freeSlug(title: string): Promise<string> {
    const wanted = slugFrom(title) || 'campaign';
    return freeSlug(wanted, await this.campaigns.slugsLike(wanted));
  }

  async #visible(viewer: Viewer, id: string): Promise<DeskRecord> {
    const campaign = uuidSchema.safeParse(id).success ? await this.campaigns.find(id) : null;
    if (!campaign || !maySee(viewer, campaign)) throw notFound();
    return campaign;
  }

  async #view(record: DeskRecord, viewer: Viewer): Promise<DeskView> {
    const [view] = await this.#views([record], viewer);
    if (!view) throw notFound();
    return view;
  }

  async #views(records: readonly DeskRecord[], viewer: Viewer): Promise<DeskView[]> {
    const people = records.flatMap(({ authorId, transitions, approvals }) => [
      authorId,
      ...transitions.map(({ actorId }) => actorId),
      ...approvals.map(({ approverId }) => approverId),
    ]);
    const names = await this.campaigns.names([...new Set(people)]);
    const nameOf = (id: string): string => (id === SYSTEM_ACTOR ? SYSTEM_NAME : (names.get(id) ?? ''));
    return records.map((record) => toDeskView(record, viewer, nameOf));
  }
}

function toDeskView(record: DeskRecord, viewer: Viewer, nameOf: (id: string) => string): DeskView {
  const { transitions, approvals, ...columns } = record;
  return {
    ...columns,
    authorName: nameOf(record.authorId),
    isAuthor: record.authorId === viewer.accountId,
    texts: currentTexts(record).map(toTextView),
    textsHash: textsHashOf(record),
    moves: [...movesOf(viewer, record)],
    history: transitions.map(({ from, to, actorId, at }) => ({ from, to, actorName: nameOf(actorId), at })),
    approvals: approvals.map(({ version, approverId, at }) => ({ version, approverName: nameOf(approverId), at })),
  };
}

function withHashes(draft: DraftCampaign): HashedDraft {
  const { originalLanguage, texts, ...rest } = draft;
  return {
    ...rest,
    originalLanguage,
    texts: texts.map((text) => ({ ...text, original: text.language === originalLanguage, hash: hashOfText(text) })),
  };
}

interface Move {
  readonly to: MoveRecord['to'];
  readonly at: Date;
  readonly seenHash: string | null;
  readonly reasons: MoveInput['reasons'];
  readonly suspension: MoveRecord['suspension'];
}

/** Asked under the campaign's lock. */
function decide(viewer: Viewer, campaign: DeskRecord, { to, at, seenHash, reasons, suspension }: Move): MoveDecision {
  const reasonGiven = LANGUAGES.every((language) => reasons.some((reason) => reason.language === language));
  const code = refusalOf(viewer, campaign, { to, reasonGiven, seenHash });
  if (code) return { kind: 'refused', code };
  const version = currentVersion(campaign);
  const textsHash = Uint8Array.from(Buffer.from(textsHashOf(campaign), 'hex'));
  const firstOpening = to === 'open' && campaign.textVersion === null;
  return {
    kind: 'move',
    move: {
      to,
      actorId: viewer.accountId,
      at,
      approval: to === 'approved' ? { version, textsHash } : undefined,
      opens: firstOpening ? { textVersion: version, opensAt: at } : undefined,
      suspension,
    },
  };
}

function refineStatus(to: string): MoveRecord['to'] {
  const status = CAMPAIGN_STATUSES.find((known) => known === to);
  if (!status) throw new AppError('INVALID_INPUT');
  return status;
}

async function suspensionTexts(reasons: MoveInput['reasons']): Promise<NonNullable<MoveRecord['suspension']>> {
  return Promise.all(
    reasons.map(async ({ language, text }) => {
      const words = (await createI18n(language, ['mail'])).getFixedT(language, 'mail');
      return { language, title: words('suspension.title'), body: text };
    }),
  );
}
