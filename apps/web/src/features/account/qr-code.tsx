import { encodeQR } from 'qr';
import { useMemo } from 'react';

import styles from './security.module.css';

/** Quiet zone that scanners want around the picture, in squares. */
const BORDER = 4;

/** Drawn here: what it says goes to no service that makes pictures. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => draw(text), [text]);
  return (
    <svg className={styles['qr']} role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`}>
      <rect width={size} height={size} className={styles['qr-paper']} />
      <path d={path} className={styles['qr-ink']} />
    </svg>
  );
}

function draw(text: string): { size: number; path: string } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: BORDER });
  const squares = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size: rows.length, path: squares.join('') };
}
