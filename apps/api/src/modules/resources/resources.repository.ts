import type { Database, Row } from '@sos/database';

export interface ResourceRecord {
  readonly id: string;
  readonly slug: string;
  readonly category: string;
  readonly organisation: string;
  readonly url: string;
  readonly languages: readonly string[];
  readonly regions: readonly string[];
  readonly emergency: boolean;
  readonly emergencyKind: string | null;
  readonly status: string;
  readonly lastVerified: Date | null;
  readonly text: {
    readonly language: string;
    readonly title: string;
    readonly summary: string;
    readonly responseTime: string | null;
  };
}

export interface ResourceCriteria {
  readonly language: string;
  /** Also those that only the network's members may see. */
  readonly forMembers: boolean;
  readonly region: string | null;
  readonly offeredIn: string | null;
  readonly emergencyKind: string | null;
  readonly emergencyOnly: boolean;
  /** Empty: no search. All have to match; the last may be the beginning of a word. */
  readonly words: readonly string[];
}

export interface ResourceMatch {
  readonly id: string;
  readonly category: string;
}

export interface ResourceRepository {
  /** Every match, best first. Categories are left to the caller, who counts them. */
  search(criteria: ResourceCriteria): Promise<readonly ResourceMatch[]>;
  /** For words that no text holds together: texts that hold some of them, or words that look like them, the most first. */
  searchAlike(criteria: ResourceCriteria): Promise<readonly ResourceMatch[]>;
  /** In the order of the ids. */
  load(ids: readonly string[], language: string): Promise<readonly ResourceRecord[]>;
  findIdBySlug(slug: string, forMembers: boolean): Promise<string | null>;
}

/** Between what a slip leaves of a word (seguirdad, seguridad: 0.43) and what two words share by chance (casa, causa: 0.40). */
const ALIKE = 0.42;
/** Shorter words look like everything. */
const SHORTEST_ALIKE = 4;

function toMatch(row: Row): ResourceMatch {
  return { id: String(row['id']), category: String(row['category']) };
}

async function search(
  database: Database,
  { language, forMembers, region, offeredIn, emergencyKind, emergencyOnly, words }: ResourceCriteria,
) {
  const whole = words.slice(0, -1).join(' ');
  const beginning = words.at(-1) ?? '';
  // The text in the reader's language, else the original; searched with its own language's dictionary.
  return database.sql`
    WITH shown AS (
      SELECT DISTINCT ON (r."id") r."id", r."category", r."emergency", r."regions", t."title",
        t."search" || to_tsvector(sos_dictionary(t."language"), sos_unaccent(r."organisation")) AS search,
        CASE WHEN ${beginning}::text = '' THEN NULL ELSE
          sos_query(t."language", ${whole}::text)
          && to_tsquery(sos_dictionary(t."language"), quote_literal(sos_unaccent(${beginning}::text)) || ':*') END AS query
      FROM "Resource" r JOIN "ResourceText" t ON t."resourceId" = r."id"
      WHERE (r."access" = 'open' OR ${forMembers}::boolean)
        AND (${region}::text IS NULL OR r."regions" && ARRAY[${region}::text, 'global'])
        AND (${offeredIn}::text IS NULL OR ${offeredIn}::text = ANY (r."languages"))
        AND (${emergencyKind}::text IS NULL OR r."emergencyKind" = ${emergencyKind}::text)
        AND (r."emergency" OR NOT ${emergencyOnly}::boolean)
      ORDER BY r."id", (t."language" = ${language}::text) DESC, t."original" DESC, t."version" DESC)
    SELECT "id", "category" FROM shown
    WHERE query IS NULL OR search @@ query
    ORDER BY coalesce(ts_rank(search, query), 0) DESC,
      coalesce(${region}::text = ANY ("regions"), false) DESC, "emergency" DESC, lower(sos_unaccent("title")), "id"`;
}

async function searchAlike(
  database: Database,
  { language, forMembers, region, offeredIn, emergencyKind, emergencyOnly, words }: ResourceCriteria,
) {
  return database.sql`
    WITH shown AS (
      SELECT DISTINCT ON (r."id") r."id", r."category", r."emergency",
        sos_unaccent(lower(t."title")) AS title,
        sos_unaccent(lower(t."title" || ' ' || t."summary" || ' ' || r."organisation")) AS whole
      FROM "Resource" r JOIN "ResourceText" t ON t."resourceId" = r."id"
      WHERE (r."access" = 'open' OR ${forMembers}::boolean)
        AND (${region}::text IS NULL OR r."regions" && ARRAY[${region}::text, 'global'])
        AND (${offeredIn}::text IS NULL OR ${offeredIn}::text = ANY (r."languages"))
        AND (${emergencyKind}::text IS NULL OR r."emergencyKind" = ${emergencyKind}::text)
        AND (r."emergency" OR NOT ${emergencyOnly}::boolean)
      ORDER BY r."id", (t."language" = ${language}::text) DESC, t."original" DESC, t."version" DESC),
    scored AS (
      SELECT shown.*, alike.words, alike.total, (SELECT sum(word_similarity(word, title)) FROM unnest(${words}::text[]) AS word) AS in_title
      FROM shown, LATERAL (
        SELECT count(*) AS words, sum(likeness) AS total
        FROM (SELECT word_similarity(word, whole) AS likeness FROM unnest(${words}::text[]) AS word) AS each
        WHERE likeness >= ${ALIKE}) AS alike)
    SELECT "id", "category" FROM scored WHERE words > 0
    ORDER BY words DESC, total + in_title DESC, "emergency" DESC, title, "id"`;
}

async function load(database: Database, ids: readonly string[], language: string): Promise<readonly ResourceRecord[]> {
  const rows = await database.prisma.resource.findMany({
    where: { id: { in: [...ids] } },
    include: {
      texts: {
        orderBy: { version: 'desc' },
        select: { language: true, original: true, title: true, summary: true, responseTime: true },
      },
    },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    const text = row?.texts.find((known) => known.language === language) ?? row?.texts.find(({ original }) => original);
    return row && text ? [{ ...row, text }] : [];
  });
}

export function createResourceRepository(database: Database): ResourceRepository {
  return {
    search: async (criteria) => (await search(database, criteria)).map(toMatch),
    async searchAlike(criteria) {
      const words = criteria.words.filter((word) => word.length >= SHORTEST_ALIKE);
      return words.length === 0 ? [] : (await searchAlike(database, { ...criteria, words })).map(toMatch);
    },
    load: (ids, language) => load(database, ids, language),
    async findIdBySlug(slug, forMembers) {
      const found = await database.prisma.resource.findFirst({
        where: { slug, ...(forMembers ? {} : { access: 'open' as const }) },
        select: { id: true },
      });
      return found?.id ?? null;
    },
  };
}
