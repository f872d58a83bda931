import { makePrivateFolder, writePrivateFile } from '@sos/database';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const storedMailSchema = z.object({
  id: z.string(),
  to: z.string(),
  from: z.string(),
  subject: z.string(),
  date: z.string(),
  text: z.string(),
  links: z.array(z.string()),
});
export type StoredMail = z.infer<typeof storedMailSchema>;

/** The demo's mails, newest first; each a file, so that a restart keeps them. */
export interface Mailbox {
  keep(mail: Omit<StoredMail, 'id' | 'links'>): void;
  list(): Promise<readonly StoredMail[]>;
}

const MOST_LISTED = 500;

/** Addresses in the text, without the full stop or bracket that follows them. */
export function linksIn(text: string): readonly string[] {
  const found = text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  return [...new Set(found.map((link) => link.replace(/[).,;:!?]+$/, '')))];
}

export function openMailbox(folder: string): Mailbox {
  makePrivateFolder(folder);
  let sequence = 0;
  return {
    keep(mail) {
      sequence += 1;
      const order = `${String(Date.now()).padStart(15, '0')}-${String(sequence).padStart(6, '0')}`;
      const stored: StoredMail = { id: randomUUID(), ...mail, links: [...linksIn(mail.text)] };
      writePrivateFile(path.join(folder, `${order}.json`), JSON.stringify(stored));
    },
    async list() {
      const names = (await readdir(folder))
        .filter((name) => name.endsWith('.json'))
        .sort()
        .reverse();
      const files = await Promise.all(
        names.slice(0, MOST_LISTED).map((name) => readFile(path.join(folder, name), 'utf8')),
      );
      return files.map((content) => storedMailSchema.parse(JSON.parse(content)));
    },
  };
}
