import { acceptsSignatures, isLanguage, isSlug, LANGUAGES, type Language } from '@sos/domain';

import { AppError, notFound } from '../../platform/errors.js';
import type { Clock } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import { parseFilter } from './campaign-input.js';
import { ARCHIVE_STATUSES, OPEN_STATUSES, PUBLIC_STATUSES } from './campaign.policy.js';
import type { CampaignRecord, CampaignRepository, SigningRecord, TextRecord } from './campaign.repository.js';
import { toTextView, type TextView } from './text-view.js';

export interface CampaignView extends Omit<CampaignRecord, 'organisation' | 'texts' | 'addressees' | 'updates'> {
  readonly issuedBy: string | null;
  readonly takesSignatures: boolean;
  readonly languages: string[];
  readonly text: TextView;
  readonly addressees: { id: string; channel: string; office: string; salutation: string | null }[];
  readonly updates: {
    id: string;
    number: number;
    kind: string;
    publishedAt: Date;
    language: string;
    title: string;
    body: string;
  }[];
}

export interface DashboardView {
  readonly awaiting: readonly {
    readonly campaign: CampaignView;
    readonly organisation: Viewer['organisations'][number];
    readonly maySign: boolean;
  }[];
  readonly news: readonly {
    readonly id: string;
    readonly kind: string;
    readonly at: Date;
    readonly title: string;
    readonly campaign: CampaignView;
  }[];
}

const NEWS_SHOWN = 12;

function languageOf(value: string): Language {
  if (!isLanguage(value)) throw new AppError('INVALID_INPUT');
  return value;
}

/** The wanted language, else the original, else whatever there is. */
function inLanguage<Text extends { readonly language: string; readonly original?: boolean }>(
  texts: readonly Text[],
  language: Language,
): Text | undefined {
  return (
    texts.find((text) => text.language === language) ?? texts.find(({ original }) => original === true) ?? texts[0]
  );
}

/** Open campaigns first; of what waits and what was said, only what the public may read too. */
export class CampaignService {
  constructor(
    private readonly campaigns: CampaignRepository,
    private readonly clock: Clock,
  ) {}

  async list(filter: unknown, language: string): Promise<readonly CampaignView[]> {
    const parsed = parseFilter(filter);
    if (!parsed) throw new AppError('INVALID_INPUT');
    const statuses = parsed.list === 'open' ? OPEN_STATUSES : ARCHIVE_STATUSES;
    const records = await this.campaigns.listPublic({
      statuses,
      type: parsed.type ?? undefined,
      region: parsed.region ?? undefined,
      right: parsed.right ?? undefined,
    });
    return this.#views(records, languageOf(language));
  }

  /** @throws NOT_FOUND also for what exists and is not public yet. */
  async read(slug: string, language: string): Promise<CampaignView> {
    const record = isSlug(slug) ? await this.campaigns.findPublic(slug, PUBLIC_STATUSES) : null;
    const [view] = record ? this.#views([record], languageOf(language)) : [];
    if (!view) throw notFound();
    return view;
  }

  /** Null for what the public may not know of. */
  async findForSigning(slug: string): Promise<SigningRecord | null> {
    const record = isSlug(slug) ? await this.campaigns.findSigning({ slug }) : null;
    return record && PUBLIC_STATUSES.includes(record.status) && record.textVersion !== null ? record : null;
  }

  /** For a signature that already stands: whatever the campaign's status is now. */
  findById(id: string): Promise<SigningRecord | null> {
    return this.campaigns.findSigning({ id });
  }

  async dashboard(viewer: Viewer, language: string): Promise<DashboardView> {
    const wanted = languageOf(language);
    const now = this.clock.now();
    const [open, represented, news] = await Promise.all([
      this.campaigns.listOpenToOrganisations(now),
      this.campaigns.findRepresented(viewer.accountId, now),
      this.campaigns.listNews(PUBLIC_STATUSES, NEWS_SHOWN),
    ]);
    const organisationIds = viewer.organisations.map(({ id }) => id);
    const signed = await this.campaigns.findOrganisationSignatures(
      open.map(({ id }) => id),
      organisationIds,
    );
    const awaiting = this.#views(open, wanted).flatMap((campaign) =>
      viewer.organisations
        .filter(({ id }) => !signed.has(`${campaign.id}:${id}`))
        .map((organisation) => ({ campaign, organisation, maySign: represented.has(organisation.id) })),
    );
    const items = news.flatMap(({ id, kind, publishedAt, texts, campaign }) =>
      this.#views([campaign], wanted).map((view) => ({
        id,
        kind,
        at: publishedAt,
        title: inLanguage(texts, wanted)?.title ?? view.text.title,
        campaign: view,
      })),
    );
    return { awaiting, news: items };
  }

  #views(records: readonly CampaignRecord[], language: Language): CampaignView[] {
    return records.flatMap((record) => {
      const texts = record.texts.filter(({ version }) => version === record.textVersion);
      const text = inLanguage(texts, language);
      return text ? [toView(record, texts, text, language, this.clock.now())] : [];
    });
  }
}

function toView(
  record: CampaignRecord,
  texts: readonly TextRecord[],
  text: TextRecord,
  language: Language,
  now: Date,
): CampaignView {
  const { organisation, addressees, updates, texts: _texts, ...columns } = record;
  const spoken = texts
    .toSorted((one, other) => Number(other.original) - Number(one.original))
    .map((known) => known.language);
  return {
    ...columns,
    issuedBy: organisation?.name ?? null,
    takesSignatures: columns.signers.length > 0 && acceptsSignatures(columns, now),
    languages: spoken.filter((tag) => LANGUAGES.some((known) => known === tag)),
    text: toTextView(text),
    addressees: addressees.map(({ id, channel, texts: names }) => {
      const name = inLanguage(names, language);
      return { id, channel, office: name?.office ?? '', salutation: name?.salutation ?? null };
    }),
    updates: updates.flatMap(({ id, number, kind, publishedAt, texts: versions }) => {
      const version = inLanguage(versions, language);
      return version
        ? [{ id, number, kind, publishedAt, language: version.language, title: version.title, body: version.body }]
        : [];
    }),
  };
}
