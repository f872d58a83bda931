import { useId, useRef, type ReactNode } from 'react';
import { DropZone, type FileDropItem } from 'react-aria-components';

import { classNames } from '../class-names.js';

import { Button } from '../plain/button.js';
import { describe, FieldNotes } from '../plain/field.js';
import { VisuallyHidden } from '../plain/page.js';
import styles from './interactive.module.css';

export interface FileDropProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** The words on the button: “Choose files”. */
  chooseLabel: ReactNode;
  multiple?: boolean | undefined;
  accept?: string | undefined;
  onFiles: (files: File[]) => void;
}

/** Choose, drop or paste files. The native input does the choosing, so that every assistive technology knows it. */
export function FileDrop({ label, hint, error, chooseLabel, multiple = true, accept, onFiles }: FileDropProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);

  function take(files: FileList | null): void {
    if (files !== null && files.length > 0) onFiles([...files]);
    // The same file may be chosen again after it was removed.
    if (input.current) input.current.value = '';
  }

  return (
    <DropZone
      className={classNames(styles['drop'])}
      onDrop={(event) => {
        const dropped = event.items.filter((item): item is FileDropItem => item.kind === 'file');
        void Promise.all(dropped.map((item) => item.getFile())).then((files) => files.length > 0 && onFiles(files));
      }}
    >
      <label id={`${id}-label`} htmlFor={id} className={classNames(styles['drop-label'])}>
        {label}
      </label>
      <FieldNotes id={id} hint={hint} error={error} />
      <VisuallyHidden>
        <input
          ref={input}
          id={id}
          type="file"
          multiple={multiple}
          accept={accept}
          tabIndex={-1}
          onChange={(event) => take(event.target.files)}
        />
      </VisuallyHidden>
      {/* The one that is reached by keyboard: without this it would be “Choose the file”, and nobody would hear which. */}
      <Button
        variant="secondary"
        aria-describedby={[`${id}-label`, describe(id, hint, error)['aria-describedby']].filter(Boolean).join(' ')}
        onClick={() => input.current?.click()}
      >
        {chooseLabel}
      </Button>
    </DropZone>
  );
}
