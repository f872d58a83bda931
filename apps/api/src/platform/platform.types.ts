import type { NewAuditEntry } from '@sos/audit';
import type { Database } from '@sos/database';
import type { Assurance, DeviceKind, Language, SettingValues, SwitchName } from '@sos/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Proof, RequestContext, Viewer } from './viewer.js';

export interface Config {
  readonly mode: 'demo' | 'production';
  readonly siteOrigin: string;
  readonly appOrigin: string;
  readonly dataFolder: string;
  readonly contactAddress: string;
  readonly mailFrom: string;
  readonly smtpUrl: string;
}

export interface Clock {
  now(): Date;
}

export interface Logger {
  /** An event name, and ids, codes, counts or durations: never variables, bodies, addresses or tokens. */
  info(event: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  warn(event: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  /** `error` is logged by class, code and stack frames, never by message: messages carry data. */
  error(event: string, error: unknown, fields?: Readonly<Record<string, string | number | boolean>>): void;
}

/** Fixed windows in the database, so that every process counts together. */
export interface RateLimits {
  /** Counts one use of `name` by `subject` (hashed with a key before it is stored). @returns seconds to wait, or null when within the limit. */
  take(
    name: string,
    subject: string,
    limit: { readonly count: number; readonly seconds: number },
  ): Promise<number | null>;
}

/** One-time tokens: proof-of-work answers, form tokens. */
export interface SpentTokens {
  /** @returns false when it was spent before. */
  spend(token: string, expiresAt: Date): Promise<boolean>;
}

export interface MailContent {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** One-click unsubscribe address where the mail is one of several. */
  readonly listUnsubscribe?: string;
}

/** Writes one template for one subject, at the moment it leaves. Null: nothing to send any more (erased, closed, no address). */
export type MailTemplate = (subjectId: string, language: Language) => Promise<MailContent | null>;

export interface Outbox {
  /** Queues a mail; the same idempotency key twice is one mail. Call inside the transaction that made it necessary by passing its client. */
  queue(
    mail: {
      readonly idempotencyKey: string;
      readonly template: string;
      readonly subjectId: string;
      readonly language: Language;
    },
    transaction?: DatabaseTransaction,
  ): Promise<void>;
}

/** Mail to an account's owner about what happened to it. */
export interface Notices {
  /** Queues one in the transaction of what it tells, in the owner's language. */
  tell(accountId: string, template: string, subjectId: string, transaction?: DatabaseTransaction): Promise<void>;
  /** Null when the account is suspended or gone. */
  addressOf(accountId: string): Promise<string | null>;
}

/** The trace of every act of power and every way into an account. */
export interface Audit {
  /**
   * Adds one entry. Inside a transaction pass its client, so that the act and its trace are there together or not at all; the chain
   * is then held until that transaction ends, so record last.
   */
  record(entry: NewAuditEntry, transaction?: DatabaseTransaction): Promise<void>;
}

/** What an administrator stopped for everybody. */
export interface Switches {
  isStopped(name: SwitchName): Promise<boolean>;
  /** After a change in this process; others notice within two seconds. */
  forget(): void;
}

/** What an administrator set; presets for the rest. */
export interface SettingsReader {
  read(): Promise<SettingValues>;
  forget(): void;
}

export type DatabaseTransaction = Parameters<Parameters<Database['prisma']['$transaction']>[0]>[0];

/** Bytes of encrypted files: put, get, delete over a folder or an object store. Keys are made by the server. */
export interface BlobStore {
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array | null>;
  delete(key: string): Promise<void>;
  /** Everything under `folder/`, whatever its names. */
  deleteAll(folder: string): Promise<void>;
}

/** Keyed hashes and seals with the secrets that live outside the database. */
export interface Vaulted {
  /** HMAC-SHA-256 with a key derived for `purpose`. */
  hmac(purpose: string, value: string): Buffer;
  wrapKey(key: Buffer, associated: string): Buffer;
  unwrapKey(wrapped: Uint8Array, associated: string): Buffer;
  /** AES-256-GCM under a key derived for `purpose`: for what a client carries back to us and has no business reading. */
  seal(purpose: string, bytes: Uint8Array): Buffer;
  /** Null for anything that was not sealed here for this purpose. */
  unseal(purpose: string, sealed: Uint8Array): Buffer | null;
  /** Ed25519 over the bytes, with the service's receipt key. */
  signReceipt(bytes: Uint8Array): Buffer;
  /** The Ed25519 public key of the transparency log. */
  readonly logKey: Uint8Array;
  /** Ed25519 over the bytes, with the transparency log's key. */
  signLog(bytes: Uint8Array): Buffer;
}

/** By what somebody showed who they are: a code for the trace, never a secret. */
export type ProofMethod = 'password' | 'passkey' | 'totp' | 'recovery_code';

export interface SessionWanted {
  readonly accountId: string;
  readonly assurance: Assurance;
  readonly method: ProofMethod;
  /** What the browser brought of an earlier visit, and what it says it is. */
  readonly device: { readonly token: string | null; readonly kind: DeviceKind };
  /** The session that was presented: it ends, so that whoever knew it before sign-in does not ride along. */
  readonly replaces: string | null;
}

export interface OpenedSession {
  readonly token: string;
  readonly deviceToken: string;
  readonly expiresAt: Date;
  readonly proof: Proof;
  /** Set when this account has been used before, but never from this browser: its owner should hear of it. */
  readonly newDeviceId: string | null;
}

export interface ListedSession extends DeviceKind {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

export interface Sessions {
  open(wanted: SessionWanted): Promise<OpenedSession>;
  /** Null: unknown, expired, revoked, its account suspended, or presented by another browser than the one it was opened in. */
  viewerOf(token: string, deviceToken: string | null): Promise<Viewer | null>;
  end(token: string): Promise<void>;
  /** Notes that the person showed again who they are. */
  prove(viewer: Pick<Viewer, 'accountId' | 'proof'>, assurance: Assurance, method: ProofMethod): Promise<void>;
  list(accountId: string): Promise<readonly ListedSession[]>;
  /** @returns false when this account has no such session. */
  revoke(accountId: string, sessionId: string): Promise<boolean>;
  /** Everything but `except`. `reason` is a code for the trace. */
  endAll(
    ended: {
      readonly accountId: string;
      readonly except?: string;
      /** Only those that were opened so. */
      readonly assurance?: Assurance;
      readonly actorId: string | null;
      readonly reason: string;
    },
    transaction?: DatabaseTransaction,
  ): Promise<number>;
}

export interface Platform {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly rateLimits: RateLimits;
  readonly spentTokens: SpentTokens;
  readonly outbox: Outbox;
  readonly notices: Notices;
  readonly blobs: BlobStore;
  readonly vaulted: Vaulted;
  readonly audit: Audit;
  readonly sessions: Sessions;
  readonly switches: Switches;
  readonly settings: SettingsReader;
  /** The context of a request outside GraphQL; on the app's origin it knows the session. */
  contextOf(request: FastifyRequest): Promise<RequestContext>;
}

export interface Job {
  readonly name: string;
  /** A cron line (UTC) for pg-boss, or a period for what must run more often than once a minute. */
  readonly every: { readonly cron: string } | { readonly milliseconds: number };
  /** Runs once before the service answers: a page must not show what only its first run would set right. */
  readonly atStart?: true;
  run(): Promise<void>;
}

/** What one module gives to the composition. */
export interface ApiModule {
  /** Resolver classes with their instances. */
  readonly resolvers: readonly (readonly [resolver: new (...args: never[]) => object, instance: object])[];
  /** Routes beside GraphQL. Registered on one origin only. */
  readonly siteRoutes?: (server: FastifyInstance) => void;
  readonly appRoutes?: (server: FastifyInstance) => void;
  readonly mailTemplates?: Readonly<Record<string, MailTemplate>>;
  readonly jobs?: readonly Job[];
}

/** The web's server bundle, loaded as a built file; `execute` runs a GraphQL operation as an anonymous visitor of the site. */
export type Execute = (operation: {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}) => Promise<unknown>;
