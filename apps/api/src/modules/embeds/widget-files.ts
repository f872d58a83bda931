import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** What apps/widget/build.mjs wrote beside its two scripts. */
const manifestSchema = z.object({ 'embed.js': z.string().min(1), 'frame.js': z.string().min(1) });
export type WidgetScript = keyof z.infer<typeof manifestSchema>;

export interface WidgetFiles {
  read(script: WidgetScript): Promise<Buffer>;
}

/** @param folder apps/widget/dist; read once, when first asked for. */
export function createWidgetFiles(folder: string): WidgetFiles {
  const known = new Map<WidgetScript, Promise<Buffer>>();
  const load = async (script: WidgetScript): Promise<Buffer> => {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')));
    return readFile(path.join(folder, path.basename(manifest[script])));
  };
  return {
    read(script) {
      const bytes = known.get(script) ?? load(script);
      known.set(script, bytes);
      // A build that was not there yet may be there the next time.
      bytes.catch(() => known.delete(script));
      return bytes;
    },
  };
}
