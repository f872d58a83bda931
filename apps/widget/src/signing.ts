import { fetchProof } from './proof-of-work.js';

const FORMS = 'form[data-sos-sign], form[data-sos-code]';
const STAGE = '[data-sos-stage]';

function say(form: HTMLFormElement, what: 'sending' | 'failed' | ''): void {
  const status = form.querySelector<HTMLElement>('[data-sos-status]');
  // The words came with the page, in its language.
  if (status) status.textContent = what === '' ? '' : (status.dataset[what] ?? '');
}

function setProof(form: HTMLFormElement, proof: string): void {
  const known = form.elements.namedItem('altcha');
  const field = known instanceof HTMLInputElement ? known : form.ownerDocument.createElement('input');
  field.type = 'hidden';
  field.name = 'altcha';
  field.value = proof;
  form.append(field);
}

/** The answer as a document that runs nothing: unlike DOMParser and innerHTML, no Trusted Types policy is needed for it. */
function post(form: HTMLFormElement): Promise<Document | null> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.responseType = 'document';
    request.timeout = 60_000;
    request.onload = () => resolve(request.responseXML);
    request.onerror = () => resolve(null);
    request.ontimeout = () => resolve(null);
    request.send(body);
  });
}

/** Where reading goes on: an error, a message, or the first heading of what is new. */
function focusOn(stage: Element): void {
  const target =
    stage.querySelector<HTMLElement>('[role="alert"], [role="status"]:not(:empty), h2, h3') ??
    stage.querySelector<HTMLElement>('form');
  if (!target) return;
  target.tabIndex = -1;
  target.focus();
}

/** In the frame: the part of the page that changed takes the place of the part that was. @returns whether it did. */
async function postInPlace(form: HTMLFormElement): Promise<boolean> {
  const stage = form.closest(STAGE);
  const fresh = (await post(form))?.querySelector(STAGE);
  if (!stage || !fresh) return false;
  stage.replaceChildren(...[...fresh.childNodes].map((node) => form.ownerDocument.adoptNode(node)));
  focusOn(stage);
  return true;
}

const busy = new WeakSet<HTMLFormElement>();

async function send(form: HTMLFormElement): Promise<void> {
  if (busy.has(form) || !form.reportValidity()) return;
  busy.add(form);
  say(form, 'sending');
  if (form.matches('[data-sos-sign]')) setProof(form, await fetchProof(new URL(form.action).origin));
  // On our own page the browser goes to the answer as it would without a script.
  if (!form.closest(STAGE)) {
    form.submit();
    return;
  }
  if (!(await postInPlace(form))) say(form, 'failed');
  busy.delete(form);
}

/**
 * One listener on the document and not one change before the button is pressed, so a page that React takes over later is as the
 * server wrote it. A click, because in WordPress's sandbox no form ever submits; Enter in a field clicks the button too.
 */
export function listenForSigning(page: Document): void {
  page.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-sos-submit]') : null;
    const form = button?.closest<HTMLFormElement>(FORMS);
    if (!form) return;
    event.preventDefault();
    void send(form);
  });
  // The back button brings a page as it was left, in the middle of sending.
  addEventListener('pageshow', () => {
    for (const form of page.querySelectorAll<HTMLFormElement>(FORMS)) {
      busy.delete(form);
      say(form, '');
    }
  });
}
