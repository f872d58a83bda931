import { projectFolder } from '@sos/database';
import path from 'node:path';
import { z } from 'zod';

const blankAsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);
const optional = z.preprocess(blankAsAbsent, z.string().optional());
const origin = z.preprocess(
  blankAsAbsent,
  z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .optional(),
);

const schema = z.object({
  PORT: z.preprocess(blankAsAbsent, z.coerce.number().int().min(1).max(65534).default(4000)),
  HOST: optional,
  SOS_DATA: optional,
  SOS_MODE: z.preprocess(blankAsAbsent, z.enum(['demo', 'production']).default('demo')),
  SOS_ROLE: z.preprocess(blankAsAbsent, z.enum(['all', 'web', 'worker']).default('all')),
  SOS_SECRETS_FILE: optional,
  SOS_TRUST_PROXY: optional,
  DATABASE_URL: optional,
  SITE_ORIGIN: origin,
  APP_ORIGIN: origin,
  SMTP_URL: optional,
  MAIL_FROM: optional,
  CONTACT_ADDRESS: optional,
});

export interface Settings {
  readonly port: number;
  readonly host: string | undefined;
  readonly dataFolder: string;
  readonly mode: 'demo' | 'production';
  readonly role: 'all' | 'web' | 'worker';
  readonly secretsFile: string | undefined;
  /** Addresses or networks of our own proxies. */
  readonly trustProxy: string | false;
  readonly databaseUrl: string | undefined;
  readonly siteOrigin: string;
  readonly appOrigin: string;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly contactAddress: string | undefined;
}

/** Names what is wrong, never the value: a DATABASE_URL holds a password. */
export class EnvironmentProblem extends Error {
  override readonly name = 'EnvironmentProblem';
}

/** The only reader of the environment. @throws EnvironmentProblem in one plain sentence. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Settings {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))].join(', ');
    throw new EnvironmentProblem(`These settings are not usable: ${names}.`);
  }
  const { data } = parsed;
  const siteOrigin = data.SITE_ORIGIN ?? `http://localhost:${data.PORT}`;
  return {
    port: data.PORT,
    host: data.HOST,
    dataFolder: path.resolve(data.SOS_DATA ?? path.join(projectFolder(), 'var')),
    mode: data.SOS_MODE,
    role: data.SOS_ROLE,
    secretsFile: data.SOS_SECRETS_FILE,
    trustProxy: data.SOS_TRUST_PROXY ?? false,
    databaseUrl: data.DATABASE_URL,
    siteOrigin,
    appOrigin: data.APP_ORIGIN ?? `http://localhost:${data.PORT + 1}`,
    smtpUrl: data.SMTP_URL,
    mailFrom: data.MAIL_FROM ?? `SOS <no-reply@${new URL(siteOrigin).hostname}>`,
    contactAddress: data.CONTACT_ADDRESS,
  };
}
