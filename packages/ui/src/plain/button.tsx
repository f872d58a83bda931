import type { AnchorHTMLAttributes, ButtonHTMLAttributes, Ref } from 'react';

import { classNames } from '../class-names.js';
import styles from './button.module.css';

export type ButtonVariant = 'primary' | 'secondary' | 'danger' | 'quiet';

interface ButtonLook {
  variant?: ButtonVariant | undefined;
  /** Fills the line, for the one action of a narrow screen. */
  wide?: boolean | undefined;
}

/** The class of a button, for a router's link that must look like one. */
export function buttonClass({ variant = 'primary', wide = false }: ButtonLook = {}): string {
  return classNames(styles['button'], styles[variant], wide && styles['wide']);
}

export interface ButtonProps extends ButtonLook, ButtonHTMLAttributes<HTMLButtonElement> {
  /** Work is under way: the button says so and takes no second press, but keeps focus. */
  busy?: boolean | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

export function Button({ variant, wide, busy = false, className, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || undefined}
      className={classNames(buttonClass({ variant, wide }), busy && styles['busy'], className)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}

export interface ButtonLinkProps extends ButtonLook, AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
}

export function ButtonLink({ variant, wide, className, children, ...rest }: ButtonLinkProps) {
  return (
    <a {...rest} className={classNames(buttonClass({ variant, wide }), className)}>
      {children}
    </a>
  );
}
