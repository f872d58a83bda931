import {
  makeDesk,
  move,
  openPetition,
  startPetitionApi,
  type Desk,
  type PetitionApi,
} from '../../testing/petitions.js';
import { codeIn, createSignatory, linkIn, newAddress, person, type Page } from './testing/signatory.js';

let petition: PetitionApi;
let desk: Desk;

beforeAll(async () => {
  petition = await startPetitionApi();
  desk = await makeDesk(petition.api);
});
afterAll(() => petition.api.close());

const { paidProof, formToken, proof, postForm, postJson, signByForm, signByJson, confirmed } = createSignatory(
  () => petition,
);

const uuid = (text: string): Buffer => Buffer.from(text.replaceAll('-', ''), 'hex');

describe('signing without a script', () => {
  test('a form signs, a mail comes, a button confirms, the count rises', async () => {
    const open = await openPetition(petition.api, desk);
    const email = newAddress();
    const response = await signByForm(open, { ...person(email), formToken: formToken() });
    expect(response.statusCode).toBe(200);
    expect(response.json<Page>()).toMatchObject({
      path: '/en/signatures/sent',
      result: { kind: 'signed', slug: open.slug },
    });
    const [mail, ...others] = await petition.api.deliverMail();
    expect(others).toHaveLength(0);
    expect(mail).toMatchObject({ to: email, subject: 'Please confirm your signature' });
    expect(mail?.text).not.toContain('Ada');
    const link = linkIn(mail?.text ?? '', 'confirm');
    // A mail scanner opens the link, twice: nothing is confirmed.
    for (const method of ['GET', 'GET'] as const) {
      expect((await petition.api.site.inject({ method, url: link })).json<Page>().result).toMatchObject({
        kind: 'confirm',
        status: 'ask',
        slug: open.slug,
      });
    }
    expect(await confirmed(open)).toBe(0);
    for (const _press of [1, 2])
      expect((await postForm(link, {})).json<Page>().result).toMatchObject({ status: 'confirmed' });
    expect(await confirmed(open)).toBe(1);
    expect(await petition.api.database.prisma.signatureEvent.count({ where: { campaignId: open.id } })).toBe(2);
  });

  test('what was typed comes back with what is wrong with it', async () => {
    const open = await openPetition(petition.api, desk);
    const response = await signByForm(open, {
      name: ' ',
      email: 'nonsense',
      country: 'Narnia',
      formToken: formToken(),
    });
    expect(response.statusCode).toBe(422);
    expect(response.json<Page>()).toEqual({
      path: `/en/campaigns/${open.slug}`,
      status: 422,
      result: {
        kind: 'sign_errors',
        slug: open.slug,
        values: { name: ' ', email: 'nonsense', country: 'Narnia', namePublic: false },
        issues: [
          { field: 'name', code: 'name_missing' },
          { field: 'email', code: 'email_invalid' },
          { field: 'country', code: 'country_invalid' },
        ],
      },
    });
  });

  test('a form token is good once, not at once, and not for ever', async () => {
    const open = await openPetition(petition.api, desk);
    const codeFor = async (token: string) =>
      (await signByForm(open, { ...person(newAddress()), formToken: token })).json<Page>().result.issues?.[0]?.code ??
      'signed';
    expect(await codeFor(petition.signatures.formToken())).toBe('form_too_fast');
    const token = formToken();
    expect(await codeFor(token)).toBe('signed');
    expect(await codeFor(token)).toBe('form_expired');
    expect(await codeFor(`${token.slice(0, -2)}AA`)).toBe('form_expired');
    const old = formToken();
    petition.api.clock.advance(2 * 60 * 60_000);
    expect(await codeFor(old)).toBe('form_expired');
  });

  test('above its network’s budget the page offers another way, and proof of work is not affected', async () => {
    const open = await openPetition(petition.api, desk);
    const attempt = async () =>
      (await signByForm(open, { ...person(newAddress()), formToken: formToken() })).statusCode;
    const statuses: number[] = [];
    for (let count = 0; count < 31; count += 1) statuses.push(await attempt());
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 200));
    expect(statuses[30]).toBe(429);
    expect((await signByJson(open, newAddress())).statusCode).toBe(200);
    await petition.api.deliverMail();
  });

  test('another site’s form is refused, and so is an opaque origin outside the frame', async () => {
    const open = await openPetition(petition.api, desk);
    for (const origin of ['https://evil.example', 'null']) {
      const response = await postForm(
        `/en/campaigns/${open.slug}/sign`,
        { ...person(newAddress()), formToken: formToken() },
        { origin },
      );
      expect(response.statusCode).toBe(403);
    }
  });

  test('a trap that only machines fill is answered like everybody and stores nothing', async () => {
    const open = await openPetition(petition.api, desk);
    const response = await signByForm(open, {
      ...person(newAddress()),
      website: 'https://spam.example',
      formToken: formToken(),
    });
    expect(response.json<Page>().result).toMatchObject({ kind: 'signed' });
    expect(await petition.api.database.prisma.signature.count({ where: { campaignId: open.id } })).toBe(0);
  });

  test('the trap’s answer has nothing by which to know it, and costs the person it names nothing', async () => {
    const open = await openPetition(petition.api, desk);
    const email = newAddress();
    const body = async (extra: object) => ({
      ...{ slug: open.slug, language: 'en', ...person(email), altcha: await proof() },
      ...extra,
    });
    const useCode = async (ref: string) =>
      (await postJson('/embed/api/confirm', { ref, code: '123456' })).json<object>();
    const honest = await postJson('/embed/api/sign', await body({}));
    const [mail] = await petition.api.deliverMail();
    for (let count = 0; count < 4; count += 1) {
      const trapped = await postJson('/embed/api/sign', await body({ website: 'x' }));
      const [one, other] = [honest.json<{ ref: string }>(), trapped.json<{ ref: string }>()];
      expect(trapped.statusCode).toBe(honest.statusCode);
      expect({ ...other, ref: '' }).toEqual({ ...one, ref: '' });
      expect(other.ref).toHaveLength(one.ref.length);
      for (let tries = 0; tries < 5; tries += 1) expect(await useCode(other.ref)).toEqual({ status: 'code_wrong' });
      expect(await useCode(other.ref)).toEqual({ status: 'too_many_tries' });
    }
    // Neither the tries nor the mails of the address were used up.
    const { ref } = honest.json<{ ref: string }>();
    const code = codeIn(mail?.text ?? '');
    expect((await postJson('/embed/api/confirm', { ref, code })).json()).toEqual({ status: 'confirmed' });
    expect(await petition.api.deliverMail()).toHaveLength(0);
    expect(await petition.api.database.prisma.signature.count({ where: { campaignId: open.id } })).toBe(1);
  });

  test('what the page gives back equals nothing in the database', async () => {
    const open = await openPetition(petition.api, desk);
    const { ref } = (await signByJson(open, newAddress())).json<{ ref: string }>();
    const bytes = Buffer.from(ref, 'base64url');
    const row = await petition.api.database.prisma.signature.findFirstOrThrow({ where: { campaignId: open.id } });
    for (const column of [Buffer.from(row.duplicateHash ?? []), uuid(row.id), uuid(open.id)])
      expect(bytes.includes(column)).toBe(false);
    await petition.api.deliverMail();
  });

  test('a text that changed since it was read is not signed', async () => {
    const open = await openPetition(petition.api, desk);
    const response = await signByForm(open, { ...person(newAddress()), textVersion: '7', formToken: formToken() });
    expect(response.json<Page>().result.issues).toEqual([{ field: 'form', code: 'text_changed' }]);
  });

  test('one mail a day for one address, whatever it signs', async () => {
    const email = newAddress();
    for (const open of [await openPetition(petition.api, desk), await openPetition(petition.api, desk)]) {
      await signByForm(open, { ...person(email), formToken: formToken() });
    }
    expect((await petition.api.deliverMail()).filter(({ to }) => to === email)).toHaveLength(1);
  });
});

describe('signing a second time', () => {
  test('gives the same answer, changes nothing, and sends nothing to whoever confirmed', async () => {
    const open = await openPetition(petition.api, desk);
    const email = newAddress();
    const first = await signByJson(open, email);
    const [mail] = await petition.api.deliverMail();
    await postForm(linkIn(mail?.text ?? '', 'confirm'), {});
    const second = await signByJson(open, email.replace('@', '+again@').toUpperCase());
    const [one, other] = [first.json<{ ref: string }>(), second.json<{ ref: string }>()];
    expect({ ...other, ref: '' }).toEqual({ ...one, ref: '' });
    // Sealed anew each time, so that not even two of the same are seen to be the same.
    expect([other.ref.length, second.rawPayload.length]).toEqual([one.ref.length, first.rawPayload.length]);
    // The clock's, and a random name for the answer: neither knows who signed.
    const ownOfEach = ['date', 'x-request-id'];
    const comparable = ({ headers }: typeof first) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => !ownOfEach.includes(name)));
    expect(comparable(second)).toEqual(comparable(first));
    expect(await petition.api.deliverMail()).toHaveLength(0);
    expect(await petition.api.database.prisma.signature.count({ where: { campaignId: open.id } })).toBe(1);
    expect(await confirmed(open)).toBe(1);
  });

  test('sends the mail again to whoever has not confirmed, three times a day at most', async () => {
    const open = await openPetition(petition.api, desk);
    const email = newAddress();
    const codes: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      expect((await signByJson(open, email)).json()).toMatchObject({ status: 'check_mail' });
      codes.push(...(await petition.api.deliverMail()).map(({ text }) => codeIn(text)));
    }
    expect(codes).toHaveLength(3);
    expect(new Set(codes).size).toBe(1);
  });
});

describe('the code', () => {
  const useCode = async (ref: string, code: string) =>
    (await postJson('/embed/api/confirm', { ref, code })).json<{ status: string }>().status;

  test('confirms where it was asked for, in either form', async () => {
    const open = await openPetition(petition.api, desk);
    const { ref } = (await signByJson(open, newAddress())).json<{ ref: string }>();
    const [mail] = await petition.api.deliverMail();
    const code = codeIn(mail?.text ?? '');
    expect(await useCode(ref, `${code.slice(0, 3)} ${code.slice(3)}`)).toBe('confirmed');
    const again = await postForm('/signatures/code', { ref, code, language: 'es' });
    expect(again.json<Page>()).toMatchObject({
      path: '/es/signatures/code',
      result: { kind: 'code_confirmed', slug: open.slug },
    });
    expect(await confirmed(open)).toBe(1);
  });

  test('allows five tries, and the right one comes too late after them', async () => {
    const open = await openPetition(petition.api, desk);
    const { ref } = (await signByJson(open, newAddress())).json<{ ref: string }>();
    const [mail] = await petition.api.deliverMail();
    const code = codeIn(mail?.text ?? '');
    const wrong = code === '000000' ? '000001' : '000000';
    const answers: string[] = [];
    for (let count = 0; count < 5; count += 1) answers.push(await useCode(ref, wrong));
    expect(answers).toEqual(Array.from({ length: 5 }, () => 'code_wrong'));
    expect(await useCode(ref, code)).toBe('too_many_tries');
    expect(await confirmed(open)).toBe(0);
    // The link in the mail still works.
    expect((await postForm(linkIn(mail?.text ?? '', 'confirm'), {})).json<Page>().result.status).toBe('confirmed');
  });

  test('says the same of an address that signed before and of one that has not', async () => {
    const open = await openPetition(petition.api, desk);
    const email = newAddress();
    await signByJson(open, email);
    const [mail] = await petition.api.deliverMail();
    await postForm(linkIn(mail?.text ?? '', 'confirm'), {});
    petition.api.clock.advance(40 * 60_000);
    const outcomes = async (address: string) => {
      const { ref } = (await signByJson(open, address)).json<{ ref: string }>();
      const answers: string[] = [];
      for (let count = 0; count < 6; count += 1) answers.push(await useCode(ref, '123456'));
      return answers;
    };
    expect(await outcomes(email)).toEqual(await outcomes(newAddress()));
  });

  test('ends after half an hour, and is bound to its submission', async () => {
    const open = await openPetition(petition.api, desk);
    const email = newAddress();
    const { ref } = (await signByJson(open, email)).json<{ ref: string }>();
    const other = (await signByJson(open, newAddress())).json<{ ref: string }>();
    const code = codeIn((await petition.api.deliverMail()).find(({ to }) => to === email)?.text ?? '');
    expect(await useCode(other.ref, code)).toBe('code_wrong');
    expect(await useCode('nonsense', code)).toBe('code_expired');
    petition.api.clock.advance(32 * 60_000);
    expect(await useCode(ref, code)).toBe('code_expired');
  });
});

describe('taking a signature away', () => {
  async function signedAndConfirmed() {
    const open = await openPetition(petition.api, desk);
    const email = newAddress();
    await signByJson(open, email);
    const [mail] = await petition.api.deliverMail();
    const text = mail?.text ?? '';
    await postForm(linkIn(text, 'confirm'), {});
    return { open, email, text };
  }

  test('withdrawing erases the person, lowers the count, and leaves the way back open', async () => {
    const { open, email, text } = await signedAndConfirmed();
    expect(await confirmed(open)).toBe(1);
    const link = linkIn(text, 'withdraw');
    expect((await petition.api.site.inject({ method: 'GET', url: link })).json<Page>().result).toMatchObject({
      kind: 'withdraw',
      status: 'ask',
    });
    expect(await confirmed(open)).toBe(1);
    for (const _press of [1, 2])
      expect((await postForm(link, { action: 'withdraw' })).json<Page>().result.status).toBe('withdrawn');
    expect(await confirmed(open)).toBe(0);
    const [row] = await petition.api.database.prisma.signature.findMany({ where: { campaignId: open.id } });
    expect(row).toMatchObject({ nameSealed: null, emailSealed: null, duplicateHash: null, country: null });
    expect((await postForm(linkIn(text, 'confirm'), {})).statusCode).toBe(404);
    await signByJson(open, email);
    expect(await petition.api.deliverMail()).toHaveLength(1);
  });

  test('an address that says «it wasn’t me» hears no more of it', async () => {
    const { open, email, text } = await signedAndConfirmed();
    expect((await postForm(linkIn(text, 'withdraw'), { action: 'disown' })).json<Page>().result.status).toBe(
      'disowned',
    );
    expect(await confirmed(open)).toBe(0);
    await signByJson(open, email);
    expect(await petition.api.deliverMail()).toHaveLength(0);
    expect(await confirmed(open)).toBe(0);
  });

  test('one link does not do the other’s work, and a made-up one is no page', async () => {
    const { text } = await signedAndConfirmed();
    const swapped = linkIn(text, 'withdraw').replace('/withdraw/', '/confirm/');
    for (const url of [swapped, '/en/signatures/confirm/nonsense', `/en/signatures/confirm/${'A'.repeat(43)}`]) {
      expect((await postForm(url, {})).statusCode).toBe(404);
    }
  });
});

test('a mail already sent may be answered for a day after closing, and not after', async () => {
  const open = await openPetition(petition.api, desk);
  for (const email of [newAddress(), newAddress()]) await signByJson(open, email);
  const [one, other] = (await petition.api.deliverMail()).map(({ text }) => linkIn(text, 'confirm'));
  expect(await move(petition.api, desk.coordinator, open.id, 'closed')).toBe('closed');
  expect((await signByJson(open, newAddress())).json()).toEqual({ code: 'CONFLICT', reason: 'closed' });
  petition.api.clock.advance(23 * 3_600_000);
  expect((await postForm(one ?? '', {})).json<Page>().result.status).toBe('confirmed');
  petition.api.clock.advance(2 * 3_600_000);
  expect((await postForm(other ?? '', {})).json<Page>().result.status).toBe('too_late');
  expect(await confirmed(open)).toBe(1);
});

describe('proof of work', () => {
  test('pays once, in time, and only with our signature', async () => {
    const open = await openPetition(petition.api, desk);
    const sign = async (altcha: string) =>
      (await postJson('/embed/api/sign', { slug: open.slug, language: 'en', ...person(newAddress()), altcha }))
        .statusCode;
    const paid = await proof();
    expect(await sign(paid)).toBe(200);
    expect(await sign(paid)).toBe(422);
    expect(await sign('')).toBe(422);
    const forged = JSON.parse(Buffer.from(await proof(), 'base64').toString()) as Record<string, unknown>;
    expect(await sign(Buffer.from(JSON.stringify({ ...forged, signature: 'a'.repeat(64) })).toString('base64'))).toBe(
      422,
    );
    const late = await proof();
    petition.api.clock.advance(21 * 60_000);
    expect(await sign(late)).toBe(422);
  });
});

test('two hundred at once, twenty of them twice, are counted exactly', async () => {
  const open = await openPetition(petition.api, desk);
  const addresses = Array.from({ length: 180 }, newAddress);
  const everybody = [...addresses, ...addresses.slice(0, 20)];
  const proofs = everybody.map(() => paidProof());
  const answers = await Promise.all(
    everybody.map((email, index) =>
      postJson('/embed/api/sign', { slug: open.slug, language: 'en', ...person(email), altcha: proofs[index] }),
    ),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(everybody.map(() => 200));
  const mails = await petition.api.deliverMail();
  await Promise.all(mails.map(({ text }) => postForm(linkIn(text, 'confirm'), {})));
  expect(await confirmed(open)).toBe(180);
  const { data } = await petition.api.run(
    `query ($id: ID!) { deskCampaign(id: $id) { breakdown { confirmed removed unconfirmed byDay { confirmed } byPartner { name confirmed } } } }`,
    { id: open.id },
    desk.coordinator,
  );
  expect(data).toMatchObject({
    deskCampaign: {
      breakdown: {
        confirmed: 180,
        removed: 0,
        unconfirmed: 0,
        byDay: [{ confirmed: 180 }],
        byPartner: [{ name: null, confirmed: 180 }],
      },
    },
  });
});

test('neither the database nor the log holds an address or a name', async () => {
  const open = await openPetition(petition.api, desk);
  await signByJson(open, 'canary.address@people.example');
  await petition.api.deliverMail();
  const { database, log } = petition.api;
  for (const table of [
    'Signature',
    'SignatureEvent',
    'Outbox',
    'RateLimit',
    'SpentToken',
    'ConfirmationCode',
    'Tally',
  ]) {
    const { rows } = await database.executeSql(`SELECT to_jsonb(row)::text AS json FROM "${table}" AS row`);
    const dump = JSON.stringify(rows).toLowerCase();
    for (const word of ['canary', 'lovelace', 'people.example']) {
      expect(dump).not.toContain(word);
      expect(dump).not.toContain(Buffer.from(word).toString('hex'));
    }
  }
  expect(log.join('\n')).not.toMatch(/canary|lovelace|people\.example/i);
});

test('retention takes the people and the keys, and leaves the number', async () => {
  const open = await openPetition(petition.api, desk);
  await signByJson(open, newAddress());
  const [mail] = await petition.api.deliverMail();
  await postForm(linkIn(mail?.text ?? '', 'confirm'), {});
  for (const to of ['closed', 'archived']) await move(petition.api, desk.coordinator, open.id, to);
  const people = () => petition.api.database.prisma.signature.findFirstOrThrow({ where: { campaignId: open.id } });
  petition.api.clock.advance(179 * 86_400_000);
  await petition.api.runJob('signatures.retention');
  expect((await people()).emailSealed).not.toBeNull();
  petition.api.clock.advance(2 * 86_400_000);
  await petition.api.runJob('signatures.retention');
  expect(await people()).toMatchObject({ emailSealed: null, nameSealed: null, duplicateHash: null });
  const { dataKey, duplicateKey } = await petition.api.database.prisma.campaign.findUniqueOrThrow({
    where: { id: open.id },
  });
  expect([dataKey.length, duplicateKey.length]).toEqual([0, 0]);
  expect(await confirmed(open)).toBe(1);
});
