import { launch, type Browser, type ElementHandle, type Page } from 'puppeteer-core';

export interface FirefoxOptions {
  /** Tor Browser's “Safer” and iOS Lockdown turn it off. */
  readonly wasm: boolean;
}

/** Runs in the page. @returns what a person sees under this name: a field by its label, anything else by its whole text */
function lookFor(kind: string, name: string): Element | null {
  const isShown = (element: Element): boolean => element.getClientRects().length > 0;
  const says = (element: Element): boolean => element.textContent.trim() === name;
  if (kind === 'field') {
    const labels = Array.from(document.querySelectorAll('label')).filter(says);
    return labels.flatMap(({ control }) => control ?? []).find(isShown) ?? null;
  }
  return Array.from(document.querySelectorAll(kind)).find((element) => says(element) && isShown(element)) ?? null;
}

/** A person at a Firefox: finds things by the words on them, and waits until they are there. */
export class FirefoxPage {
  /** What the browser complained about. */
  readonly findings: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.findings.push(message.text());
    });
    page.on('pageerror', (error) => this.findings.push(String(error)));
  }

  static async open({ wasm }: FirefoxOptions): Promise<FirefoxPage> {
    const browser = await launch({
      browser: 'firefox',
      executablePath: process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr',
      headless: true,
      extraPrefsFirefox: wasm ? {} : { 'javascript.options.wasm': false },
    });
    return new FirefoxPage(browser, await browser.newPage());
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async hasWasm(): Promise<boolean> {
    return this.page.evaluate(() => 'WebAssembly' in globalThis);
  }

  async see(name: string, kind = '*'): Promise<ElementHandle> {
    const found = await this.page
      .waitForFunction(lookFor, { polling: 100, timeout: 60_000 }, kind, name)
      .catch(async () => {
        const text = await this.page.evaluate(() => document.body.innerText);
        throw new Error(`no ${kind} “${name}” on:\n${text}`);
      });
    const element = found.asElement();
    if (element === null) throw new Error('no element');
    return element as ElementHandle; // nodes of a page that lookFor gives are elements
  }

  async text(kind: string): Promise<readonly string[]> {
    return this.page.evaluate(
      (selector) => Array.from(document.querySelectorAll(selector), (element) => element.textContent.trim()),
      kind,
    );
  }

  async fill(label: string, value: string): Promise<void> {
    const field = await this.see(label, 'field');
    await this.reach(field);
    await field.type(value);
  }

  async choose(label: string): Promise<void> {
    await this.reach(await this.see(label, 'field'));
  }

  async select(label: string, value: string): Promise<void> {
    await (await this.see(label, 'field')).select(value);
  }

  async press(name: string, kind = 'button'): Promise<void> {
    await this.reach(await this.see(name, kind));
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private async reach(element: ElementHandle): Promise<void> {
    await element.evaluate((found) => found.scrollIntoView({ block: 'center' }));
    await element.click();
  }
}
