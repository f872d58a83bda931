const SHAPES = {
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5h.01M11 11h1v5.5h1.5',
  warning: 'M12 4 2.8 20h18.4L12 4Zm0 6v5m0 2.6v.1',
  danger: 'M8 2.8h8l5.2 5.2v8L16 21.2H8L2.8 16V8L8 2.8ZM12 7v6m0 3.4v.1',
  check: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-4.2 9.3 3 3 5.6-6',
  lock: 'M6 11h12v9.5H6V11Zm2.5 0V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5v2.5',
  unlock: 'M6 11h12v9.5H6V11Zm2.5 0V7.5a3.5 3.5 0 0 1 6.8-1.2M12 14.5v2.5',
  exit: 'M10 4H4v16h6M10 12h10m-4.5-5 5 5-5 5',
  arrow: 'M4 12h15m-6-6 6 6-6 6',
  close: 'M5 5l14 14M19 5 5 19',
  file: 'M6 2.8h8l4.5 4.5v14H6V2.8Zm8 0v4.5h4.5',
  language: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c3 3 3.6 6 3.6 9s-.6 6-3.6 9c-3-3-3.6-6-3.6-9S9 6 12 3Z',
} as const;

export type IconName = keyof typeof SHAPES;

/** Drawn in the colour of the text and hidden from screen readers: words carry the meaning. */
export function Icon({ name, className }: { name: IconName; className?: string | undefined }) {
  return (
    <svg
      className={className}
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
