import type { Language } from '@sos/i18n';

/**
 * The way out in one key. F2: one press, no modifier, writes no character, so it can never fire while somebody types, and
 * neither browsers nor screen readers (NVDA, JAWS, VoiceOver, Orca) keep it for themselves. Escape is left to what it
 * does already (dialogs, menus, a screen reader's forms mode). Where F2 needs Fn, the button is always on screen.
 */
export const QUICK_EXIT_KEY = 'F2';

/** An ordinary page anybody might have open. A plain link to it works without JavaScript. */
export function harmlessAddress(language: Language): string {
  return `https://${language}.wikipedia.org/`;
}

type Cleaner = () => void | Promise<void>;
const cleaners = new Set<Cleaner>();

/**
 * Registers what must be gone when somebody leaves in haste: keys, stores (by name), the session. Start synchronously;
 * what takes longer is given {@link GRACE_MS}. @returns a function that takes the registration back.
 */
export function onQuickExit(cleaner: Cleaner): () => void {
  cleaners.add(cleaner);
  return () => cleaners.delete(cleaner);
}

let leaving = false;

/**
 * Stands before every opening of a store. A screen that redraws while the page is being left would otherwise put an empty
 * store back after the cleaner removed it; what it asks for then is simply never answered.
 */
export async function unlessLeaving<Store>(open: () => Promise<Store>): Promise<Store> {
  return leaving ? new Promise<Store>(() => undefined) : open();
}

/** Longer than deleting a database takes, shorter than anybody notices on a page that is blank already. */
const GRACE_MS = 400;

type Leave = (address: string) => void;
const replacePage: Leave = (address) => window.location.replace(address);

/** Blanks the page at once, cleans up, and replaces this page so that Back does not lead to it. */
export async function quickExit(address: string, leave: Leave = replacePage): Promise<void> {
  leaving = true;
  document.title = new URL(address).hostname;
  document.body.hidden = true;
  const work = [...cleaners].map(async (cleaner) => cleaner());
  await Promise.race([Promise.allSettled(work), new Promise((resolve) => setTimeout(resolve, GRACE_MS))]);
  document.body.replaceChildren();
  leave(address);
}

/**
 * Listens from the first moment, before any framework has loaded: the key, and every link marked `data-quick-exit`.
 * Where to go is the link's own address, so this file needs no words and no settings.
 */
export function listenForQuickExit(leave: Leave = replacePage): () => void {
  function handleKey(event: KeyboardEvent): void {
    if (event.key !== QUICK_EXIT_KEY || event.repeat || event.isComposing) return;
    event.preventDefault();
    const link = document.querySelector('a[data-quick-exit]');
    void quickExit(link instanceof HTMLAnchorElement ? link.href : harmlessAddress('en'), leave);
  }
  function handleClick(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a[data-quick-exit]') : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    void quickExit(link.href, leave);
  }
  document.addEventListener('keydown', handleKey, { capture: true });
  document.addEventListener('click', handleClick, { capture: true });
  return () => {
    document.removeEventListener('keydown', handleKey, { capture: true });
    document.removeEventListener('click', handleClick, { capture: true });
  };
}
