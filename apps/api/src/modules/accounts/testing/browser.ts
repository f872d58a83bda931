import { createHash } from 'node:crypto';
import { z } from 'zod';

import type { TestApi } from '../../../testing/start-test-api.js';

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }).loose() })).optional(),
});

export function operationId(query: string): string {
  return createHash('sha256').update(query).digest('hex');
}

/** A browser on the app: keeps the cookies it is given, and answers with what a test asked for. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly api: TestApi,
    private readonly address = '198.51.100.20',
    private readonly userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  ) {}

  /** The field's answer; for a refused operation `{ code }`. */
  async ask(query: string, variables: object = {}): Promise<Record<string, unknown>> {
    const response = await this.api.app.inject({
      method: 'POST',
      url: '/graphql',
      remoteAddress: this.address,
      headers: {
        origin: this.api.platform.config.appOrigin,
        'user-agent': this.userAgent,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      payload: { ...this.byTextOrId(query), variables },
    });
    for (const line of [response.headers['set-cookie'] ?? []].flat()) this.keep(line);
    const { data, errors } = answerSchema.parse(response.json());
    const code = errors?.[0]?.extensions.code;
    if (code !== undefined) return { code };
    const [value] = Object.values(data ?? {});
    return z.record(z.string(), z.unknown()).nullable().parse(value) ?? {};
  }

  /** In production nobody without a token sends a text. */
  private byTextOrId(query: string): object {
    if (this.api.platform.config.mode !== 'production') return { query };
    return { extensions: { persistedQuery: { version: 1, sha256Hash: operationId(query) } } };
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
