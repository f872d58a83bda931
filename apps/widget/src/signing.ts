import { fetchProof } from './proof-of-work.js';

const FORMS = 'form[data-sos-sign], form[data-sos-code]';
const STAGE = '[data-sos-stage]';
/** What the server writes where nothing is said yet: a text React knows, so a change of it is no surprise. */
const NOTHING_SAID = '\u00a0';

function say(form: HTMLFormElement, what: 'sending' | 'failed' | ''): void {
  const status = form.querySelector<HTMLElement>('[data-sos-status]');
  // The words came with the page, in its language.
  if (status) status.textContent = what === '' ? NOTHING_SAID : (status.dataset[what] ?? NOTHING_SAID);
}

function fieldsOf(form: HTMLFormElement, proof: string): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
  if (proof !== '') fields.set('altcha', proof);
  return fields;
}

/** A form of its own outside the part that React takes over: a field added inside would make it throw the page away. */
function submitApart(form: HTMLFormElement, fields: URLSearchParams): void {
  const apart = form.ownerDocument.createElement('form');
  apart.method = 'post';
  apart.action = form.action;
  apart.hidden = true;
  for (const [name, value] of fields) {
    const field = form.ownerDocument.createElement('input');
    field.type = 'hidden';
    field.name = name;
    field.value = value;
    apart.append(field);
  }
  form.ownerDocument.body.append(apart);
  apart.submit();
}

/** The answer as a document that runs nothing: unlike DOMParser and innerHTML, no Trusted Types policy is needed for it. */
function post(form: HTMLFormElement, fields: URLSearchParams): Promise<Document | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.responseType = 'document';
    request.timeout = 60_000;
    request.onload = () => resolve(request.responseXML);
    request.onerror = () => resolve(null);
    request.ontimeout = () => resolve(null);
    request.send(fields);
  });
}

/** Where reading goes on: an error, a message, or the first heading of what is new. */
function focusOn(stage: Element): void {
  const places = [...stage.querySelectorAll<HTMLElement>('[role="alert"], [role="status"], h2, h3')];
  const target =
    places.find(({ textContent }) => textContent.trim() !== '') ?? stage.querySelector<HTMLElement>('form');
  if (!target) return;
  target.tabIndex = -1;
  target.focus();
}

/** In the frame: the part of the page that changed takes the place of the part that was. @returns whether it did. */
async function postInPlace(form: HTMLFormElement, fields: URLSearchParams): Promise<boolean> {
  const stage = form.closest(STAGE);
  const fresh = (await post(form, fields))?.querySelector(STAGE);
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
  const proof = form.matches('[data-sos-sign]') ? await fetchProof(new URL(form.action).origin) : '';
  const fields = fieldsOf(form, proof);
  // On our own page the browser goes to the answer as it would without a script.
  if (!form.closest(STAGE)) {
    submitApart(form, fields);
    return;
  }
  if (!(await postInPlace(form, fields))) say(form, 'failed');
  busy.delete(form);
}

/**
 * One listener on the document and not one change before the button is pressed, so a page that React takes over later is as the
 * server wrote it. A click, because in WordPress's sandbox no form ever submits; Enter in a field clicks the button too.
 */
export function listenForSigning(page: Document): void {
  // While capturing: React stops a click on a part it has not taken over yet, and the form would go without its proof.
  const onClick = (event: MouseEvent): void => {
    const button = event.target instanceof Element ? event.target.closest('[data-sos-submit]') : null;
    const form = button?.closest<HTMLFormElement>(FORMS);
    if (!form) return;
    event.preventDefault();
    void send(form);
  };
  page.addEventListener('click', onClick, { capture: true });
  // The back button brings a page as it was left, in the middle of sending.
  addEventListener('pageshow', () => {
    for (const form of page.querySelectorAll<HTMLFormElement>(FORMS)) {
      busy.delete(form);
      say(form, '');
    }
  });
}
