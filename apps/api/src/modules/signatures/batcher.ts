interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Requests that arrive while a write is under way are written together by the next one, each answered after its commit. A batch
 * that fails is written again one by one: somebody else's bad row must not cost a person their signature.
 */
export function createBatcher<Item>(
  write: (items: readonly Item[]) => Promise<void>,
  most = 500,
): (item: Item) => Promise<void> {
  let queue: Waiting<Item>[] = [];
  let busy = false;

  async function writeAlone({ item, resolve, reject }: Waiting<Item>): Promise<void> {
    await write([item]).then(resolve, reject);
  }

  async function writeTogether(batch: readonly Waiting<Item>[]): Promise<void> {
    try {
      await write(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const waiting of batch) await writeAlone(waiting);
    }
  }

  async function drain(): Promise<void> {
    busy = true;
    while (queue.length > 0) {
      const batch = queue.slice(0, most);
      queue = queue.slice(most);
      await writeTogether(batch);
    }
    busy = false;
  }

  return (item) =>
    new Promise<void>((resolve, reject) => {
      queue.push({ item, resolve, reject });
      // The turn's other requests come along.
      if (!busy) {
        busy = true;
        setImmediate(() => void drain());
      }
    });
}
