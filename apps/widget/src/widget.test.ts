/** @jest-environment ./scripts/testing/jsdom-crypto-env.cjs */
import { createHash, webcrypto } from 'node:crypto';

import { speakToHost } from './host.js';
import { frameAddress, showPetitions } from './loader.js';
import { solve } from './proof-of-work.js';
import { listenForSigning } from './signing.js';

const SITE = 'https://sos.example';
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

afterEach(() => {
  document.body.replaceChildren();
  jest.restoreAllMocks();
});

function tell(source: unknown, data: unknown): void {
  window.dispatchEvent(Object.assign(new Event('message'), { source, data }));
}

describe('the loader', () => {
  test('frames only our own campaigns, in the language of the link or of the page', () => {
    const at = (link: string) => frameAddress(link, SITE, 'es-MX');
    expect(at(`${SITE}/en/campaigns/water?partner=river`)).toBe(`${SITE}/embed/water?lang=en&partner=river`);
    expect(at(`${SITE}/campaigns/water`)).toBe(`${SITE}/embed/water?lang=es`);
    for (const other of [
      'https://evil.example/campaigns/water',
      `${SITE}/resources/water`,
      `${SITE}/campaigns/water/sign`,
    ])
      expect(at(other)).toBeNull();
  });

  test('keeps the link until the frame has spoken, and believes only that frame, with its secret', () => {
    document.body.innerHTML = `<a class="sos-petition" href="${SITE}/campaigns/water">Keep the water public</a>`;
    showPetitions(document, SITE);
    showPetitions(document, SITE);
    const link = document.querySelector('a');
    const frames = document.querySelectorAll('iframe');
    const [frame] = frames;
    expect(frames).toHaveLength(1);
    expect(frame?.title).toBe('Keep the water public');
    expect(frame?.getAttribute('sandbox')).toBe('allow-scripts allow-forms allow-popups');
    const secret = /#\?secret=(\w+)$/.exec(frame?.src ?? '')?.[1];
    tell(window, { message: 'height', value: 500, secret });
    tell(frame?.contentWindow, { message: 'height', value: 500, secret: 'guess' });
    tell(frame?.contentWindow, 'nonsense');
    tell(frame?.contentWindow, null);
    expect([link?.hidden, frame?.height]).toEqual([false, '640']);
    tell(frame?.contentWindow, { message: 'height', value: 99_999, secret });
    expect([link?.hidden, frame?.height]).toEqual([true, '3000']);
  });
});

describe('the frame', () => {
  function frameIn(hash: string) {
    const said: unknown[] = [];
    const parent = { postMessage: (message: unknown) => void said.push(message) };
    class ResizeObserver {
      observe = () => undefined;
    }
    // What the script touches of a framed window; jsdom gives none.
    const frame = new Proxy(window, {
      get: (target, name) => {
        if (name === 'parent') return parent;
        if (name === 'location') return { hash };
        if (name === 'ResizeObserver') return ResizeObserver;
        const value: unknown = Reflect.get(target, name);
        return name === 'addEventListener' ? window.addEventListener.bind(window) : value;
      },
    });
    speakToHost(frame);
    return { said, parent };
  }

  test('speaks WordPress’s three messages with the host’s secret', () => {
    document.body.innerHTML = `<a href="${SITE}/en/campaigns/water"><b>Read</b></a>`;
    const { said, parent } = frameIn('#?secret=AbC123');
    expect(said).toEqual([{ message: 'height', value: expect.any(Number), secret: 'AbC123' }]);
    tell(window, { message: 'ready', secret: 'AbC123' });
    expect(said).toHaveLength(1);
    tell(parent, { message: 'ready', secret: 'AbC123' });
    expect(said).toHaveLength(2);
    document.querySelector('a')?.addEventListener('click', (event) => event.preventDefault());
    document.querySelector('b')?.click();
    expect(said.at(-1)).toEqual({ message: 'link', value: `${SITE}/en/campaigns/water`, secret: 'AbC123' });
  });

  test('is silent without one', () => {
    expect(frameIn('').said).toEqual([]);
  });
});

describe('proof of work', () => {
  test('finds the number', async () => {
    const salt = 'abc?expires=1&';
    const challenge = createHash('sha256').update(`${salt}1234`).digest('hex');
    const given = { algorithm: 'SHA-256', challenge, salt, signature: 'x', maxnumber: 2_000 };
    const proof = await solve(given, webcrypto.subtle as SubtleCrypto);
    expect(JSON.parse(atob(proof ?? ''))).toEqual({
      algorithm: 'SHA-256',
      challenge,
      number: 1234,
      salt,
      signature: 'x',
    });
    expect(await solve({ ...given, maxnumber: 100 }, webcrypto.subtle as SubtleCrypto)).toBeNull();
  });
});

describe('signing', () => {
  const form = (inner: string) => `<form action="${SITE}/embed/water/sign" method="post" data-sos-sign="water">${inner}
    <button type="submit" data-sos-submit>Sign</button><p role="status" data-sos-status data-sending="Sending…" data-failed="Could not be sent."></p></form>`;

  beforeAll(() => listenForSigning(document));

  function answerWith(html: string | null): string[] {
    const bodies: string[] = [];
    jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('offline'));
    jest.spyOn(XMLHttpRequest.prototype, 'send').mockImplementation(function send(this: XMLHttpRequest, body) {
      bodies.push(body instanceof URLSearchParams ? body.toString() : 'something else');
      const page = html === null ? null : new DOMParser().parseFromString(html, 'text/html');
      Object.defineProperty(this, 'responseXML', { value: page });
      this.onload?.(new ProgressEvent('load'));
    });
    return bodies;
  }

  test('in the frame puts the answer in the place of the form, and focus on it', async () => {
    document.body.innerHTML = `<div data-sos-stage>${form('<input name="name" value="Ada">')}</div>`;
    const bodies = answerWith('<div data-sos-stage><div role="status">Check your mail</div></div>');
    document.querySelector('button')?.click();
    await tick();
    await tick();
    expect(bodies).toEqual(['name=Ada']);
    expect(document.querySelector('[data-sos-stage]')?.textContent).toBe('Check your mail');
    expect(document.activeElement?.textContent).toBe('Check your mail');
  });

  test('keeps what was typed and says so when the answer does not come', async () => {
    document.body.innerHTML = `<div data-sos-stage>${form('<input name="name" value="Ada">')}</div>`;
    answerWith(null);
    document.querySelector('button')?.click();
    expect(document.querySelector('[role=status]')?.textContent).toBe('Sending…');
    await tick();
    await tick();
    expect(document.querySelector('[role=status]')?.textContent).toBe('Could not be sent.');
    expect(document.querySelector('input')?.value).toBe('Ada');
  });

  test('sends nothing that the browser itself finds wrong, and nothing twice', async () => {
    document.body.innerHTML = `<div data-sos-stage>${form('<input name="name" required>')}</div>`;
    const bodies = answerWith('<p>no stage</p>');
    document.querySelector('button')?.click();
    await tick();
    expect(bodies).toHaveLength(0);
    const input = document.querySelector('input');
    if (input) input.value = 'Ada';
    document.querySelector('button')?.click();
    document.querySelector('button')?.click();
    await tick();
    await tick();
    expect(bodies).toHaveLength(1);
  });

  test('on our own page the browser goes on as it would without a script', async () => {
    document.body.innerHTML = form('<input name="name" value="Ada">');
    answerWith(null);
    const submit = jest.spyOn(HTMLFormElement.prototype, 'submit').mockReturnValue();
    const before = document.querySelector('form')?.elements.length;
    document.querySelector('button')?.click();
    await tick();
    await tick();
    expect(submit).toHaveBeenCalledTimes(1);
    // React may not have taken this form over yet: it must find it as the server wrote it.
    expect(document.querySelector('form')?.elements).toHaveLength(before ?? 0);
    const [sent] = submit.mock.contexts;
    expect(sent).not.toBe(document.querySelector('form'));
    expect([...new FormData(sent as HTMLFormElement)]).toEqual([['name', 'Ada']]);
  });

  test('works where React stops the click on a part of the page that it has not taken over yet', async () => {
    document.body.innerHTML = `<div id="root"><div data-sos-stage>${form('<input name="name" value="Ada">')}</div></div>`;
    document.querySelector('#root')?.addEventListener('click', (event) => event.stopPropagation(), { capture: true });
    const bodies = answerWith('<div data-sos-stage><h2>Check your mail</h2></div>');
    document.querySelector('button')?.click();
    await tick();
    await tick();
    expect(bodies).toEqual(['name=Ada']);
  });
});
