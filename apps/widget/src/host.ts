const SECRET = /[#?&]secret=([A-Za-z0-9]+)/;

/**
 * WordPress's own three messages, which our loader speaks too: how tall the page is, that the host is ready, which link was
 * pressed. The host's secret shows it which frame of its page is speaking.
 */
export function speakToHost(frame: Window & typeof globalThis): void {
  const secret = SECRET.exec(frame.location.hash)?.[1];
  if (secret === undefined) return;
  const { body } = frame.document;
  // Any origin: nothing but a height and an address of ours is in it.
  const say = (message: string, value: unknown) => frame.parent.postMessage({ message, value, secret }, '*');
  const sayHeight = () => say('height', Math.ceil(body.getBoundingClientRect().bottom + frame.scrollY));

  new frame.ResizeObserver(sayHeight).observe(body);
  frame.addEventListener('message', (event: MessageEvent<unknown>) => {
    const { message, secret: said } = (event.data ?? {}) as Record<string, unknown>; // Whatever the host sent.
    if (event.source === frame.parent && message === 'ready' && said === secret) sayHeight();
  });
  frame.document.addEventListener('click', (event) => {
    const link = event.target instanceof frame.Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
    // Where popups are forbidden the browser does nothing with the link, and the host opens it.
    if (link) say('link', link.href);
  });
  sayHeight();
}
