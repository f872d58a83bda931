import { expect, test } from '@playwright/test';

import { SosServer, type DemoAccount } from '../fixtures/sos-server.js';
import { PLAIN_REPORT } from '../fixtures/intake.js';
import { wordsOf, type Words } from '../fixtures/words.js';
import { FirefoxPage } from './firefox-page.js';

/** What OpenPGP.js needs WebAssembly for is Argon2id; a vault without it, and everything after, has to work. */
test.describe('in Firefox with WebAssembly off', () => {
  let server: SosServer;
  let en: Words;
  let page: FirefoxPage;

  test.beforeAll(async () => {
    server = await SosServer.start();
    await server.kill();
    server.retireKey('member2');
    await server.launch();
    en = await wordsOf('en');
  });
  test.afterAll(async () => server.remove());
  test.beforeEach(async () => {
    page = await FirefoxPage.open({ wasm: false });
  });
  test.afterEach(async () => {
    await page.close();
    expect(page.findings).toEqual([]);
  });

  async function signIn(path: string, { address, password }: DemoAccount): Promise<void> {
    await page.goto(`${server.app}${path}`);
    expect(await page.hasWasm()).toBe(false);
    await page.fill(en('account:signIn.email'), address);
    await page.fill(en('account:signIn.password'), password);
    await page.press(en('account:signIn.submit'));
  }

  /** The words on the screen, two of them typed back. */
  async function repeatWords(next: string): Promise<string> {
    const words = await page.text('main ol > li');
    await page.press(next);
    await page.see(en('keys:confirm.title'));
    for (const [index, word] of words.entries()) {
      const label = en('keys:confirm.word', { number: index + 1 });
      if ((await page.text('label')).includes(label)) await page.fill(label, word);
    }
    await page.press(en('keys:confirm.next'));
    return words.join(' ');
  }

  test('a first key is made, locked, taken along and opened again with its six words', async () => {
    await signIn('/app/vault', server.account('member2'));
    await page.press(en('keys:first.make'));
    await page.see(en('keys:words.noWasm'));
    const passphrase = await repeatWords(en('keys:words.next'));
    expect(passphrase.split(' ')).toHaveLength(6);
    await page.press(en('keys:kit.download'));
    await page.see(en('keys:kit.saved'));
    await repeatWords(en('keys:kit.next'));
    await page.press(en('keys:register.keepHere'));
    await page.press(en('keys:register.send'));
    await page.press(en('keys:vault.lock'));
    await page.fill(en('keys:unlock.passphrase'), passphrase);
    await page.press(en('keys:unlock.open'));
    await page.see(en('keys:vault.open'));
  });

  test('a case is written, sealed, sent, and opened again', async () => {
    const member = server.account('member1');
    await signIn('/app/cases/new', member);
    await page.fill(en('keys:unlock.passphrase'), member.vaultPassphrase ?? '');
    await page.press(en('keys:restore.open'));
    await answer();
    await page.press(en('cases:review.send'));
    await page.see(en('cases:sent.arrived'));
    await page.press(en('cases:sent.open'), 'a');
    await page.see(PLAIN_REPORT.summary);
    await page.see(PLAIN_REPORT.contactNotes);
  });

  async function answer(): Promise<void> {
    const question = (id: Exclude<keyof typeof PLAIN_REPORT, 'file'>) =>
      page.fill(en(`cases:question.${id}.label`), PLAIN_REPORT[id] as string);
    const steps: readonly (readonly [string, () => Promise<void>])[] = [
      ['safety', () => page.choose(en('cases:option.unsure'))],
      ['urgency', () => page.choose(en('cases:option.critical'))],
      ['what', () => page.choose(en('cases:option.death_threat')).then(() => question('summary'))],
      ['who', () => page.choose(en('cases:option.family')).then(() => page.choose(en('cases:option.with_knowledge')))],
      ['where', () => page.select(en('cases:question.country.label'), 'GT')],
      ['help', () => page.choose(en('cases:option.relocation'))],
      ['contact', () => page.choose(en('cases:option.platform')).then(() => question('contactNotes'))],
      ['consent', async () => undefined],
      ['files', async () => undefined],
    ];
    for (const [id, fill] of steps) {
      await page.see(en(`cases:step.${id}`), 'h1');
      await fill();
      await page.press(en('common:actions.continue'));
    }
    await page.see(en('cases:review.title'), 'h1');
  }
});
