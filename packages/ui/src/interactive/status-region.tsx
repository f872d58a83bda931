import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react';

import type { Tone } from '../plain/notice.js';
import { Icon } from '../plain/icon.js';
import styles from './interactive.module.css';

export interface StatusMessage {
  tone?: Tone | undefined;
  text: string;
}

interface Shown extends StatusMessage {
  id: number;
}

const StatusContext = createContext<((message: StatusMessage) => void) | null>(null);

export interface StatusProviderProps {
  children: ReactNode;
  /** The name of the region: “Messages”. */
  label: string;
  dismissLabel: string;
}

/**
 * Says that something happened, without taking focus. Messages stay until they are dismissed or
 * pushed out by newer ones: a person who reads slowly loses nothing.
 */
export function StatusProvider({ children, label, dismissLabel }: StatusProviderProps) {
  const [messages, setMessages] = useState<readonly Shown[]>([]);
  const nextId = useRef(0);
  const announce = useCallback((message: StatusMessage) => {
    nextId.current += 1;
    const shown = { ...message, id: nextId.current };
    setMessages((before) => [...before.slice(-2), shown]);
  }, []);
  return (
    <StatusContext value={announce}>
      {children}
      <div className={styles['statuses']} role="region" aria-label={label} aria-live="polite">
        {messages.map((message) => (
          <p key={message.id} className={styles['status']} data-tone={message.tone ?? 'info'}>
            <span>{message.text}</span>
            <button
              type="button"
              className={styles['close']}
              aria-label={dismissLabel}
              onClick={() => setMessages((all) => all.filter((one) => one.id !== message.id))}
            >
              <Icon name="close" />
            </button>
          </p>
        ))}
      </div>
    </StatusContext>
  );
}

/** @throws outside a StatusProvider, because a message nobody hears is a lost one. */
export function useStatus(): (message: StatusMessage) => void {
  const announce = useContext(StatusContext);
  if (announce === null) throw new Error('useStatus needs a StatusProvider above it.');
  return announce;
}
