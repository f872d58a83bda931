import { expect, test } from '@playwright/test';

import { SosServer, type DemoAccount } from '../fixtures/sos-server.js';
import { PLAIN_REPORT } from '../fixtures/intake.js';
import { wordsOf, type Words } from '../fixtures/words.js';
import { FirefoxPage } from './firefox-page.js';

type Step = 'safety' | 'urgency' | 'what' | 'who' | 'where' | 'help' | 'contact' | 'consent' | 'files';

/** What OpenPGP.js needs WebAssembly for is Argon2id; a vault without it, and everything after, has to work. */
test.describe('in Firefox with WebAssembly off', () => {
  let server: SosServer;
  let en: Words;
  let person: FirefoxPage;

  test.beforeAll(async () => {
    server = await SosServer.start();
    await server.kill();
    server.retireKey('member2');
    await server.launch();
    en = await wordsOf('en');
  });

  test.beforeEach(async () => {
    person = await FirefoxPage.open({ wasm: false });
  });

  test.afterEach(async () => {
    await person.close();
    expect(person.findings).toEqual([]);
  });

  test.afterAll(async () => server.remove());

  async function signIn(path: string, { address, password }: DemoAccount): Promise<void> {
    await person.goto(`${server.app}${path}`);
    expect(await person.hasWasm()).toBe(false);
    await person.fill(en('account:signIn.email'), address);
    await person.fill(en('account:signIn.password'), password);
    await person.press(en('account:signIn.submit'));
  }

  /** The words on the screen, two of them typed back. */
  async function repeatWords(next: string): Promise<string> {
    const words = await person.text('main ol > li');
    await person.press(next);
    await person.see(en('keys:confirm.title'));
    for (const [index, word] of words.entries()) {
      const label = en('keys:confirm.word', { number: index + 1 });
      if ((await person.text('label')).includes(label)) await person.fill(label, word);
    }
    await person.press(en('keys:confirm.next'));
    return words.join(' ');
  }

  test('a first key is made, locked, taken along and opened again with its six words', async () => {
    await signIn('/app/vault', server.account('member2'));
    await person.press(en('keys:first.make'));
    await person.see(en('keys:words.noWasm'));
    const passphrase = await repeatWords(en('keys:words.next'));
    expect(passphrase.split(' ')).toHaveLength(6);
    await person.press(en('keys:kit.download'));
    await person.see(en('keys:kit.saved'));
    await repeatWords(en('keys:kit.next'));
    await person.press(en('keys:register.keepHere'));
    await person.press(en('keys:register.send'));
    await person.press(en('keys:vault.lock'));
    await person.fill(en('keys:unlock.passphrase'), passphrase);
    await person.press(en('keys:unlock.open'));
    await person.see(en('keys:vault.open'));
  });

  test('a case is written, sealed, sent, and opened again', async () => {
    const member = server.account('member1');
    await signIn('/app/cases/new', member);
    await person.fill(en('keys:unlock.passphrase'), member.vaultPassphrase ?? '');
    await person.press(en('keys:restore.open'));
    await answer();
    await person.press(en('cases:review.send'));
    await person.see(en('cases:sent.arrived'));
    await person.press(en('cases:sent.open'));
    await person.see(PLAIN_REPORT.summary);
    expect(await person.text('dd')).toContain(PLAIN_REPORT.contactNotes);
  });

  async function answer(): Promise<void> {
    const question = (id: Exclude<keyof typeof PLAIN_REPORT, 'file'>) =>
      person.fill(en(`cases:question.${id}.label`), PLAIN_REPORT[id]);
    const steps: readonly (readonly [Step, () => Promise<void>])[] = [
      ['safety', () => person.choose(en('cases:option.unsure'))],
      ['urgency', () => person.choose(en('cases:option.critical'))],
      ['what', () => person.choose(en('cases:option.death_threat')).then(() => question('summary'))],
      [
        'who',
        () => person.choose(en('cases:option.family')).then(() => person.choose(en('cases:option.with_knowledge'))),
      ],
      ['where', () => person.select(en('cases:question.country.label'), 'GT')],
      ['help', () => person.choose(en('cases:option.relocation'))],
      ['contact', () => person.choose(en('cases:option.platform')).then(() => question('contactNotes'))],
      ['consent', async () => undefined],
      ['files', async () => undefined],
    ];
    for (const [id, fill] of steps) {
      await person.see(en(`cases:step.${id}`), 'h1');
      await fill();
      await person.press(en('common:actions.continue'));
    }
    await person.see(en('cases:review.title'), 'h1');
  }
});
