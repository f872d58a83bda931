import { createHash, randomBytes } from 'node:crypto';

import type { OpenPetition, PetitionApi } from '../../../testing/petitions.js';
import type { Challenge } from '../proof-of-work.js';

/** What the tests' pages say of themselves. */
export interface Page {
  readonly path: string;
  readonly result: {
    readonly kind: string;
    readonly ref?: string;
    readonly status?: string;
    readonly issues?: readonly { field: string; code: string }[];
    readonly values?: object;
  };
}

let people = 0;
export const newAddress = (): string => `ada${(people += 1)}@people.example`;
export const person = (email: string) => ({ name: 'Ada Lovelace', email, country: 'CO', namePublic: 'yes' });

export function linkIn(text: string, use: 'confirm' | 'withdraw'): string {
  const url = new RegExp(`http://localhost:4000(/en/signatures/${use}/\\S+)`).exec(text)?.[1];
  if (url === undefined) throw new Error('no link');
  return url;
}

export const codeIn = (text: string): string => /^(\d{6})$/m.exec(text)?.[1] ?? '';

function solve({ algorithm, challenge, salt, signature, maxnumber }: Challenge): string {
  for (let number = 0; number <= maxnumber; number += 1) {
    if (createHash('sha256').update(`${salt}${number}`).digest('hex') !== challenge) continue;
    return Buffer.from(JSON.stringify({ algorithm, challenge, number, salt, signature })).toString('base64');
  }
  throw new Error('unsolvable');
}

/** What a person, or a machine, does on the pages of the petition's site. */
export function createSignatory(petition: () => PetitionApi) {
  const postForm = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    petition().api.site.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(fields).toString(),
    });
  const postJson = (url: string, payload: object) =>
    petition().api.site.inject({ method: 'POST', url, headers: { origin: 'null' }, payload });

  async function proof(): Promise<string> {
    const response = await petition().api.site.inject({ method: 'GET', url: '/embed/api/challenge' });
    return solve(response.json());
  }

  /** As good as solved, made with the server's own key: two hundred real ones would take the test's whole time. */
  function paidProof(): string {
    const { vaulted, clock } = petition().api.platform;
    const salt = `${randomBytes(12).toString('hex')}?expires=${Math.floor(clock.now().getTime() / 1000) + 600}&`;
    const challenge = createHash('sha256').update(`${salt}7`).digest('hex');
    const signature = vaulted.hmac('altcha', challenge).toString('hex');
    return Buffer.from(JSON.stringify({ algorithm: 'SHA-256', challenge, number: 7, salt, signature })).toString(
      'base64',
    );
  }

  return {
    postForm,
    postJson,
    proof,
    paidProof,
    /** A form token old enough to be a person's. */
    formToken(): string {
      const token = petition().signatures.formToken();
      petition().api.clock.advance(4_000);
      return token;
    },
    signByForm: ({ slug }: OpenPetition, fields: Record<string, string>) =>
      postForm(`/en/campaigns/${slug}/sign`, fields),
    signByJson: async ({ slug }: OpenPetition, email: string) =>
      postJson('/embed/api/sign', { slug, language: 'en', ...person(email), altcha: await proof() }),
    async confirmed({ slug }: OpenPetition): Promise<number> {
      await petition().api.runJob('signatures.roll-up');
      const { data } = await petition().api.run(
        `query ($slug: String!) { campaign(slug: $slug, language: "en") { count { confirmed asOf } } }`,
        { slug },
        null,
        'site',
      );
      return (data as { campaign: { count: { confirmed: number } } }).campaign.count.confirmed;
    },
  };
}
